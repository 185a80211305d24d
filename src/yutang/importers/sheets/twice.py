# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""How many rows of a list of people are about somebody whom another row of it is about."""

import numpy as np
import pyarrow as pa


class Twice:
    """Keeps eight bytes a row: a list of a million people takes 8 MB."""

    def __init__(self) -> None:
        self._parts: list[np.ndarray[tuple[int], np.dtype[np.uint64]]] = []

    def see(self, hashes: pa.ChunkedArray) -> None:
        """Hashes of the accounts of some rows."""
        self._parts.append(hashes.to_numpy())

    def count(self) -> int:
        if not self._parts:
            return 0
        whole = np.concatenate(self._parts)
        return len(whole) - len(np.unique(whole))

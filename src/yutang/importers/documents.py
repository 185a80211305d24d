"""A JSON document that is mostly one list: its items one by one, typed, and what stands beside the list."""

import contextlib
from collections.abc import Collection, Iterator
from typing import Generic, TypeVar

import msgspec

from yutang.importers.contract import File, Reject, Unreadable
from yutang.importers.jsonstream import Broken, Mark, Walk, row_of, whole

T = TypeVar("T")


class Document(Generic[T]):
    """Iterate for (ordinal from 1, the item as decoded, typed or why not). Raises what `Walk` raises.

    `heads` holds what stands beside the list; the `needs` of it before the first item, even when the keys are
    sorted so that they stand behind the list: then the document is read once more, ahead.
    """

    def __init__(
        self, file: File, lists: Collection[str], item: type[T], needs: Collection[str] = ()
    ) -> None:
        """`lists`: keys under which the list may be; "" for a document that is the list itself."""
        self.heads: dict[str, object] = {}
        self.done = 0
        self._file = file
        self._into = {"", *lists}
        self._item = item
        self._needs = frozenset(needs)

    def __iter__(self) -> Iterator[tuple[int, object, T | Reject]]:
        number = 0
        walk = Walk(self._file, self._into)
        for path, value in walk:
            self.done = walk.done
            if path.endswith("[]"):
                number += 1
                yield number, value, self._typed(number, value)
            elif path and value is Mark.OPEN:
                self._look_ahead()
            elif not isinstance(value, Mark):
                self.heads[path] = value

    def head(self, key: str) -> dict[str, object]:
        """An object beside the list; empty where there is none."""
        value = self.heads.get(key)
        return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]

    def _look_ahead(self) -> None:
        if self._needs <= self.heads.keys():
            return
        # A document that breaks off says so when its items are read, behind those that are whole.
        with contextlib.suppress(Unreadable):
            for path, value in Walk(self._file, self._into):
                if not path.endswith("[]") and not isinstance(value, Mark):
                    self.heads[path] = value
                    if self._needs <= self.heads.keys():
                        return

    def _typed(self, number: int, value: object) -> T | Reject:
        if isinstance(value, Broken):
            return Reject(number, value.reason, value.row)
        try:
            try:
                return msgspec.convert(value, self._item, strict=False)
            except UnicodeEncodeError:  # half an emoji
                return msgspec.convert(whole(value), self._item, strict=False)
        except msgspec.ValidationError:
            return Reject(number, "bad_value", row_of(value))

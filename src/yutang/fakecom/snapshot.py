"""The whole state as one JSON file, and back."""

import os
from pathlib import Path

import msgspec

from yutang.fakecom.state.world import State


def dump(state: State) -> bytes:
    return msgspec.json.encode(state)


def load(octets: bytes) -> State:
    """A state as it was dumped; `msgspec.ValidationError` for anything else."""
    return msgspec.json.decode(octets, type=State)


def save(state: State, path: Path) -> None:
    """Write the file whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(dump(state))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)

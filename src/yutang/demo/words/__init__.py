"""What people in the simulated world say: phrases by line of business, joined by the patterns of `talk`."""

import functools
import importlib.resources
import json
from collections.abc import Mapping, Sequence

LINES = ("reading", "live", "beauty", "slimming", "books", "perks", "agents")
Words = Mapping[str, Sequence[str]]


@functools.cache
def common() -> Words:
    """Phrases that every line shares: names, greetings, banter, filler."""
    return _read("common")


@functools.cache
def line(code: str) -> Words:
    """Phrases of one line; `name` holds the line's Chinese name as its only item."""
    return _read(code)


def _read(name: str) -> Words:
    return json.loads((importlib.resources.files(__name__) / f"{name}.json").read_text("utf-8"))

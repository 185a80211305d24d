"""What an answer is made of: names and JSON types, so that ours can be laid beside the official samples."""

import json
from pathlib import Path
from typing import Any

NUMBER = "number"


def shape(*values: Any) -> Any:
    """Objects by their fields, lists by the union of their elements, the rest by type; None where nothing is known."""
    found = [one for one in values if one is not None]
    if any(isinstance(one, dict) for one in found):
        names = {name for one in found for name in one}
        return {name: shape(*(one[name] for one in found if name in one)) for name in sorted(names)}
    if any(isinstance(one, list) for one in found):
        return [shape(*(inner for one in found for inner in one))]
    kinds = {_kind(one) for one in found}
    assert len(kinds) <= 1, f"one field of several types: {found}"
    return kinds.pop() if kinds else None


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return NUMBER if isinstance(value, int | float) else type(value).__name__


def differences(ours: Any, theirs: Any, at: str = "") -> set[str]:
    """Where the two shapes part: `+a.b` only ours has it, `-a.b` only theirs, `~a.b` another type."""
    if ours is None or theirs is None:
        return set()
    if isinstance(ours, list) and isinstance(theirs, list):
        return differences(ours[0], theirs[0], f"{at}[]")
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        return set() if ours == theirs else {f"~{at}"}
    found = {f"+{at}.{name}" for name in ours.keys() - theirs.keys()}
    found |= {f"-{at}.{name}" for name in theirs.keys() - ours.keys()}
    for name in ours.keys() & theirs.keys():
        found |= differences(ours[name], theirs[name], f"{at}.{name}")
    return found


def sample(samples: Path, name: str) -> Any:
    """An official sample of a response, by its name without Cgibin and Response.json."""
    (found,) = (samples / "wecom_payloads" / "skit" / "api").rglob(f"Cgibin{name}Response.json")
    return json.loads(found.read_text("utf-8-sig"))

"""Rules as JSON, in and out, and the JSON schema of the language."""

from typing import Any

import msgspec

from yutang.engine.faults import Fault
from yutang.engine.rule import MAX_LEVELS, Rule

MAX_BYTES = 1_000_000


def parse(data: bytes | str) -> Rule | Fault:
    """A rule from JSON, or what is wrong with it and where; never an exception, whatever the bytes are."""
    if len(data) > MAX_BYTES:
        return Fault("rule", "too_long", {"limit": MAX_BYTES})
    try:
        return msgspec.json.decode(data, type=Rule)
    except RecursionError:
        return Fault("rule", "too_deep", {"limit": MAX_LEVELS})
    except msgspec.ValidationError as wrong:
        said, _, place = str(wrong).partition(" - at `")
        return Fault("rule" + place.rstrip("`").removeprefix("$"), "not_of_the_language", {"detail": said})
    except (msgspec.DecodeError, UnicodeError) as wrong:
        return Fault("rule", "not_json", {"detail": str(wrong)})


def encode(rule: Rule) -> bytes:
    """As JSON, fields in the order of their class, defaults left out: equal rules give equal bytes."""
    return msgspec.json.encode(rule)


def schema() -> dict[str, Any]:
    """The published JSON schema."""
    return msgspec.json.schema(Rule)

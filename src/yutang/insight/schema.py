"""The published form of a check-up: JSON that keeps its promise, and the schema that states it."""

from typing import Any

import msgspec

from yutang.checkup.model import Checkup

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `yutang checkup --format json`. Later versions add fields, never take any away."""
    return {"$schema": DIALECT, "title": "Yutang group check-up"} | msgspec.json.schema(Checkup)


def to_json(checkup: Checkup) -> bytes:
    """The check-up as UTF-8 JSON, indented by 2, with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(checkup), indent=2) + b"\n"

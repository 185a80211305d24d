"""Answers as a fault spoils them."""

from typing import Any, cast

import msgspec

from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import Fault
from yutang.fakecom.web import Answer

TIMES = {
    "add_time",
    "agree_time",
    "create_time",
    "created_at",
    "createtime",
    "join_time",
    "send_time",
    "stat_time",
    "status_change_time",
    "takeover_time",
}
BROKEN = ("not_json", "truncated")
HTML = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    b"<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n"
)


def bad_gateway() -> Answer:
    return Answer(HTML, status=502, kind="text/html")


def spoil(answer: Answer, faults: list[Fault]) -> Answer:
    """The answer after each fault in turn, those last that leave no JSON. What is none can only be cut."""
    for fault in sorted(faults, key=lambda one: one.kind in BROKEN):
        if fault.kind == "truncated":
            answer.cut = len(answer.body) // 2
        elif fault.kind == "not_json":
            answer.body = b"upstream connect error or disconnect/reset before headers"
        elif answer.kind.startswith("application/json"):
            said: Json = msgspec.json.decode(answer.body, type=Json)
            answer.body = msgspec.json.encode(_changed(said, fault))
    return answer


def _changed(said: Json, fault: Fault) -> Json:
    if fault.kind == "wrong_format":
        return said | {"errmsg": f"{said['errmsg']}. Warning: wrong json format."}
    return cast("Json", _walk(said, fault))


def _walk(value: Any, fault: Fault) -> Any:
    if isinstance(value, list):
        many = cast("list[Any]", value)
        if not many and fault.kind == "null_lists":
            return None
        return [_walk(one, fault) for one in many]
    if not isinstance(value, dict):
        return value
    known = cast("Json", value)
    found: Json = {name: _time(name, _walk(one, fault), fault) for name, one in known.items()}
    if fault.kind == "extra_fields":
        found["field_of_a_later_day"] = {"a": [1, None, "新"]}
    return found


def _time(name: str, value: Any, fault: Fault) -> Any:
    """Times as strings where they were numbers and the reverse, or off by some seconds."""
    if name not in TIMES or not isinstance(value, int | str):
        return value
    if fault.kind == "type_flips":
        return str(value) if isinstance(value, int) else int(value) if str(value).isdigit() else value
    if fault.kind == "clock_skew":
        late = int(value) + int(fault.how.get("seconds", 3600))
        return late if isinstance(value, int) else str(late)
    return value

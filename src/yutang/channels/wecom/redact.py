"""What of a request or an answer may stand in a log: its shape, the values that are nobody's, and ids as marks.

Only values of fields that are listed here are written. Everything else is its type and length, so that a field that
the platform adds tomorrow gives nothing away either. Ids of people and groups become marks that are equal for equal
ids within one process and can't be turned back: the key is forgotten at its end.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any, cast

_PLAIN = frozenset(
    {
        "errcode", "status", "type", "scene", "style", "limit", "offset", "order", "order_by", "order_asc", "total",
        "msgtype", "chat_type", "create_type", "filter_type", "visible_type", "status_filter", "need_name", "add_way",
        "join_scene", "publish_status", "msgid", "jobid", "config_id", "template_id", "moment_id", "tag_id",
        "group_id", "strategy_id", "member_version", "start_time", "end_time", "create_time", "createtime",
        "join_time", "send_time", "created_at", "expires_in", "stat_time", "next_offset", "is_last", "allow_select",
        "is_temp", "skip_verify", "auto_create_room", "agentid", "department_id", "id", "dimission_time",
        "takeover_time", "media_type", "attachment_type", "page_id", "page_size", "notify", "has_more",
    }
)  # fmt: skip
_MARKED = frozenset(
    {
        "userid", "external_userid", "chat_id", "unionid", "openid", "sender", "creator", "owner", "oper_userid",
        "handover_userid", "takeover_userid", "new_owner", "touser", "external_userid_list", "userid_list",
        "follow_userid", "chat_id_list", "user", "follow_user", "open_userid",
    }
)  # fmt: skip
_SHOWN = 2  # items of a list
_KEY = secrets.token_bytes(16)


def mark(value: str) -> str:
    """`~` and eight hex digits."""
    return "~" + hmac.new(_KEY, value.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:8]


def redacted(body: object, field: str = "") -> Any:
    """A JSON value as it may be logged."""
    if isinstance(body, dict):
        return {
            name if name.isidentifier() else "?": redacted(value, name)
            for name, value in cast("dict[str, Any]", body).items()
        }
    if isinstance(body, list):
        items = cast("list[Any]", body)
        left = len(items) - _SHOWN
        return [redacted(one, field) for one in items[:_SHOWN]] + ([f"+{left}"] if left > 0 else [])
    return _value(body, field)


def _value(value: object, field: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if field in _PLAIN and (isinstance(value, int | float) or _tame(value)):
        return value
    if field in _MARKED and isinstance(value, str) and value:
        return mark(value)
    return f"<{type(value).__name__} {len(str(value))}>"


def _tame(value: object) -> bool:
    """Ids and codes, not sentences."""
    return isinstance(value, str) and len(value) <= 80 and value.isascii() and " " not in value


def query(told: Mapping[str, Any]) -> dict[str, Any]:
    """Of a request's address: tokens, secrets and codes are in there."""
    return {name: redacted(value, name) for name, value in told.items()}

"""Codes made, told anew and taken off over there. A kill at any moment leaves no code that nobody knows.

WeCom knows no idempotency keys, and a code whose config_id is lost can't be edited or deleted by anybody. So the row
with its key is there before the call; when the answer was lost, the codes made since are listed, and the one that
carries the key is taken. Codes into groups can't be listed: there the code is lost, and said to be.
"""

from typing import Any

import msgspec
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import ways
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.limits import Limits
from yutang.kit.clock import SECOND
from yutang.sources import store
from yutang.sources.desk import Desk
from yutang.sources.model import Code, CodeKind, CodeState, Duty
from yutang.sources.model import CodeTrouble as Said

LATE = 30 * SECOND  # a call whose answer was lost may still be under way over there
LONGEST = 3_600 * SECOND
CONFIG_PAUSE = 60 * SECOND
SKEW = 600  # seconds by which the clocks may be apart, as for callbacks
UNKNOWN, FULL, NO_STAFF = "41044", "41045", ("41054", "46004", "84084", "40003", "60111")
_REMARK = Limits().way_remark_chars
_GROUP_QR = 2  # scene
_PASSES = (Trouble.RETRY, Trouble.THROTTLE)
_MENDABLE = (Trouble.CONFIG, Trouble.REAUTH)


def work(desk: Desk, code: Code) -> None:
    """The next step of a code that is due."""
    client = desk.clients.of(code.connection_id)
    if code.state is CodeState.ENDING:
        _end(desk, client, code)
    elif code.state is CodeState.LIVE:
        if code.wanted == code.told or tell(desk, client, code, desk.duty(code)):
            _picture(desk, client, code)
    elif code.asked_at is None:
        _make(desk, client, code)
    else:
        _settle(desk, client, code)


def tell(desk: Desk, client: Client, code: Code, duty: Duty) -> bool:
    """What the platform must know of a live code. Saying it twice is saying it once."""
    found = _told(client, code, duty)
    if isinstance(found, Failure):
        _failed(desk, code, found)
        return False
    _write(desk, code, behind=duty.staff, why=duty.why, told=code.wanted, trouble=None, attempts=0)
    return True


def _told(client: Client, code: Code, duty: Duty) -> Failure | None:
    if code.kind is CodeKind.GROUP:
        found = ways.update_join(client, ways.JoinUpdateAsk(config_id=code.config_id, **_join(code, duty)))
    else:
        found = ways.update(
            client,
            ways.UpdateAsk(
                config_id=code.config_id, remark=code.name[:_REMARK], state=code.key, user=list(duty.staff),
                skip_verify=not code.verify,
            ),
        )  # fmt: skip
    return found if isinstance(found, Failure) else None


def _make(desk: Desk, client: Client, code: Code) -> None:
    duty, now = desk.duty(code), desk.now()
    _write(desk, code, asked_at=now)
    if code.kind is CodeKind.GROUP:
        joined = ways.add_join(client, ways.JoinAddAsk(**_join(code, duty)))
        if isinstance(joined, Failure):
            return _failed(desk, code, joined)
        _made(desk, code, joined.config_id, "", duty)
        made = msgspec.structs.replace(code, state=CodeState.LIVE, config_id=joined.config_id)
        return _picture(desk, client, made)
    # Always for several: a code for one could never lead to two.
    ask = ways.AddAsk(
        type=ways.MULTI, scene=ways.QR, state=code.key, remark=code.name[:_REMARK], user=list(duty.staff),
        skip_verify=not code.verify,
    )  # fmt: skip
    found = ways.add(client, ask)
    if isinstance(found, Failure):
        return _failed(desk, code, found)
    return _made(desk, code, found.config_id, found.qr_code, duty)


def _join(code: Code, duty: Duty) -> dict[str, Any]:
    return {
        "scene": _GROUP_QR, "chat_id_list": list(duty.staff), "remark": code.name[:_REMARK], "state": code.key,
        "auto_create_room": int(code.opens_more), "room_base_name": code.base_name or UNSET,
    }  # fmt: skip


def _picture(desk: Desk, client: Client, code: Code) -> None:
    """Of a group's code it comes apart. Without it the code is known all the same, and due until it is there."""
    if code.kind is not CodeKind.GROUP or code.url:
        return None
    found = ways.get_join(client, code.config_id)
    if isinstance(found, Failure):
        return _failed(desk, code, found)
    url = found.join_way.qr_code
    return _write(
        desk, code, url=url, trouble=None, attempts=0, due_at=desk.now() + (0 if url else CONFIG_PAUSE)
    )


def _made(desk: Desk, code: Code, config_id: str, url: str, duty: Duty) -> None:
    _write(
        desk, code, state=CodeState.LIVE, config_id=config_id, url=url, behind=duty.staff, why=duty.why,
        told=code.wanted, trouble=None, attempts=0,
    )  # fmt: skip


def _settle(desk: Desk, client: Client, code: Code) -> None:
    """The answer to its making never came: look whether there is one with its key."""
    asked_at, now = code.asked_at or 0, desk.now()
    if now < asked_at + LATE:
        return _write(desk, code, due_at=asked_at + LATE)
    if code.kind is CodeKind.GROUP:
        return _write(desk, code, state=CodeState.LOST, trouble=Said("lost"))
    found = _sought(desk, client, code, asked_at // SECOND - SKEW)
    if isinstance(found, Failure):
        return _put_off(desk, code, found)
    if found is None:
        return _write(desk, code, asked_at=None, due_at=now)  # it was never made
    duty = Duty(tuple(found.user), desk.duty(code).why)
    _made(desk, code, found.config_id, found.qr_code, duty)
    return _write(desk, code, wanted=code.wanted + 1, due_at=now)  # what changed since is told


def _sought(desk: Desk, client: Client, code: Code, since: int) -> ways.ContactWay | Failure | None:
    with desk.state.read() as conn:
        known = store.config_ids(conn, code.connection_id)
    for page in ways.list_ids(client, since=since):
        if isinstance(page, Failure):
            return page
        for one in page.items:
            found = None if one.config_id in known else ways.get(client, one.config_id)
            if isinstance(found, Failure) and found.code != UNKNOWN:
                return found
            if found is not None and not isinstance(found, Failure) and found.contact_way.state == code.key:
                return found.contact_way
    return None


def _end(desk: Desk, client: Client, code: Code) -> None:
    if code.config_id:
        delete = ways.delete_join if code.kind is CodeKind.GROUP else ways.delete
        found = delete(client, code.config_id)
        if isinstance(found, Failure) and found.code != UNKNOWN:
            return _put_off(desk, code, found)
    elif code.asked_at is not None:
        # Ended while it was being made: found first, then taken off. The call may still be under way over there.
        if desk.now() < code.asked_at + LATE:
            return _write(desk, code, due_at=code.asked_at + LATE)
        if code.kind is CodeKind.GROUP:
            return _write(desk, code, state=CodeState.ENDED, trouble=Said("left"))
        sought = _sought(desk, client, code, code.asked_at // SECOND - SKEW)
        if isinstance(sought, Failure):
            return _put_off(desk, code, sought)
        if sought is not None:
            return _write(desk, code, config_id=sought.config_id, due_at=desk.now())
    return _write(desk, code, state=CodeState.ENDED, trouble=None)


def _failed(desk: Desk, code: Code, found: Failure) -> None:
    """Making or telling it did not succeed."""
    if (
        found.trouble in _PASSES
        or found.trouble in _MENDABLE
        or (found.unsure and code.state is CodeState.MAKING)
    ):
        return _put_off(desk, code, found)
    trouble = Said(_code_of(found), {"code": found.code})
    if code.state is CodeState.MAKING:
        return _write(desk, code, state=CodeState.FAILED, trouble=trouble, asked_at=None)
    if found.code == UNKNOWN:  # somebody deleted it over there
        return _write(desk, code, state=CodeState.ENDED, trouble=Said("gone"), ended_at=desk.now())
    return _put_off(desk, code, found)


def _code_of(found: Failure) -> str:
    if found.code == FULL:
        return "quota"
    return "staff" if found.code in NO_STAFF else "refused"


def _put_off(desk: Desk, code: Code, found: Failure) -> None:
    """Tried again, ever later. What surely was not done is not looked for."""
    now, mendable = desk.now(), found.trouble in _MENDABLE
    if mendable:
        desk.clients.heard(code.connection_id, found)
    pause = CONFIG_PAUSE if mendable else min(LONGEST, SECOND * 2 ** min(12, code.attempts))
    more: dict[str, Any] = {"attempts": code.attempts + 1, "due_at": max(found.until or 0, now + pause)}
    if found.trouble not in _PASSES:
        more["trouble"] = Said("connection" if mendable else _code_of(found), {"code": found.code})
    if code.state is CodeState.MAKING and code.asked_at is None and not found.unsure:
        more["asked_at"] = None
    _write(desk, code, **more)


def _write(desk: Desk, code: Code, **values: Any) -> None:
    """Of a code as it was read: `wanted` is never set back, somebody may have changed it meanwhile."""

    def write(conn: Any) -> None:
        now_ = store.one_code(conn, code.id)
        if now_ is None:
            return
        if "state" in values and now_.state is CodeState.ENDING and values["state"] is CodeState.LIVE:
            values.pop("state")  # ended while it was made: known now, so it can be taken off
        if "wanted" in values:
            values["wanted"] = max(values["wanted"], now_.wanted + 1)
        store.change_code(conn, code.id, **values)

    desk.state.write(write)

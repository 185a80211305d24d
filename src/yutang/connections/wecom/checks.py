"""What of a connection works, asked step by step. Read-only: nothing over there is changed, nothing here is learned."""

import enum
from typing import Any

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import customers, directory
from yutang.channels.wecom.client import GETTOKEN, Client
from yutang.channels.wecom.errors import FATAL, NOT_TRUSTED_IP
from yutang.connections.model import Trouble as Said


class CheckName(enum.StrEnum):
    """In the order in which they depend on one another. Names for people: locales "connection.check.<code>"."""

    SECRET = "secret"  # noqa: S105 - a step's name: corp id and secret give a token
    IP = "ip"  # our address is trusted
    PERMISSION = "permission"  # the application may read customers
    RANGE = "range"  # it sees members of staff who serve customers


# The refusals that each is about (§3); with any other, it could not be asked.
LACKING = frozenset({48002, 60011, 84074, 301002})
_OWN = {
    CheckName.SECRET: FATAL - {NOT_TRUSTED_IP}, CheckName.IP: {NOT_TRUSTED_IP}, CheckName.PERMISSION: LACKING,
    CheckName.RANGE: frozenset[int](),
}  # fmt: skip
_GARBLED = frozenset({"not_json", "too_large", "unreadable", "same_cursor", "http_404", "http_405"})


class CheckOutcome(enum.StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"  # not asked, for what comes before it failed


class NotAsked(enum.StrEnum):
    """Why something could not be asked at all, whatever was asked. What to do: locales "connection.check.<code>"."""

    AWAY = "away"  # nobody answered
    BUSY = "busy"  # not now; nothing needs to be changed
    GARBLED = "garbled"  # an answer, but none of WeCom's
    ODD = "odd"  # a refusal that no check is about


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What to do: locales "connection.check.<name>.<outcome>", or "connection.check.<params.why>" where it could not be
    asked. `params`: code and call (of WeCom), hint (of an operator's use: the address that isn't trusted), staff (how
    many), why (of NotAsked)."""

    name: CheckName
    outcome: CheckOutcome
    params: dict[str, Any] = {}


def check(client: Client) -> list[Check]:
    """All of them, in order."""
    found: list[Check] = []
    first = directory.callback_addresses(client)
    if isinstance(first, Failure):
        return _padded(_stopped(found, first))
    found += [_ok(CheckName.SECRET), _ok(CheckName.IP)]
    served = customers.follow_users(client)
    if isinstance(served, Failure):
        return _padded(_stopped(found, served))
    seen = CheckOutcome.OK if served.follow_user else CheckOutcome.FAILED
    staff = {"staff": len(served.follow_user)}
    return [
        *found, _ok(CheckName.PERMISSION), Check(name=CheckName.RANGE, outcome=seen, params=staff),
    ]  # fmt: skip


def works(found: list[Check], trouble: Said | None) -> bool:
    """Whether nothing is wrong any more with a connection that had this trouble: one that these checks don't ask for (a
    permission that only a sync needs, say) is over when what met it succeeds."""
    over = trouble is None or trouble.code in ("ip", "credentials")
    return over and all(one.outcome is CheckOutcome.OK for one in found)


def _stopped(found: list[Check], why: Failure) -> list[Check]:
    """Up to the one that failed."""
    if why.code == str(NOT_TRUSTED_IP):
        return [_ok(CheckName.SECRET), _failed(CheckName.IP, why)]
    if why.call == GETTOKEN.path:
        return [_failed(CheckName.SECRET, why)]
    if not found:  # a token was given, so the secret is right
        return [_ok(CheckName.SECRET), _failed(CheckName.IP, why)]
    return [*found, _failed(CheckName.PERMISSION, why)]


def _failed(name: CheckName, found: Failure) -> Check:
    params = {"code": found.code, "call": found.call, "hint": found.hint}
    if _number(found) not in _OWN[name]:
        params["why"] = why_not(found)
    return Check(name=name, outcome=CheckOutcome.FAILED, params=params)


def why_not(found: Failure) -> NotAsked:
    """Of a failure that isn't what was asked about: a limit that is reached is no lack of a permission."""
    if found.trouble is Trouble.THROTTLE or (found.trouble is Trouble.RETRY and _number(found)):
        return NotAsked.BUSY
    if _number(found):
        return NotAsked.ODD
    return NotAsked.GARBLED if found.code in _GARBLED else NotAsked.AWAY


def _number(found: Failure) -> int:
    """WeCom's own code; 0: not one of WeCom's."""
    return int(found.code) if found.code.lstrip("-").isdigit() else 0


def _padded(found: list[Check]) -> list[Check]:
    told = {one.name for one in found}
    return found + [Check(name=name, outcome=CheckOutcome.UNKNOWN) for name in CheckName if name not in told]


def _ok(name: CheckName) -> Check:
    return Check(name=name, outcome=CheckOutcome.OK)

"""What of a connection works, asked step by step. Read-only: nothing over there is changed, nothing here is learned."""

import enum
from typing import Any

import msgspec

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import customers, directory
from yutang.channels.wecom.client import GETTOKEN, Client
from yutang.channels.wecom.errors import NOT_TRUSTED_IP
from yutang.connections.model import Trouble


class CheckName(enum.StrEnum):
    """In the order in which they depend on one another. Names for people: locales "connection.check.<code>"."""

    SECRET = "secret"  # noqa: S105 - a step's name: corp id and secret give a token
    IP = "ip"  # our address is trusted
    PERMISSION = "permission"  # the application may read customers
    RANGE = "range"  # it sees members of staff who serve customers


class CheckOutcome(enum.StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"  # not asked, for what comes before it failed


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What to do: locales "connection.check.<name>.<outcome>", or "connection.check.away" where nobody answered.
    `params`: code (of WeCom), hint (of an operator's use: the address that isn't trusted), staff (how many)."""

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


def works(found: list[Check], trouble: Trouble | None) -> bool:
    """Whether nothing is wrong any more with a connection that had this trouble: one that these checks don't ask for (a
    permission that only a sync needs, say) is over when what met it succeeds."""
    over = trouble is None or trouble.code in ("ip", "credentials")
    return over and all(one.outcome is CheckOutcome.OK for one in found)


def _stopped(found: list[Check], why: Failure) -> list[Check]:
    """Up to the one that failed."""
    params = {"code": why.code, "hint": why.hint, "away": not why.code.lstrip("-").isdigit()}
    if why.code == str(NOT_TRUSTED_IP):
        return [_ok(CheckName.SECRET), Check(name=CheckName.IP, outcome=CheckOutcome.FAILED, params=params)]
    if why.call == GETTOKEN.path or not found:
        return [Check(name=CheckName.SECRET, outcome=CheckOutcome.FAILED, params=params)]
    return [*found, Check(name=CheckName.PERMISSION, outcome=CheckOutcome.FAILED, params=params)]


def _padded(found: list[Check]) -> list[Check]:
    told = {one.name for one in found}
    return found + [Check(name=name, outcome=CheckOutcome.UNKNOWN) for name in CheckName if name not in told]


def _ok(name: CheckName) -> Check:
    return Check(name=name, outcome=CheckOutcome.OK)

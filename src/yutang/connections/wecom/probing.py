"""What of WeCom's API the application may call, and how much of the quotas is used: asked by calls that only read."""

from collections.abc import Callable
from typing import Any

import msgspec

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import groups, mass, moments, tags, transfer, ways
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.errors import NOT_TRUSTED_IP
from yutang.connections.wecom import quotas
from yutang.connections.wecom.checks import LACKING, CheckOutcome, why_not
from yutang.connections.wecom.quotas import Quota
from yutang.kit.clock import DAY, SECOND

Ask = Callable[[Client, int], Any]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One check. Its sentence: locales `key`, with `params` (`reason`: of a refusal, `parts`: of the API, by name); its
    name: locales `name`."""

    name: str
    key: str
    outcome: CheckOutcome
    params: dict[str, Any] = {}


def line(name: str, outcome: CheckOutcome, key: str, **params: Any) -> Line:
    return Line(name=f"connection.doctor.{name}", key=key, outcome=outcome, params=params)


# What is asked of each part of the API. Names for people: locales "connection.api.<name>".
_PARTS: dict[str, Ask] = {
    "groups": lambda client, _: next(groups.list_groups(client)),
    "sends": lambda client, now: next(mass.made(client, "single", now - DAY // SECOND, now)),
    "moments": lambda client, now: next(moments.made(client, now - DAY // SECOND, now)),
    "handovers": lambda client, _: next(transfer.unassigned(client)),
}


def all_of(client: Client, joins: int, now: int) -> list[Line]:
    """Permissions, tags, codes. `joins`: codes into groups, which can't be listed: as they are known here."""
    return [_parts(client, now // SECOND), _tags(client), _codes(client, joins)]


def none() -> list[Line]:
    """The same lines, where what stands before them failed."""
    unknown = "connection.check.unknown"
    return [line(name, CheckOutcome.UNKNOWN, unknown) for name in ("permissions", "tags", "codes")]


def _parts(client: Client, now: int) -> Line:
    """One line for all: they are granted in one place."""
    found = {name: ask(client, now) for name, ask in _PARTS.items()}
    wrong = {name: one for name, one in found.items() if isinstance(one, Failure)}
    lacking = {name: one for name, one in wrong.items() if one.code in {str(code) for code in LACKING}}
    for some in (lacking, wrong):
        if some:
            return _failed("permissions", next(iter(some.values())), parts=list(some))
    return line("permissions", CheckOutcome.OK, "connection.doctor.permissions.ok", parts=list(_PARTS))


def _tags(client: Client) -> Line:
    """With rule groups' tags, which count too; who may not read those has none of them."""
    found, ruled = tags.groups(client), tags.strategy_groups(client)
    if isinstance(found, Failure):
        return _failed("tags", found)
    more = [] if isinstance(ruled, Failure) else ruled.tag_group
    return _full("tags", quotas.tags(sum(len(group.tag) for group in (*found.tag_group, *more))))


def _codes(client: Client, joins: int) -> Line:
    """Those of this application: another's are listed to it alone."""
    there = 0
    for page in ways.list_ids(client, since=ways.OLDEST):
        if isinstance(page, Failure):
            return _failed("codes", page)
        there += len(page.items)
    return _full("codes", quotas.codes(there + joins))


def _full(name: str, quota: Quota) -> Line:
    outcome = CheckOutcome.FAILED if quota.near else CheckOutcome.OK
    told = {"used": quota.used, "most": quota.most}
    return line(name, outcome, f"connection.doctor.{name}.{'full' if quota.near else 'ok'}", **told)


def _failed(name: str, found: Failure, **more: Any) -> Line:
    """A machine may have several outgoing addresses: one that isn't trusted shows at any call."""
    told = {"code": found.code, "call": found.call, "hint": found.hint, **more}
    if found.code == str(NOT_TRUSTED_IP):
        return line(name, CheckOutcome.FAILED, "connection.check.ip.failed", **told)
    if found.code in {str(code) for code in LACKING}:
        return line(name, CheckOutcome.FAILED, f"connection.doctor.{name}.failed", **told)
    return line(name, CheckOutcome.FAILED, f"connection.check.{why_not(found)}", **told)

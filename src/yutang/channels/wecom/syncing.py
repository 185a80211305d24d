"""Everything of a kind, page by page, from where it was left: what pushes lost is repaired by this.

The cursor says all that is needed to go on, also in another process: of customers, whose members are still to come.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from yutang.channels.contract.inbound import Synced
from yutang.channels.contract.outcomes import NOT_OFFERED, Failure, Refused, Trouble
from yutang.channels.wecom.calls import customers, groups, tags, transfer, ways
from yutang.channels.wecom.calls.pages import Page
from yutang.channels.wecom.client import Client

KINDS = ("staff", "tags", "customers", "groups", "ways", "unassigned")


class _Left(msgspec.Struct, frozen=True, array_like=True):
    """Members whose customers are still to come, the first `many` of them under way at `at`."""

    staff: list[str]
    at: str = ""
    many: int = customers.BATCH_MOST


def sync(client: Client, kind: str, cursor: str) -> Synced | Refused | Failure:
    """One page. Items: staff: ids of members; tags: tags.TagGroup; customers: customers.Pair; groups:
    groups.GroupInList; ways: ways.ConfigId; unassigned: transfer.Unassigned."""
    if kind == "customers":
        return _customers(client, cursor)
    walks: dict[str, Callable[[Client, str], Iterator[Page[Any] | Failure]]] = {
        "groups": lambda client, at: groups.list_groups(client, cursor=at),
        "ways": lambda client, at: ways.list_ids(client, since=ways.OLDEST, cursor=at),
        "unassigned": transfer.unassigned,
    }
    if kind in walks:
        return _synced(next(walks[kind](client, cursor)))
    if kind == "staff":
        found = customers.follow_users(client)
        return found if isinstance(found, Failure) else Synced(items=tuple(found.follow_user))
    if kind == "tags":
        told = tags.groups(client)
        return told if isinstance(told, Failure) else Synced(items=tuple(told.tag_group))
    return NOT_OFFERED


def _customers(client: Client, cursor: str) -> Synced | Failure:
    try:
        left = msgspec.json.decode(cursor, type=_Left) if cursor else _everybody(client)
    except msgspec.DecodeError:
        return Failure(trouble=Trouble.BUG, code="bad_cursor")
    if isinstance(left, Failure):
        return left
    now, later = left.staff[: left.many], left.staff[left.many :]
    if not now:
        return Synced(items=())
    page = next(customers.by_staff(client, now, left.at))
    if (
        customers.lonely(page) and len(now) > 1
    ):  # which of them has none? Pairs may come twice, none is left out
        return Synced(items=(), next_cursor=_cursor(_Left(left.staff, many=-(-len(now) // 2))))
    if isinstance(page, Failure):
        return page
    rest = _Left(left.staff, page.next_cursor, left.many) if page.next_cursor else _Left(later)
    return Synced(items=tuple(page.items), next_cursor=_cursor(rest))


def _cursor(left: _Left) -> str:
    return msgspec.json.encode(left).decode() if left.staff else ""


def _everybody(client: Client) -> _Left | Failure:
    found = customers.follow_users(client)
    return found if isinstance(found, Failure) else _Left(found.follow_user)


def _synced(page: Page[Any] | Failure) -> Synced | Failure:
    return (
        page if isinstance(page, Failure) else Synced(items=tuple(page.items), next_cursor=page.next_cursor)
    )

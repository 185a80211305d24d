"""Which customers a list shows: conditions on the table `customer` (as c), AND-ed; the viewer's scope always.

Every condition is a semi-join or a comparison of columns: nothing is asked once a row.
"""

import re
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope, Viewer
from yutang.contacts import Contacts, Kind
from yutang.contacts.phones import Phone
from yutang.contacts.store import ids_by_last_four
from yutang.customers.model import STAGES, Names, Wanted
from yutang.customers.queries import flowed
from yutang.customers.queries.owners import owned_by
from yutang.customers.tables import identity
from yutang.kit.db import Database
from yutang.ledger.marks import mark
from yutang.staff.scope import customers_in_scope

MOST_LAST_FOUR = 5_000  # of phones with the same last four digits that are looked at


class Search(msgspec.Struct):
    """Conditions and the values they name, and whom a typed text may mean, a SELECT of ids with its own values.

    The text's is apart to be asked first: within the condition DuckDB takes it for as many as its tables are long, and
    hashes all customers to look for it (twice as long at a million).
    """

    conditions: list[str]
    values: dict[str, Any]
    meant: tuple[str, dict[str, Any]] | None = None

    def add(self, condition: str, **values: Any) -> None:
        self.conditions.append(condition)
        self.values |= values

    @property
    def where(self) -> str:
        return " and ".join(self.conditions) or "true"


def search(
    state: Database, contacts: Contacts, viewer: Viewer, wanted: Wanted, names: Names, *, now: int
) -> Search:  # fmt: skip
    """`owned` and what owners need must be registered where `wanted.owner` is given (queries.owners). `now`: µs; a tag
    that has run out is borne by nobody."""
    condition, values = customers_in_scope(viewer.scope, "c.id")
    found = Search([condition], values)
    if text := wanted.q.strip():
        _text(state, contacts, names, viewer.scope, text, found, now)
    if wanted.tags:
        found.add(f"c.id in ({_BEARING.format(tags='$tags')})", tags=list(wanted.tags), now=now)
    if wanted.stage is not None:
        stage = STAGES.index(wanted.stage) + 1
        found.add("c.id in (select customer_id from standing where stage = $stage)", stage=stage)
    if wanted.source is not None:
        found.add("c.id in (select customer_id from relation where source_id = $source)",
                  source=mark("source", wanted.source))  # fmt: skip
    if wanted.group is not None:
        platform, _, external = wanted.group.partition(":")
        found.add(_IN_GROUP, group_platform=platform, group_ref=external)
    if wanted.segment is not None:
        found.add("c.id in (select customer_id from segment_member where segment_id = $segment)",
                  segment=wanted.segment)  # fmt: skip
    if wanted.tier is not None:
        found.add("c.id in (select customer_id from tier_member where tier_id = $tier)", tier=wanted.tier)
    if wanted.flow is not None:
        flowed_there, flow = flowed.condition(wanted.flow)
        found.add(flowed_there, **flow)
    if wanted.owner is not None:
        with state.read() as conn:
            found.add(f"c.id in ({owned_by(conn)})", owner=wanted.owner)
    return found


_IN_GROUP = """c.id in (
  select i.customer_id from membership m join identity i on i.id = m.identity_id
  join customer_group g on g.id = m.group_id
  where m."left" is null and i.customer_id is not null and g.platform = $group_platform
    and g.external_id = $group_ref)"""


_BEARING = """select customer_id from tagging
  where tag_id in (select unnest({tags}::bigint[])) and (until is null or until > make_timestamp($now))"""


def _text(
    state: Database, contacts: Contacts, names: Names, scope: Scope, text: str, found: Search, now: int
) -> None:  # fmt: skip
    """A phone or an e-mail in full finds who has it and nobody else; anything else, whoever it may mean."""
    for kind, normal in ((Kind.PHONE, _phone(contacts, text)), (Kind.EMAIL, contacts.email(text))):
        if normal:
            with state.read() as conn:
                ids = _called(conn, contacts.hash(kind, normal), str(kind))
            found.meant = (_BEHIND, {"accounts": ids})
            return
    with state.read() as conn:
        ids = _called(conn, text)
        if digits := _last_four(text):
            ids += ids_by_last_four(conn, contacts.last_four_hash(digits), MOST_LAST_FOUR)
    # All ways in one: OR-ed semi-joins are each asked of every customer.
    ways = [
        f"select id from customer where {_holding('name', text)}",
        f"{_REMARKED} and {_holding('remark', text)}",
        _BEARING.format(tags="$text_tags"),
    ]
    values: dict[str, Any] = {
        "text": text.casefold(), "text_tags": [mark("tag", text), *names.tags_like(text)],
        "every_remark": scope.everything, "remarks_of": sorted(scope.staff), "now": now,
    }  # fmt: skip
    if letter := _letter(text):
        values |= {"small": letter.lower(), "capital": letter.upper()}
    if ids:
        ways.append(_BEHIND)
        values["accounts"] = ids
    found.meant = (" union all ".join(ways), values)


def _holding(column: str, text: str) -> str:
    """That a column holds the text in any case. `lower` costs as much again as looking for the text: Chinese and
    digits go without, and where there is a letter, only who has it is read so."""
    if _letter(text) is None:
        return (
            f"contains({column}, $text)"
            if text.lower() == text.upper()
            else f"contains(lower({column}), $text)"
        )
    has_letter = f"(contains({column}, $small) or contains({column}, $capital))"
    return f"{has_letter} and contains(lower({column}), $text)"


def _letter(text: str) -> str | None:
    """A Latin letter of the text; not k or s, which other signs are small letters of (\u212a, \u017f)."""
    return next((one for one in text if one.isascii() and one.isalpha() and one not in "kKsS"), None)


# A remark is for those who answer for the member of staff who wrote it.
_REMARKED = """select customer_id from relation
  where ($every_remark or list_contains($remarks_of::bigint[], staff_id))"""
_BEHIND = "select customer_id from identity where id in (select unnest($accounts::bigint[]))"


def _called(conn: sa.Connection, ref: str, platform: str | None = None) -> list[int]:
    """Accounts of this name at a platform, or at any. State has an index of them: to read five million names in
    analytics takes a quarter of a second. It begins with the platform, so each of the few is stepped to."""
    one = identity.c
    if platform is not None:
        return list(conn.scalars(sa.select(one.id).where(one.platform == platform, one.external_id == ref)))
    step = sa.select(sa.func.min(one.platform).label("platform")).cte("step", recursive=True)
    after = sa.select(sa.func.min(one.platform)).where(one.platform > step.c.platform).scalar_subquery()
    step = step.union_all(sa.select(after).where(step.c.platform.is_not(None)))
    there = one.platform.in_(sa.select(step.c.platform))
    return list(conn.scalars(sa.select(one.id).where(there, one.external_id == ref)))


def _phone(contacts: Contacts, text: str) -> str | None:
    read = contacts.phone(text)
    return read.number if isinstance(read, Phone) else None


def _last_four(text: str) -> str | None:
    """Four digits, half-width; the full-width ones of a Chinese keyboard too."""
    return "".join(str(int(digit)) for digit in text) if re.fullmatch(r"\d{4}", text) else None

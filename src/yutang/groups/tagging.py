# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Tags on groups: put on and taken off by hand, those in force, and which groups bear one."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Scope, Viewer
from yutang.customers.acts.acting import ORIGIN
from yutang.customers.acts.tagging import wish
from yutang.customers.answers import Changed
from yutang.customers.model import Names
from yutang.customers.queries.rows import source_name
from yutang.customers.queries.sight import VISIBLE, sight
from yutang.customers.views import BorneTag
from yutang.groups.store import in_scope
from yutang.groups.tables import customer_group
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import acts

LOGGED = 500  # groups named in the audit log; the facts name all
_FORCE = "(t.until is null or t.until > make_timestamp($now))"
# The mark of a name is that of the tag's first name where it has another by now.
_BORNE = f"""
select m.mark, t.group_id, epoch_us(t.until) from (select unnest($marks::bigint[]) as mark) m
left join tag_alias a on a.mark = m.mark join group_tagging t on t.tag_id = coalesce(a.tag_id, m.mark)
where t.group_id in (select unnest($ids::bigint[])) and {_FORCE}
"""
_TAGS = f"""
select t.tag_id, epoch_ms(t.since), epoch_ms(t.until), t.source, t.confidence
from group_tagging t join customer_group g on g.id = t.group_id
where g.platform = $platform and g.external_id = $external and {_FORCE} order by t.since desc, t.tag_id
"""
_BEARERS = f"""
select g.platform || ':' || g.external_id from group_tagging t join customer_group g on g.id = t.group_id
where t.tag_id = $tag and {_FORCE} and not g.private and {VISIBLE} order by 1
"""


def change_tags(
    ledger: Ledger, viewer: Viewer, refs: Sequence[str], *, now: int, add: Mapping[str, int | None] | None = None,
    remove: Sequence[str | int] = (),
) -> Changed:  # fmt: skip
    """`refs`: "<platform>:<external id>". Skipped are private chats, and what is not there or out of the viewer's
    scope. `add`, `remove`: see customers.acts.tagging.wish, which says what is raised.

    How many groups are other than before is answered.
    """
    wanted = wish(add or {}, remove, now)
    with ledger.state.read() as conn:
        groups = _seen(conn, refs, viewer.scope)
    with ledger.analytics.cursor() as cursor:
        borne = _borne(cursor, wanted.marks, list(groups.values()), now)
    told: dict[str, list[dict[str, Any]]] = {
        ref: wanted.told(viewer, borne.get(group, {}), happened=now, group_id=group)
        for ref, group in groups.items()
    }
    other = [ref for ref, rows in told.items() if rows]
    after = {"add": [name for name, _ in wanted.on.values()], "remove": [str(tag) for tag in remove]}

    def note(conn: sa.Connection) -> None:
        alone = other[0] if len(other) == 1 else ""
        what = after if alone else {**after, "count": len(other), "groups": other[:LOGGED]}
        record(
            conn, viewer, "group_tags_changed", now=now, subject_kind="group", subject_id=alone, after=what
        )

    if other:
        rows = [row for some in told.values() for row in some]
        ledger.record(acts(rows), origin=ORIGIN, now=now, also=note)
    return Changed(changed=len(other), skipped=[ref for ref in dict.fromkeys(refs) if ref not in groups])


def tags_of(cursor: duckdb.DuckDBPyConnection, names: Names, ref: str, *, now: int) -> list[BorneTag]:
    """In force, the newest first. That the viewer sees the group is the caller's to know."""
    platform, external = _pair(ref)
    values = {"platform": platform, "external": external, "now": now}
    rows = cursor.execute(_TAGS, values).fetchall()
    called = names.tags({row[0] for row in rows})
    return [
        BorneTag(id=str(tag), name=called.get(tag), since_at=since, until_at=until, source=source_name(source),
                 confidence=confidence)
        for tag, since, until, source, confidence in rows
    ]  # fmt: skip


def bearers(cursor: duckdb.DuckDBPyConnection, scope: Scope, tag_id: int, *, now: int) -> list[str]:
    """Refs of the groups in the scope that bear the tag."""
    values = sight(scope) | {"tag": tag_id, "now": now}
    return [row[0] for row in cursor.execute(_BEARERS, values).fetchall()]


def _borne(
    cursor: duckdb.DuckDBPyConnection, marks: Sequence[int], groups: Sequence[int], now: int
) -> dict[int, dict[int, int | None]]:
    """Group → mark → until when, of what they bear."""
    values = {"marks": list(marks), "ids": list(groups), "now": now}
    found: dict[int, dict[int, int | None]] = {}
    for tag, group, until in cursor.execute(_BORNE, values).fetchall():
        found.setdefault(group, {})[tag] = until
    return found


def _seen(conn: sa.Connection, refs: Sequence[str], scope: Scope) -> dict[str, int]:
    """Id by ref, in the order of `refs`."""
    one = customer_group.c
    asked = {ref: _pair(ref) for ref in refs}
    named = sa.tuple_(one.platform, one.external_id).in_(sorted(set(asked.values())))
    wanted = sa.select(one.platform, one.external_id, one.id).where(
        named, sa.not_(one.private), in_scope(scope)
    )
    found = {(row.platform, row.external_id): row.id for row in conn.execute(wanted)}
    return {ref: found[pair] for ref, pair in asked.items() if pair in found}


def _pair(ref: str) -> tuple[str, str]:
    """(platform, external id). PostgreSQL takes no NUL in a text."""
    platform, _, external = ref.replace("\x00", "").partition(":")
    return platform, external

"""Make, change, archive and copy segments. Each inside the caller's transaction, with its row of the audit log."""

import msgspec
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.engine import Rule, World, check
from yutang.kit import jobs
from yutang.kit.errors import YutangError
from yutang.kit.jobs import Order
from yutang.segments.saved import store
from yutang.segments.saved.model import (
    LONGEST_TEXT,
    MOST,
    BadRule,
    Refresh,
    Segment,
    SegmentKind,
    Version,
    sound_name,
)
from yutang.segments.saved.uses import Asking, nothing, used_by


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A dynamic segment as somebody wants it."""

    name: str
    rule: Rule
    description: str = ""
    refresh: Refresh = Refresh.DAILY
    note: str = ""


class Renamed(msgspec.Struct, frozen=True, kw_only=True):
    """None stays as it is."""

    name: str | None = None
    description: str | None = None
    refresh: Refresh | None = None


def sweep_order(ids: list[int], *, by: int | None = None) -> Order:
    """The job that sweeps these segments; none named: those that are due."""
    one = f"sweep:{ids[0]}" if ids else "sweep"
    return Order(kind="sweep", params={"segments": ids}, lane="short", only_one=one, created_by=by)


def create(conn: sa.Connection, draft: Draft, world: World, *, viewer: Viewer, now: int) -> int:
    """A dynamic segment; its id. It is swept at once, by a job. Raises BadRule, YutangError for names."""
    refuse_bad(draft.rule, world)
    made = put(
        conn, viewer, now, name=draft.name, description=draft.description, kind=SegmentKind.DYNAMIC,
        rule=draft.rule, refresh=draft.refresh,
    )  # fmt: skip
    _version(conn, made, 1, draft.rule, draft.note, viewer, now)
    jobs.enqueue(conn, sweep_order([made], by=viewer.user_id or None), now=now)
    return made


def put(  # noqa: PLR0913 - the columns of a segment
    conn: sa.Connection, viewer: Viewer, now: int, *, name: str, description: str, kind: SegmentKind,
    rule: Rule | None = None, refresh: Refresh = Refresh.MANUAL, origin: dict[str, object] | None = None,
) -> int:  # fmt: skip
    """Insert a segment under a name that is free, and log it."""
    told = _free_name(conn, name, None)
    if len(store.segments(conn)) >= MOST:
        raise YutangError("segment_too_many", limit=MOST)
    made = store.add(conn, {
        "name": told, "description": _text(description), "kind": kind, "rule": rule, "version": 1, "refresh": refresh,
        "origin": origin, "created_by": viewer.user_id or None, "created_by_name": viewer.name, "created_at": now,
        "changed_at": now,
    })  # fmt: skip
    _log(conn, viewer, "segment_made", now, None, one(conn, made))
    return made


def edit(  # noqa: PLR0913 - which version, by whom, when
    conn: sa.Connection, segment_id: int, rule: Rule, world: World, *, note: str, seen: int, viewer: Viewer, now: int
) -> int:  # fmt: skip
    """A new version of a dynamic segment's rule; its number. `seen`: the version that was edited: when there is a
    newer one by now, YutangError("segment_changed"). The same rule again is no new version."""
    before = one(conn, segment_id)
    if before.kind is not SegmentKind.DYNAMIC:
        raise YutangError("segment_is_list", name=before.name)
    refuse_bad(rule, world, segment_id)
    if before.version != seen:
        raise YutangError("segment_changed", version=before.version)
    if rule == before.rule:
        return before.version
    version = before.version + 1
    values = {"rule": rule, "version": version, "changed_at": now}
    if not store.change(conn, segment_id, values, version=before.version):
        raise YutangError("segment_changed", version=version)
    _version(conn, segment_id, version, rule, note, viewer, now)
    _log(conn, viewer, "segment_changed", now, before, one(conn, segment_id))
    jobs.enqueue(conn, sweep_order([segment_id], by=viewer.user_id or None), now=now)
    return version


def restore(
    conn: sa.Connection, segment_id: int, version: int, world: World, *, seen: int, viewer: Viewer, now: int
) -> int:  # fmt: skip
    """An older version's rule as the newest version; its number."""
    found = [old for old in store.versions(conn, segment_id) if old.version == version]
    if not found:
        raise YutangError("segment_version_unknown", version=version)
    note = f"v{version}"
    return edit(conn, segment_id, found[0].rule, world, note=note, seen=seen, viewer=viewer, now=now)


def rename(conn: sa.Connection, segment_id: int, wanted: Renamed, *, viewer: Viewer, now: int) -> None:
    """Another name, description or refresh. A list is never refreshed."""
    before = one(conn, segment_id)
    values: dict[str, object] = {"changed_at": now}
    if wanted.name is not None:
        values["name"] = _free_name(conn, wanted.name, segment_id)
    if wanted.description is not None:
        values["description"] = _text(wanted.description)
    if wanted.refresh is not None:
        if before.kind is not SegmentKind.DYNAMIC and wanted.refresh is not Refresh.MANUAL:
            raise YutangError("segment_is_list", name=before.name)
        values["refresh"] = wanted.refresh
    store.change(conn, segment_id, values)
    _log(conn, viewer, "segment_renamed", now, before, one(conn, segment_id))


def copy(conn: sa.Connection, segment_id: int, name: str, world: World, *, viewer: Viewer, now: int) -> int:
    """A dynamic segment with the same rule under another name; its id."""
    old = one(conn, segment_id)
    if old.rule is None:
        raise YutangError("segment_is_list", name=old.name)
    draft = Draft(name=name, rule=old.rule, description=old.description, refresh=old.refresh)
    return create(conn, draft, world, viewer=viewer, now=now)


def archive(
    conn: sa.Connection, segment_id: int, *, viewer: Viewer, now: int, also: Asking = nothing
) -> None:
    """Out of use: no longer swept or listed. YutangError("segment_used") while others, those of `also` too, ask for
    it."""
    before = one(conn, segment_id)
    uses = used_by(conn, segment_id, also)
    if uses:
        raise YutangError("segment_used", n=len(uses), names="、".join(use.name for use in uses[:5]))
    store.change(conn, segment_id, {"archived_at": now})
    _log(conn, viewer, "segment_archived", now, before, None)


def one(conn: sa.Connection, segment_id: int) -> Segment:
    """The segment in use. Raises YutangError("segment_unknown")."""
    found = store.segments(conn, [segment_id])
    if not found:
        raise YutangError("segment_unknown")
    return found[0]


def refuse_bad(rule: Rule, world: World, segment_id: int | None = None) -> None:
    """Raises BadRule with every fault and its place."""
    wrong = check(rule, world, segment=segment_id)
    if wrong:
        raise BadRule(wrong)


def _version(
    conn: sa.Connection, segment_id: int, number: int, rule: Rule, note: str, viewer: Viewer, now: int
) -> None:  # fmt: skip
    made = Version(version=number, rule=rule, note=_text(note), made_by_name=viewer.name, made_at=now)
    store.add_version(conn, segment_id, made, viewer.user_id or None)


def _free_name(conn: sa.Connection, name: str, own: int | None) -> str:
    told = sound_name(name)
    if store.named(conn, told) not in (None, own):
        raise YutangError("segment_name_taken", name=told)
    return told


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT or "\x00" in text:
        raise YutangError("segment_text", limit=LONGEST_TEXT)
    return text.strip()


def _log(
    conn: sa.Connection, viewer: Viewer, act: str, now: int, before: Segment | None, after: Segment | None
) -> None:  # fmt: skip
    known = before or after
    assert known is not None  # noqa: S101 - one of the two is there
    record(
        conn, viewer, act, now=now, subject_kind="segment", subject_id=str(known.id), before=before, after=after
    )  # fmt: skip

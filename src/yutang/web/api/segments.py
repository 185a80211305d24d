"""Saved segments: listed, made, changed, archived, swept; their versions and members."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from litestar import get, patch, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.engine import check
from yutang.engine.codec import encode
from yutang.kit import jobs
from yutang.kit.errors import YutangError
from yutang.outbox.asking import asking
from yutang.segments.saved import actions, store
from yutang.segments.saved.listing import Listed, listed, members
from yutang.segments.saved.model import BadRule, Segment
from yutang.web.api import segment_shapes as shape
from yutang.web.api.refusals import refusals
from yutang.web.api.segment_shapes import LARGEST_ID, bad_rule, read_rule
from yutang.web.api.segment_world import make_world
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, not_found

SegmentId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
EDIT: dict[str, Any] = {"permission": Permission.SEGMENTS_EDIT}


@contextmanager
def refused() -> Generator[None]:
    """A rule's faults and what else actions refuse, as problems."""
    with refusals():
        try:
            yield
        except BadRule as wrong:
            raise bad_rule(wrong.faults) from None
        except YutangError as wrong:
            if wrong.code in ("segment_unknown", "segment_version_unknown"):
                raise not_found("segment") from None
            raise


@get("/segments", operation_id="list_segments", tags=["segments"], opt=SEE, sync_to_thread=True)
def list_segments(context: NeedsContext, viewer: NeedsViewer) -> shape.SegmentRows:
    """Segments in use, by name."""
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        return shape.SegmentRows([_row(one) for one in listed(conn, cursor, viewer.scope, also=asking)])


@post("/segments", operation_id="create_segment", tags=["segments"], opt=EDIT, sync_to_thread=True)
def create_segment(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.SegmentDraft]
) -> shape.SegmentMade:
    """A dynamic segment. 400 segment_rule: what is wrong with the rule, each fault with its place."""
    draft = actions.Draft(
        name=data.name, rule=read_rule(data.rule), description=data.description, refresh=data.refresh, note=data.note
    )  # fmt: skip
    known = make_world(context)
    with refused():
        made = context.state.write(
            lambda conn: actions.create(conn, draft, known, viewer=viewer, now=context.now())
        )
    context.wake()
    return shape.SegmentMade(made)


@get(
    "/segments/{segment_id:int}", operation_id="get_segment", tags=["segments"], opt=SEE, sync_to_thread=True
)
def get_segment(context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId) -> shape.SegmentDetail:
    known = make_world(context)
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = listed(conn, cursor, viewer.scope, [segment_id], asking)
    if not found:
        raise not_found("segment")
    one = found[0].segment
    wrong = [] if one.rule is None else check(one.rule, known, segment=segment_id)
    return shape.SegmentDetail(
        row=_row(found[0]), rule=_raw(one),
        faults=[Place(fault.at, f"fault.{fault.code}", fault.params) for fault in wrong],
        used_by=[shape.SegmentUse(use.kind, use.id, use.name) for use in found[0].used_by],
        origin=one.origin_in(viewer.scope),
    )  # fmt: skip


@patch("/segments/{segment_id:int}", operation_id="change_segment", tags=["segments"], opt=EDIT, sync_to_thread=True,
       status_code=204)  # fmt: skip
def change_segment(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId, data: JSONBody[shape.SegmentPatch]
) -> None:
    """Another name, description or refresh."""
    given = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not msgspec.UNSET}
    wanted = actions.Renamed(**given)
    with refused():
        context.state.write(
            lambda conn: actions.rename(conn, segment_id, wanted, viewer=viewer, now=context.now())
        )


@put("/segments/{segment_id:int}/rule", operation_id="edit_segment_rule", tags=["segments"], opt=EDIT,
     sync_to_thread=True)  # fmt: skip
def edit_segment_rule(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId, data: JSONBody[shape.RuleEdit]
) -> shape.SegmentVersionNow:
    """A new version of the rule. 409 segment_changed: somebody was quicker."""
    rule, known = read_rule(data.rule), make_world(context)
    with refused():
        version = context.state.write(
            lambda conn: actions.edit(
                conn, segment_id, rule, known, note=data.note, seen=data.version, viewer=viewer, now=context.now()
            )
        )  # fmt: skip
    context.wake()
    return shape.SegmentVersionNow(version)


@post("/segments/{segment_id:int}/restore", operation_id="restore_segment_version", tags=["segments"], opt=EDIT,
      sync_to_thread=True, status_code=200)  # fmt: skip
def restore_segment_version(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId, data: JSONBody[shape.RuleRestore]
) -> shape.SegmentVersionNow:
    """An older version's rule as the newest version."""
    known = make_world(context)
    with refused():
        version = context.state.write(
            lambda conn: actions.restore(
                conn, segment_id, data.restore, known, seen=data.version, viewer=viewer, now=context.now()
            )
        )  # fmt: skip
    context.wake()
    return shape.SegmentVersionNow(version)


@post("/segments/{segment_id:int}/copy", operation_id="copy_segment", tags=["segments"], opt=EDIT,
      sync_to_thread=True)  # fmt: skip
def copy_segment(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId, data: JSONBody[shape.SegmentName]
) -> shape.SegmentMade:
    """The same rule under another name."""
    known = make_world(context)
    with refused():
        made = context.state.write(
            lambda conn: actions.copy(conn, segment_id, data.name, known, viewer=viewer, now=context.now())
        )
    context.wake()
    return shape.SegmentMade(made)


@post("/segments/{segment_id:int}/archive", operation_id="archive_segment", tags=["segments"], opt=EDIT,
      sync_to_thread=True, status_code=204)  # fmt: skip
def archive_segment(context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId) -> None:
    """Out of use. 409 segment_used while others ask for it: get_segment says who."""
    with refused():
        context.state.write(
            lambda conn: actions.archive(conn, segment_id, viewer=viewer, now=context.now(), also=asking)
        )


@post("/segments/{segment_id:int}/sweep", operation_id="sweep_segment", tags=["segments"], opt=EDIT,
      sync_to_thread=True, status_code=202)  # fmt: skip
def sweep_segment(context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId) -> shape.SweepAsked:
    """Answer the rule anew, now."""
    with refused(), context.state.read() as conn:
        actions.one(conn, segment_id)
    order = actions.sweep_order([segment_id], by=viewer.user_id or None)
    job = context.state.write(lambda conn: jobs.enqueue(conn, order, now=context.now()))
    context.wake()
    return shape.SweepAsked(job)


@get("/segments/{segment_id:int}/versions", operation_id="list_segment_versions", tags=["segments"], opt=SEE,
     sync_to_thread=True)  # fmt: skip
def list_segment_versions(context: NeedsContext, segment_id: SegmentId) -> shape.SegmentVersions:
    """The newest first; none of a list."""
    with context.state.read() as conn, refused():
        actions.one(conn, segment_id)
        found = store.versions(conn, segment_id)
    return shape.SegmentVersions([
        shape.SegmentVersionView(version=old.version, rule=msgspec.Raw(encode(old.rule)), note=old.note,
                                 made_by_name=old.made_by_name, made_at=old.made_at // 1000)
        for old in found
    ])  # fmt: skip


@get("/segments/{segment_id:int}/members", operation_id="list_segment_members", tags=["segments"], opt=SEE,
     sync_to_thread=True)  # fmt: skip
def list_segment_members(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId,
    after: Annotated[int, QueryParameter(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
    q: Annotated[str, QueryParameter(max_length=200)] = "",
) -> shape.SegmentMembers:  # fmt: skip
    """Members as of the last sweep, those whom the viewer sees. `q`: a part of their name."""
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        with refused():
            actions.one(conn, segment_id)
        found = members(cursor, segment_id, viewer.scope, after=after, limit=limit + 1, text=q)
    items = [shape.SegmentMember(one.id, one.name, one.since) for one in found[:limit]]
    return shape.SegmentMembers(items, items[-1].id if len(found) > limit else None)


def _row(one: Listed) -> shape.SegmentRow:
    segment, standing = one.segment, one.standing
    error = None if standing is None or standing.error is None else shape.SegmentError(**standing.error)
    moved = None if standing is None or standing.moved_at is None else standing.moved_at // 1000
    return shape.SegmentRow(
        id=segment.id, name=segment.name, description=segment.description, kind=segment.kind, refresh=segment.refresh,
        version=segment.version, members=None if standing is None else one.members,
        swept_at=None if standing is None else standing.swept_at // 1000,
        current=standing is not None and standing.version == segment.version, moved_at=moved,
        entered=standing.entered if standing else 0, left=standing.left if standing else 0, error=error,
        used_by=len(one.used_by), created_by_name=segment.created_by_name,
        created_at=segment.created_at // 1000, changed_at=segment.changed_at // 1000,
    )  # fmt: skip


def _raw(segment: Segment) -> msgspec.Raw | None:
    return None if segment.rule is None else msgspec.Raw(encode(segment.rule))


routes = [list_segments, create_segment, get_segment, change_segment, edit_segment_rule, restore_segment_version,
          copy_segment, archive_segment, sweep_segment, list_segment_versions, list_segment_members]  # fmt: skip

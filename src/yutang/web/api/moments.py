"""Moments, beside what they share with all sends: who can publish, what customers said to them; and uploads."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.outbox import pictures, placing, sorts, store
from yutang.outbox.moments import listing
from yutang.outbox.moments.model import What
from yutang.web.api import moment_shapes as shape
from yutang.web.api.segment_shapes import LARGEST_ID
from yutang.web.api.segments import refused
from yutang.web.api.sends import EDIT, SEE, SendId
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import not_found

LARGEST_UPLOAD = sorts.LARGEST[sorts.FILE] + 1
_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@get("/sends/doors/{connection_id:int}/moments", operation_id="list_moment_choices", **EDIT)
def list_moment_choices(
    context: NeedsContext, viewer: NeedsViewer, connection_id: SendId
) -> shape.MomentChoices:
    """Who can publish a Moment there, of the viewer's scope, and the platform's tags it may be shown by."""
    with refused(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        platform = placing.connection_platform(conn, connection_id)
        staff, tags = listing.choices(conn, cursor, connection_id, platform, viewer.scope)
    return shape.choices(staff, tags)


@get("/sends/{send_id:int}/feed", operation_id="get_moment_feed", **SEE)
def get_moment_feed(context: NeedsContext, viewer: NeedsViewer, send_id: SendId) -> shape.MomentFeed:
    """Likes and comments in sum and over time, of what staff in the viewer's scope published."""
    with refused(), context.state.read() as conn:
        return shape.feed(listing.feed(conn, send_id, viewer, context.ledger.zone))


@get("/sends/{send_id:int}/reactions", operation_id="list_moment_reactions", **SEE)
def list_moment_reactions(
    context: NeedsContext, viewer: NeedsViewer, send_id: SendId,
    what: Annotated[What | None, QueryParameter()] = None,
    skip: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> shape.MomentReactions:  # fmt: skip
    """Who liked and who commented, newest first. WeCom tells who and when, never the words."""
    with refused(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = listing.reactions(conn, cursor, send_id, viewer, what, skip=skip, limit=limit + 1)
    items = [shape.reaction(one) for one in found[:limit]]
    return shape.MomentReactions(items, skip + limit if len(found) > limit else None)


@post("/send-uploads", operation_id="post_send_upload", tags=["sends"], status_code=201,
      opt={"permission": Permission.SENDS_EDIT}, request_max_body_size=LARGEST_UPLOAD)  # fmt: skip
async def post_send_upload(
    context: NeedsContext, viewer: NeedsViewer, request: Request[Any, Any, Any],
    name: Annotated[str, QueryParameter(min_length=1, max_length=200)] = "file",
) -> shape.SendUpload:  # fmt: skip
    """A picture (PNG, JPEG), a video (MP4) or a file (PDF, Office) as the body; what it is, is told by its content. 400
    upload_kind, upload_over."""
    content, now = await request.body(), context.now()
    with refused():
        made = context.state.write(
            lambda conn: pictures.keep_any(conn, content, name, by=viewer.user_id, now=now)
        )
    return shape.upload(made)


@get("/send-uploads/{upload_id:int}", operation_id="get_send_picture", media_type="image/png", **SEE)
def get_send_picture(
    context: NeedsContext, viewer: NeedsViewer,
    upload_id: Annotated[int, PathParameter(ge=1, le=LARGEST_ID)],
) -> Response[bytes]:  # fmt: skip
    """A picture of a send that the viewer sees; who composes sends sees all that were uploaded for them."""
    ref = f"{pictures.REF}{upload_id}"
    with refused(), context.state.read() as conn:
        seen = viewer.may(Permission.SENDS_EDIT) or store.shows(conn, viewer.scope, viewer.user_id, ref)
        found = pictures.content(conn, upload_id) if seen else None
    kind = _TYPES.get(found[0].rpartition(".")[2]) if found else None
    if found is None or kind is None:
        raise not_found("picture")
    headers = {"Cache-Control": "private, max-age=3600, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(found[1], media_type=kind, headers=headers)


routes = [list_moment_choices, get_moment_feed, list_moment_reactions, post_send_upload, get_send_picture]

"""Segments that are lists, and members as files."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.segments.saved import export, lists
from yutang.segments.saved.lists import By
from yutang.web.api.customer_names import contacts_of
from yutang.web.api.segment_shapes import LARGEST_ID, SegmentMade, SegmentName, Text, Title
from yutang.web.api.segment_world import make_world
from yutang.web.api.segments import refused
from yutang.web.downloads import CSV, XLSX, download
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem

LARGEST_LIST = 32 << 20  # bytes of a request
SegmentId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
EDIT: dict[str, Any] = {"permission": Permission.SEGMENTS_EDIT}


class ListUpload(msgspec.Struct, frozen=True, kw_only=True):
    """`text`: lines, or CSV whose first column counts; `by`: what stands there."""

    name: Title
    text: str
    by: By
    description: Text = ""


class ListUploaded(msgspec.Struct, frozen=True, kw_only=True):
    """`lines`: different ones; `matched`: of them, those that found somebody; `members`: different people found."""

    id: int
    lines: int
    matched: int
    members: int


@post("/segments/{segment_id:int}/freeze", operation_id="freeze_segment", tags=["segments"], opt=EDIT,
      sync_to_thread=True)  # fmt: skip
def freeze_segment(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId, data: JSONBody[SegmentName]
) -> SegmentMade:
    """Who qualifies now, as a list that stays."""
    world = make_world(context)
    with refused():
        made = lists.freeze(context.ledger, segment_id, data.name, world, viewer=viewer, now=context.now())
    return SegmentMade(made)


@post("/segments/upload", operation_id="upload_segment", tags=["segments"], opt=EDIT, sync_to_thread=True,
      request_max_body_size=LARGEST_LIST)  # fmt: skip
def upload_segment(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[ListUpload]) -> ListUploaded:
    """A list of customers from ids, external ids, phones or e-mails. 409 segment_nobody: none of them is known."""
    with refused():
        made = lists.upload(
            context.ledger, contacts_of(context), data.name, data.description, data.text, data.by,
            viewer=viewer, now=context.now(),
        )  # fmt: skip
    return ListUploaded(id=made.segment_id, lines=made.lines, matched=made.matched, members=made.members)


@get("/segments/{segment_id:int}/export", operation_id="export_segment", tags=["segments"], opt=SEE,
     sync_to_thread=True, operation_class=download(CSV, XLSX))  # fmt: skip
def export_segment(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId,
    format_: Annotated[Literal["csv", "xlsx"], QueryParameter(name="format")] = "csv",
    contacts: Annotated[bool, QueryParameter()] = False,  # noqa: FBT002 - a query parameter
) -> Response[bytes]:  # fmt: skip
    """Members whom the viewer sees. `contacts`: phones and e-mails too, in full where a look would show them, masked
    else; asks for contacts.reveal. Logged."""
    if contacts and not viewer.may(Permission.CONTACTS_REVEAL):
        raise Problem(403, "not_allowed", permission=str(Permission.CONTACTS_REVEAL))
    with refused(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        opened = contacts_of(context) if contacts else None
        told = export.rows(conn, cursor, segment_id, viewer=viewer, contacts=opened)
    context.state.write(
        lambda conn: export.log(conn, segment_id, told, viewer=viewer, now=context.now(), contacts=contacts)
    )
    head = [*export.PLAIN, *(export.REACHED if contacts else ())]
    body = (export.write_csv if format_ == "csv" else export.write_xlsx)(head, told.lines)
    name = f"yutang-segment-{segment_id}.{format_}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=CSV if format_ == "csv" else XLSX, headers=headers)


routes: list[Any] = [freeze_segment, upload_segment, export_segment]

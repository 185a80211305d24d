"""Sources: campaigns, their live codes, who stands behind each, how it does, its picture to print."""

from typing import Annotated, Any

import sqlalchemy as sa
from litestar import Request, Response, get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.channels.wecom.limits import Limits
from yutang.connections import mirror
from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.kit.clock import DAY
from yutang.kit.errors import YutangError
from yutang.sources import actions, joins, pictures, qr, scans, store
from yutang.sources.called import live_codes
from yutang.sources.model import Code, CodeKind
from yutang.sources.names import names_of
from yutang.sources.quality import by_day
from yutang.web.api import source_shapes as shape
from yutang.web.api.refusals import refusals
from yutang.web.api.segment_shapes import LARGEST_ID
from yutang.web.api.source_views import code_views
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import not_found

Id = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
DAYS, SCANS = 60, 50  # of a code's page
SEE: dict[str, Any] = {
    "tags": ["sources"],
    "opt": {"permission": Permission.SOURCES_SEE},
    "sync_to_thread": True,
}
EDIT: dict[str, Any] = {
    "tags": ["sources"],
    "opt": {"permission": Permission.SOURCES_EDIT},
    "sync_to_thread": True,
}


@get("/sources", operation_id="list_sources", **SEE)
def list_sources(context: NeedsContext) -> shape.SourceBoard:
    """Campaigns and codes, newest first, and where codes can be made."""
    with context.state.read() as conn:
        found = store.sources(conn)
        codes = store.codes(conn)
        places = _places(context, conn)
    shown = [shape.source_view(one) for one in found]
    return shape.SourceBoard(sources=shown, codes=code_views(context, codes), places=places)


@post("/sources", operation_id="add_source", **EDIT, status_code=201)
def add_source(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.SourceDraft]
) -> shape.SourceView:
    """400 name_bad, source_span, source_hours, welcome_long, welcome_link, welcome_picture."""
    form, now = shape.source_form(data), context.now()
    with refusals():
        made = context.state.write(lambda conn: actions.add_source(conn, form, viewer=viewer, now=now))
    return shape.source_view(made)


@put("/sources/{source_id:int}", operation_id="change_source", **EDIT)
def change_source(
    context: NeedsContext, viewer: NeedsViewer, source_id: Id, data: JSONBody[shape.SourceDraft]
) -> shape.SourceView:
    """400 as add_source."""
    form, now = shape.source_form(data), context.now()
    with refusals():
        made = context.state.write(
            lambda conn: actions.change_source(conn, source_id, form, viewer=viewer, now=now)
        )
    return shape.source_view(_there(made, "source"))


@post("/sources/{source_id:int}/end", operation_id="end_source", **EDIT, status_code=200)
def end_source(context: NeedsContext, viewer: NeedsViewer, source_id: Id) -> shape.SourceView:
    """The campaign is over. Its codes lead to staff for another thirty days, then they are taken off the platform."""
    now = context.now()
    made = context.state.write(lambda conn: actions.end_source(conn, source_id, viewer=viewer, now=now))
    return shape.source_view(_there(made, "source"))


@post("/codes", operation_id="add_code", **EDIT, status_code=201)
def add_code(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.NewCode]) -> shape.CodeView:
    """It is made within seconds. 400 code_connection, and as change_code; 409 source_over."""
    form, now = shape.code_form(data.code), context.now()
    with refusals():
        made = context.state.write(
            lambda conn: actions.add_code(
                conn, data.source_id, data.connection_id, data.kind, form, viewer=viewer, now=now
            )
        )
    return _changed(context, made, "source")


@get("/codes/{code_id:int}", operation_id="show_code", **SEE)
def show_code(context: NeedsContext, code_id: Id) -> shape.CodePage:
    """With the customers who first came on each of the last sixty days, and who came, or joined, last."""
    with context.state.read() as conn:
        code = _there(store.one_code(conn, code_id), "code")
        last = scans.listed(conn, code_id, limit=SCANS)
    shown = code_views(context, [code])[0]
    days = by_day(
        context.ledger.analytics, code.key, since=context.now() - DAYS * DAY, zone=context.ledger.zone
    )
    names = names_of(context.ledger.analytics, code.kind, sorted({one.staff for one in last}))
    grouped = code.kind is CodeKind.GROUP
    joined = joins.last(context.ledger.analytics, code.key, SCANS) if grouped else []
    return shape.CodePage(
        code=shown, days=[shape.DayCount(at // 1000, count) for at, count in days],
        scans=[shape.scan_view(one, names) for one in last],
        joins=[shape.JoinView(one.at // 1000, one.group) for one in joined],
    )  # fmt: skip


@put("/codes/{code_id:int}", operation_id="change_code", **EDIT)
def change_code(
    context: NeedsContext, viewer: NeedsViewer, code_id: Id, data: JSONBody[shape.CodeDraft]
) -> shape.CodeView:
    """The printed code stays the same. 400 name_bad, code_seats, code_seat, code_full_at, code_base_name, source_hours,
    welcome_long, welcome_link, welcome_picture; 409 code_over."""
    form, now = shape.code_form(data), context.now()
    with refusals():
        made = context.state.write(
            lambda conn: actions.change_code(conn, code_id, form, viewer=viewer, now=now)
        )
    return _changed(context, made, "code")


@post("/codes/{code_id:int}/end", operation_id="end_code", **EDIT, status_code=200)
def end_code(context: NeedsContext, viewer: NeedsViewer, code_id: Id) -> shape.CodeView:
    """It leads nowhere from now on, wherever it is printed; its place of the quota becomes free."""
    now = context.now()
    made = context.state.write(lambda conn: actions.end_code(conn, code_id, viewer=viewer, now=now))
    return _changed(context, made, "code")


@post("/codes/{code_id:int}/again", operation_id="make_code_again", **EDIT, status_code=200)
def make_code_again(context: NeedsContext, viewer: NeedsViewer, code_id: Id) -> shape.CodeView:
    """One that the platform refused, or whose making was lost. 409 code_there."""
    now = context.now()
    with refusals():
        made = context.state.write(lambda conn: actions.again(conn, code_id, viewer=viewer, now=now))
    return _changed(context, made, "code")


@post("/codes/{code_id:int}/calm", operation_id="calm_code", **EDIT, status_code=200)
def calm_code(context: NeedsContext, viewer: NeedsViewer, code_id: Id) -> shape.CodeView:
    """Somebody looked into its alarm."""
    now = context.now()
    made = context.state.write(lambda conn: actions.calm(conn, code_id, viewer=viewer, now=now))
    return _changed(context, made, "code")


@get("/codes/{code_id:int}/qr.svg", operation_id="code_svg", **SEE, media_type=qr.SVG)
def code_svg(context: NeedsContext, code_id: Id) -> Response[bytes]:
    """To print at any size. 409 code_not_made."""
    code = _made(context, code_id)
    return _file(qr.svg(code.url), qr.SVG, f"code-{code_id}.svg")


@get("/codes/{code_id:int}/qr.png", operation_id="code_png", **SEE, media_type=qr.PNG)
def code_png(
    context: NeedsContext, code_id: Id,
    size: Annotated[int, QueryParameter(ge=qr.SMALLEST, le=qr.LARGEST)] = qr.USUAL,
) -> Response[bytes]:  # fmt: skip
    """At least so many pixels a side. 409 code_not_made."""
    code = _made(context, code_id)
    return _file(qr.png(code.url, size), qr.PNG, f"code-{code_id}.png")


@post("/source-pictures", operation_id="post_source_picture", tags=["sources"],
      opt={"permission": Permission.SOURCES_EDIT}, status_code=201)  # fmt: skip
async def post_source_picture(context: NeedsContext, request: Request[Any, Any, Any]) -> shape.PictureMade:
    """A PNG or JPEG as the body. 400 welcome_picture_kind, welcome_picture_large."""
    content, now = await request.body(), context.now()
    with refusals():
        made = context.state.write(lambda conn: pictures.keep(conn, content, now=now))
    return shape.PictureMade(made)


@get("/source-pictures/{picture_id:int}", operation_id="show_source_picture", **SEE, media_type="image/png")
def show_source_picture(context: NeedsContext, picture_id: Id) -> Response[bytes]:
    """A kept picture, as it was posted."""
    with context.state.read() as conn:
        name, content = _there(pictures.content(conn, picture_id), "picture")
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    return Response(content, media_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})


@get(
    "/source-names",
    operation_id="list_source_names",
    tags=["sources"],
    opt={"permission": Permission.CUSTOMERS_SEE},
    sync_to_thread=True,
)
def list_source_names(context: NeedsContext) -> shape.SourceNames:
    """For whoever sees customers: what the source of a relation is called where it is a live code."""
    with context.state.read() as conn:
        return shape.SourceNames(live_codes(conn))


def _there(found: Any, what: str) -> Any:
    if found is None:
        raise not_found(what)
    return found


def _changed(context: Context, code: Code | None, what: str) -> shape.CodeView:
    context.codes_changed()
    return code_views(context, [_there(code, what)])[0]


def _made(context: Context, code_id: int) -> Code:
    with context.state.read() as conn:
        code = _there(store.one_code(conn, code_id), "code")
    with refusals():
        if not code.url:
            raise YutangError("code_not_made")
    return code


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _places(context: Context, conn: sa.Connection) -> list[shape.CodePlace]:
    found: list[shape.CodePlace] = []
    for one in connections.listed(conn):
        if one.channel != "wecom" or one.state is ConnectionState.OFF:
            continue
        staff, groups = mirror.staff(conn, one.id), sorted(mirror.groups(conn, one.id))
        analytics = context.ledger.analytics
        people, chats = (
            names_of(analytics, CodeKind.PERSON, staff),
            names_of(analytics, CodeKind.GROUP, groups),
        )
        found.append(
            shape.CodePlace(
                connection_id=one.id, name=one.name, held=store.held(conn, one.id), quota=Limits().ways,
                staff=[shape.CodeRef(ref, people.get(ref, ref)) for ref in staff],
                groups=[shape.CodeRef(ref, chats.get(ref, ref)) for ref in groups],
            )
        )  # fmt: skip
    return found


routes = [
    list_sources, add_source, change_source, end_source, add_code, show_code, change_code, end_code, make_code_again,
    calm_code, code_svg, code_png, post_source_picture, show_source_picture,
    list_source_names,
]  # fmt: skip

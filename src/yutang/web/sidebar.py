"""The sidebar: pages for one chat, and the signature that the client wants.

A page is for a browser, so who is nobody is led to the sign-in, and refusals are pages. What may be seen is decided
below: by the customer's and the check-up's own rules of scope.
"""

from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa
from litestar import Response, get
from litestar.params import FromQuery, QueryParameter

from yutang.accounts.model import Permission
from yutang.channels.contract.outcomes import Failure
from yutang.connections.model import Connection
from yutang.customers.queries.timeline import timeline
from yutang.customers.tables import identity
from yutang.customers.views import CustomerView
from yutang.insight.wording import Words
from yutang.kit.clock import zone
from yutang.outbox.meter import meter
from yutang.segments.tags.actions import read_book
from yutang.sidebar import customer, facts, group, page, steps
from yutang.sidebar.signing import signable
from yutang.sidebar.suggesting import suggested
from yutang.sources.called import best_name
from yutang.web.api.customer_names import names
from yutang.web.context import Context
from yutang.web.entrance import PUBLIC, ConnectionId, client_of, html, origin_of
from yutang.web.needs import NeedsContext
from yutang.web.problem import Problem, not_found
from yutang.web.scope import signed_of
from yutang.web.sidebar_frame import AnyRequest, Here, connection, enter, frame, nobody, person_of

LARGEST_ID = (1 << 53) - 1
Ref = Annotated[str, QueryParameter(max_length=200)]
Tab = Literal["timeline", "orders", "groups"]


@get("/sidebar/{connection_id:int}", **PUBLIC)
def entry(request: AnyRequest, context: NeedsContext, connection_id: ConnectionId) -> Response[Any]:
    """The address to enter in WeCom: it asks the client which chat this is, and goes to its page."""
    here = enter(request, context, connection_id, None)
    if isinstance(here, Response):
        return here
    return html(page.entry(frame(request, context, here)))


@get("/sidebar/{connection_id:int}/customer", **PUBLIC)
def one_customer(
    request: AnyRequest, context: NeedsContext, connection_id: ConnectionId, account: Ref = "",
    id_: Annotated[int | None, QueryParameter(name="customer", ge=1, le=LARGEST_ID)] = None,
    tab: FromQuery[Tab] = "timeline", wording: Annotated[int, QueryParameter(ge=1, le=9)] = 1,
) -> Response[Any]:  # fmt: skip
    """By `account` as the client calls them (external_userid), or by `customer` in a browser of one's own."""
    here = enter(request, context, connection_id, Permission.CUSTOMERS_SEE)
    if isinstance(here, Response):
        return here
    found = id_ if id_ is not None else _account(context, here.of, account)
    view = None if found is None else person_of(context, here.viewer, found)
    if view is None:
        return nobody(here.lang, "customer")
    known = msgspec.structs.replace(
        _known(context, here, view, tab, wording), moved="moved" in request.query_params
    )
    card = customer.card(known, Words(here.lang))
    asked = {"account": account} if id_ is None else {"customer": str(id_)}
    return html(page.customer(frame(request, context, here, account), card, asked))


@get("/sidebar/{connection_id:int}/group", **PUBLIC)
def one_group(
    request: AnyRequest, context: NeedsContext, connection_id: ConnectionId, chat: Ref = ""
) -> Response[Any]:
    """By `chat` as the client calls it (chat_id)."""
    here = enter(request, context, connection_id, Permission.GROUPS_SEE)
    if isinstance(here, Response):
        return here
    now, zone_ = context.now(), zone(context.ledger.zone)
    asked = group.Asked(ref=f"{here.of.channel}:{chat}", now=now, zone=zone_,
                        may_do=here.viewer.may(Permission.TASKS_DO))  # fmt: skip
    sight = context.board.look(here.viewer, None, now=now)
    card = None
    if sight is not None:
        with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
            card = group.card(conn, cursor, sight, asked, Words(here.lang))
    if card is None:
        return nobody(here.lang, "group")
    return html(page.group(frame(request, context, here, chat), card, {"chat": chat}))


@get("/sidebar/{connection_id:int}/signature", **PUBLIC)
def signature(
    request: AnyRequest, context: NeedsContext, connection_id: ConnectionId,
    url: Annotated[str, QueryParameter(max_length=2_000)], kind: FromQuery[Literal["config", "agent"]],
) -> Response[Any]:  # fmt: skip
    """What `ww.register` asks its callbacks for, of our own pages and for who is signed in."""
    signed = signed_of(request.scope)
    if signed is None:
        raise Problem(401, "not_signed_in")
    if signed.must_change:
        raise Problem(403, "password_change_needed")
    whole = signable(url, origin_of(request, context))
    with context.state.read() as conn:
        of = connection(conn, connection_id)
    if whole is None or of is None:
        raise not_found("page" if of else "connection")
    now = context.now()
    found = context.tickets.sign(client_of(context, connection_id), kind, whole, now=now)
    if isinstance(found, Failure):
        raise Problem(503, "connection_away", what=found.code)
    return Response(
        msgspec.json.encode(found), media_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _known(context: Context, here: Here, view: CustomerView, tab: Tab, wording: int) -> customer.Known:
    ledger, now, zone_, viewer = context.ledger, context.now(), zone(context.ledger.zone), here.viewer
    accounts = [int(one.id) for one in view.accounts]
    with context.state.read() as conn, ledger.analytics.cursor() as cursor:
        hint = suggested(conn, cursor, int(view.id), read_book(conn), viewer, now=now)
        used = meter(conn, here.of.id, accounts, wish=view.frequency_wish, now=now)
        step = steps.step_of(conn, view, viewer, now=now, zone=zone_)
        source = best_name(conn, view.sources, here.lang)
    there = {"timeline": True, "orders": bool(view.orders), "groups": bool(view.groups)}
    shown = tab if there[tab] else "timeline"
    told = None
    if shown == "timeline":
        told = timeline(
            ledger, viewer, int(view.id), names(context), kinds=list(facts.KINDS), limit=customer.ROWS
        )
    return customer.Known(
        view=view, step=step, meter=used, suggested=hint, timeline=told, tab=shown, number=wording,
        source=source,
        may_edit=viewer.may(Permission.CUSTOMERS_EDIT), may_do=viewer.may(Permission.TASKS_DO), now=now, zone=zone_,
    )  # fmt: skip


def _account(context: Context, of: Connection, external: str) -> int | None:
    """The account that the client calls so; whose it is, and whether the viewer sees them, is asked after."""
    wanted = sa.select(identity.c.id).where(
        identity.c.platform == of.channel, identity.c.external_id == external
    )
    with context.state.read() as conn:
        return conn.execute(wanted).scalar()


routes: list[Any] = [entry, one_customer, one_group, signature]

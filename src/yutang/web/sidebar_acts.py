"""The sidebar's buttons: each is a form of our own page, decided below like what the console does."""

import enum
import hmac
from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa
from litestar import Response, post
from litestar.params import URLEncodedBody

from yutang.accounts.model import Permission, Viewer
from yutang.customers.acts import tagging
from yutang.customers.views import CustomerView
from yutang.kit.clock import zone
from yutang.segments.tags.actions import read_book
from yutang.sidebar import steps
from yutang.sidebar.entrance import inside
from yutang.sidebar.suggesting import refuse as refuse_tag
from yutang.tasks import actions as tasks
from yutang.tasks.model import day_end
from yutang.web.api.customer_names import names
from yutang.web.context import Context
from yutang.web.entrance import PUBLIC, ConnectionId, redirect
from yutang.web.needs import NeedsContext
from yutang.web.problem import not_found
from yutang.web.sidebar_frame import AnyRequest, Here, enter, nobody, person_of, stale


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """A button's form. `customer`, `tag`, `task`: ids. `step`: code of the next step that the page showed."""

    csrf: Annotated[str, msgspec.Meta(max_length=100)]
    act: Literal["done", "later", "again", "tag", "untag", "task_done", "task_later"]
    back: Annotated[str, msgspec.Meta(max_length=1_000)]
    customer: Annotated[str, msgspec.Meta(pattern="^[0-9]{0,16}$")] = ""
    tag: Annotated[str, msgspec.Meta(pattern="^[0-9]{0,20}$")] = ""
    task: Annotated[str, msgspec.Meta(pattern="^[0-9]{0,15}$")] = ""
    step: Annotated[str, msgspec.Meta(max_length=60)] = ""


class Done(enum.Enum):
    """What came of a press."""

    YES = enum.auto()
    NOBODY = enum.auto()  # gone, or out of the viewer's sight
    MOVED = enum.auto()  # the page showed another next step than there is by now: nothing was done


@post("/sidebar/{connection_id:int}/do", status_code=303, **PUBLIC)
def press(
    request: AnyRequest, context: NeedsContext, connection_id: ConnectionId, data: URLEncodedBody[Press]
) -> Response[Any]:
    """A button: decided below like the console's. The form carries the token that only our own pages know."""
    asked = {"tag": Permission.CUSTOMERS_EDIT, "untag": Permission.CUSTOMERS_EDIT}.get(
        data.act, Permission.TASKS_DO
    )
    here = enter(request, context, connection_id, asked)
    if isinstance(here, Response):
        return here
    if not hmac.compare_digest(data.csrf.encode(), (here.signed.csrf or "-").encode()):
        return stale(here.lang, inside(data.back))
    of_group = data.act in ("task_done", "task_later")
    done = _on_task(context, here, data) if of_group else _on_customer(context, here, data)
    if done is Done.NOBODY:
        return nobody(here.lang, "group" if of_group else "customer")
    return redirect(_moved(data.back) if done is Done.MOVED else inside(data.back))


def _moved(back: str) -> str:
    """The same page, which then says why nothing was done."""
    return inside(f"{back}{'&' if '?' in back else '?'}moved=1")


def _on_task(context: Context, here: Here, data: Press) -> Done:
    if not data.task:
        return Done.NOBODY
    now, ids = context.now(), [int(data.task)]
    until = day_end(now, zone(context.ledger.zone)) + steps.MORNING

    def write(conn: sa.Connection) -> Done:
        if data.act == "task_done":
            outcome = tasks.finish(conn, ids, viewer=here.viewer, now=now)
        else:
            outcome = tasks.snooze(conn, ids, until, viewer=here.viewer, now=now)
        return Done.NOBODY if any(one.code == "not_found" for one in outcome.refused) else Done.YES

    return context.state.write(write)


def _on_customer(context: Context, here: Here, data: Press) -> Done:
    view = person_of(context, here.viewer, int(data.customer)) if data.customer else None
    if view is None:
        return Done.NOBODY
    now, viewer = context.now(), here.viewer
    if data.act in ("tag", "untag") and data.tag:
        _on_tag(context, viewer, view, data, now)
    elif data.act in ("done", "later", "again"):
        return _on_step(context, viewer, view, data, now)
    return Done.YES


def _on_step(context: Context, viewer: Viewer, view: CustomerView, data: Press, now: int) -> Done:
    """Of the step that was shown: facts come in while somebody reads, and a complaint is not done by being unseen."""
    step, zone_ = view.next_step, zone(context.ledger.zone)
    if step is None or step.code != data.step:
        return Done.MOVED
    if data.act == "done":
        context.state.write(lambda conn: steps.done(conn, view, step, viewer, now=now, zone=zone_))
    elif data.act == "later":
        context.state.write(lambda conn: steps.later(conn, view, step, viewer, now=now, zone=zone_))
    else:
        context.state.write(lambda conn: steps.again(conn, view, step, viewer, now=now))
    return Done.YES


def _on_tag(context: Context, viewer: Viewer, view: CustomerView, data: Press, now: int) -> None:
    """Only a tag that is defined; put on, it ends by itself as its definition says."""
    tag_id = int(data.tag)
    with context.state.read() as conn:
        book = read_book(conn)
    if tag_id not in book.tags or book.tags[tag_id].archived_at is not None:
        raise not_found("tag")
    if data.act == "untag":
        context.state.write(lambda conn: refuse_tag(conn, int(view.id), tag_id, viewer, now=now))
        return
    name = book.whole(book.tags[tag_id])
    add = {name: names(context).until(name, now)}
    tagging.change_tags(context.ledger, viewer, [int(view.id)], now=now, add=add)


routes: list[Any] = [press]

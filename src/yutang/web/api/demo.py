"""The simulated tenant's WeCom, where it lives beside the server (else 404): its time, its people, its console."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import JSONBody

from yutang.accounts.model import Permission
from yutang.kit.clock import SECOND
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets
from yutang.simulation.connecting import credentials
from yutang.simulation.tenant import Simulation
from yutang.web.callback import PREFIX
from yutang.web.context import Context
from yutang.web.needs import NeedsContext
from yutang.web.problem import Problem, not_found

LONGEST = 31 * 24  # hours of one move
MOST = 1_000  # people of one crowd
MANAGE: dict[str, Any] = {
    "tags": ["demo"], "opt": {"permission": Permission.CONNECTIONS_MANAGE}, "sync_to_thread": True,
}  # fmt: skip


class DemoView(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: none (there is none), starting, up, away (it died: the rest works on). Instants are milliseconds since
    1970, UTC; `moving_to` stands while time is moved on."""

    state: str
    now_at: int
    moving_to: int | None
    connection_id: int | None


class DemoMove(msgspec.Struct, frozen=True):
    hours: Annotated[int, msgspec.Meta(ge=1, le=LONGEST)]


class DemoCode(msgspec.Struct, frozen=True, kw_only=True):
    """A live code that may be scanned. `kind`: friend, group; `behind`: members of staff, or groups."""

    config_id: str
    kind: str
    state: str
    remark: str
    created_at: int
    behind: int


class DemoCodes(msgspec.Struct, frozen=True):
    items: list[DemoCode]


class DemoCrowd(msgspec.Struct, frozen=True, kw_only=True):
    """`friends`: how many of the people are friends already, or in the group."""

    config_id: Annotated[str, msgspec.Meta(max_length=100)]
    people: Annotated[int, msgspec.Meta(ge=1, le=MOST)]
    friends: Annotated[int, msgspec.Meta(ge=0, le=MOST)] = 0


class DemoOutcomes(msgspec.Struct, frozen=True):
    """How many, by what came of it: locales "demo.outcome.<code>"."""

    friends: int
    outcomes: dict[str, int]


class DemoApp(msgspec.Struct, frozen=True, kw_only=True):
    """What the administrator of the simulated WeCom would copy from its console."""

    corp_id: str
    agent_id: str
    secret: str
    base_url: str


class DemoCallback(msgspec.Struct, frozen=True):
    """`why`: null when it was checked and kept; else locales "demo.callback.<code>"."""

    why: str | None


@get("/demo", operation_id="show_demo", tags=["demo"], opt={"permission": None}, sync_to_thread=True)
def show_demo(context: NeedsContext) -> DemoView:
    """Never 404: screens ask before they know whether there is one."""
    if context.simulation is None:
        return DemoView(state="none", now_at=context.now() // 1000, moving_to=None, connection_id=None)
    return _view(context, _simulation(context))


@post("/demo/move", operation_id="move_demo", **MANAGE, status_code=202)
def move_demo(context: NeedsContext, data: JSONBody[DemoMove]) -> DemoView:
    """Let time go on, with all that happens meanwhile. It takes some seconds: `moving_to` says until when."""
    simulation = _simulation(context)
    with _reached():
        simulation.move(data.hours * 3_600 * SECOND)
    return _view(context, simulation)


@get("/demo/codes", operation_id="list_demo_codes", **MANAGE)
def list_demo_codes(context: NeedsContext) -> DemoCodes:
    """Newest first."""
    with _reached():
        found = _simulation(context).codes()
    return DemoCodes(
        [
            msgspec.convert(msgspec.structs.asdict(one) | {"created_at": one.created_at * 1000}, DemoCode)
            for one in found
        ]
    )


@post("/demo/scan", operation_id="scan_demo_code", **MANAGE, status_code=200)
def scan_demo_code(context: NeedsContext, data: JSONBody[DemoCrowd]) -> DemoOutcomes:
    """People scan a code now. 400 simulation_refused: there is no such code any more."""
    with _reached():
        done = _simulation(context).scan(data.config_id, data.people, min(data.friends, data.people))
    return DemoOutcomes(done.friends, done.outcomes)


@get("/demo/app", operation_id="show_demo_app", **MANAGE)
def show_demo_app(context: NeedsContext) -> DemoApp:
    """For setting up a connection to it by hand."""
    with _reached():
        return msgspec.convert(credentials(_simulation(context).told), DemoApp)


@post("/demo/callback", operation_id="enter_demo_callback", **MANAGE, status_code=200)
def enter_demo_callback(context: NeedsContext) -> DemoCallback:
    """Enter the connection's callback over there, as its administrator would; it is checked as WeCom checks it."""
    with _reached():
        why = _simulation(context).enter(context.state, Secrets(context.home), context.own_address + PREFIX)
    return DemoCallback(why or None)


def _simulation(context: Context) -> Simulation:
    if context.simulation is None:
        raise not_found("demo")
    return context.simulation


@contextmanager
def _reached() -> Generator[None]:
    try:
        yield
    except YutangError as wrong:
        status = {"simulation_away": 503, "simulation_refused": 400}.get(wrong.code, 409)
        params: dict[str, Any] = wrong.params
        raise Problem(status, wrong.code, **params) from None


def _view(context: Context, simulation: Simulation) -> DemoView:
    found = simulation.standing(context.state)
    return DemoView(
        state=found.state, now_at=found.now // 1000, connection_id=found.connection_id,
        moving_to=None if found.moving_to is None else found.moving_to // 1000,
    )  # fmt: skip


routes = [show_demo, move_demo, list_demo_codes, scan_demo_code, show_demo_app, enter_demo_callback]

"""What rules may name, as handlers ask for it."""

from yutang.checkup.model import Advice, State
from yutang.engine import World
from yutang.segments.saved.world import world
from yutang.web.context import Context

STATES, ADVICE = frozenset(map(str, State)), frozenset(map(str, Advice))


def make_world(context: Context) -> World:
    """As of now."""
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        return world(conn, cursor, context.ledger.zone, states=STATES, advice=ADVICE)

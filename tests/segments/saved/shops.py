"""A shop with a boss: people come, write and buy; segments are made and swept in words."""

from collections.abc import Iterable
from typing import Any

from tests.accounts.people import person

from ledger.batch import DAY, START, table
from yutang.accounts.model import Viewer
from yutang.engine import Rule
from yutang.engine.rule import Did, Fact, Last
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.segments.saved import actions, blob, store
from yutang.segments.saved.sweep import Swept, sweep
from yutang.segments.saved.world import world

NOW = START + 100 * DAY


def wrote(days: int = 30, times: int = 1) -> Did:
    """Who wrote so many times lately."""
    return Did(Fact("message.sent"), at_least=times, window=Last(days))


class Shop:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.boss, self._batches = ledger, person(ledger.state, "boss"), 0

    def take(self, *sightings: tuple[Kind, int, dict[str, Any]]) -> None:
        self._batches += 1
        self.ledger.take(f"b{self._batches}", "test", "wecom", table(*sightings), now=NOW)

    def say(self, *who: str, at: int = NOW - DAY) -> None:
        told = {"group": "g1", "role": Role.PERSON}
        self.take(*((Kind.MESSAGE_SENT, at, {"actor": one, "text": f"{one} at {at}", **told}) for one in who))

    def meet(self, *who: str) -> None:
        self.take(*((Kind.IDENTITY_SEEN, START, {"actor": one, "role": Role.PERSON}) for one in who))

    def id(self, who: str) -> int:
        return self.ledger.analytics.rows("select id from identity where external_id = ?", [who])[0][0]

    def names(self, ids: Iterable[int]) -> set[str]:
        known = dict(self.ledger.analytics.rows("select id, external_id from identity"))
        return {known[one] for one in ids}

    def make(self, rule: Rule, name: str = "写过话", viewer: Viewer | None = None, **more: Any) -> int:
        draft = actions.Draft(name=name, rule=rule, **more)
        known = self.world()
        return self.ledger.state.write(
            lambda conn: actions.create(conn, draft, known, viewer=viewer or self.boss, now=NOW)
        )

    def edit(self, segment_id: int, rule: Rule, seen: int) -> int:
        known = self.world()
        return self.ledger.state.write(
            lambda conn: actions.edit(
                conn, segment_id, rule, known, note="", seen=seen, viewer=self.boss, now=NOW
            )
        )

    def world(self):
        with self.ledger.state.read() as conn, self.ledger.analytics.cursor() as cursor:
            return world(conn, cursor, self.ledger.zone)

    def sweep(self, segment_id: int, now: int = NOW, **more: Any) -> Swept:
        return sweep(self.ledger, segment_id, now=now, **more)

    def members(self, segment_id: int) -> set[str]:
        """From analytics; they are those of State."""
        rows = self.ledger.analytics.rows(
            "select customer_id from segment_member where segment_id = ?", [segment_id]
        )
        return self.names(row[0] for row in rows)

    def kept(self, segment_id: int) -> list[int]:
        """From State."""
        with self.ledger.state.read() as conn:
            packed = store.ids_of(conn, segment_id)
        assert packed is not None
        return blob.unpack(packed)["customer_id"].to_pylist()

    def standing(self, segment_id: int):
        with self.ledger.state.read() as conn:
            return store.standings(conn, [segment_id])[segment_id]

    def said(self, segment_id: int) -> list[tuple[str, str, int]]:
        """What was recorded: (who, entered or left, version)."""
        rows = self.ledger.analytics.rows(
            "select i.external_id, f.kind, f.amount from fact f join identity i on i.id = f.identity_id"
            " where f.kind in (23, 24) and f.object_id = ? order by f.id, f.kind", [segment_id],
        )  # fmt: skip
        return [(who, "entered" if kind == Kind.SEGMENT_ENTERED else "left", n) for who, kind, n in rows]

"""A brand whose staff hand over; time is the fake's. Nothing runs by itself: `work()` does what the job would."""

from typing import Any

from tests.accounts.people import person
from tests.connections.wecom.conftest import World

from fakecom.people import befriend
from yutang.accounts.model import Viewer
from yutang.handover import items, jobs, listing, planning, store
from yutang.handover.desk import Desk
from yutang.handover.listing import Line, Shown, Which
from yutang.handover.model import Thing
from yutang.handover.planning import Wish

DAY = 86_400


class Tenant:
    def __init__(self, world: World) -> None:
        self.world, self.fake, self.ledger = world, world.fake, world.ledger
        self.boss = person(self.ledger.state, "boss")
        self.desk = Desk(tools=world.tools)
        befriend(self.fake, "li", *(f"wm{n:03}" for n in range(10)))

    def now(self) -> int:
        return self.world.now()

    def id(self, ref: str) -> int:
        return self.ledger.analytics.rows("select id from identity where external_id = ?", [ref])[0][0]

    def group(self, ref: str) -> int:
        return self.ledger.analytics.rows("select id from customer_group where external_id = ?", [ref])[0][0]

    def resign(self, userid: str = "li") -> None:
        """They leave, and that is learned."""
        self.fake.ctl(f"member/{userid}/resign")
        self.world.sync("staff", "unassigned")

    def wish(self, *to: str, giver: str = "li", **more: Any) -> Wish:
        return Wish(giver=self.id(giver), receivers=tuple(self.id(one) for one in to), **more)

    def plan(self, *to: str, viewer: Viewer | None = None, **more: Any) -> int:
        wish = self.wish(*to, **more)
        return planning.create(self.ledger, wish, viewer=viewer or self.boss, now=self.now())

    def confirm(self, id_: int, viewer: Viewer | None = None) -> None:
        seen = self.line(id_).handover.digest
        planning.confirm(self.ledger, id_, seen, viewer=viewer or self.boss, now=self.now())

    def begin(self, *to: str, **more: Any) -> int:
        id_ = self.plan(*to, **more)
        self.confirm(id_)
        return id_

    def cancel(self, id_: int) -> None:
        now = self.now()
        self.ledger.state.write(lambda conn: planning.cancel(conn, id_, viewer=self.boss, now=now))

    def work(self) -> int:
        return jobs.run(self.desk)

    def pass_time(self, seconds: float) -> None:
        self.fake.pass_time(seconds)

    def until(self, id_: int, *, hours: int = 72) -> None:
        """The job by the clock, until the hand-over has ended."""
        for _ in range(hours * 2):
            self.work()
            if self.line(id_).handover.ended_at is not None:
                return
            self.pass_time(1_800)
        raise AssertionError(f"it never ends: {self.sums(id_)}")

    def line(self, id_: int) -> Line:
        with self.ledger.state.read() as conn, self.ledger.analytics.cursor() as cursor:
            return listing.whole(conn, cursor, id_, self.boss)

    def sums(self, id_: int) -> dict[str, int]:
        """Of customers, by state; they add up."""
        found = self.line(id_).customers
        assert sum(found.states.values()) == found.all
        assert sum(found.excluded.values()) == found.states.get("excluded", 0)
        return found.states

    def rooms(self, id_: int) -> dict[str, int]:
        return self.line(id_).groups.states

    def page(self, id_: int, thing: Thing = Thing.CUSTOMER, viewer: Viewer | None = None) -> list[Shown]:
        with self.ledger.state.read() as conn, self.ledger.analytics.cursor() as cursor:
            who = viewer or self.boss
            return listing.page(conn, cursor, id_, who, Which(thing=thing), after=0, limit=1_000)

    def batches(self, id_: int) -> list[store.Batch]:
        with self.ledger.state.read() as conn:
            rows = conn.exec_driver_sql(
                f"select id from handover_batch where handover_id = {id_} order by id"
            )
            return [found for (one,) in rows if (found := store.batch(conn, one)) is not None]

    def moving(self) -> set[int]:
        with self.ledger.state.read() as conn:
            return items.moving(conn, Thing.CUSTOMER)

    def follows(self) -> dict[str, set[str]]:
        """Who follows whom here, by member."""
        found: dict[str, set[str]] = {}
        sql = """select s.external_id, p.external_id from relation r join identity s on s.id = r.staff_id
          join identity p on p.id = r.identity_id where r.ended is null"""
        for staff, customer in self.ledger.analytics.rows(sql):
            found.setdefault(staff, set()).add(customer)
        return found

    def tasks(self) -> list[tuple[str, str, str]]:
        """(kind, source id, state) of all tasks."""
        with self.ledger.state.read() as conn:
            rows = conn.exec_driver_sql("select kind, source_id, state from task order by id")
            return [tuple(row) for row in rows]

    def asked(self) -> int:
        """Hand-overs that the platform ever began."""
        from fakecom.people import corp_in

        return len(corp_in(self.fake).transfers)

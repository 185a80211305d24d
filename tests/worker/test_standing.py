"""The job "standing" on a real ledger and both databases: stages and tiers recorded once, whoever is killed when."""

from typing import Any

import pytest
from tests.segments.saved.shops import NOW, Shop, wrote

from ledger.batch import DAY
from worker.lanes import NOW as LANES
from worker.lanes import Lanes, one, until
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.engine.rule import InSegment
from yutang.kit import jobs
from yutang.kit.jobs import JobState
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.segments.layers import actions, store
from yutang.segments.layers import sweep as layer_sweep
from yutang.segments.layers.model import LayerDraft, ProposalState, TierDraft
from yutang.segments.lifecycle import sweep as stage_sweep
from yutang.segments.lifecycle.model import Stage
from yutang.segments.saved import store as segments
from yutang.worker import standing as module
from yutang.worker.standing import order_if_unmade, standing

LATER = LANES + 100 * DAY  # the lanes' own clock: what is put in is due
NONE = {"swept": 0, "superseded": 0, "failed": 0, "placed": 0, "proposed": 0, "lapsed": 0}


class Office(Shop):
    """A shop whose job runs when told, in a real lane."""

    def run(self, now: int = NOW) -> dict[str, Any]:
        with self.lanes(now) as lanes:
            job = lanes.ended(lanes.put("standing", lane="short"))
        assert (job.state, job.error) == (JobState.DONE, None)
        return job.result

    def lanes(self, now: int = NOW) -> Lanes:
        board = Board(self.ledger, Assumptions())
        return Lanes(
            self.ledger.state, {"standing": standing(self.ledger, board, lambda: now)}, lambda: LATER
        )

    def layer(self, *tiers: TierDraft, name: str = "说话分层", layer_id: int | None = None) -> int:
        draft, known = LayerDraft(name=name, tiers=list(tiers)), self.world()
        made = self.ledger.state.write(
            lambda conn: actions.define(conn, draft, known, viewer=self.boss, now=NOW, layer_id=layer_id)
        )
        assert isinstance(made, int)
        return made

    def stages(self) -> dict[str, Stage]:
        rows = self.ledger.analytics.rows(
            "select i.external_id, s.stage from standing s join identity i on i.id = s.customer_id"
        )
        return {who: Stage(stage) for who, stage in rows}

    def tiers(self) -> dict[str, int]:
        rows = self.ledger.analytics.rows(
            "select i.external_id, t.tier_id from tier_member t join identity i on i.id = t.customer_id"
        )
        return dict(rows)

    def recorded(self, kind: Kind) -> int:
        return self.ledger.analytics.rows("select count(*) from fact where kind = ?", [int(kind)])[0][0]

    def proposals(self, layer_id: int) -> list[tuple[int, int | None]]:
        with self.ledger.state.read() as conn:
            found = store.listed(conn, layer_id, ProposalState.OPEN)
        return [(one.from_tier, one.to_tier) for one in found]


@pytest.fixture
def office(ledger: Ledger) -> Office:
    """Ann and Bo have written, Bo more than once; Cy is only known."""
    here = Office(ledger)
    here.say("ann", "bo")
    here.say("bo", at=NOW - 2 * DAY)
    here.meet("cy")
    return here


@pytest.fixture
def ladder(office: Office) -> tuple[int, int, int]:
    """(layer, low, high): who wrote, and who wrote twice, within 30 days."""
    layer = office.layer(TierDraft(name="说过", rule=wrote(30)), TierDraft(name="常说", rule=wrote(30, 2)))
    with office.ledger.state.read() as conn:
        low, high = (tier.id for tier in actions.one(conn, layer).tiers)
    return layer, low, high


def test_everybody_stands_and_is_placed_and_twice_is_once(
    office: Office, ladder: tuple[int, int, int]
) -> None:
    layer, low, high = ladder
    assert office.run() == NONE | {"customers": 3, "changed": 3, "swept": 1, "placed": 2}
    assert office.stages() == {"ann": Stage.INTERACTING, "bo": Stage.INTERACTING, "cy": Stage.STRANGER}
    assert office.tiers() == {"ann": low, "bo": high}
    batches = office.ledger.watermark()
    assert office.run() == NONE | {"customers": 3, "changed": 0, "swept": 1}
    assert office.ledger.watermark() == batches  # nothing to record is no batch
    assert (office.recorded(Kind.STAGE_CHANGED), office.recorded(Kind.TIER_CHANGED)) == (3, 2)
    assert office.proposals(layer) == []


def test_a_change_of_tier_is_proposed_and_moves_nobody(office: Office, ladder: tuple[int, int, int]) -> None:
    layer, low, high = ladder
    office.run()
    office.say("ann", at=NOW - DAY // 2)
    later = NOW + DAY
    assert office.run(later) == NONE | {"customers": 3, "changed": 0, "swept": 1, "proposed": 1}
    assert office.proposals(layer) == [(low, high)]
    assert office.tiers()["ann"] == low
    assert office.run(later + DAY)["proposed"] == 0
    assert office.run(NOW + 40 * DAY)["lapsed"] == 1  # all is silent: to go up is asked for no more
    assert sorted(office.proposals(layer), key=str) == [(low, None), (high, None)]


@pytest.mark.parametrize("what", ["stages", "tiers"])
def test_killed_when_recorded_and_not_shown_the_next_run_shows_it(
    office: Office, ladder: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    cut = (stage_sweep, "adopt") if what == "stages" else (layer_sweep, "hold")

    def killed(*_: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as cutting:
        cutting.setattr(*cut, killed)
        with office.lanes() as lanes:
            assert lanes.ended(lanes.put("standing", lane="short")).state is JobState.FAILED
    kind, count = (Kind.STAGE_CHANGED, 3) if what == "stages" else (Kind.TIER_CHANGED, 2)
    assert office.recorded(kind) == count
    assert office.tiers() == {}
    office.run()
    assert office.recorded(kind) == count
    assert (len(office.stages()), len(office.tiers())) == (3, 2)
    assert office.proposals(ladder[0]) == []


def test_a_layer_changed_while_it_is_counted_is_left_to_the_next_run(
    office: Office, ladder: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, low, _ = ladder
    plain = layer_sweep.plan

    def changing(*args: object) -> object:
        asked = plain(*args)
        monkeypatch.setattr(layer_sweep, "plan", plain)
        office.layer(TierDraft(name="只此一级", rule=wrote(30), id=low), layer_id=layer)
        return asked

    monkeypatch.setattr(layer_sweep, "plan", changing)
    assert office.run() == NONE | {"customers": 3, "changed": 3, "superseded": 1}
    assert (office.recorded(Kind.TIER_CHANGED), office.tiers()) == (0, {})
    assert office.run()["placed"] == 2
    assert office.tiers() == {"ann": low, "bo": low}


def test_a_layer_out_of_use_holds_nobody(office: Office, ladder: tuple[int, int, int]) -> None:
    office.run()
    office.ledger.state.write(lambda conn: actions.retire(conn, ladder[0], viewer=office.boss, now=NOW))
    assert office.run()["swept"] == 0
    assert office.tiers() == {}


def test_a_layer_whose_rule_went_wrong_fails_alone(office: Office, ladder: tuple[int, int, int]) -> None:
    segment = office.make(wrote(30))
    office.layer(TierDraft(name="人群里的", rule=InSegment(segment)), name="另一种")
    # The API refuses to archive what a layer asks for; a restored backup may hold it all the same.
    office.ledger.state.write(lambda conn: segments.change(conn, segment, {"archived_at": NOW}))
    told = office.run()
    assert (told["failed"], told["swept"], told["placed"]) == (1, 1, 2)


def test_cancelled_between_two_layers_it_goes_on_behind_the_first(
    office: Office, ladder: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = office.layer(TierDraft(name="说过", rule=wrote(7)), name="最近")
    state, plain, swept = office.ledger.state, module.sweep, []

    def stopping(ledger: Ledger, layer_id: int, **more: Any) -> Any:
        swept.append(layer_id)
        if len(swept) == 1:
            with state.read() as conn:
                (job,) = jobs.listed(conn, kinds=["standing"])
            state.write(lambda conn: jobs.cancel(conn, job.id, now=NOW))
        return plain(ledger, layer_id, **more)

    monkeypatch.setattr(module, "sweep", stopping)
    with office.lanes() as lanes:
        id_ = lanes.put("standing", lane="short")
        lanes.ended(id_, JobState.CANCELLED)
        state.write(lambda conn: jobs.resume(conn, id_, now=NOW))
        lanes.workers.wake()
        ended = lanes.ended(id_, JobState.DONE, JobState.FAILED)
    assert (ended.state, ended.done, ended.total) == (JobState.DONE, 4, 4)
    assert sorted(set(swept)) == sorted({ladder[0], other})
    assert office.recorded(Kind.TIER_CHANGED) == 4
    assert one(state, id_).result["customers"] == 3


def test_after_a_rebuild_it_is_ordered_and_makes_the_same_again(
    office: Office, ladder: tuple[int, int, int]
) -> None:
    order_if_unmade(office.ledger, now=NOW)  # nothing was ever recorded
    office.run()
    order_if_unmade(office.ledger, now=NOW)  # and all stands
    with office.ledger.state.read() as conn:
        assert [job.state for job in jobs.listed(conn, kinds=["standing"])] == [JobState.DONE]
    before = office.stages(), office.tiers()
    office.ledger.rebuild()
    assert (office.stages(), office.tiers()) == ({}, {})
    order_if_unmade(office.ledger, now=NOW)
    with office.lanes() as lanes, office.ledger.state.read() as conn:
        job = lanes.ended(jobs.listed(conn, kinds=["standing"])[0].id)
    assert (job.state, job.result["changed"]) == (JobState.DONE, 0)
    assert (office.stages(), office.tiers()) == before


def test_stopped_while_stages_are_counted_nothing_has_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, plain = office.ledger.state, module.restand

    def stopping(ledger: Ledger, **more: Any) -> Any:
        with state.read() as conn:
            (job,) = jobs.listed(conn, kinds=["standing"])
        state.write(lambda conn: jobs.cancel(conn, job.id, now=NOW))
        until(more["cancelled"])
        return plain(ledger, **more)

    monkeypatch.setattr(module, "restand", stopping)
    with office.lanes() as lanes:
        job = lanes.ended(lanes.put("standing", lane="short"))
    assert job.state is JobState.CANCELLED
    assert (office.recorded(Kind.STAGE_CHANGED), office.stages()) == (0, {})

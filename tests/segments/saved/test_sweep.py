"""Sweeps and their laws: sweep = rebuild, twice = once, order does not matter, whoever is newer wins."""

import itertools
import threading

import pytest
from tests.segments.saved.shops import NOW, Shop, wrote

from ledger.batch import DAY, START, table
from yutang.engine.rule import All, InSegment, Not, Sample
from yutang.engine.steps import Cancelled
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.record import acts
from yutang.segments.saved import mirror, store
from yutang.segments.saved import sweep as sweeping
from yutang.segments.saved.sweep import Outcome, Swept, due


def test_a_sweep_finds_who_qualifies_and_records_who_came(shop: Shop) -> None:
    shop.say("ann", "bo")
    shop.meet("cy")
    made = shop.make(wrote())
    assert shop.sweep(made) == Swept(outcome=Outcome.SWEPT, entered=2)
    assert shop.members(made) == shop.names(shop.kept(made)) == {"ann", "bo"}
    assert sorted(shop.said(made)) == [("ann", "entered", 1), ("bo", "entered", 1)]
    standing = shop.standing(made)
    assert (standing.members, standing.entered, standing.left, standing.moved_at) == (2, 2, 0, NOW)


def test_who_came_and_left_are_told_with_what_the_answer_rests_on(shop: Shop) -> None:
    def batches() -> int:
        return shop.ledger.analytics.rows("select max(id) from batch")[0][0]

    shop.say("ann", at=NOW - 20 * DAY)
    made, first = shop.make(wrote(30)), batches()
    shop.sweep(made)
    shop.edit(made, wrote(7), 1)
    shop.say("bo")
    second = batches()
    shop.sweep(made)
    rows = shop.ledger.analytics.rows(
        "select kind, amount, props::json ->> '$.watermark' from fact where object_id = ? and kind in (23, 24)"
        " order by amount, kind", [made],
    )  # fmt: skip
    assert rows == [
        (Kind.SEGMENT_ENTERED, 1, str(first)), (Kind.SEGMENT_ENTERED, 2, str(second)),
        (Kind.SEGMENT_LEFT, 2, str(second)),
    ]  # fmt: skip
    assert first < second


def test_who_no_longer_qualifies_leaves(shop: Shop) -> None:
    shop.say("ann", at=NOW - 20 * DAY)
    shop.say("bo")
    made = shop.make(wrote(30))
    shop.sweep(made)
    assert shop.sweep(made, NOW + 15 * DAY) == Swept(outcome=Outcome.SWEPT, left=1)
    assert shop.members(made) == {"bo"}
    assert shop.said(made)[-1] == ("ann", "left", 1)


def test_twice_is_once(shop: Shop) -> None:
    shop.say("ann")
    made = shop.make(wrote())
    shop.sweep(made)
    told = shop.said(made)
    assert shop.sweep(made).outcome is Outcome.UNCHANGED
    assert shop.said(made) == told
    assert shop.standing(made).entered == 1  # the last that moved somebody stays told


def test_nothing_is_asked_again_until_something_that_is_read_has_moved(shop: Shop) -> None:
    shop.say("ann")
    made = shop.make(wrote(30))
    shop.sweep(made)
    assert shop.sweep(made, NOW + 60_000_000).outcome is Outcome.UNCHANGED
    shop.take((Kind.GROUP_JOINED, NOW - DAY, {"group": "g1", "actor": "ann", "role": Role.PERSON}))
    unread = shop.sweep(made, NOW + 120_000_000).outcome  # the rule reads no seats
    shop.say("bo")
    assert (unread, shop.sweep(made, NOW + 180_000_000)) == (
        Outcome.UNCHANGED, Swept(outcome=Outcome.SWEPT, entered=1),
    )  # fmt: skip
    assert shop.sweep(made, NOW + DAY).outcome is Outcome.SWEPT  # the window's edge is another day


def test_a_sweep_gives_what_a_rebuild_gives(shop: Shop) -> None:
    shop.say("ann", "bo")
    made, other = shop.make(wrote()), shop.make(Not(wrote()), "没写过话")
    shop.meet("cy")
    for one in (made, other):
        shop.sweep(one)
    before = {one: shop.members(one) for one in (made, other)}
    told = shop.said(made)
    shop.ledger.rebuild()
    mirror.level_all(shop.ledger)
    assert {one: shop.members(one) for one in (made, other)} == before
    assert shop.said(made) == told
    shop.ledger.derive(lambda cursor: cursor.execute("delete from segment_member"))
    assert mirror.level_all(shop.ledger) == 2
    assert {one: shop.members(one) for one in (made, other)} == before
    assert mirror.level_all(shop.ledger) == 0


def test_the_order_of_sweeps_does_not_matter(shop: Shop) -> None:
    """A segment that asks for another one puts its rule in place, so it needs no sweep before it."""
    shop.say("ann", "bo")
    shop.meet("cy", "di")
    base = shop.make(wrote())
    rest = shop.make(Not(InSegment(base)), "其他人")
    both = shop.make(All([InSegment(base), InSegment(rest)]), "两边")
    found = []
    for order in itertools.permutations((base, rest, both)):
        for one in order:
            shop.sweep(one)
        found.append([shop.members(one) for one in (base, rest, both)])
    assert found == [[{"ann", "bo"}, {"cy", "di"}, set()]] * 6


def test_one_batch_of_facts_or_many_is_the_same(shop: Shop) -> None:
    made = shop.make(wrote(times=2))
    for at in (NOW - 2 * DAY, NOW - DAY):
        for who in ("ann", "bo", "cy"):
            shop.say(who, at=at)
            shop.sweep(made)
    assert shop.members(made) == {"ann", "bo", "cy"}
    assert sorted(shop.said(made)) == [(who, "entered", 1) for who in ("ann", "bo", "cy")]


def test_a_version_published_meanwhile_discards_the_result(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.say("ann")
    made = shop.make(wrote())
    plain = sweeping._answer

    def slow(*told):
        shop.edit(made, wrote(7), 1)
        monkeypatch.setattr(sweeping, "_answer", plain)
        return plain(*told)

    monkeypatch.setattr(sweeping, "_answer", slow)
    assert shop.sweep(made).outcome is Outcome.SUPERSEDED
    assert (shop.said(made), shop.members(made)) == ([], set())
    assert shop.sweep(made) == Swept(outcome=Outcome.SWEPT, entered=1)
    assert shop.said(made) == [("ann", "entered", 2)]


def test_of_two_sweeps_at_once_one_counts(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.say("ann")
    made = shop.make(wrote())
    meeting, plain, ended = threading.Barrier(2), sweeping._answer, []

    def together(*told):
        answer = plain(*told)
        meeting.wait(20)
        return answer

    monkeypatch.setattr(sweeping, "_answer", together)
    pair = [threading.Thread(target=lambda: ended.append(shop.sweep(made).outcome)) for _ in range(2)]
    for one in pair:
        one.start()
    for one in pair:
        one.join()
    assert sorted(ended) == [Outcome.SUPERSEDED, Outcome.SWEPT]
    assert shop.said(made) == [("ann", "entered", 1)]


def test_a_cancelled_sweep_changes_nothing(shop: Shop) -> None:
    shop.say("ann")
    made = shop.make(wrote())
    with pytest.raises(Cancelled):
        shop.sweep(made, cancelled=lambda: True)
    assert (shop.said(made), shop.members(made)) == ([], set())
    assert shop.sweep(made).entered == 1


def test_merged_people_neither_leave_nor_enter(shop: Shop) -> None:
    shop.say("ann", "bo")
    made = shop.make(wrote())
    shop.sweep(made)
    linked = {"kind": Kind.IDENTITY_LINKED, "happened": NOW, "identity_id": shop.id("ann"),
              "object_id": shop.id("bo"), "amount": 1, "props": '{"by":"user"}'}  # fmt: skip
    shop.ledger.record(acts([linked]), origin="console", now=NOW)
    told = shop.said(made)
    assert shop.sweep(made) == Swept(outcome=Outcome.SWEPT)
    assert len(shop.kept(made)) == 1
    assert shop.said(made) == told


def test_who_is_erased_while_a_sweep_runs_is_gone_afterwards(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased between the answer and its keeping: the list may still hold a bare number; the mirror never does, and
    the next sweep drops it without a word about them."""
    shop.say("ann", "bo")
    made = shop.make(wrote())
    ann, plain = shop.id("ann"), sweeping._answer

    def erased(*told):
        answer = plain(*told)
        monkeypatch.setattr(sweeping, "_answer", plain)
        for one, column in (("identity", "id"), ("customer", "id"), ("fact", "customer_id")):
            shop.ledger.derive(
                lambda cursor, t=one, c=column: cursor.execute(f"delete from {t} where {c} = {ann}")
            )
        return answer

    monkeypatch.setattr(sweeping, "_answer", erased)
    shop.sweep(made)
    assert shop.members(made) == {"bo"}
    shop.ledger.record(
        acts([{"kind": Kind.CUSTOMER_ERASED, "happened": NOW, "object_id": 1}]), origin="x", now=NOW
    )
    assert shop.sweep(made).outcome is Outcome.SWEPT
    assert shop.names(shop.kept(made)) == {"bo"}
    assert ann not in shop.kept(made)


def test_a_rule_that_went_bad_is_told_and_the_members_stay(shop: Shop) -> None:
    shop.say("ann")
    base = shop.make(wrote())
    made = shop.make(InSegment(base), "引用")
    shop.sweep(made)
    shop.ledger.state.write(
        lambda conn: store.change(conn, base, {"archived_at": NOW})
    )  # behind the actions' back
    assert shop.sweep(made).outcome is Outcome.FAILED
    assert shop.standing(made).error == {"code": "fault.unknown_segment", "params": {"name": base}}
    assert shop.members(made) == {"ann"}
    shop.ledger.state.write(lambda conn: store.change(conn, base, {"archived_at": None}))
    assert shop.sweep(made).outcome is Outcome.SWEPT
    assert shop.standing(made).error is None


def test_an_undone_import_is_seen(shop: Shop) -> None:
    made = shop.make(wrote())
    shop.say("bo")
    row = (
        Kind.MESSAGE_SENT,
        NOW - DAY,
        {"actor": "ann", "group": "g1", "text": "hello there", "role": Role.PERSON},
    )
    shop.ledger.take("undo me", "test", "wecom", table(row), now=NOW, run=7)
    shop.sweep(made)
    assert shop.members(made) == {"ann", "bo"}
    shop.ledger.undo(7, now=NOW)
    shop.sweep(made)
    assert shop.members(made) == {"bo"}


def test_what_is_due_by_the_clock(shop: Shop) -> None:
    shop.say("ann")
    hourly = shop.make(wrote(), "每小时", refresh="hourly")
    daily = shop.make(wrote(), "每天", refresh="daily")
    manual = shop.make(wrote(), "手动", refresh="manual")

    def asked(now: int) -> list[int]:
        with shop.ledger.state.read() as conn:
            return sorted(due(conn, now=now, zone_=shop.ledger.zone))

    assert asked(NOW) == sorted([hourly, daily])
    for one in (hourly, daily, manual):
        shop.sweep(one)
    assert asked(NOW + 3_599_000_000) == []
    assert asked(NOW + 3_600_000_000) == [hourly]
    assert asked(NOW + DAY) == sorted([hourly, daily])


def test_a_sample_of_nobody_is_kept_as_such(shop: Shop) -> None:
    shop.meet("ann")
    made = shop.make(Sample("x", 0, 1))
    shop.sweep(made)
    assert shop.standing(made).members == len(shop.kept(made)) == len(shop.members(made))


def test_state_s_figures_begin_with_the_first_sweep(shop: Shop) -> None:
    made = shop.make(wrote())
    with shop.ledger.state.read() as conn:
        assert store.standings(conn, [made]) == {}
    assert START < NOW


@pytest.fixture
def parts(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Two facts make a batch: seven who come are four of them."""
    monkeypatch.setattr(sweeping, "MAX_ROWS", 2)
    shop.say(*"abcdefg")
    return shop


def _dies_at(monkeypatch: pytest.MonkeyPatch, shop: Shop, batch: int) -> None:
    """The process ends before the batch of that number is kept."""
    plain, count = shop.ledger.record, itertools.count(1)

    def record(*told, **more):
        if next(count) == batch:
            monkeypatch.setattr(shop.ledger, "record", plain)
            raise KeyboardInterrupt
        return plain(*told, **more)

    monkeypatch.setattr(shop.ledger, "record", record)


def test_a_sweep_of_several_batches_tells_of_everybody_once(parts: Shop) -> None:
    made = parts.make(wrote(30))
    assert parts.sweep(made) == Swept(outcome=Outcome.SWEPT, entered=7)
    assert sorted(parts.said(made)) == [(who, "entered", 1) for who in "abcdefg"]
    assert (parts.members(made), parts.names(parts.kept(made))) == (set("abcdefg"), set("abcdefg"))
    assert parts.sweep(made).outcome is Outcome.UNCHANGED
    assert parts.sweep(made, NOW + 60 * DAY) == Swept(outcome=Outcome.SWEPT, left=7)
    assert (parts.members(made), len(parts.said(made))) == (set(), 14)


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
def test_killed_between_two_batches_the_next_sweep_tells_of_the_others_once(
    parts: Shop, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    made = parts.make(wrote(30))
    _dies_at(monkeypatch, parts, batch)
    with pytest.raises(KeyboardInterrupt):
        parts.sweep(made)
    told = {who for who, _, _ in parts.said(made)}
    assert len(told) == 2 * (batch - 1)
    assert (parts.names(parts.kept(made)) if told else set()) == told  # the list holds whom the facts tell of
    assert parts.sweep(made, NOW + 1_000_000).entered == 7 - len(told)
    assert sorted(who for who, _, _ in parts.said(made)) == list("abcdefg")
    assert parts.members(made) == parts.names(parts.kept(made)) == set("abcdefg")


def test_killed_while_some_leave_and_others_come_everybody_is_told_of_once(
    parts: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = parts.make(wrote(30))
    parts.sweep(made)
    later = NOW + 40 * DAY
    parts.say("x", "y", "z", at=later - DAY)
    _dies_at(monkeypatch, parts, 3)
    with pytest.raises(KeyboardInterrupt):
        parts.sweep(made, later)
    parts.sweep(made, later + 1_000_000)
    assert parts.members(made) == parts.names(parts.kept(made)) == {"x", "y", "z"}
    said = parts.said(made)
    assert sorted(who for who, what, _ in said if what == "entered") == list("abcdefgxyz")
    assert sorted(who for who, what, _ in said if what == "left") == list("abcdefg")


def test_a_version_published_between_two_batches_wins(parts: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    made = parts.make(wrote(30))
    plain, count = parts.ledger.record, itertools.count(1)

    def record(*told, **more):
        if next(count) == 2:
            monkeypatch.setattr(parts.ledger, "record", plain)
            parts.edit(made, Not(wrote(30)), 1)
        return plain(*told, **more)

    monkeypatch.setattr(parts.ledger, "record", record)
    assert parts.sweep(made).outcome is Outcome.SUPERSEDED
    assert parts.sweep(made) == Swept(outcome=Outcome.SWEPT, left=2)
    assert (parts.members(made), len(parts.said(made))) == (set(), 4)

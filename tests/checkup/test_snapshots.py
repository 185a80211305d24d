"""Snapshots: kept one a day, thinned, read back whole, cut to what somebody may see, and never made for a request."""

import datetime as dt
import json
import threading

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checkup.tenant import BOSS, END, GROUPS, LAST, fill, operator, say, staff_id, take, talk

from ledger.batch import DAY
from yutang.accounts.model import Scope
from yutang.checkup import kept, snapshots
from yutang.checkup.kept import Snapshot
from yutang.checkup.model import Advice, State
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import OTHERS, Board
from yutang.checkup.survey import Survey, cut
from yutang.checkup.tables import checkup_snapshot
from yutang.checkup.taking import make, watermark
from yutang.engine.steps import Cancelled
from yutang.groups.store import private_chats, visible_refs
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import acts


def board(ledger: Ledger) -> Board:
    return Board(ledger, Assumptions())


@pytest.fixture(scope="module")
def made(tenant: Ledger) -> Snapshot:
    snapshot = make(tenant, Assumptions(), now=END)
    assert snapshot is not None
    return snapshot


def test_a_snapshot_comes_back_as_it_was_made(ledger: Ledger) -> None:
    fill(ledger)
    snapshot = board(ledger).take(now=END)
    again = board(ledger).newest()
    assert again is not None
    assert again == snapshot
    assert again.as_of == LAST
    assert len(again.survey.rooms) == len(GROUPS)


def test_there_is_none_without_a_group(ledger: Ledger) -> None:
    here = board(ledger)
    assert here.take(now=END) is None
    assert (here.newest(), here.standing(), here.days()) == (None, None, [])
    assert here.of(LAST, now=END) is None


def test_the_newest_of_a_day_is_kept(ledger: Ledger) -> None:
    fill(ledger)
    here = board(ledger)
    here.take(now=END)
    here.take(now=END + 5)
    newest = here.newest()
    assert newest is not None
    assert newest.made_at == END + 5
    assert here.days() == [LAST]


def test_new_facts_make_it_stale_until_it_is_taken_again(ledger: Ledger) -> None:
    fill(ledger)
    here = board(ledger)
    here.take(now=END)
    told = here.standing()
    assert told is not None
    assert (told.as_of, told.made_at, told.stale, told.last_day) == (LAST, END, False, LAST)
    take(ledger, "more", say("alive", "p1", END + DAY))
    told = here.standing()
    assert told is not None
    assert (told.stale, told.last_day) == (True, LAST + dt.timedelta(1))
    here.take(now=END + 1)
    told = here.standing()
    assert told is not None
    assert (told.stale, told.as_of) == (False, LAST + dt.timedelta(1))


def test_what_is_done_with_customers_does_not_make_it_stale(ledger: Ledger) -> None:
    fill(ledger)
    here = board(ledger)
    here.take(now=END)
    ((who,),) = ledger.analytics.rows("select min(id) from identity")
    act = {"kind": Kind.STAGE_CHANGED, "happened": END, "identity_id": who, "object_id": 3}
    assert ledger.record(acts([act]), origin="t", now=END) == 1
    told = here.standing()
    assert told is not None
    assert not told.stale


def test_a_rebuild_does_not_make_it_stale(ledger: Ledger) -> None:
    fill(ledger)
    before = watermark(ledger.analytics)
    ledger.rebuild()
    assert watermark(ledger.analytics) == before


def test_another_process_s_snapshot_is_seen(ledger: Ledger) -> None:
    fill(ledger)
    mine, theirs = board(ledger), board(ledger)
    mine.take(now=END)
    assert theirs.newest() is not None
    take(ledger, "more", say("alive", "p1", END + DAY))
    mine.take(now=END + 9)
    newest = theirs.newest()
    assert newest is not None
    assert newest.made_at == END + 9


def test_changes_between_days_are_kept_once(ledger: Ledger) -> None:
    fill(ledger)
    here = board(ledger)
    first = here.take(now=END)
    assert first is not None
    take(ledger, "wake", *talk("quiet", range(30), range(30, 36), end=END + 30 * DAY))
    for now in (1, 2):
        again = here.take(now=END + now)
        assert again is not None
    id_ = next(
        r.group_id
        for r, g in zip(first.survey.rooms, first.survey.checkup.groups, strict=True)
        if "quiet" in g.id
    )
    with ledger.state.read() as conn:
        moved = kept.moves(conn, id_)
    assert [(m.was_state, m.state, m.as_of) for m in moved] == [("dead", "alive", LAST + dt.timedelta(30))]
    assert moved[0].made_at == END + 2


def test_an_undone_import_takes_the_later_days_with_it(ledger: Ledger) -> None:
    """The last day of the data moves back: what was said of days that are gone must not stay the newest."""
    fill(ledger)
    here = board(ledger)
    here.take(now=END)
    later = make(ledger, Assumptions(), now=END, as_of=LAST + dt.timedelta(9))
    assert later is not None
    ledger.state.write(lambda conn: kept.save(conn, later))
    assert here.days() == [LAST + dt.timedelta(9), LAST]
    here.take(now=END + 1)
    assert here.days() == [LAST]


def test_when_no_group_is_left_nothing_is_shown(ledger: Ledger) -> None:
    fill(ledger)
    here = board(ledger)
    here.take(now=END)
    with ledger.analytics.transaction() as cursor:
        cursor.execute("delete from customer_group")
    assert here.take(now=END + 1) is None
    assert (here.newest(), here.days(), here.look(BOSS, None, now=END)) == (None, [], None)


def test_old_days_are_thinned_to_one_a_week() -> None:
    newest = dt.date(2026, 6, 30)
    days = [newest - dt.timedelta(n) for n in range(200)]
    left = sorted(set(days) - set(kept.thinned(days)), reverse=True)
    assert left[:90] == days[:90]
    weeks = [day.isocalendar()[:2] for day in left[90:]]
    assert len(weeks) == len(set(weeks)) == 16  # 110 days, their weeks once each
    assert kept.thinned(left) == []
    assert kept.thinned([]) == []


def test_thinning_happens_when_one_is_kept(ledger: Ledger) -> None:
    fill(ledger)
    snapshot = board(ledger).take(now=END)
    assert snapshot is not None
    old = [LAST - dt.timedelta(n) for n in range(120, 134)]
    row = {"made_at": 1, "watermark": "", "groups": 1, "blob": b"x"}
    ledger.state.write(
        lambda conn: conn.execute(sa.insert(checkup_snapshot), [row | {"as_of": d.isoformat()} for d in old])
    )
    ledger.state.write(lambda conn: kept.save(conn, snapshot))
    assert len(board(ledger).days()) in (3, 4)  # LAST, and one of each of the two or three weeks


def test_what_another_version_wrote_is_left_out(ledger: Ledger) -> None:
    fill(ledger)
    board(ledger).take(now=END)
    ledger.state.write(lambda conn: conn.execute(sa.update(checkup_snapshot).values(blob=b"no zlib")))
    assert board(ledger).newest() is None
    assert kept.unpack(kept.zlib.compress(msgspec.msgpack.encode({"other": 1}))) is None
    again = board(ledger)
    assert again.take(now=END) is not None


def test_another_day_is_made_once_and_only_a_few_are_held(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(ledger)
    here = board(ledger)
    here.take(now=END)
    asked: list[dt.date | None] = []
    real = make

    def counted(*a: object, as_of: dt.date | None = None, **k: object) -> Snapshot | None:
        asked.append(as_of)
        return real(*a, as_of=as_of, **k)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshots, "make", counted)
    days = [LAST - dt.timedelta(n) for n in range(1, OTHERS + 2)]
    for day in [*days, days[-1], LAST]:
        found = here.of(day, now=END)
        assert found is not None
        assert found.as_of == day
    assert asked == days
    here.of(days[0], now=END)  # pushed out by the others
    assert asked == [*days, days[0]]
    assert here.days() == [LAST]  # asked for, not kept


def test_a_kept_day_is_read_and_not_made(ledger: Ledger) -> None:
    fill(ledger)
    here = board(ledger)
    here.take(now=END)
    take(ledger, "more", say("alive", "p1", END + DAY))
    here.take(now=END + 7)
    before = here.of(LAST, now=END + 99)
    assert before is not None
    assert (before.as_of, before.made_at) == (LAST, END)


def test_days_outside_the_data_have_none(tenant: Ledger) -> None:
    here = board(tenant)
    assert here.of(LAST + dt.timedelta(1), now=END) is None
    assert here.of(dt.date(1999, 1, 1), now=END) is None


def test_it_can_be_stopped(tenant: Ledger) -> None:
    with pytest.raises(Cancelled):
        make(tenant, Assumptions(), now=END, cancelled=lambda: True)


def test_threads_that_ask_at_once_get_the_same(ledger: Ledger) -> None:
    fill(ledger)
    board(ledger).take(now=END)
    here, found = board(ledger), []
    threads = [threading.Thread(target=lambda: found.append(here.of(None, now=END))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(one == found[0] for one in found)


def test_the_rule_of_scope(tenant: Ledger) -> None:
    with tenant.state.read() as conn:
        assert visible_refs(conn, BOSS.scope) is None
        assert visible_refs(conn, operator(tenant, "ann").scope) == {
            "wecom:alive",
            "wecom:double",
            "wecom:quiet",
        }
        assert visible_refs(conn, Scope(everything=False)) == frozenset()
        both = frozenset({staff_id(tenant, "ann"), staff_id(tenant, "bob")})
        assert visible_refs(conn, Scope(everything=False, staff=both)) == {
            f"wecom:{name}" for name, (owner, *_) in GROUPS.items() if owner
        }
        assert private_chats(conn, BOSS.scope) == 0


def test_an_operator_s_part_is_whole_in_itself(tenant: Ledger, made: Snapshot) -> None:
    refs = {"wecom:alive", "wecom:double", "wecom:quiet"}
    ids = [
        r.group_id for r, g in zip(made.survey.rooms, made.survey.checkup.groups, strict=True) if g.id in refs
    ]
    part = cut(made.survey, refs, people=board(tenant)._people(made, ids), private_chats=0)
    assert {g.id for g in part.groups} == refs
    assert part.totals.groups == 3
    assert part.totals.people == 14  # 7 and 6, and p20; p3 to p5 are in two groups, and one each
    assert sum(part.totals.states.values()) == sum(part.totals.advice.values()) == 3
    assert [(o.name, o.groups, o.owned) for o in part.operators] == [("Ann", 3, 3)]
    assert [(b.groups, b.messages) for b in part.blasts] == [(1, 1)]
    assert part.evidence.messages == sum(g.evidence.messages for g in part.groups)


def test_the_part_of_everybody_is_the_whole(tenant: Ledger, made: Snapshot) -> None:
    whole = made.survey.checkup
    ids = [r.group_id for r in made.survey.rooms]
    part = cut(
        made.survey, {g.id for g in whole.groups}, people=board(tenant)._people(made, ids), private_chats=0
    )
    assert part == msgspec.structs.replace(whole, timings={})


def test_the_group_to_guide_people_into_is_named_and_no_more(made: Snapshot) -> None:
    part = cut(made.survey, {"wecom:shadow"}, people=0, private_chats=0)
    (shadow,) = part.groups
    assert (shadow.advice, shadow.merge_with, shadow.merge_name) == (Advice.MERGE, None, "群alive")
    both = cut(made.survey, {"wecom:shadow", "wecom:alive"}, people=0, private_chats=0)
    assert next(g for g in both.groups if g.state is State.DEAD).merge_with == "wecom:alive"


@settings(deadline=None, max_examples=60)
@given(st.sets(st.sampled_from(sorted(GROUPS))))
def test_nothing_names_a_foreign_group(made: Snapshot, mine: set[str]) -> None:
    part = cut(made.survey, {f"wecom:{name}" for name in mine}, people=0, private_chats=0)
    told = json.dumps(msgspec.to_builtins(part), ensure_ascii=False)
    assert all(f"wecom:{name}" not in told for name in set(GROUPS) - mine)
    assert part.totals.groups == len(mine)
    assert sum(o.owned for o in part.operators) == sum(GROUPS[name][0] is not None for name in mine)


def test_what_is_packed_is_small(made: Snapshot) -> None:
    blob = kept.pack(made.survey)
    assert kept.unpack(blob) == made.survey
    assert isinstance(kept.unpack(blob), Survey)
    assert len(blob) < 600 * len(made.survey.rooms)

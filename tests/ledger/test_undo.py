"""A whole import taken back: what is left is what the others said, as if it had never been."""

from types import SimpleNamespace
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from ledger.batch import DAY, NOW, START, facts, fresh, join, leave, memberships, persons, say, table, take
from yutang.customers.tables import identity
from yutang.groups.tables import customer_group, membership
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.staff.tables import house_account, staff


def bring(ledger: Ledger, run: int, *sightings: Any, part: int = 0, platform: str = "wecom") -> int | None:
    return ledger.take(f"{run}.{part}", "test", platform, table(*sightings), now=NOW, run=run)


def state(ledger: Ledger) -> list[Any]:
    """Everything State says of people and groups, by reference and not by id."""
    with ledger.state.read() as conn:
        people = {r.id: r for r in conn.execute(sa.select(identity))}
        groups = {r.id: r for r in conn.execute(sa.select(customer_group))}
        stays = conn.execute(sa.select(membership)).all()
        roles = [
            [people[i].external_id for i in conn.scalars(sa.select(t.c.identity_id))]
            for t in (staff, house_account)
        ]

    def who(id_: int | None) -> str | None:
        return people[id_].external_id if id_ is not None else None

    return [
        sorted((p.platform, p.external_id, p.name, p.name_at, p.role, p.role_rank) for p in people.values()),
        sorted((g.platform, g.external_id, g.name, g.name_at, g.private, who(g.owner_id), g.line, g.created,
                g.dismissed, g.size_limit) for g in groups.values()),
        sorted((groups[m.group_id].external_id, who(m.identity_id), m.joined or 0, m.left or 0, m.how, m.how_left,
                who(m.inviter_id)) for m in stays),
        [sorted(r) for r in roles],
    ]  # fmt: skip


def mirrors(ledger: Ledger) -> list[Any]:
    """What analytics says of people and groups."""
    return [
        ledger.analytics.rows(
            "select platform, external_id, name, name_at, role, role_rank from identity order by all"
        ),
        ledger.analytics.rows(
            "select g.platform, g.external_id, g.name, g.private, o.external_id, g.line, g.created, g.dismissed,"
            " g.size_limit from customer_group g left join identity o on o.id = g.owner_id order by all"
        ),
        memberships(ledger),
        *persons(ledger),
    ]


def whole(ledger: Ledger) -> list[Any]:
    return [facts(ledger), state(ledger), mirrors(ledger)]


def seen(group: str, at: int, name: str | None = None, **props: Any) -> tuple[Kind, int, dict[str, Any]]:
    import json

    return (Kind.GROUP_SEEN, at, {"group": group, "text": name, "props": json.dumps(props)})


A = [say("g", "u", START, "只在甲", name="甲名"), say("g", "u", START + DAY, "两边", ref="m1"), join("h", "v", START),
     seen("g", START, "甲群", owner="w", line="beauty"), seen("h", START + DAY, "只有甲", private=True)]  # fmt: skip
B = [say("g", "u", START + DAY, "两边", ref="m1"), say("g", "x", START + DAY, "乙", name="乙名", role=Role.STAFF),
     seen("g", START - DAY, "乙群", owner="x")]  # fmt: skip


def test_what_only_this_import_knew_goes(ledger: Ledger) -> None:
    bring(ledger, 1, *A)
    told = ledger.undo_preview(1)
    assert (told.facts, told.kept, told.kept_by, told.groups, told.people) == (
        5,
        0,
        [],
        ["只有甲", "甲群"],
        3,
    )
    assert ledger.undo(1, now=NOW) == told
    assert whole(ledger) == [[], [[], [], [], [[], []]], [[] for _ in mirrors(ledger)]]


def test_what_others_brought_stays_as_if_it_had_never_been(ledger: Ledger) -> None:
    bring(ledger, 1, *A)
    bring(ledger, 2, *B)
    told = ledger.undo_preview(1)
    assert (told.facts, told.kept, told.kept_by, told.groups) == (4, 1, [2], ["只有甲"])
    assert ledger.undo(1, now=NOW) == told
    left = whole(ledger)
    ledger.rebuild()
    assert whole(ledger) == left
    ledger.undo(2, now=NOW)
    bring(ledger, 3, *B)
    assert whole(ledger) == left


def test_a_fact_that_moved_once_is_kept_by_who_inherits_its_batch(ledger: Ledger) -> None:
    for run in (1, 2):
        bring(ledger, run, *B)
    of_second = ledger.watermark()
    ledger.undo(1, now=NOW)
    before = whole(ledger)
    told = ledger.undo_preview(2, {of_second: 3})
    assert (told.facts, told.kept, told.kept_by) == (0, 3, [3])
    assert ledger.undo(2, now=NOW, heirs={of_second: 3}) == told
    assert whole(ledger) == before
    assert ledger.undo(3, now=NOW).facts == 3
    assert whole(ledger)[0] == []


@pytest.mark.parametrize("role", [Role.UNKNOWN, Role.STAFF])
def test_who_keeps_every_fact_is_called_as_the_others_call_them(ledger: Ledger, role: Role) -> None:
    same = {"ref": "m1"}
    bring(ledger, 1, say("g", "u", START, "哈哈", name="甲", role=role, **same))
    bring(ledger, 2, say("g", "u", START, "哈哈", **same))
    ledger.undo(1, now=NOW)
    undone = whole(ledger)
    ((who,),) = ledger.analytics.rows("select name from customer")
    assert who is None
    ledger.rebuild()
    assert whole(ledger) == undone


def test_a_fact_goes_with_the_last_who_brought_it(ledger: Ledger) -> None:
    for run in (1, 2, 3):
        bring(ledger, run, *B)
    assert [ledger.undo(run, now=NOW).kept for run in (1, 3, 2)] == [3, 0, 0]
    assert facts(ledger) == []


def test_what_was_posted_or_has_no_run_keeps_facts_too(ledger: Ledger) -> None:
    bring(ledger, 1, *A)
    take(ledger, "no run", *B)
    assert ledger.undo(1, now=NOW).kept_by == [None]
    assert len(facts(ledger)) == 3


def test_the_same_import_can_be_brought_again(ledger: Ledger) -> None:
    bring(ledger, 1, *A)
    before = whole(ledger)
    ledger.undo(1, now=NOW)
    assert bring(ledger, 1, *A) == 5
    assert whole(ledger) == before


def test_ids_of_what_went_are_never_given_again(opened: SimpleNamespace) -> None:
    bring(opened.ledger, 1, *A)
    top = opened.ledger.analytics.rows("select max(id) from identity")[0][0]
    last = opened.ledger.watermark()
    opened.ledger.undo(1, now=NOW)
    opened.again().rebuild()
    bring(opened.ledger, 2, *A)
    assert opened.ledger.analytics.rows("select min(id) from identity")[0][0] > top
    assert opened.ledger.analytics.rows("select min(id) >> 20 from fact")[0][0] > last


def test_sealed_days_are_written_anew(opened: SimpleNamespace) -> None:
    ledger = opened.ledger
    bring(ledger, 1, *A)
    bring(ledger, 2, *B)
    ledger.seal(now=NOW)
    ledger.undo(1, now=NOW)
    left = whole(ledger)
    opened.close()
    (opened.folder / "analytics.duckdb").unlink()
    assert whole(opened.again()) == left
    assert (
        len(list(opened.ledger.folder.glob("*.parquet"))) == 2 * 3
    )  # a day without facts keeps its empty file
    assert opened.ledger.undo(2, now=NOW).facts == 3
    opened.ledger.rebuild()
    assert facts(opened.ledger) == []


def test_undone_before_and_after_sealing_it_goes_on(opened: SimpleNamespace) -> None:
    ledger = opened.ledger
    bring(ledger, 1, *A)
    bring(ledger, 2, *B, say("g", "u", NOW, "heute"))
    ledger.seal(now=NOW)
    ledger.undo(1, now=NOW)
    take(ledger, "late", say("g", "late", START + 5, "nach"))
    ledger.seal(now=NOW)
    left = whole(ledger)
    ledger.rebuild()
    assert whole(opened.again()) == left


def test_undone_in_state_and_not_in_analytics_is_mended_when_opened(opened: SimpleNamespace) -> None:
    ledger = opened.ledger
    bring(ledger, 1, *A)
    bring(ledger, 2, *B)
    held = (opened.folder / "analytics.duckdb").with_suffix(".old")
    ledger.analytics.rows("checkpoint")
    held.write_bytes((opened.folder / "analytics.duckdb").read_bytes())
    ledger.undo(1, now=NOW)
    left = whole(ledger)
    opened.close()
    held.replace(opened.folder / "analytics.duckdb")
    (opened.folder / "analytics.duckdb.wal").unlink(missing_ok=True)
    assert whole(opened.again()) == left


def test_an_undo_that_fails_is_not_begun(ledger: Ledger) -> None:
    bring(ledger, 1, *A)
    ledger.seal(now=NOW)
    before = whole(ledger)

    def fail(_: sa.Connection) -> None:
        raise YutangError("no")

    with pytest.raises(YutangError, match="no"):
        ledger.undo(1, now=NOW, also=fail)
    assert whole(ledger) == before
    assert ledger.undo(1, now=NOW).facts == 5
    assert ledger.undo(1, now=NOW).facts == 0


def test_undo_refuses_when_analytics_lost_a_fact(ledger: Ledger) -> None:
    bring(ledger, 1, *A)
    ledger.seal(now=NOW)
    with ledger.analytics.transaction() as cursor:
        cursor.execute("delete from fact where kind = 1")
    with pytest.raises(YutangError, match="analytics_behind"):
        ledger.undo(1, now=NOW)


PEOPLE, PLACES, DAYS = st.sampled_from("uvwx"), st.sampled_from("ghk"), st.integers(0, 4)


def _at(day: int) -> int:
    return START + day * DAY


def _message(group: str, who: str, day: int, word: str, name: str | None, role: Role, ref: bool) -> Any:
    # A platform's id stands for one message: the same id is always the same words of the same person.
    return say(
        group, who, _at(day), word, name=name, role=role, ref=f"{group}{who}{day}{word}" if ref else None
    )


SIGHTINGS = st.one_of(
    st.builds(_message, PLACES, PEOPLE, DAYS, st.sampled_from(["哈哈", "多少钱"]), st.sampled_from([None, "甲", "乙"]),
              st.sampled_from([Role.UNKNOWN, Role.PERSON, Role.STAFF]), st.booleans()),
    st.builds(lambda g, u, d, by: join(g, u, _at(d), related=by, props='{"how":"invited"}'), PLACES, PEOPLE, DAYS,
              st.sampled_from([None, "v", "y"])),
    st.builds(lambda g, u, d: leave(g, u, _at(d)), PLACES, PEOPLE, DAYS),
    st.builds(lambda g, u, d: (Kind.MEMBER_SEEN, _at(d), {"group": g, "actor": u}), PLACES, PEOPLE, DAYS),
    st.builds(lambda g, d, n, o, s: seen(g, _at(d), n, owner=o, size_limit=s, private=False), PLACES, DAYS,
              st.sampled_from([None, "群一", "群二"]), st.sampled_from(["u", "z"]), st.sampled_from([200, 500])),
    st.builds(lambda u, d, r, k: (Kind.IDENTITY_SEEN, _at(d), {"actor": u, "role": r, "props": f'{{"rank":{k}}}'}),
              PEOPLE, DAYS, st.sampled_from([Role.STAFF, Role.HOUSE]), st.sampled_from([1, 3])),
)  # fmt: skip
IMPORT = st.lists(st.lists(SIGHTINGS, min_size=1, max_size=6), min_size=1, max_size=2)


@pytest.mark.laws
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=IMPORT, first=IMPORT, met=st.sets(st.integers(0, 1)), second=IMPORT, sealed=st.booleans())
def test_what_the_other_found_there_is_as_if_the_other_had_brought_it(
    tmp_path_factory: pytest.TempPathFactory,
    before: Any,
    first: Any,
    met: set[int],
    second: Any,
    sealed: bool,
) -> None:
    one, other = fresh(tmp_path_factory.mktemp("one")), fresh(tmp_path_factory.mktemp("other"))
    try:
        heirs: dict[int, int] = {}
        for run, parts in ((1, before), (2, first), (3, second)):
            for part, rows in enumerate(parts):
                bring(one, run, *rows, part=part)
                inherits = run == 2 and part in met
                if inherits:
                    heirs[one.watermark()] = 3
                if run != 2 or inherits:
                    bring(other, 3 if inherits else run, *rows, part=part + 10 * run)
            if sealed and run == 2:
                one.seal(now=NOW)
                other.seal(now=NOW)
        told = one.undo_preview(2, heirs)
        assert (3 in told.kept_by) >= bool(heirs)
        assert one.undo(2, now=NOW, heirs=heirs) == told
        assert whole(one) == whole(other)
        assert one.undo_preview(3).facts == other.undo_preview(3).facts
        one.rebuild()
        assert whole(one) == whole(other)
        one.undo(3, now=NOW)
        other.undo(3, now=NOW)
        assert whole(one) == whole(other)
    finally:
        one.close()
        other.close()


@pytest.mark.laws
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=IMPORT, first=IMPORT, second=IMPORT, sealed=st.booleans())
def test_import_a_import_b_undo_a_is_import_b_alone(
    tmp_path_factory: pytest.TempPathFactory, before: Any, first: Any, second: Any, sealed: bool
) -> None:
    one, other = fresh(tmp_path_factory.mktemp("one")), fresh(tmp_path_factory.mktemp("other"))
    try:
        for ledger, runs in ((one, (1, 2, 3)), (other, (1, 3))):
            for run in runs:
                for part, rows in enumerate((before, first, second)[run - 1]):
                    bring(ledger, run, *rows, part=part)
                if sealed and run == 2:
                    ledger.seal(now=NOW)
        told = one.undo_preview(2)
        assert one.undo(2, now=NOW) == told
        assert whole(one) == whole(other)
        one.rebuild()
        assert whole(one) == whole(other)
    finally:
        one.close()
        other.close()

"""The ledger's promises: once acknowledged never lost, never doubled; analytics can always be made anew."""

import random
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from ledger.batch import DAY, NOW, SECOND, START, day, facts, join, leave, memberships, say, table, take
from yutang.kit.errors import YutangError
from yutang.ledger import store
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import MAX_ROWS, Ledger
from yutang.ledger.record import acts
from yutang.ledger.tables import inlet, sealed_day


def test_a_fact_carries_who_where_when_and_what(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "wm1", START, "怎么报名？", name="李", ref="m1"))
    assert ledger.analytics.rows(
        "select f.kind, f.day, i.name, g.external_id, f.traits & 1, p.text from fact f join identity i"
        " on i.id = f.identity_id join customer_group g on g.id = f.group_id join payload p on p.fact_id = f.id"
    ) == [(1, day(0), "李", "g", 1, "怎么报名？")]


def test_the_same_batch_key_is_taken_once(ledger: Ledger) -> None:
    assert take(ledger, "a", say("g", "u", START, "x")) == 1
    assert take(ledger, "a", say("g", "u", START + SECOND, "y")) is None


def test_the_same_message_in_another_batch_adds_nothing(ledger: Ledger) -> None:
    rows = [say("g", "u", START, "x", ref="1"), say("g", "u", START, "不带编号"), join("g", "u", START)]
    assert take(ledger, "a", *rows) == 3
    assert take(ledger, "b", *reversed(rows)) == 0


def test_equal_lines_of_one_file_are_two_and_of_two_files_are_one(ledger: Ledger) -> None:
    twice = [say("g", "u", START, "哈哈"), say("g", "u", START, "哈哈")]
    assert take(ledger, "a", *twice) == 2
    assert take(ledger, "b", *twice, file_no=1) == 0


def test_ids_of_messages_belong_to_their_chat_and_platform(ledger: Ledger) -> None:
    assert take(ledger, "a", say("g1", "u", START, "x", ref="1"), say("g2", "u", START, "x", ref="1")) == 2
    assert take(ledger, "b", say("g1", "u", START, "x", ref="1"), platform="telegram") == 1


def test_a_later_fuller_count_of_a_day_is_kept_beside_the_first(ledger: Ledger) -> None:
    count = (Kind.GROUP_COUNTED, START, {"group": "g", "amount": 5})
    fuller = (Kind.GROUP_COUNTED, START, {"group": "g", "amount": 9})
    assert take(ledger, "a", count) == 1
    assert take(ledger, "b", count, fuller) == 1


def test_what_yutang_says_itself_makes_no_data_newer(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"))
    ((identity,),) = ledger.analytics.rows("select id from identity")
    said = {"kind": Kind.STAGE_CHANGED, "happened": START + 9 * DAY, "identity_id": identity, "object_id": 3}
    assert ledger.record(acts([said]), origin="standing", now=NOW) == 1
    assert ledger.span() == (day(0), day(0))


def test_what_a_list_says_without_a_date_makes_no_data_newer(ledger: Ledger) -> None:
    """A table of customers read today gives tags and attributes of today, whatever day its brand was last heard of."""
    told = [
        (Kind.TAG_ADDED, START + 9 * DAY, {"actor": "u", "ref": "a/b"}),
        (Kind.ATTRIBUTE_SET, START + 9 * DAY, {"actor": "u", "ref": "city", "props": '{"value":"x"}'}),
        (Kind.CONSENT_GIVEN, START + 9 * DAY, {"actor": "u", "ref": "marketing"}),
    ]
    take(ledger, "list", *told)
    assert ledger.last_day() == day(9)  # there is nothing else
    take(ledger, "friends", (Kind.RELATION_BEGUN, START, {"actor": "u", "related": "s"}))
    assert ledger.span() == (day(0), day(0))
    take(ledger, "chats", say("g", "u", START + DAY, "x"))
    assert ledger.span() == (day(0), day(1))


def test_days_are_the_tenants(ledger: Ledger) -> None:
    midnight = START - START % DAY + 16 * 3600 * SECOND  # 16:00 UTC is midnight in Shanghai
    take(ledger, "a", say("g", "u", midnight - SECOND, "a"), say("g", "u", midnight, "b"))
    days = [d for (d,) in ledger.analytics.rows("select day from fact order by happened")]
    assert (days[1] - days[0]).days == 1


def test_names_follow_time_and_not_the_order_of_files(opened: SimpleNamespace) -> None:
    ledger = opened.ledger
    take(ledger, "new", say("g", "u", START + DAY, "x", name="新名"))
    take(ledger, "old", say("g", "u", START, "y", name="旧名"))
    assert ledger.analytics.rows("select name from identity") == [("新名",)]


@pytest.mark.parametrize("seed", range(4))
def test_intervals_do_not_depend_on_the_order_of_batches(opened: SimpleNamespace, seed: int) -> None:
    ledger = opened.ledger
    story = [join("g", "u", START), leave("g", "u", START + 3 * DAY), join("g", "u", START + 5 * DAY),
             leave("g", "v", START + DAY), join("g", "w", START), join("g", "w", START + 2 * DAY),
             (Kind.MEMBER_SEEN, START + 9 * DAY, {"group": "g", "actor": "x"})]  # fmt: skip
    random.Random(seed).shuffle(story)
    for number, one in enumerate(story):
        take(ledger, f"k{number}", one)
    assert memberships(ledger) == [
        ("g", "u", 0, 3), ("g", "u", 5, None), ("g", "v", None, 1), ("g", "w", 0, None), ("g", "x", None, None)
    ]  # fmt: skip


def test_a_rebuild_gives_the_same_sorted_rows(opened: SimpleNamespace) -> None:
    ledger = opened.ledger
    for n in range(5):
        take(
            ledger,
            f"k{n}",
            say("g", f"u{n}", START + n * DAY, f"第 {n} 天"),
            join("g", f"u{n}", START + n * DAY),
        )
    before = facts(ledger), memberships(ledger)
    ledger.rebuild()
    assert (facts(ledger), memberships(ledger)) == before
    ledger.seal(now=NOW)
    ledger.rebuild()
    assert (facts(ledger), memberships(ledger)) == before


def test_deleted_analytics_come_back_when_opened(opened: SimpleNamespace) -> None:
    take(opened.ledger, "a", say("g", "u", START, "x"), join("g", "u", START))
    opened.ledger.seal(now=NOW)
    take(opened.ledger, "b", say("g", "u", START + DAY, "y"))
    before = facts(opened.ledger), memberships(opened.ledger)
    opened.close()
    (opened.folder / "analytics.duckdb").unlink()
    assert (facts(opened.again()), memberships(opened.ledger)) == before


def test_sealing_moves_finished_days_and_frees_the_inlet(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"))
    take(ledger, "b", say("g", "u", NOW - SECOND, "heute"))
    assert ledger.seal(now=NOW) == [day(0).isoformat()]
    with ledger.state.read() as conn:
        rows = conn.execute(sa.select(inlet.c.key, inlet.c.blob.is_(None)).order_by(inlet.c.id)).all()
    assert [tuple(row) for row in rows] == [("a", True), ("b", False)]
    assert ledger.seal(now=NOW) == []


def test_a_late_fact_rewrites_its_sealed_day(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"))
    ledger.seal(now=NOW)
    take(ledger, "b", say("g", "v", START + SECOND, "nachgereicht"))
    ledger.seal(now=NOW)
    with ledger.state.read() as conn:
        kept = conn.execute(sa.select(sealed_day.c.facts, sealed_day.c.upto)).all()
    assert [tuple(row) for row in kept] == [(2, 2)]
    assert sorted(p.name for p in ledger.folder.iterdir()) == [
        f"{day(0)}.2.parquet", f"{day(0)}.2.texts.parquet"]  # fmt: skip
    assert ledger.rebuild() == 2


def test_what_state_applied_and_analytics_missed_is_copied_when_opened(opened: SimpleNamespace) -> None:
    take(opened.ledger, "a", say("g", "u", START, "x"))
    take(opened.ledger, "b", say("g", "v", START, "y", name="新"), join("g", "v", START))
    before = facts(opened.ledger), memberships(opened.ledger)
    with opened.ledger.analytics.transaction() as cursor:
        for sql in ("delete from batch where id = 2", "delete from fact where id >> 20 = 2",
                    "delete from payload where fact_id >> 20 = 2", "delete from identity where id > 1"):  # fmt: skip
            cursor.execute(sql)
    assert (facts(opened.again()), memberships(opened.ledger)) == before


def test_sealing_refuses_when_analytics_lost_a_fact(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"))
    with ledger.analytics.transaction() as cursor:
        cursor.execute("delete from fact")
    with pytest.raises(YutangError, match="analytics_behind"):
        ledger.seal(now=NOW)


def test_a_batch_over_the_limit_is_refused(ledger: Ledger) -> None:
    rows = table(say("g", "u", START, "x")).take([0] * (MAX_ROWS + 1))
    with pytest.raises(YutangError, match="batch_too_large"):
        ledger.take("a", "test", "wecom", rows, now=NOW)


def test_a_folder_keeps_its_zone(opened: SimpleNamespace) -> None:
    opened.ledger.state.write(lambda conn: store.remember(conn, "other", "1"))
    with pytest.raises(YutangError, match="zone_fixed"):
        Ledger(opened.ledger.state, opened.ledger.analytics, [], folder=opened.folder, zone_="UTC")


def test_recalls_point_to_the_message_they_take_back(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x", ref="m1"),
         (Kind.MESSAGE_RECALLED, START + SECOND, {"group": "g", "actor": "u", "related": "m1"}))  # fmt: skip
    assert ledger.analytics.rows(
        "select count(*) from fact r join fact m on r.object_id = m.key_lo where r.kind = 2 and m.kind = 1"
    ) == [(1,)]

"""Cases counted by hand, each where a condition turns: ties, nothing known, the microsecond of now, 29 February."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from tests.engine.oracle import EPOCH, KINDS
from tests.engine.shapes import world
from tests.engine.store import duckdb_ids, fill_duckdb, open_duckdb

from yutang.engine import compile_rule
from yutang.engine import rule as r
from yutang.ledger.marks import mark

NOW = EPOCH + dt.timedelta(days=20_512, hours=4)  # 28 February 2026, noon in Shanghai
MICROS = (NOW - EPOCH) // dt.timedelta(microseconds=1)
TICK, HOUR, DAY = dt.timedelta(microseconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
WORLD = world("Asia/Shanghai")
SAID, BOUGHT, JOINED, LEFT = (
    r.Fact(k) for k in ("message.sent", "order.placed", "group.joined", "group.left")
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_duckdb() as opened:
        yield opened


def fact(number: int, kind: str, happened: dt.datetime, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "kind": KINDS[kind],
        "happened": happened,
        "day": happened.date(),
        "customer_id": 1,
        **more,
    }


def holds(con: duckdb.DuckDBPyConnection, rule: r.Rule, **tables: list[dict[str, Any]]) -> bool:
    """For the only customer, 1."""
    fill_duckdb(con, {"customer": [{"id": 1, "since": NOW - 9 * DAY, "people": 1}], **tables})
    return duckdb_ids(con, compile_rule(rule, WORLD, now=MICROS)) == {1}


def test_of_two_in_one_microsecond_the_smaller_id_is_first(con: duckdb.DuckDBPyConnection) -> None:
    facts = [fact(n, "order.placed", NOW - DAY, amount=10 * n) for n in (2, 1, 3)]
    first, last = (r.Amount(BOUGHT, which, 10, 10) for which in ("first", "last"))
    assert holds(con, first, fact=facts)
    assert not holds(con, last, fact=facts)
    assert holds(con, r.Amount(BOUGHT, "last", 30, 30), fact=facts)


def test_a_first_amount_that_is_not_known_is_none(con: duckdb.DuckDBPyConnection) -> None:
    facts = [fact(1, "order.placed", NOW - DAY), fact(2, "order.placed", NOW - HOUR, amount=5)]
    assert not holds(con, r.Amount(BOUGHT, "first", at_most=9), fact=facts)
    assert holds(con, r.Amount(BOUGHT, "min", 5, 5), fact=facts)


def test_rows_of_one_order_are_one_and_rows_of_none_are_one_each(con: duckdb.DuckDBPyConnection) -> None:
    facts = [
        fact(n, "order.placed", NOW - DAY, object_id=object_)
        for n, object_ in enumerate([7, 7, None, None], 1)
    ]
    assert holds(con, r.Did(BOUGHT, 3, 3), fact=facts)
    assert holds(con, r.Did(BOUGHT, 4, 4, of="fact"), fact=facts)


def test_cancelled_and_foreign_orders_count_only_when_asked_for(con: duckdb.DuckDBPyConnection) -> None:
    facts = [
        fact(1, "order.placed", NOW - DAY, amount=5, traits=256),
        fact(2, "order.placed", NOW - DAY, traits=128),
    ]
    assert not holds(con, r.Did(BOUGHT), fact=facts)
    assert holds(con, r.Did(r.Fact("order.placed", traits=["cancelled"]), 1, 1), fact=facts)
    assert holds(con, r.Amount(BOUGHT, "sum", 0, 0), fact=facts)


def test_an_average_is_compared_exactly(con: duckdb.DuckDBPyConnection) -> None:
    facts = [fact(n, "order.placed", NOW - DAY, amount=amount) for n, amount in enumerate([1, 2, None], 1)]
    assert holds(con, r.Amount(BOUGHT, "average", at_least=1, at_most=2), fact=facts)
    assert not holds(con, r.Amount(BOUGHT, "average", at_least=2), fact=facts)
    assert not holds(con, r.Amount(BOUGHT, "average", at_most=1), fact=facts)
    even = [fact(n, "order.placed", NOW - DAY, amount=amount) for n, amount in enumerate([1, 3], 1)]
    assert holds(con, r.Amount(BOUGHT, "average", 2, 2), fact=even)


def test_sums_are_beyond_64_bits(con: duckdb.DuckDBPyConnection) -> None:
    facts = [fact(n, "order.placed", NOW - DAY, amount=9 * 10**18) for n in range(1, 4)]
    assert holds(con, r.Amount(BOUGHT, "sum", at_least=10**12), fact=facts)
    assert not holds(con, r.Amount(BOUGHT, "sum", at_most=10**12), fact=facts)


@pytest.mark.parametrize(("offset", "found"), [(-TICK, True), (0 * TICK, True), (TICK, False)])
def test_what_happens_now_has_happened(
    con: duckdb.DuckDBPyConnection, offset: dt.timedelta, found: bool
) -> None:
    assert holds(con, r.Did(SAID), fact=[fact(1, "message.sent", NOW + offset)]) is found
    assert holds(con, r.Did(SAID, window=r.Last(1)), fact=[fact(1, "message.sent", NOW + offset)]) is found


@pytest.mark.parametrize(("offset", "found"), [(-TICK, False), (0 * TICK, True)])
def test_the_last_day_begins_at_the_tenants_midnight(
    con: duckdb.DuckDBPyConnection, offset: dt.timedelta, found: bool
) -> None:
    midnight = NOW - 36 * HOUR  # yesterday, 0:00 in Shanghai
    assert (
        holds(con, r.Did(SAID, window=r.Last(1)), fact=[fact(1, "message.sent", midnight + offset)]) is found
    )


@pytest.mark.parametrize(("offset", "found"), [(0 * TICK, False), (TICK, True)])
def test_what_ends_now_has_ended(con: duckdb.DuckDBPyConnection, offset: dt.timedelta, found: bool) -> None:
    until = {"since": NOW - DAY, "until": NOW + offset}
    tagging = [{"customer_id": 1, "tag_id": mark("tag", "组/甲"), **until}]
    assert holds(con, r.HasTag("组/甲"), tagging=tagging) is found
    consent = [{"customer_id": 1, "purpose_id": mark("purpose", "survey"), "given": True, **until}]
    assert holds(con, r.Consent("survey"), consent=consent) is found
    relation = [{"customer_id": 1, "staff_id": 21, "since": NOW - DAY, "ended": NOW + offset}]
    assert holds(con, r.Owner(), relation=relation) is found
    assert holds(con, r.Owner(when="ever"), relation=relation)


SMS, EVERYWHERE = 4, None


@pytest.mark.parametrize(
    ("told", "anywhere", "by_sms", "taken_back", "sms_taken_back"),
    [
        ([(SMS, True, 9), (EVERYWHERE, False, 5)], False, False, True, True),
        ([(EVERYWHERE, True, 9)], True, True, False, False),
        ([(EVERYWHERE, True, 9), (SMS, False, 5)], True, False, True, True),
        ([(EVERYWHERE, False, 9), (SMS, True, 5)], True, True, True, False),
        ([(SMS, False, 9), (EVERYWHERE, True, 5)], True, True, False, False),
        (
            [(SMS, False, 5), (EVERYWHERE, True, 5)],
            True,
            False,
            True,
            True,
        ),  # in one microsecond: the careful word
        ([(1, True, 9)], True, False, False, False),
        ([(1, False, 9)], False, False, True, False),
        ([(SMS, True, 9), (EVERYWHERE, None, 5)], False, False, False, False),  # the last word ran out
        ([], False, False, False, False),
    ],
)
def test_consent_for_all_channels_is_a_word_on_each(
    con: duckdb.DuckDBPyConnection,
    told: Any,
    anywhere: bool,
    by_sms: bool,
    taken_back: bool,
    sms_taken_back: bool,
) -> None:
    said = [
        {"customer_id": 1, "purpose_id": mark("purpose", "survey"), "channel": channel, "given": given is not False,
         "since": NOW - days * DAY, "until": NOW - DAY if given is None else None}
        for channel, given, days in told
    ]  # fmt: skip
    asked = [r.Consent("survey", channel, given) for given in (True, False) for channel in (None, "sms")]
    found = [holds(con, leaf, consent=said) for leaf in asked]
    assert found == [anywhere, by_sms, taken_back, sms_taken_back]


def test_since_the_anchor_is_after_it(con: duckdb.DuckDBPyConnection) -> None:
    since = r.Did(SAID, window=r.SinceFact(BOUGHT))
    for offset, found in ((-TICK, False), (0 * TICK, False), (TICK, True)):
        facts = [fact(1, "order.placed", NOW - DAY), fact(2, "message.sent", NOW - DAY + offset)]
        assert holds(con, since, fact=facts) is found
    assert not holds(con, since, fact=[fact(2, "message.sent", NOW - DAY)])
    assert holds(con, r.Not(since), fact=[fact(2, "message.sent", NOW - DAY)])


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([("group.joined", 0), ("order.placed", 10)], True),
        ([("group.joined", 0), ("order.placed", 11)], False),
        ([("group.joined", 0), ("order.placed", 0)], False),
        ([("order.placed", 0), ("group.joined", 5)], False),
        ([("group.joined", 0), ("group.left", 5), ("order.placed", 10)], False),
        ([("group.joined", 0), ("group.left", 0), ("order.placed", 10)], True),
        ([("group.joined", 0), ("group.left", 10), ("order.placed", 10)], True),
        ([("group.joined", 0), ("group.left", 4), ("group.joined", 5), ("order.placed", 10)], True),
        ([("group.joined", 0), ("group.joined", 4), ("group.left", 5), ("order.placed", 10)], False),
        (
            [
                ("group.joined", 0),
                ("group.left", 5),
                ("order.placed", 6),
                ("group.joined", 7),
                ("order.placed", 8),
            ],
            True,
        ),
    ],
)
def test_one_then_another_without_a_third(con: duckdb.DuckDBPyConnection, told: Any, found: bool) -> None:
    facts = [fact(n, kind, NOW - DAY + hours * HOUR) for n, (kind, hours) in enumerate(told)]
    assert holds(con, r.Sequence(JOINED, BOUGHT, 10, LEFT), fact=facts) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(7, 0), (7, 1)], False),  # an order that took an hour
        ([(7, 0), (8, 1)], True),
        ([(7, 0), (7, 1), (8, 10)], True),
        ([(7, 0), (7, 1), (8, 11)], False),  # its first row counts, not its last
        ([(7, 0), (8, 0)], False),
        ([(None, 0), (None, 1)], True),  # without a mark each is an order
        ([(7, -2), (7, 1), (8, 5)], True),  # of what the window shows, the first
    ],
)
def test_an_order_of_several_rows_is_no_order_after_an_order(
    con: duckdb.DuckDBPyConnection, told: Any, found: bool
) -> None:
    begin = NOW - DAY
    facts = [
        fact(n, "order.placed", begin + hours * HOUR, object_id=mark) for n, (mark, hours) in enumerate(told)
    ]
    since = r.Between(r.Moment(instant=(MICROS - 86_400_000_000) // 1000))
    assert holds(con, r.Sequence(BOUGHT, BOUGHT, 10, window=since), fact=facts) is found


def test_a_29_february_is_kept_on_the_28th(con: duckdb.DuckDBPyConnection) -> None:
    def born(day: str) -> list[dict[str, Any]]:
        number = (dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days
        return [
            {"customer_id": 1, "attribute_id": mark("attribute", "born"), "number": number, "set_at": NOW}
        ]

    today, tomorrow = r.Anniversary("born", 0), r.Anniversary("born", 1)
    assert [holds(con, today, attribute=born(day)) for day in ("2000-02-28", "2004-02-29", "1999-03-01")] == [
        True, True, False,
    ]  # fmt: skip
    assert holds(con, tomorrow, attribute=born("1899-03-01"))


def test_what_is_no_day_of_a_calendar_breaks_nothing(con: duckdb.DuckDBPyConnection) -> None:
    far = [{"customer_id": 1, "attribute_id": mark("attribute", "born"), "number": 10**15, "set_at": NOW}]
    assert not holds(con, r.Anniversary("born", 30), attribute=far)


def test_not_is_everybody_else_also_those_of_whom_nothing_is_known(con: duckdb.DuckDBPyConnection) -> None:
    unknown = [{"customer_id": 1, "attribute_id": mark("attribute", "n"), "set_at": NOW}]
    nobody = [{"id": 5, "kind": 1, "happened": NOW - DAY, "day": NOW.date(), "customer_id": None}]
    assert holds(con, r.Not(r.NumberIs("n", at_least=1)), attribute=unknown)
    assert holds(con, r.Not(r.NumberIs("n", at_least=1)))
    assert holds(con, r.Not(r.Did(SAID)), fact=nobody)
    assert holds(con, r.Not(r.Did(SAID, 2)), fact=nobody)
    assert holds(con, r.Not(r.HasIdentity(["phone"])), identity=[{"id": 1, "platform": "phone"}])


def test_a_sign_of_like_is_a_letter(con: duckdb.DuckDBPyConnection) -> None:
    told = [{"customer_id": 1, "attribute_id": mark("attribute", "word"), "text": "a%b", "set_at": NOW}]
    assert holds(con, r.TextIs("word", ["%b"], "contains"), attribute=told)
    assert not holds(con, r.TextIs("word", ["a_b", "%%"], "contains"), attribute=told)
    assert not holds(con, r.TextIs("word", ["%"], "begins"), attribute=told)


@pytest.mark.parametrize(
    ("leaf", "found"),
    [
        (r.InGroup(), True),
        (r.InGroup([12]), False),
        (r.InGroup([12], "ever"), True),
        (r.InGroup(joined=r.Last(3)), True),
        (r.InGroup(joined=r.Last(2)), False),
        (r.InGroup([12], "ever", joined=r.Last(3)), False),
        (r.InGroup(states=["alive"]), True),
        (r.InGroup(states=["dead"]), False),
        (r.InGroup(advice=["keep"], states=["alive"]), True),
        (r.InGroup(advice=["stop"], states=["alive"]), False),
        (r.InGroup(tags=["组/甲"]), True),
        (r.InGroup(tags=["组/乙"]), False),
    ],
)
def test_groups(con: duckdb.DuckDBPyConnection, leaf: r.InGroup, found: bool) -> None:
    """In 11 for three days; 12 was left, and when it was joined is not known."""
    rows = {
        "identity": [{"id": 5, "customer_id": 1, "platform": "wecom"}],
        "membership": [
            {"group_id": 11, "identity_id": 5, "joined": NOW - 3 * DAY},
            {"group_id": 12, "identity_id": 5, "left": NOW - DAY},
        ],
        "group_state": [{"group_id": 11, "state": "alive", "advice": "keep"}],
        "group_tagging": [
            {"group_id": 11, "tag_id": mark("tag", "组/甲"), "since": NOW - DAY},
            {"group_id": 11, "tag_id": mark("tag", "组/乙"), "since": NOW - DAY, "until": NOW},
        ],
    }
    assert holds(con, leaf, **rows) is found


def test_of_traits_all_are_asked_for_and_none_of_the_barred(con: duckdb.DuckDBPyConnection) -> None:
    said = [fact(1, "message.sent", NOW - DAY, traits=1 | 2)]
    for traits, without, found in (
        (["question", "link"], [], True),
        (["question", "complaint"], [], False),
        (["question"], ["link", "media"], False),
        ([], ["media", "complaint"], True),
    ):
        asked = r.Did(r.Fact("message.sent", traits=traits, without=without))
        assert holds(con, asked, fact=said) is found

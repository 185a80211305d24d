"""Who is one customer: strong keys join, weak ones only suggest, a person's word stands, and all of it can be undone."""

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.batch import DAY, NOW, START, fresh, persons, say, table, take
from yutang.customers.links import SHARED_FROM
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import acts


def other(platform: str, external: str) -> str:
    return f"\x1f{platform}\x1f{external}"


def test_who_is_no_more_staff_is_a_customer_since_their_first_fact(ledger: Ledger) -> None:
    take(
        ledger,
        "b1",
        say("g", "u", START, "早"),
        (Kind.IDENTITY_SEEN, START, {"actor": "u", "role": Role.STAFF}),
    )
    assert ledger.analytics.rows("select id from customer") == []
    rank = {"actor": "u", "role": Role.PERSON, "props": '{"rank":3}'}
    take(ledger, "b2", (Kind.IDENTITY_SEEN, START + DAY, rank))
    at_once = persons(ledger)
    assert len(at_once[0]) == 1
    ledger.rebuild()
    assert persons(ledger) == at_once


def link(one: str, two: str, *, strong: int = 1, at: int = START) -> tuple[Kind, int, dict[str, Any]]:
    return (
        Kind.IDENTITY_LINKED,
        at,
        {"actor": one, "related": two, "amount": strong, "props": '{"by":"import"}'},
    )


def seen(who: str, name: str | None = None, role: Role = Role.PERSON) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.IDENTITY_SEEN, START, {"actor": who, "name": name, "role": role})


def customers(ledger: Ledger) -> set[frozenset[str]]:
    """Each customer as their accounts."""
    rows = ledger.analytics.rows("select customer_id, list(external_id) from identity group by 1")
    return {frozenset(accounts) for _, accounts in rows}


def ids(ledger: Ledger) -> dict[str, int]:
    return dict(ledger.analytics.rows("select external_id, id from identity"))


def word(ledger: Ledger, kind: Kind, one: str, two: str, at: int) -> None:
    """A person says that two accounts are one, or are two."""
    known = ids(ledger)
    row = {"kind": kind, "happened": at, "identity_id": known[one], "object_id": known[two], "amount": 2}
    ledger.record(acts([row]), origin="console", now=NOW)


def whole(ledger: Ledger, *groups: str) -> None:
    """`groups` are all customers, each "a b c"; facts say the same as accounts."""
    assert customers(ledger) == {frozenset(group.split()) for group in groups}
    assert ledger.analytics.rows(
        "select count(*) from fact f join identity i on i.id = f.identity_id where i.customer_id <> f.customer_id"
    ) == [(0,)]


def test_accounts_with_one_phone_or_unionid_are_one_customer(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "hi"), seen("u"), link("u", other("phone", "P")))
    take(
        ledger,
        "b",
        seen("v"),
        link("v", other("phone", "P")),
        link("v", other("unionid", "U")),
        platform="shop",
    )
    take(ledger, "c", seen("w"), link("w", other("unionid", "U")), say("g", "w", START, "ho"), platform="app")
    whole(ledger, "u v w P U")
    assert ledger.analytics.rows("select people from customer") == [(5,)]


def test_a_shared_email_never_makes_two_people_one(ledger: Ledger) -> None:
    take(ledger, "a", *(link(who, other("email", "E"), strong=0) for who in ("u", "v", "w")))
    whole(ledger, "u E", "v", "w")


def test_a_hint_at_a_phone_that_somebody_has_merges_nobody(ledger: Ledger) -> None:
    """A masked buyer of last year is older than the customer's own word, and still only a hint."""
    take(ledger, "a", link("m", other("phone", "P"), strong=0))
    whole(ledger, "m P")
    take(ledger, "b", link("u", other("phone", "P"), at=START + DAY))
    whole(ledger, "u P", "m")


@pytest.mark.parametrize("names", ["u v", "v u"])
def test_a_shared_email_is_of_who_had_it_first_whichever_file_came_first(ledger: Ledger, names: str) -> None:
    early, late = names.split()
    take(ledger, "a", link(late, other("email", "E"), strong=0, at=START + DAY))
    whole(ledger, f"{late} E")
    take(ledger, "b", link(early, other("email", "E"), strong=0))
    whole(ledger, f"{early} E", late)
    take(ledger, "c", *(link(who, other("unionid", who.upper())) for who in (early, late)))
    whole(ledger, f"{early} E {early.upper()}", f"{late} {late.upper()}")


def test_an_email_goes_to_the_next_holder_when_its_first_is_taken_back(ledger: Ledger) -> None:
    ledger.take("1.0", "t", "wecom", table(link("u", other("email", "E"), strong=0)), now=NOW, run=1)
    ledger.take("2.0", "t", "wecom", table(link("v", other("email", "E"), strong=0)), now=NOW, run=2)
    whole(ledger, "u E", "v")
    ledger.undo(1, now=NOW)
    whole(ledger, "v E")


def test_a_phone_of_many_is_nobodys_key(ledger: Ledger) -> None:
    names = [f"u{n:02}" for n in range(SHARED_FROM)]
    take(ledger, "a", *(link(one, other("phone", "P")) for one in names[:-1]))
    assert len(customers(ledger)) == 1
    take(ledger, "b", link(names[-1], other("phone", "P")))
    assert len(customers(ledger)) == SHARED_FROM


def test_two_unionids_are_two_people_though_they_share_a_phone(ledger: Ledger) -> None:
    take(ledger, "a", link("u", other("phone", "P")), link("v", other("phone", "P")))
    whole(ledger, "u v P")
    take(ledger, "b", link("u", other("unionid", "1")), link("v", other("unionid", "2")))
    whole(ledger, "u P 1", "v 2")


def test_a_person_parts_and_joins_and_no_import_overrules_them(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"), say("g", "v", START, "y"), link("u", other("phone", "P")),
         link("v", other("phone", "P")))  # fmt: skip
    whole(ledger, "u v P")
    before = persons(ledger)
    word(ledger, Kind.IDENTITY_PARTED, "v", "P", START + DAY)
    whole(ledger, "u P", "v")
    take(ledger, "b", link("v", other("phone", "P"), at=START + 2 * DAY))
    whole(ledger, "u P", "v")
    word(ledger, Kind.IDENTITY_LINKED, "v", "P", START + 3 * DAY)
    whole(ledger, "u v P")
    assert persons(ledger)[0] == before[0]


def test_merging_three_people_and_undoing_it_gives_the_three_back(ledger: Ledger) -> None:
    take(ledger, "a", *(say("g", who, START, who) for who in "abc"),
         *((Kind.ORDER_PLACED, START, {"actor": who, "ref": who, "amount": 100}) for who in "abc"))  # fmt: skip
    before = persons(ledger)
    word(ledger, Kind.IDENTITY_LINKED, "a", "b", START)
    word(ledger, Kind.IDENTITY_LINKED, "b", "c", START)
    whole(ledger, "a b c")
    assert ledger.analytics.rows("select orders, cents from spending") == [(3, 300)]
    word(ledger, Kind.IDENTITY_PARTED, "a", "b", START + 1)
    word(ledger, Kind.IDENTITY_PARTED, "b", "c", START + 1)
    whole(ledger, "a", "b", "c")
    assert persons(ledger) == before


def test_staff_and_robots_are_nobodys_customers(ledger: Ledger) -> None:
    take(
        ledger,
        "a",
        seen("boss", role=Role.STAFF),
        seen("bot", role=Role.BOT),
        seen("u"),
        link("boss", other("phone", "P")),
    )
    assert ledger.analytics.rows("select i.external_id from customer c join identity i on i.id = c.id") == [
        ("u",)
    ]


STORY = [
    seen("u", "李"), link("u", other("phone", "P")), link("v", other("phone", "P")), link("v", other("email", "E"), strong=0),
    link("w", other("email", "E"), strong=0), say("g", "u", START, "1"), say("g", "w", START + DAY, "2"),
    (Kind.ATTRIBUTE_SET, START, {"actor": "u", "ref": "city", "props": '{"value":"杭州"}'}),
    (Kind.ATTRIBUTE_SET, START + DAY, {"actor": "v", "ref": "city", "props": '{"value":"宁波"}'}),
    (Kind.ATTRIBUTE_SET, START, {"actor": "w", "ref": "likes", "props": '{"value":["茶","酒"]}'}),
    (Kind.TAG_ADDED, START, {"actor": "u", "ref": "会员/金", "props": '{"source":"staff","confidence":80}'}),
    (Kind.TAG_REMOVED, START + DAY, {"actor": "v", "ref": "会员/金"}),
    (Kind.TAG_ADDED, START + 2 * DAY, {"actor": "w", "ref": "会员/金", "related": "boss", "props": "{}"}),
    (Kind.TAG_ADDED, START, {"group": "g", "ref": "群/活", "props": "{}"}),
    (Kind.RELATION_BEGUN, START, {"actor": "u", "related": "boss", "props": '{"source":"门店"}'}),
    (Kind.RELATION_ENDED, START + DAY, {"actor": "u", "related": "boss", "amount": 3}),
    (Kind.RELATION_BEGUN, START + DAY, {"actor": "u", "related": "boss2", "props": '{"how":"transferred"}'}),
    (Kind.CONSENT_GIVEN, START, {"actor": "v", "ref": "促销", "props": '{"channel":"sms","notice":"3"}'}),
    (Kind.CONSENT_WITHDRAWN, START + DAY, {"actor": "u", "ref": "促销", "props": '{"channel":"sms"}'}),
    (Kind.ORDER_PLACED, START, {"actor": "u", "ref": "o1/茶", "related": "o1", "amount": 1000}),
    (Kind.ORDER_PLACED, START, {"actor": "u", "ref": "o1/酒", "related": "o1", "amount": 500}),
    (Kind.ORDER_PLACED, START, {"actor": "v", "ref": "o2", "amount": 700, "props": '{"currency":"USD"}'}),
    (Kind.ORDER_REFUNDED, START - DAY, {"actor": "u", "ref": "r1", "related": "o1", "amount": 200}),
    (Kind.ORDER_PLACED, START, {"actor": "w", "ref": "o3", "amount": 900}),
    (Kind.ORDER_CHANGED, START + DAY, {"actor": "w", "ref": "o3", "props": '{"status":"交易关闭"}'}),
]  # fmt: skip


def test_the_story_folds_to_what_a_person_would_count(ledger: Ledger) -> None:
    take(ledger, "a", *STORY)
    rows = ledger.analytics.rows
    whole(ledger, "u v P E", "w", "boss", "boss2")
    assert rows("select text from attribute order by 1") == [("宁波",), ("茶",), ("酒",)]
    assert rows("select count(*), max(confidence) from tagging") == [(1, 100)]
    assert rows("select count(*) from group_tagging") == [(1,)]
    assert rows("select ended is null, cause, how from relation order by since") == [
        (False, 3, 1),
        (True, None, 2),
    ]
    assert rows("select given from consent") == [(False,)]
    assert rows("select orders, cents, refunded from spending") == [(1, 1500, 200)]
    rows_ = rows("select traits from fact where kind = 9 and amount = 700")
    assert rows_ == [(128,)]


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ([(0, 10), (50, None)], 50),  # it had run out
        ([(0, 10), (10, None)], 10),
        ([(0, 10), (9, None)], 0),  # while in force
        ([(0, None), (50, None)], 0),
        ([(0, 10), (20, 30), (25, 90), (60, None)], 20),
        ([(0, 10), (5, None), (50, 60)], 0),
        ([(0, 90), (5, 10), (50, None)], 50),  # the last word on its end counts
    ],
)
@pytest.mark.parametrize("whose", ["actor", "group"])
def test_a_tag_that_had_run_out_begins_anew(
    ledger: Ledger, told: list[tuple[int, int | None]], since: int, whose: str
) -> None:
    for n, (day, until) in enumerate(reversed(told)):
        end = {} if until is None else {"until": START + until * DAY}
        props = json.dumps({"source": "staff", **end})
        take(
            ledger,
            f"t{n}",
            (Kind.TAG_ADDED, START + day * DAY, {whose: "u", "ref": "会员/金", "props": props}),
        )
    table_ = "tagging" if whose == "actor" else "group_tagging"
    assert ledger.analytics.rows(f"select epoch_us(since) from {table_}") == [(START + since * DAY,)]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_neither_order_nor_batches_nor_a_rebuild_matter(
    tmp_path_factory: pytest.TempPathFactory, dice: random.Random, parts: int
) -> None:
    first, second = (fresh(tmp_path_factory.mktemp("l")) for _ in range(2))
    take(first, "a", *STORY)
    shuffled = dice.sample(STORY, len(STORY))
    for n, part in enumerate(itertools.batched(shuffled, -(-len(STORY) // parts)) if hasattr(itertools, "batched")
                             else [shuffled[i::parts] for i in range(parts)]):  # fmt: skip
        take(second, f"b{n}", *part)
    assert persons(second) == persons(first)
    second.rebuild()
    assert persons(second) == persons(first)
    first.close()
    second.close()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_an_import_taken_back_leaves_what_the_other_said(
    tmp_path_factory: pytest.TempPathFactory, dice: random.Random
) -> None:
    both, alone = (fresh(tmp_path_factory.mktemp("l")) for _ in range(2))
    mine, theirs = dice.sample(STORY, 14), dice.sample(STORY, 14)
    both.take("1.0", "t", "wecom", table(*mine), now=NOW, run=1)
    for ledger in (both, alone):
        ledger.take("2.0", "t", "wecom", table(*theirs), now=NOW, run=2)
    both.undo(1, now=NOW)
    assert persons(both) == persons(alone)
    both.close()
    alone.close()


def test_a_chain_of_a_thousand_links_is_one_customer(ledger: Ledger) -> None:
    numbers = list(range(1000))
    random.Random(3).shuffle(numbers)
    take(ledger, "a", *(link(f"n{a:04}", f"n{b:04}") for a, b in itertools.pairwise(numbers)))
    assert len(customers(ledger)) == 1


def test_acts_are_kept_once_sealed_and_made_anew(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, "a", say("g", "u", START, "x"))
    rows = [{"kind": Kind.NOTE_WRITTEN, "happened": START, "identity_id": ids(ledger)["u"], "text": "喜欢绿茶",
             "props": json.dumps({"by": "me"})}]  # fmt: skip
    done: list[int] = []
    assert ledger.record(acts(rows), origin="console", now=NOW, also=lambda _: done.append(1)) == 1
    assert ledger.record(acts(rows), origin="console", now=NOW) == 0
    assert done == [1]
    ledger.seal(now=NOW)
    ledger.rebuild()
    assert ledger.analytics.rows(
        "select p.text, f.customer_id from fact f join payload p on p.fact_id = f.id where kind = 20"
    ) == [("喜欢绿茶", ids(ledger)["u"])]


def test_nothing_recorded_is_a_batch_of_nothing(ledger: Ledger) -> None:
    assert ledger.record(acts([]), origin="console", now=NOW) == 0
    assert isinstance(acts([]), pa.Table)

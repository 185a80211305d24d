"""What a rule would give, before it is saved: who can be reached where, for which purpose, and seen by whom."""

import json
from typing import Any

import pytest
from tests.accounts.people import person
from tests.segments.saved.shops import NOW, Shop, wrote

from ledger.batch import DAY, START
from yutang.accounts.model import Role, Viewer
from yutang.engine.rule import All, Did, Fact, Not
from yutang.ledger.catalogue import Kind
from yutang.segments.saved.preview import PEOPLE, Preview, preview

WROTE = wrote()


def look(shop: Shop, rule: Any = WROTE, viewer: Viewer | None = None, now: int = NOW, **more: Any) -> Preview:
    known = shop.world()
    with shop.ledger.analytics.cursor() as cursor:
        return preview(cursor, rule, known, (viewer or shop.boss).scope, now=now, **more)


def reach(shop: Shop, *, now: int = NOW, **more: Any) -> dict[str, tuple[int, int, int]]:
    told = look(shop, Not(Did(Fact("order.placed"))), now=now, **more).reach
    assert told is not None
    assert [one.channel for one in told] == ["wecom", "sms", "email"]
    return {one.channel: (one.having, one.refused, one.agreed) for one in told if one.having}


def follow(who: str, by: str = "sam", at: int = START) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.RELATION_BEGUN, at, {"actor": who, "related": by})


def has(who: str, means: str, value: str) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.IDENTITY_LINKED, START, {"actor": who, "related": f"\x1f{means}\x1f{value}", "amount": 1})


def word(
    who: str, *, given: bool, at: int, channel: str | None = None, purpose: str = "marketing", **more: Any
) -> Any:
    props = {"purpose": purpose, "notice": "v1", **({} if channel is None else {"channel": channel}), **more}
    kind = Kind.CONSENT_GIVEN if given else Kind.CONSENT_WITHDRAWN
    return (kind, at, {"actor": who, "ref": purpose, "props": json.dumps(props)})


@pytest.fixture
def crowd(shop: Shop) -> Shop:
    """Ann and Bo are followed, by two each; Ann has a phone, Bo an e-mail, Cy nothing."""
    shop.meet("ann", "bo", "cy")
    shop.take(
        *(follow(who, by) for who in ("ann", "bo") for by in ("sam", "tim")), has("ann", "phone", "P1"),
        has("ann", "phone", "P2"), has("bo", "email", "E1"),
    )  # fmt: skip
    return shop


def test_a_person_counts_once_however_many_ways_lead_to_them(crowd: Shop) -> None:
    assert reach(crowd) == {"wecom": (2, 0, 0), "sms": (1, 0, 0), "email": (1, 0, 0)}


def test_who_is_followed_no_more_is_not_reached_there(crowd: Shop) -> None:
    crowd.take((Kind.RELATION_ENDED, NOW - DAY, {"actor": "ann", "related": "sam", "amount": 1}))
    assert reach(crowd)["wecom"][0] == 2  # tim is still there
    crowd.take((Kind.RELATION_ENDED, NOW - DAY, {"actor": "ann", "related": "tim", "amount": 1}))
    assert reach(crowd)["wecom"][0] == 1


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([{"given": True, "at": 1}], {"wecom": (2, 0, 1), "sms": (1, 0, 1), "email": (1, 0, 0)}),
        ([{"given": False, "at": 1}], {"wecom": (2, 1, 0), "sms": (1, 1, 0), "email": (1, 0, 0)}),
        ([{"given": True, "at": 1}, {"given": False, "at": 2, "channel": "sms"}],
         {"wecom": (2, 0, 1), "sms": (1, 1, 0), "email": (1, 0, 0)}),
        ([{"given": False, "at": 1}, {"given": True, "at": 2}], {"wecom": (2, 0, 1), "sms": (1, 0, 1), "email": (1, 0, 0)}),
        # A refusal of everything is not undone by a later yes to one channel.
        ([{"given": False, "at": 1}, {"given": True, "at": 2, "channel": "sms"}],
         {"wecom": (2, 1, 0), "sms": (1, 1, 0), "email": (1, 0, 0)}),
        ([{"given": False, "at": 1, "purpose": "service"}], {"wecom": (2, 0, 0), "sms": (1, 0, 0), "email": (1, 0, 0)}),
        ([{"given": False, "at": 1, "channel": "call"}], {"wecom": (2, 0, 0), "sms": (1, 0, 0), "email": (1, 0, 0)}),
    ],
    ids=["all", "none", "all but one", "changed their mind", "none, one again", "another purpose", "another channel"],
)  # fmt: skip
def test_the_last_word_on_each_channel_counts(
    crowd: Shop, told: list[dict[str, Any]], expected: dict[str, Any]
) -> None:
    crowd.take(*(word("ann", **{**one, "at": START + one["at"] * DAY}) for one in told))
    assert reach(crowd) == expected


def test_a_consent_runs_out_at_its_instant_and_is_no_refusal(crowd: Shop) -> None:
    crowd.take(word("ann", given=True, at=START, until=NOW))
    assert [reach(crowd, now=at)["sms"] for at in (NOW - 1, NOW)] == [(1, 0, 1), (1, 0, 0)]


def test_each_purpose_is_asked_about_by_itself(crowd: Shop) -> None:
    crowd.take(
        word("ann", given=False, at=START, purpose="marketing"),
        word("ann", given=True, at=START, purpose="直播"),
    )
    assert reach(crowd, purpose="直播")["sms"] == (1, 0, 1)
    assert reach(crowd)["sms"] == (1, 1, 0)
    assert reach(crowd, purpose="没有人说过")["sms"] == (1, 0, 0)


def test_of_two_accounts_of_one_person_either_speaks_for_both(crowd: Shop) -> None:
    crowd.take((Kind.IDENTITY_LINKED, START, {"actor": "ann", "related": "\x1funionid\x1fU", "amount": 1}))
    crowd.take(word("\x1funionid\x1fU", given=False, at=START))
    assert reach(crowd)["sms"] == (1, 1, 0)


def test_one_sees_of_it_only_ones_own(crowd: Shop) -> None:
    crowd.say("ann", "cy")
    tina = person(crowd.ledger.state, "tina", Role.OPERATOR, staff_id=crowd.id("sam"))
    crowd.take((Kind.RELATION_ENDED, NOW - DAY, {"actor": "bo", "related": "sam", "amount": 1}))
    saved = crowd.make(WROTE)
    crowd.sweep(saved)
    whole, mine = look(crowd, segments=[saved]), look(crowd, viewer=tina, segments=[saved])
    assert (whole.count, mine.count) == (2, 1)
    assert mine.people is not None
    assert [one.name or one.id for one in mine.people] == [crowd.id("ann")]
    assert [[(one.both, one.members) for one in told.overlap or []] for told in (whole, mine)] == [
        [(2, 2)],
        [(1, 1)],
    ]
    nobody = look(crowd, viewer=person(crowd.ledger.state, "new", Role.OPERATOR), segments=[saved])
    assert (nobody.count, nobody.people, [one.having for one in nobody.reach or []]) == (0, [], [0, 0, 0])


def test_of_nobody_everything_is_nought(shop: Shop) -> None:
    told = look(shop, All([WROTE, Not(WROTE)]), segments=[7, 8])
    assert (told.count, told.left, told.people) == (0, [0, 0, 0], [])
    assert [(one.segment_id, one.both, one.members) for one in told.overlap or []] == [(7, 0, 0), (8, 0, 0)]


def test_the_same_few_are_shown_each_time(shop: Shop) -> None:
    shop.say(*(f"u{n:02}" for n in range(40)))
    first, again = look(shop), look(shop)
    assert (first.count, first.people) == (40, again.people)
    assert first.people is not None
    assert len({one.id for one in first.people}) == PEOPLE
    assert all(one.values["rule"]["times"] == 1 for one in first.people)

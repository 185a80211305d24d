"""Likes and comments on Moments: read again and again, each a fact once."""

from collections import Counter

import pytest
from tests.outbox import posts
from tests.outbox.tenant import Tenant

from fakecom.people import befriend
from yutang.ledger.catalogue import Kind, Role
from yutang.outbox import jobs
from yutang.outbox.model import HOUR
from yutang.outbox.moments import feeds
from yutang.outbox.moments.model import READ_FOR, Heard, What, changed, next_reading, numbered, spread

SHANGHAI = "Asia/Shanghai"


@pytest.fixture
def posted(here: Tenant) -> int:
    """li has published, wang not yet."""
    id_ = posts.handed_over(here)
    posts.publish(here, "li")
    posts.later(here, 600)
    return id_


def _said(here: Tenant) -> Counter[str]:
    found = here.facts()
    return Counter({kind: n for (kind, _), n in found.items() if kind in ("touch_liked", "touch_commented")})


def _counts(here: Tenant, id_: int) -> dict[str, tuple[int, int]]:
    return {name: (one.likes, one.comments) for name, one in posts.staff_of(here, id_).items()}


def test_read_twice_is_read_once(here: Tenant, posted: int) -> None:
    posts.react(here, "like", "li", "wm000")
    posts.react(here, "like", "li", "wm001")
    posts.react(here, "comment", "li", "wm000")
    for _ in range(4):
        posts.later(here, 3_600)
    assert _said(here) == {"touch_liked": 2, "touch_commented": 1}
    assert _counts(here, posted) == {"li": (2, 1), "wang": (0, 0)}


def test_two_comments_of_one_second_are_two(here: Tenant, posted: int) -> None:
    for _ in range(2):
        posts.react(here, "comment", "li", "wm000")
    posts.later(here, 3_600)
    posts.later(here, 3_600)
    assert _said(here) == {"touch_commented": 2}


def test_a_like_that_was_taken_back_is_gone_and_stays_a_fact(here: Tenant, posted: int) -> None:
    posts.react(here, "like", "li", "wm000")
    posts.later(here, 3_600)
    posts.react(here, "like", "li", "wm000")
    posts.later(here, 3_600)
    assert (_said(here), _counts(here, posted)["li"]) == ({"touch_liked": 1}, (0, 0))
    posts.react(here, "like", "li", "wm000")
    posts.later(here, 3_600)
    assert (_said(here), _counts(here, posted)["li"]) == ({"touch_liked": 1}, (1, 0))


def test_who_publishes_later_is_read_too(here: Tenant, posted: int) -> None:
    posts.publish(here, "wang")
    posts.later(here, 3_600)
    posts.react(here, "like", "wang", "wm010")
    posts.later(here, 3_600)
    posts.later(here, 7_200)
    assert _counts(here, posted) == {"li": (0, 0), "wang": (1, 0)}
    assert _said(here) == {"touch_liked": 1}


def test_who_is_not_known_yet_is_counted_and_becomes_a_fact_once_met(here: Tenant) -> None:
    befriend(here.fake, "li", "wm900")
    id_ = posts.handed_over(here)
    posts.publish(here, "li")
    posts.later(here, 600)
    posts.react(here, "like", "li", "wm900")
    posts.later(here, 3_600)
    assert (_counts(here, id_)["li"], _said(here)) == ((1, 0), {})
    here.hear(Kind.RELATION_BEGUN, actor="wm900", related="li", role=Role.PERSON)
    posts.later(here, 3_600)
    assert _said(here) == {"touch_liked": 1}


def test_a_member_who_comments_is_no_customer(here: Tenant, posted: int) -> None:
    here.fake.ctl(f"moment/{posts.made(here)[0]}/comment", userid="li", by="li")
    posts.later(here, 3_600)
    assert (_counts(here, posted)["li"], _said(here)) == ((0, 0), {})


def test_a_reading_that_fails_is_made_again(here: Tenant, posted: int) -> None:
    posts.react(here, "like", "li", "wm000")
    here.fake.ctl("faults", kind="rate", path="externalcontact/get_moment_comments", count=1)
    posts.later(here, 3_600)
    found = posts.feed_of(here, posted)
    assert (_said(here), found is not None and found.fault) == ({}, "45009")
    posts.later(here, 3_600)
    assert _said(here) == {"touch_liked": 1}


def test_killed_before_it_was_kept_nothing_is_doubled(here: Tenant, posted: int) -> None:
    """The facts and what is known of them are one transaction: due again, it is read again."""
    posts.react(here, "like", "li", "wm000")
    posts.later(here, 3_600)
    here.ledger.state.write(lambda conn: feeds.read(conn, posted, due_at=here.now()))
    here.work(jobs.READ)
    assert _said(here) == {"touch_liked": 1}


def test_reading_ends_after_two_weeks(here: Tenant, posted: int) -> None:
    asked = 0
    for _ in range(20 * 24):
        here.fake.pass_time(3_600)
        here.work(jobs.SUBMIT, jobs.POLL)
        asked += here.work(jobs.READ)
    assert 60 < asked < 120
    here.fake.pass_time(READ_FOR // 1_000_000)
    assert here.work(jobs.READ) == 0


def test_the_law_of_readings() -> None:
    """Whatever was read before, what is kept afterwards is what is there; nothing is new twice."""
    one, two = Heard(1, 7, What.LIKE, 0, 100), Heard(1, 8, What.COMMENT, 200, 200)
    first = changed({}, [one, two], {1})
    assert set(first.new) == {one, two}
    kept = dict.fromkeys(first.new, True)
    assert changed(kept, [one, two], {1}) == changed({}, [], {1})
    again = Heard(1, 7, What.LIKE, 0, 999)  # the same customer liked anew
    assert changed(kept, [again, two], {1}) == changed({}, [], {1})
    assert changed(kept, [two], {1}).gone == (one,)
    assert changed(kept, [], {2}).gone == ()  # nobody asked that member
    assert changed({one: False, two: True}, [again, two], {1}).back == (one,)


def test_comments_are_numbered_within_their_second() -> None:
    found = numbered(1, What.COMMENT, [(7, 100), (7, 100), (8, 100)])
    assert sorted((one.identity_id, one.mark) for one in found) == [(7, 100), (7, 101), (8, 100)]
    assert [one.mark for one in numbered(1, What.LIKE, [(7, 100), (7, 300)])] == [0]


def test_readings_grow_seldom() -> None:
    assert [next_reading(0, now) - now for now in (0, HOUR, 4 * HOUR, 100 * HOUR)] == [
        HOUR // 6, HOUR // 4, HOUR, 6 * HOUR
    ]  # fmt: skip


def test_what_was_said_is_spread_without_gaps() -> None:
    """By the hour within two days, by the tenant's days after that."""
    begin = 1_760_000_400_000_000  # 17:00 in Shanghai
    assert spread([], [], SHANGHAI) == (True, [])
    by_hour, rows = spread([begin, begin + 1], [begin + 2 * HOUR], SHANGHAI)
    assert (by_hour, [row[1:] for row in rows]) == (True, [(2, 0), (0, 0), (0, 1)])
    by_hour, rows = spread([begin], [begin + 72 * HOUR], SHANGHAI)
    assert (by_hour, [row[1:] for row in rows]) == (False, [(1, 0), (0, 0), (0, 0), (0, 1)])
    assert (rows[0][0] - begin) == -17 * HOUR

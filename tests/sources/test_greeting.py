"""One try to greet: which words, until when, and what each answer of the platform comes to."""

import pytest
from tests.sources.conftest import Greeting, Shop
from tests.sources.test_lane import HELLO, OFFICE, night

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.connections.inbox import Added, newcomers
from yutang.kit.clock import SECOND
from yutang.sources import greeting as one_try
from yutang.sources import scans, store
from yutang.sources.greeting import BUDGET, GOOD_FOR, PAUSE
from yutang.sources.lane import Lane
from yutang.sources.model import Code, Greeted, Seat, Welcome

NOW = 1_760_000_000 * SECOND


def newcomer(shop: Shop, code: Code, **more: object) -> Added:
    told = {"connection_id": shop.world.id, "staff": "li", "person": "wma", "state": code.key, "welcome_code": "w",
            "half": False, "happened_at": shop.now(), "received_at": shop.now()}  # fmt: skip
    return Added(**(told | more))  # type: ignore[arg-type]


def judged(
    code: int | str, trouble: Trouble = Trouble.DATA, *, until: int = NOW + BUDGET, **more: object
) -> one_try.Tried:
    failure = Failure(trouble=trouble, code=str(code), **more)  # type: ignore[arg-type]
    return one_try._judged(failure, NOW, until=until)


@pytest.mark.parametrize(
    ("code", "trouble", "greeted", "again"),
    [
        (41051, Trouble.DATA, Greeted.DELIVERED, None),
        (41050, Trouble.DATA, Greeted.LATE, None),
        (41096, Trouble.RETRY, Greeted.TRYING, NOW + PAUSE),
        (-1, Trouble.RETRY, Greeted.TRYING, NOW + PAUSE),
        (45009, Trouble.THROTTLE, Greeted.TRYING, NOW + PAUSE),
        (42001, Trouble.REAUTH, Greeted.TRYING, NOW + PAUSE),
        (40058, Trouble.DATA, Greeted.FAILED, None),
        (41053, Trouble.DATA, Greeted.FAILED, None),
        (48002, Trouble.CONFIG, Greeted.FAILED, None),
        (60020, Trouble.CONFIG, Greeted.FAILED, None),
    ],
)
def test_what_an_answer_comes_to(code: int, trouble: Trouble, greeted: Greeted, again: int | None) -> None:
    found = judged(code, trouble)
    assert (found.greeted, found.again_at, found.fault) == (greeted, again, str(code))


def test_an_answer_that_was_lost_is_asked_for_again() -> None:
    """Twice is harmless: the platform answers that it was delivered."""
    assert judged("reset", Trouble.BUG, unsure=True).greeted is Greeted.TRYING


def test_not_before_the_platform_says() -> None:
    failure = Failure(trouble=Trouble.RETRY, code="41096", until=NOW + SECOND)
    assert one_try._judged(failure, NOW, until=NOW + BUDGET).again_at == NOW + SECOND


def test_what_can_not_be_in_time_is_given_up() -> None:
    assert judged(41096, Trouble.RETRY, until=NOW + PAUSE).greeted is Greeted.FAILED
    assert judged(41096, Trouble.RETRY, until=NOW + PAUSE + 1).greeted is Greeted.TRYING
    late = Failure(trouble=Trouble.THROTTLE, code="45009", until=NOW + 60 * SECOND)
    assert one_try._judged(late, NOW, until=NOW + BUDGET).greeted is Greeted.FAILED


@pytest.mark.parametrize(
    ("welcome", "off", "said"),
    [
        (Welcome(text="day", off_text="night"), False, "day"),
        (Welcome(text="day", off_text="night"), True, "night"),
        (Welcome(text="day"), True, "day"),
        (Welcome(off_text="night"), False, ""),
    ],
)
def test_which_words(welcome: Welcome, *, off: bool, said: str) -> None:
    assert welcome.said(off=off) == said


def test_a_welcome_of_nothing_is_blank() -> None:
    assert Welcome().blank
    assert Welcome(link_title="x").blank
    assert not any(
        one.blank
        for one in (Welcome(text="x"), Welcome(off_text="x"), Welcome(picture=1), Welcome(link_url="x"))
    )


def test_only_by_day_there_is_nothing_to_say_at_night(shop: Shop) -> None:
    code = shop.code(Seat(staff="li", hours=OFFICE), of=shop.source(welcome=Welcome(off_text="明天见")))
    tried = Lane(shop.desk).greet(newcomer(shop, code))
    assert tried is not None
    assert tried.greeted is Greeted.NONE
    assert shop.fake.look("deliveries")["deliveries"] == []


def test_hours_are_those_of_whoever_got_them(shop: Shop) -> None:
    night(shop)
    code = shop.code(Seat(staff="li", hours=OFFICE), Seat(staff="wang"), of=shop.source(welcome=HELLO))
    known = {who: one_try.known(shop.desk, newcomer(shop, code, staff=who)) for who in ("li", "wang", "zhao")}
    assert {who: found.off_hours for who, found in known.items() if found} == {
        "li": True,
        "wang": False,
        "zhao": False,
    }


def test_a_key_of_another_connection_is_none_of_this_ones(shop: Shop) -> None:
    code = shop.code("li")
    assert one_try.known(shop.desk, newcomer(shop, code, connection_id=99)) is None
    assert one_try.known(shop.desk, newcomer(shop, code, state="")) is None
    assert one_try.known(shop.desk, newcomer(shop, code, state="wb:1:4285486")) is None


def test_a_clock_that_is_behind_greets_all_the_same(shop: Shop) -> None:
    """The platform's second lies ahead of ours: the arrival counts."""
    code = shop.code("li", of=shop.source(welcome=HELLO))
    ahead = newcomer(shop, code, happened_at=shop.now() + 40 * SECOND)
    tried = Lane(shop.desk).greet(ahead)
    assert tried is not None
    assert tried.greeted is Greeted.LATE  # asked for: the code is none over there
    assert tried.fault == "41050"


@pytest.mark.parametrize(("age", "asked"), [(GOOD_FOR, True), (GOOD_FOR + 1, False)])
def test_eighteen_seconds_are_the_last(shop: Shop, age: int, *, asked: bool) -> None:
    code = shop.code("li", of=shop.source(welcome=HELLO))
    tried = Lane(shop.desk).greet(newcomer(shop, code, happened_at=shop.now() - age))
    assert tried is not None
    assert (tried.greeted, tried.fault) == (Greeted.LATE, "41050" if asked else "")


def test_without_the_platforms_code_nobody_is_asked(shop: Shop) -> None:
    code = shop.code("li", of=shop.source(welcome=HELLO))
    tried = Lane(shop.desk).greet(newcomer(shop, code, welcome_code=""))
    assert tried == one_try.Tried(Greeted.NONE)
    (scan,) = shop.scans(code)
    assert (scan.greeted, scan.sent_at) == (Greeted.NONE, None)


def test_half_a_friend_who_was_not_greeted_is_greeted_when_whole(shop: Shop) -> None:
    code = shop.code("li", of=shop.source(welcome=HELLO))
    lane = Lane(shop.desk)
    lane.greet(newcomer(shop, code, half=True, welcome_code=""))
    shop.fake.pass_time(5)
    met = shop.fake.ctl("scan", code=code.config_id, external_userid="wma")
    whole = newcomer(shop, code, welcome_code=met["welcome_code"], happened_at=shop.now())
    tried = lane.greet(whole)
    assert tried is not None
    assert tried.greeted is Greeted.SENT
    (scan,) = shop.scans(code)
    assert (scan.half, scan.greeted) == (False, Greeted.SENT)


def test_a_connection_that_can_not_be_opened_fails_the_welcome_and_counts_the_coming(shop: Shop) -> None:
    code = shop.code("li", of=shop.source(welcome=HELLO))
    shop.write(store.change_code, code.id, connection_id=99)
    tried = Lane(shop.desk).greet(newcomer(shop, code, connection_id=99))
    assert tried is not None
    assert (tried.greeted, tried.fault) == (Greeted.FAILED, "connection_unreadable")
    assert shop.read(scans.counts, 0, [code.id]) == {code.id: {"li": 1}}


def test_newcomers_are_those_of_since_then_in_order(greeting: Greeting) -> None:
    code = greeting.code("li")
    greeting.scan(code, 2)
    greeting.pushed.arrived()
    greeting.fake.pass_time(60)
    since = greeting.now()
    greeting.scan(code, 3)
    greeting.pushed.arrived()
    told = list(greeting.pushed.added)
    assert greeting.read(newcomers, 0) == told
    assert greeting.read(newcomers, since) == told[2:]
    greeting.pushed.handle()
    assert greeting.read(newcomers, since) == told[2:]  # handled or not

"""One coming told by several events: half a friend who becomes a whole one, and who must agree to the archive first."""

import msgspec
import sqlalchemy as sa
from tests.sources.conftest import Greeting
from tests.sources.test_lane import HELLO, PNG, texts

from fakecom.running import CORP
from yutang.connections.inbox import Added
from yutang.sources import keeper, pictures
from yutang.sources.lane import Lane
from yutang.sources.model import Code, Greeted, Welcome

WELCOME = "externalcontact/send_welcome_msg"


def halved(greeting: Greeting, code: Code, after: float = 60) -> tuple[Added, Added]:
    """The two events of somebody new, both arrived, none of them heard of yet."""
    met = greeting.fake.ctl("scan", corp=CORP, code=code.config_id, half=True)
    greeting.pushed.arrived()
    greeting.fake.pass_time(after)
    greeting.fake.ctl("accept", corp=CORP, userid="li", external_userid=met["external_userid"])
    greeting.pushed.arrived()
    half, whole = greeting.pushed.added
    greeting.pushed.added.clear()
    return half, whole


def restart(greeting: Greeting, threads: int = 4) -> None:
    lane = Lane(greeting.desk, threads=threads)
    lane.start()
    assert lane.idle(30)
    lane.stop()


def told(greeting: Greeting, code: Code) -> list[tuple[bool, Greeted, str]]:
    return [(one.half, one.greeted, one.fault) for one in greeting.scans(code)]


def test_a_restart_does_not_count_who_was_half_a_friend_twice(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    half, whole = halved(greeting, code, 5)
    greeting.lane.greet(half)
    greeting.lane.greet(whole)
    before = greeting.scans(code)
    assert [(one.half, one.greeted, one.happened_at, one.whole_at) for one in before] == [
        (False, Greeted.SENT, half.happened_at, whole.happened_at)
    ]
    restart(greeting)
    assert (greeting.scans(code), len(greeting.welcomes())) == (before, 1)


def test_two_events_that_were_left_behind_are_one_newcomer(greeting: Greeting) -> None:
    """Threads of the lane must not take one each."""
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    for _ in range(6):
        halved(greeting, code, 0.5)
    restart(greeting, threads=8)
    assert len(greeting.scans(code)) == len(greeting.welcomes()) == 6
    assert {one[:2] for one in told(greeting, code)} == {(False, Greeted.SENT)}


def test_both_within_one_second_are_one_newcomer(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    for turned in (False, True):
        half, whole = halved(greeting, code, 0)
        for one in (whole, half) if turned else (half, whole):
            greeting.lane.greet(one)
    restart(greeting)
    assert [one[:2] for one in told(greeting, code)] == [(False, Greeted.SENT)] * 2
    assert len(greeting.welcomes()) == 2


def test_events_out_of_order_are_one_newcomer(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    half, whole = halved(greeting, code, 5)
    greeting.lane.greet(whole)
    greeting.lane.greet(half)
    (scan,) = greeting.scans(code)
    assert (scan.half, scan.happened_at, scan.whole_at) == (False, half.happened_at, whole.happened_at)
    assert (scan.greeted, len(greeting.welcomes())) == (Greeted.SENT, 1)
    assert [greeting.lane.greet(one) for one in (half, whole)] == [None, None]


def test_the_event_without_a_code_does_not_hide_what_came_of_the_welcome(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    half, whole = halved(greeting, code, 5)
    greeting.fake.ctl("policy", corp=CORP, welcome_needs_consent=True)
    greeting.lane.greet(half)
    without = msgspec.structs.replace(whole, welcome_code="")
    greeting.lane.greet(without)
    assert told(greeting, code) == [(False, Greeted.FAILED, "41053")]


def test_who_becomes_a_whole_friend_meanwhile_is_greeted_all_the_same(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    half, whole = halved(greeting, code, 1)
    greeting.fake.ctl("faults", kind="busy", path=WELCOME, count=2)
    assert greeting.lane.greet(half) is not None
    begun = greeting.now()
    without = msgspec.structs.replace(whole, welcome_code="")
    greeting.lane.greet(without)
    assert [one[:2] for one in told(greeting, code)] == [(False, Greeted.TRYING)]
    assert greeting.lane.greet(without) is None
    tried = greeting.lane.greet(half, begun)
    assert tried is not None
    assert [one[:2] for one in told(greeting, code)] == [(False, Greeted.SENT)]


def test_who_agrees_to_the_archive_is_greeted_then(greeting: Greeting) -> None:
    """Until then the platform refuses (41053), and with the event of it comes another code (wecom-api.md §3, §5.3)."""
    greeting.fake.ctl("policy", corp=CORP, welcome_needs_consent=True)
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    met = greeting.fake.ctl("scan", corp=CORP, code=code.config_id)
    greeting.greet()
    assert told(greeting, code) == [(False, Greeted.FAILED, "41053")]
    greeting.fake.pass_time(300)
    greeting.fake.ctl(f"customer/{met['external_userid']}/consent", corp=CORP, userid="li")
    greeting.greet()
    (scan,) = greeting.scans(code)
    assert (scan.greeted, scan.fault, texts(greeting)) == (Greeted.SENT, "", [HELLO.text])
    assert greeting.came == 1
    restart(greeting)
    assert greeting.scans(code) == [scan]


def test_who_was_greeted_agrees_and_is_not_greeted_again(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    met = greeting.fake.ctl("scan", corp=CORP, code=code.config_id)
    greeting.greet()
    before = greeting.scans(code)
    agreed = Added(connection_id=greeting.world.id, staff="li", person=met["external_userid"], state="",
                   welcome_code="another", half=False, happened_at=greeting.now(), received_at=greeting.now(),
                   agreed=True)  # fmt: skip
    greeting.lane.greet(agreed)
    assert (greeting.scans(code), len(greeting.welcomes())) == (before, 1)


def test_who_agrees_and_came_by_no_code_of_ours_is_none_of_ours(greeting: Greeting) -> None:
    greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.fake.ctl("add", corp=CORP, userid="li", external_userid="wmelse", state="else")
    greeting.fake.ctl("customer/wmelse/consent", corp=CORP, userid="li")
    assert set(greeting.greet()) == {None}
    assert greeting.welcomes() == []


def test_what_cannot_be_written_down_is_written_down_later(greeting: Greeting) -> None:
    """State fails for a moment: the newcomer is counted, and greeted once."""
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.pushed.arrived()
    spoilt = "create trigger spoilt before insert on code_scan begin select raise(abort, 'spoilt'); end"
    greeting.state.write(lambda conn: conn.execute(sa.text(spoilt)))
    lane = Lane(greeting.desk, threads=2)
    lane.start()
    assert not lane.idle(1)
    assert (greeting.scans(code), len(greeting.welcomes())) == ([], 1)
    greeting.state.write(lambda conn: conn.execute(sa.text("drop trigger spoilt")))
    greeting.fake.pass_time(2)
    assert lane.idle(30)
    lane.stop()
    assert [one[1] for one in told(greeting, code)] == [Greeted.DELIVERED]
    assert len(greeting.welcomes()) == 1


def test_who_is_too_late_gives_way_to_who_is_not(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=Welcome(text="hi")))
    greeting.scan(code, 30)
    greeting.pushed.arrived()
    greeting.fake.pass_time(60)
    greeting.scan(code)
    greeting.pushed.arrived()
    restart(greeting, threads=1)
    newest_first = told(greeting, code)
    assert [one[1] for one in newest_first] == [Greeted.LATE] * 30 + [Greeted.SENT]


def test_a_picture_that_the_platform_lost_holds_up_no_words(greeting: Greeting) -> None:
    """40007: the words go without it, and the keeper uploads it anew (wecom-api.md §3)."""
    number = greeting.write(pictures.keep, PNG, now=greeting.now())
    code = greeting.code("li", of=greeting.source(welcome=Welcome(text="你好", picture=number)))
    keeper.upload(greeting.desk)
    greeting.fake.state.corps[CORP].media.clear()
    greeting.scan(code)
    greeting.greet()
    assert (texts(greeting), told(greeting, code)) == (["你好"], [(False, Greeted.SENT, "picture")])
    assert greeting.read(pictures.handle, number, greeting.world.id, greeting.now()) is None
    assert keeper.upload(greeting.desk) == 1
    greeting.scan(code)
    greeting.greet()
    assert told(greeting, code)[0] == (False, Greeted.SENT, "")


def test_a_welcome_of_nothing_but_a_lost_picture_failed(greeting: Greeting) -> None:
    number = greeting.write(pictures.keep, PNG, now=greeting.now())
    code = greeting.code("li", of=greeting.source(welcome=Welcome(picture=number)))
    greeting.scan(code)
    greeting.greet()
    keeper.upload(greeting.desk)
    greeting.fake.state.corps[CORP].media.clear()
    greeting.scan(code)
    greeting.greet()
    assert told(greeting, code) == [(False, Greeted.FAILED, "picture")] * 2
    assert greeting.welcomes() == []

"""Newcomers are greeted within seconds, once, by code, source and hour; whatever is lost or killed."""

import datetime as dt

import pytest
from tests.connections.conftest import BOSS
from tests.sources.conftest import CHINA, Greeting, Shop

from fakecom.people import befriend
from fakecom.running import CORP
from yutang.kit.clock import SECOND, moment
from yutang.sources import actions, keeper, pictures
from yutang.sources.actions import CodeForm
from yutang.sources.greeting import BUDGET, GOOD_FOR
from yutang.sources.lane import Lane
from yutang.sources.model import Code, Greeted, Hours, Mode, Seat, Welcome

DAYS = (1, 2, 3, 4, 5, 6, 7)
OFFICE = (Hours(days=DAYS, since=9 * 60, until=21 * 60),)
HELLO = Welcome(text="欢迎来到鱼塘！", off_text="我们 9 点上班，到时候第一时间回复您。")
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 200


def night(greeting: Shop, hour: int = 22, minute: int = 30) -> None:
    """Go on to that time of the day in China."""
    now = moment(greeting.now(), CHINA)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    then = then if then > now else then + dt.timedelta(days=1)
    greeting.fake.ctl("clock", set=int(then.timestamp()))


def texts(greeting: Greeting) -> list[str]:
    return [one["message"]["text"]["content"] for one in greeting.welcomes()]


def said(greeting: Greeting, code: Code) -> list[Greeted]:
    return [one.greeted for one in greeting.scans(code)]


def test_a_hundred_scans_at_night_of_which_eight_are_friends(greeting: Greeting) -> None:
    """The issue's evening: 92 come in, all are greeted for the night at once, 40, 40 and 12 to three members."""
    of = greeting.source(welcome=HELLO)
    befriend(greeting.fake, "zhao", *(f"wmfriend{n}" for n in range(8)))
    seats = [Seat(staff=name, hours=OFFICE, cap=40) for name in ("li", "wang", "zhao")]
    code = greeting.code(*seats, of=of, mode=Mode.IN_TURN)
    night(greeting)
    outcomes: dict[str, int] = {}
    for n in range(100):
        friend = {"external_userid": f"wmfriend{n // 12}"} if n % 12 == 11 else {}
        if friend:  # led to who they are friends with, whoever else stands behind the code
            greeting.over_there(code).user.append("zhao")
        met = greeting.fake.ctl("scan", corp=CORP, code=greeting.known(code).config_id, userid="" if friend else greeting.over_there(code).user[0], **friend)  # fmt: skip
        if friend:
            greeting.over_there(code).user.pop()
        outcomes[met["outcome"]] = outcomes.get(met["outcome"], 0) + 1
        greeting.greet()
        greeting.keep()
        greeting.fake.pass_time(1)
    assert outcomes == {"added": 92, "already": 8}
    scans = greeting.scans(code)
    assert len(scans) == greeting.came == len(greeting.welcomes()) == 92
    counted = [sum(one.staff == name for one in scans) for name in ("li", "wang", "zhao")]
    assert counted == [40, 40, 12]
    assert set(texts(greeting)) == {HELLO.off_text}
    assert all(one.greeted is Greeted.SENT and one.off_hours for one in scans)
    assert max((one.sent_at or 0) - one.happened_at for one in scans) < 20 * SECOND


def test_by_day_they_hear_the_words_of_the_day(greeting: Greeting) -> None:
    code = greeting.code(Seat(staff="li", hours=OFFICE), of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    assert [tried.greeted for tried in greeting.greet() if tried] == [Greeted.SENT]
    assert texts(greeting) == [HELLO.text]


def test_a_code_has_words_of_its_own(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO), welcome=Welcome(text="门店专享"))
    greeting.scan(code)
    greeting.greet()
    assert texts(greeting) == ["门店专享"]


def test_without_words_nobody_is_greeted_and_all_are_counted(greeting: Greeting) -> None:
    code = greeting.code("li")
    greeting.scan(code, 3)
    greeting.greet()
    assert (said(greeting, code), greeting.welcomes()) == ([Greeted.NONE] * 3, [])


def test_who_came_by_no_code_of_ours_is_none_of_ours(greeting: Greeting) -> None:
    greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.fake.ctl("add", corp=CORP, userid="li", state="else")
    assert greeting.greet() in ([None], [])
    assert greeting.welcomes() == []


def test_a_friend_who_scans_again_is_neither_counted_nor_greeted(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.greet()
    assert greeting.scan(code, 1, friends=1) == {"already": 1}
    assert greeting.greet() == []
    assert (len(greeting.scans(code)), len(greeting.welcomes())) == (1, 1)


def test_an_event_that_comes_twice_greets_once(greeting: Greeting) -> None:
    greeting.fake.ctl("faults", kind="cb_duplicate", path="*")
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code, 2)
    greeting.greet()
    assert (len(greeting.scans(code)), len(greeting.welcomes())) == (2, 2)


def test_half_a_friend_is_greeted_once_and_counted_once(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    met = greeting.fake.ctl("scan", corp=CORP, code=code.config_id, half=True)
    greeting.greet()
    assert greeting.scans(code)[0].half
    greeting.fake.pass_time(60)
    greeting.fake.ctl("accept", corp=CORP, userid="li", external_userid=met["external_userid"])
    greeting.greet()
    (scan,) = greeting.scans(code)
    assert (scan.half, scan.greeted, len(greeting.welcomes())) == (False, Greeted.SENT, 1)


def test_after_eighteen_seconds_nobody_is_called(greeting: Greeting) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.pushed.arrived()
    greeting.fake.pass_time(GOOD_FOR / SECOND + 1)
    greeting.greet()
    assert (said(greeting, code), greeting.welcomes()) == ([Greeted.LATE], [])


def test_who_was_greeted_by_another_app_is_not_greeted_again(greeting: Greeting) -> None:
    """The member of staff's own first words count, too."""
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.pushed.arrived()
    greeting.fake.app().post(
        "externalcontact/send_welcome_msg",
        welcome_code=greeting.pushed.added[0].welcome_code,
        text={"content": "x"},
    )
    greeting.greet()
    assert (said(greeting, code), len(greeting.welcomes())) == ([Greeted.DELIVERED], 1)


def under_way(greeting: Greeting) -> None:
    """Another app is sending a welcome to whoever comes."""
    for one in greeting.fake.state.corps[CORP].welcome_codes.values():
        one.used_by, one.used_at = 999, greeting.fake.state.now


def test_while_another_app_is_at_it_we_try_again_and_then_it_was_delivered(greeting: Greeting) -> None:
    corp = greeting.fake.state.corps[CORP]
    corp.policy.welcome_sending_ms = 2_500
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.pushed.arrived()
    under_way(greeting)
    (added,) = greeting.pushed.added
    first = greeting.lane.greet(added)
    assert first is not None
    assert (first.greeted, first.fault) == (Greeted.TRYING, "41096")
    assert said(greeting, code) == [Greeted.TRYING]
    assert first.again_at is not None
    begun = greeting.now()
    greeting.fake.pass_time(3)
    second = greeting.lane.greet(added, begun)
    assert second is not None
    assert (second.greeted, second.again_at) == (Greeted.DELIVERED, None)
    assert said(greeting, code) == [Greeted.DELIVERED]
    assert greeting.came == 1


def test_after_the_budget_we_leave_it(greeting: Greeting) -> None:
    greeting.fake.state.corps[CORP].policy.welcome_sending_ms = 60_000
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.pushed.arrived()
    under_way(greeting)
    (added,) = greeting.pushed.added
    begun, tries = greeting.now(), 0
    tried = greeting.lane.greet(added)
    while tried is not None and tried.again_at is not None:
        tries += 1
        greeting.fake.pass_time((tried.again_at - greeting.now()) / SECOND)
        tried = greeting.lane.greet(added, begun)
    assert tries >= 2
    assert greeting.now() - begun <= BUDGET
    (scan,) = greeting.scans(code)
    assert (scan.greeted, scan.fault) == (Greeted.FAILED, "41096")


def test_an_answer_that_was_lost_greets_nobody_twice(greeting: Greeting) -> None:
    greeting.fake.ctl("faults", kind="reset_after", path="externalcontact/send_welcome_msg", count=1)
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.pushed.arrived()
    (added,) = greeting.pushed.added
    first = greeting.lane.greet(added)
    assert first is not None
    assert first.again_at is not None
    greeting.lane.greet(added, greeting.now())
    assert (said(greeting, code), len(greeting.welcomes())) == ([Greeted.DELIVERED], 1)


def test_who_came_while_nobody_greeted_is_greeted_at_the_start(greeting: Greeting) -> None:
    """Killed after the event was durable: some are still in time, some are not, one was greeted before."""
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code, 2)
    greeting.pushed.arrived()
    greeting.fake.pass_time(30)
    greeting.scan(code, 2)
    greeting.pushed.arrived()
    last = greeting.pushed.added[-1]
    greeting.lane.greet(last)
    greeting.pushed.added.clear()
    again = Lane(greeting.desk, threads=2)
    again.start()
    assert again.idle(30)
    again.stop()
    assert sorted(said(greeting, code)) == sorted([Greeted.LATE] * 2 + [Greeted.SENT] * 2)
    assert len(greeting.welcomes()) == 2
    twice = Lane(greeting.desk, threads=2)
    twice.start()
    assert twice.idle(30)
    twice.stop()
    assert (len(greeting.scans(code)), len(greeting.welcomes())) == (4, 2)


def test_one_that_was_called_and_not_written_down_is_known_to_be_greeted(greeting: Greeting) -> None:
    """Killed between the platform's answer and our books."""
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code)
    greeting.pushed.arrived()
    greeting.fake.app().post(
        "externalcontact/send_welcome_msg",
        welcome_code=greeting.pushed.added[0].welcome_code,
        text={"content": HELLO.text},
    )
    again = Lane(greeting.desk, threads=1)
    again.start()
    assert again.idle(30)
    again.stop()
    assert (said(greeting, code), len(greeting.welcomes())) == ([Greeted.DELIVERED], 1)


def test_the_lane_greets_by_itself_while_others_scan(greeting: Greeting) -> None:
    greeting.pushed.inbox.on_added(greeting.lane.put)
    code = greeting.code("li", "wang", of=greeting.source(welcome=HELLO))
    greeting.lane.start()
    for _ in range(5):
        greeting.scan(code, 8)
        greeting.pushed.arrived()
    assert greeting.lane.idle(30)
    assert (len(greeting.welcomes()), set(said(greeting, code))) == (40, {Greeted.SENT})


def test_a_picture_is_uploaded_ahead_and_sent_with_the_words(greeting: Greeting) -> None:
    number = greeting.write(pictures.keep, PNG, now=greeting.now())
    words = Welcome(text="你好", picture=number, link_title="商城", link_url="https://shop.example.com/a")
    code = greeting.code("li", of=greeting.source(welcome=words))
    assert keeper.upload(greeting.desk) == 1
    greeting.scan(code)
    greeting.greet()
    (welcome,) = greeting.welcomes()
    assert [one["msgtype"] for one in welcome["message"]["attachments"]] == ["image", "link"]
    assert greeting.scans(code)[0].fault == ""


def test_a_picture_is_uploaded_again_before_the_platform_forgets_it(greeting: Greeting) -> None:
    number = greeting.write(pictures.keep, PNG, now=greeting.now())
    greeting.code("li", of=greeting.source(welcome=Welcome(picture=number)))
    assert [keeper.upload(greeting.desk), keeper.upload(greeting.desk)] == [1, 0]
    first = greeting.read(pictures.handle, number, greeting.world.id, greeting.now())
    greeting.fake.pass_time(47 * 3600)
    assert keeper.upload(greeting.desk) == 0
    greeting.fake.pass_time(2 * 3600)
    assert keeper.upload(greeting.desk) == 1
    assert greeting.read(pictures.handle, number, greeting.world.id, greeting.now()) != first


def test_a_picture_that_is_not_ready_holds_up_no_words(greeting: Greeting) -> None:
    number = greeting.write(pictures.keep, PNG, now=greeting.now())
    code = greeting.code("li", of=greeting.source(welcome=Welcome(text="你好", picture=number)))
    greeting.scan(code)
    greeting.greet()
    (scan,) = greeting.scans(code)
    assert (texts(greeting), scan.greeted, scan.fault) == (["你好"], Greeted.SENT, "picture")


@pytest.mark.parametrize("after", [False, True])
def test_who_scans_an_ended_code_is_led_nowhere(greeting: Greeting, *, after: bool) -> None:
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    if after:
        greeting.scan(code)
    greeting.write(actions.end_code, code.id, viewer=BOSS, now=greeting.now())
    keeper.keep(greeting.desk)
    greeting.greet()
    assert len(greeting.scans(code)) == len(greeting.welcomes()) == int(after)


def test_another_roster_does_not_forget_who_came_today(greeting: Greeting) -> None:
    code = greeting.code(Seat(staff="li", cap=2), Seat(staff="wang", cap=1), mode=Mode.IN_TURN)
    for _ in range(2):
        greeting.scan(code)
        greeting.greet()
    seats = (Seat(staff="li", cap=2), Seat(staff="zhao"))
    greeting.act(actions.change_code, code.id, CodeForm(name="x", seats=seats, mode=Mode.IN_TURN))
    greeting.keep()
    assert greeting.over_there(code).user == ["zhao"]
    greeting.fake.pass_time(86_400)
    greeting.keep()
    assert greeting.over_there(code).user == ["li"]

"""Groups of which there are official statistics alone: judged from them, and said so."""

import datetime as dt
import json

import pytest
from rich.console import Console
from tests.checkup.world import DAY, Fact, World, at

from yutang.checkup.listing import row
from yutang.checkup.model import Advice, Checkup, Confidence, GroupReport, State
from yutang.checkup.survey import Room
from yutang.insight.report import render
from yutang.insight.terminal import print_table
from yutang.insight.wording import Words
from yutang.ledger.catalogue import Kind

CAVEAT = {
    "zh": "按企业微信官方统计判断（没有聊天内容）",
    "en": "Judged from WeCom's official statistics (no chat content)",
}


def told(world: World, group: int, day: int, messages: int, speakers: int) -> None:
    """As connections.wecom.counting tells it."""
    world.groups.setdefault(group, {})
    props = json.dumps({"speakers": speakers, "by": "statistics"})
    world.facts.append(Fact(Kind.GROUP_COUNTED, group, None, at(day), messages, props=props))


def counted(days: dict[int, int], *, group: int = 1, world: World | None = None) -> World:
    """`days`: how many days before → messages, by three people."""
    made = world or World()
    for day, messages in days.items():
        told(made, group, day, messages, 3 if messages else 0)
    return made


def one(found: Checkup) -> GroupReport:
    return found.groups[0]


def test_a_group_that_was_counted_silent_for_three_months_is_dead_and_it_is_said_from_what() -> None:
    world = counted(dict.fromkeys(range(1, 91), 0))
    world.stay(1, 5, 200)
    found = one(world.examined())
    assert (found.state, found.advice) == (State.DEAD, Advice.STOP)
    assert found.reasons[0].code == "never_active"
    assert found.reasons[-1].code == "by_statistics"
    assert (found.evidence.sources, found.confidence) == (["statistics", "roster"], Confidence.MEDIUM)


def test_a_group_that_is_counted_lively_is_kept_with_little_confidence() -> None:
    world = counted(dict.fromkeys(range(1, 91), 20))
    for who in range(5, 9):
        world.stay(1, who, 100)
    found = one(world.examined())
    assert (found.state, found.advice, found.confidence) == (State.ALIVE, Advice.KEEP, Confidence.LOW)
    assert (found.active_days_28d, found.messages_28d, found.speakers_28d) == (27, 540, 3)
    assert found.reasons[-1].code == "by_statistics"
    assert (found.structure, found.gini, found.staff_share_28d, found.response_minutes) == (None,) * 4


def test_a_day_that_was_not_told_may_have_been_this_groups() -> None:
    """Its owner has several groups: silent days are told, and days on which one of them spoke are not."""
    days = dict.fromkeys(range(1, 91), 0)
    del days[20]
    found = counted(days).measured()[1]
    assert (found.watched_days, found.first_heard) == (20, DAY - dt.timedelta(19))
    assert one(counted(days).examined()).state is State.DORMANT
    del days[5]
    assert one(counted(days).examined()).state is State.UNKNOWN


def test_what_was_told_of_an_earlier_life_says_nothing_of_now() -> None:
    lively_then = dict.fromkeys(range(60, 120), 20) | dict.fromkeys(range(1, 40), 0)
    found = counted(lively_then).measured()[1]
    assert (found.last_active, found.watched_days) == (None, 40)
    ended = counted(dict.fromkeys(range(30, 120), 20))
    assert one(ended.examined()).state is State.UNKNOWN


@pytest.mark.parametrize("late", [0, 1, 2, 3])
def test_the_platforms_count_comes_days_later(late: int) -> None:
    found = one(counted(dict.fromkeys(range(late, 91), 20)).examined())
    assert found.state is State.ALIVE


def test_messages_say_more_and_then_nothing_is_held_back() -> None:
    world = counted({day: 0 for day in range(1, 91) if day % 9})
    world.talk(1, range(0, 91, 9))
    found = one(world.examined())
    assert found.evidence.sources == ["messages", "statistics"]
    assert "by_statistics" not in [reason.code for reason in found.reasons]


def test_a_table_of_counts_is_no_official_statistic() -> None:
    world = World()
    for day in range(60):
        world.count(1, day, 20, speakers=4)
    found = one(world.examined())
    assert found.evidence.sources == ["counts"]
    assert "by_statistics" not in [reason.code for reason in found.reasons]


def mixed() -> Checkup:
    world = counted(dict.fromkeys(range(1, 91), 0), group=1)
    counted(dict.fromkeys(range(1, 91), 0), group=2, world=world)
    world.talk(3, range(60), (11, 12))
    return world.examined()


def test_how_many_of_how_many() -> None:
    found = mixed()
    assert (found.totals.groups, found.totals.with_messages, found.totals.by_statistics) == (3, 1, 2)
    marks = {g.id: row(g, Room(1, None)).by_statistics for g in found.groups}
    assert marks == {"test:g1": True, "test:g2": True, "test:g3": False}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_say_it_in_both_languages(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = mixed()
    words = Words(lang)  # type: ignore[arg-type]
    silent = next(g for g in found.groups if g.id == "test:g1")
    assert CAVEAT[lang] in words.reason(silent.reasons[-1])
    page = render(found, lang)  # type: ignore[arg-type]
    assert words("table.by_statistics", n=2, groups=3) in page.replace("&#39;", "'")
    assert words("evidence.statistics") in page.replace("&#39;", "'")
    print_table(found, lang, Console(width=400))  # type: ignore[arg-type]
    assert words("table.by_statistics", n=2, groups=3) in " ".join(capsys.readouterr().out.split())

"""Lists of staff and house accounts, and bots by their names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.batch import NOW, START, say, take
from yutang.importers.contract import Unreadable
from yutang.importers.marking import entries, guess_bots, mark
from yutang.kit.settings import Settings
from yutang.ledger.catalogue import Role
from yutang.ledger.ledger import Ledger
from yutang.main import private_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with private_ledger(Settings(home=tmp_path, threads=1, memory_mb=512)) as made:
        yield made


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"zhangsan\nlisi\n", ["zhangsan", "lisi"]),
        ("姓名,部门\n张三,运营\n\n李四,客服\n".encode(), ["张三", "李四"]),
        ("账号\n张三\n".encode("gb18030"), ["张三"]),
        ("\ufeff# 自有号\nann;x\nbob\ty\n".encode(), ["ann", "bob"]),
        ('"a b",1\r\n'.encode("utf-16"), ["a b"]),
        (b"", []),
    ],
)
def test_lists_are_read_as_people_write_them(tmp_path: Path, content: bytes, found: list[str]) -> None:
    (tmp_path / "l").write_bytes(content)
    assert entries(tmp_path / "l") == found


@pytest.mark.parametrize("content", [None, b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_what_is_no_list_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "l").write_bytes(content)
    with pytest.raises(Unreadable, match="list"):
        entries(tmp_path / "l")


def roles(ledger: Ledger) -> dict[str, int]:
    return dict(ledger.analytics.rows("select external_id, role from identity"))


def test_accounts_are_found_by_id_and_by_name_on_every_platform(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "wm1", START, "x", name="张三"), say("g", "wm2", START, "x", name="李四"))
    take(
        ledger, "b", say("g", "name:张三", START, "x", name="张三"), say("g", "9", START, "x"), platform="qq"
    )
    assert mark(ledger, ["张三", "9", "nobody"], Role.STAFF, now=NOW) == ["nobody"]
    assert roles(ledger) == {"wm1": Role.STAFF, "name:张三": Role.STAFF, "9": Role.STAFF, "wm2": Role.UNKNOWN}


def test_what_the_user_says_wins_over_the_format_whenever_it_was_said(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x", role=Role.PERSON))
    mark(ledger, ["u"], Role.HOUSE, now=NOW)
    take(ledger, "b", say("g", "u", START + 1, "y", role=Role.BOT))
    assert roles(ledger) == {"u": Role.HOUSE}
    with ledger.state.read() as conn:
        assert len(conn.exec_driver_sql("select * from house_account").fetchall()) == 1


def test_marking_twice_is_marking_once(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"))
    mark(ledger, ["u"], Role.STAFF, now=NOW)
    before = ledger.analytics.rows("select count(*) from fact")
    mark(ledger, ["u"], Role.STAFF, now=NOW)
    assert ledger.analytics.rows("select count(*) from fact") == before


@pytest.mark.parametrize(
    ("name", "bot"),
    [("ChatBot", True), ("群机器人", True), ("鱼塘小助手", True), ("bot", True), ("Auto-Bot", True), ("Robotham", False),
     ("Abbott", False), ("李四", False), ("bottle", False)],
)  # fmt: skip
def test_bots_are_guessed_by_whole_words(ledger: Ledger, name: str, bot: bool) -> None:
    take(ledger, "a", say("g", "u", START, "x", name=name))
    assert guess_bots(ledger, now=NOW) == ([name] if bot else [])
    assert roles(ledger) == {"u": Role.BOT if bot else Role.UNKNOWN}


def test_a_guess_gives_way_to_what_somebody_said(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x", name="小助手", role=Role.STAFF))
    assert guess_bots(ledger, now=NOW) == []
    take(ledger, "b", say("g", "v", START, "x", name="小助手"))
    guess_bots(ledger, now=NOW)
    mark(ledger, ["v"], Role.PERSON, now=NOW)
    guess_bots(ledger, now=NOW)
    assert roles(ledger) == {"u": Role.STAFF, "v": Role.PERSON}

"""Groups and stays: who was where from when to when, whatever the order in which it was learnt."""

import itertools
import json
from types import SimpleNamespace
from typing import Any

import pytest

from ledger.batch import DAY, START, join, leave, memberships, say, take
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger


def seen(group: str, who: str, at: int) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.MEMBER_SEEN, at, {"group": group, "actor": who})


def named(name: str | None, at: int, **props: Any) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.GROUP_SEEN, at, {"group": "g", "text": name, "props": json.dumps(props) if props else None})


def group(ledger: Ledger, *columns: str) -> tuple[Any, ...]:
    return ledger.analytics.rows(f"select {', '.join(columns)} from customer_group")[0]


@pytest.mark.parametrize(
    ("story", "stays"),
    [
        ([join("g", "u", START)], [(0, None)]),
        ([join("g", "u", START), leave("g", "u", START + DAY)], [(0, 1)]),
        ([leave("g", "u", START + DAY)], [(None, 1)]),
        ([join("g", "u", START), join("g", "u", START + DAY)], [(0, None)]),
        ([join("g", "u", START), leave("g", "u", START + DAY), leave("g", "u", START + 2 * DAY)], [(0, 1)]),
        (
            [join("g", "u", START), leave("g", "u", START + DAY), join("g", "u", START + 2 * DAY)],
            [(0, 1), (2, None)],
        ),
        ([seen("g", "u", START + DAY)], [(None, None)]),
        ([seen("g", "u", START), leave("g", "u", START + DAY)], [(None, 1)]),
        ([join("g", "u", START), seen("g", "u", START + DAY)], [(0, None)]),
    ],
)
def test_stays_in_every_order(
    opened: SimpleNamespace, story: list[Any], stays: list[tuple[int | None, int | None]]
) -> None:
    for turn, order in enumerate(itertools.permutations(story)):
        for number, (kind, at, columns) in enumerate(order):
            take(opened.ledger, f"{turn}-{number}", (kind, at, columns | {"group": f"g{turn}"}))
        here = [row[2:] for row in memberships(opened.ledger) if row[0] == f"g{turn}"]
        assert sorted(here, key=str) == sorted(stays, key=str)


def test_a_message_is_no_stay_also_in_one_batch_with_a_leave(ledger: Ledger) -> None:
    take(
        ledger,
        "a",
        join("g", "u", START),
        leave("g", "u", START + DAY),
        say("g", "u", START + 2 * DAY, "late"),
    )
    assert memberships(ledger) == [("g", "u", 0, 1)]


def test_how_they_came_and_went_and_who_brought_them(ledger: Ledger) -> None:
    take(ledger, "a", join("g", "u", START, related="host", props='{"how":"invited"}'),
         leave("g", "u", START + DAY, props='{"how":"removed"}'))  # fmt: skip
    assert ledger.analytics.rows(
        "select m.how, m.how_left, i.external_id from membership m join identity i on i.id = m.inviter_id"
    ) == [("invited", "removed", "host")]


def test_the_latest_name_wins_in_any_order(ledger: Ledger) -> None:
    take(ledger, "a", named("新", START + DAY))
    take(ledger, "b", named("旧", START))
    assert group(ledger, "name") == ("新",)
    take(ledger, "c", (Kind.GROUP_RENAMED, START + 2 * DAY, {"group": "g", "actor": "u", "text": "更新"}))
    assert group(ledger, "name") == ("更新",)
    take(ledger, "d", named("", START + 3 * DAY))
    assert group(ledger, "name") == ("更新",)


def test_what_a_roster_says_of_a_group(ledger: Ledger) -> None:
    take(
        ledger,
        "a",
        named("团", START, owner="boss", line="生鲜", created=START, size_limit=200, dismissed=START + DAY),
    )
    row = group(ledger, "line", "epoch_us(created)", "epoch_us(dismissed)", "size_limit", "private")
    assert row == ("生鲜", START, START + DAY, 200, False)
    assert ledger.analytics.rows(
        "select i.external_id from customer_group g join identity i on i.id = g.owner_id"
    ) == [("boss",)]
    take(ledger, "b", named(None, START + DAY))
    assert group(ledger, "line", "name") == ("生鲜", "团")  # silence takes nothing back


def test_a_private_chat_stays_private(ledger: Ledger) -> None:
    take(ledger, "a", named("Ann", START, private=True))
    take(ledger, "b", named("Ann", START + DAY))
    assert group(ledger, "private") == (True,)


def test_two_groups_of_one_name_are_two_and_one_of_two_names_is_one(ledger: Ledger) -> None:
    for ref in ("a", "b"):
        take(ledger, ref, (Kind.GROUP_SEEN, START, {"group": ref, "text": "同名"}))
    take(ledger, "c", (Kind.GROUP_SEEN, START + DAY, {"group": "a", "text": "另名"}))
    assert ledger.analytics.rows("select external_id, name from customer_group order by 1") == [
        ("a", "另名"),
        ("b", "同名"),
    ]


def test_a_rebuild_mirrors_the_same(ledger: Ledger) -> None:
    take(ledger, "a", named("团", START, created=START), join("g", "u", START), leave("g", "u", START + DAY))
    rows = "select * from membership", "select * from customer_group"
    before = [ledger.analytics.rows(sql) for sql in rows]
    ledger.rebuild()
    assert [ledger.analytics.rows(sql) for sql in rows] == before

"""Tags on groups by hand, on both databases: put on, taken off, within one's scope, and nothing said twice."""

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from tests.accounts.people import person

from ledger.batch import DAY, NOW, START, join, take
from yutang.accounts.model import Role as AccountRole
from yutang.accounts.model import Viewer
from yutang.accounts.tables import audit_log
from yutang.customers.answers import Changed
from yutang.groups.tagging import bearers, change_tags, tags_of
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.ledger.marks import mark

VIP, NEW = mark("tag", "群/重点"), mark("tag", "群/新")
ONE, TWO, CHAT = "wecom:g1", "wecom:g2", "wecom:chat"


class Called:
    """A name for the one tag."""

    def tags(self, ids: Any) -> dict[int, str]:
        return {id_: "群/重点" for id_ in ids if id_ == VIP}


@pytest.fixture
def pond(ledger: Ledger) -> Ledger:
    """A group of an's, one of bo's, and a private chat."""
    take(
        ledger, "a",
        *((Kind.IDENTITY_SEEN, START, {"actor": who, "name": who, "role": Role.STAFF}) for who in ("an", "bo")),
        (Kind.GROUP_SEEN, START, {"group": "g1", "text": "一", "props": '{"owner":"an"}'}),
        (Kind.GROUP_SEEN, START, {"group": "g2", "text": "二", "props": '{"owner":"bo"}'}),
        (Kind.GROUP_SEEN, START, {"group": "chat", "props": '{"owner":"an","private":true}'}),
        join("g1", "li", START), join("g2", "li", START), join("chat", "li", START),
    )  # fmt: skip
    return ledger


def boss(ledger: Ledger) -> Viewer:
    return Viewer(user_id=0, login="boss", name="店长", role=AccountRole.ADMINISTRATOR)


def operator(ledger: Ledger, who: str) -> Viewer:
    ((id_,),) = ledger.analytics.rows("select id from identity where external_id = ?", [who])
    return person(ledger.state, who, AccountRole.OPERATOR, staff_id=id_)


def change(ledger: Ledger, refs: Sequence[str], *, at: int = NOW, viewer: Viewer | None = None, **more: Any) -> Changed:  # fmt: skip
    return change_tags(ledger, viewer or boss(ledger), refs, now=at, **more)


def borne(ledger: Ledger) -> set[tuple[str, int]]:
    rows = ledger.analytics.rows(
        "select g.external_id, t.tag_id from group_tagging t join customer_group g on g.id = t.group_id"
    )
    return set(rows)


def test_a_tag_goes_on_and_off_and_is_not_said_again(pond: Ledger) -> None:
    assert change(pond, [ONE, TWO, ONE], add={"群/重点": None}).changed == 2
    assert change(pond, [ONE, TWO], add={" 群 / 重点": None}, remove=["群/新"], at=NOW + 1).changed == 0
    assert borne(pond) == {("g1", VIP), ("g2", VIP)}
    assert change(pond, [ONE], add={"群/新": None}, remove=["群/重点"], at=NOW + 2).changed == 1
    assert change(pond, [TWO], remove=[VIP], at=NOW + 2).changed == 1
    assert borne(pond) == {("g1", NEW)}
    assert pond.analytics.rows("select count(*) from tagging") == [(0,)]  # nobody in them bears it
    assert (
        change(pond, [ONE], add={"群/新": NOW + DAY}, at=NOW + 3).changed == 1
    )  # another end is another thing


def test_what_is_not_there_or_not_theirs_is_skipped(pond: Ledger) -> None:
    an = operator(pond, "an")
    done = change(pond, [ONE, TWO, CHAT, "wecom:none", "x", "wecom:\0"], viewer=an, add={"群/重点": None})
    assert (done.changed, done.skipped) == (1, [TWO, CHAT, "wecom:none", "x", "wecom:\0"])
    assert borne(pond) == {("g1", VIP)}
    change(pond, [TWO], add={"群/重点": None})
    with pond.analytics.cursor() as cursor:
        assert bearers(cursor, an.scope, VIP, now=NOW) == [ONE]
        assert bearers(cursor, boss(pond).scope, VIP, now=NOW) == [ONE, TWO]
        assert bearers(cursor, boss(pond).scope, NEW, now=NOW) == []


def test_whole_names_and_ends_to_come(pond: Ledger) -> None:
    with pytest.raises(YutangError, match="tag_whole_name"):
        change(pond, [ONE], add={"重点": None})
    with pytest.raises(YutangError, match="tag_past"):
        change(pond, [ONE], add={"群/重点": NOW})
    assert borne(pond) == set()


def test_what_is_in_force_is_told_and_ends_by_itself(pond: Ledger) -> None:
    change(pond, [ONE], add={"群/重点": NOW + DAY, "群/新": None})
    with pond.analytics.cursor() as cursor:
        now, later = (tags_of(cursor, Called(), ONE, now=at) for at in (NOW, NOW + 2 * DAY))  # pyright: ignore[reportArgumentType]
        assert tags_of(cursor, Called(), TWO, now=NOW) == []  # pyright: ignore[reportArgumentType]
        assert bearers(cursor, boss(pond).scope, VIP, now=NOW + 2 * DAY) == []
    told = {(one.name, one.until_at, one.source, one.since_at) for one in now}
    assert told == {
        ("群/重点", (NOW + DAY) // 1000, "staff", NOW // 1000),
        (None, None, "staff", NOW // 1000),
    }
    assert [one.id for one in later] == [str(NEW)]
    assert change(pond, [ONE], add={"群/重点": None}, at=NOW + 2 * DAY).changed == 1  # it had run out


def test_the_log_says_who_did_what(pond: Ledger) -> None:
    change(pond, [ONE], add={"群/重点": None})
    change(pond, [ONE, TWO], add={"群/重点": None, "群/新": None}, at=NOW + 1)
    change(pond, [ONE, TWO], add={"群/重点": None, "群/新": None}, at=NOW + 2)  # nothing
    with pond.state.read() as conn:
        rows = conn.execute(
            sa.select(audit_log.c.act, audit_log.c.subject_id, audit_log.c.after).order_by(audit_log.c.id)
        ).all()
    assert [(row.act, row.subject_id) for row in rows] == [
        ("group_tags_changed", ONE),
        ("group_tags_changed", ""),
    ]
    assert '"groups":["wecom:g1","wecom:g2"]' in rows[1].after


def test_analytics_made_anew_says_the_same(pond: Ledger) -> None:
    change(pond, [ONE, TWO], add={"群/重点": NOW + DAY})
    change(pond, [TWO], remove=["群/重点"], at=NOW + 1)
    pond.rebuild()
    assert borne(pond) == {("g1", VIP)}

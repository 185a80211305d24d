"""A group's channel decides who acts in it: itself, a person, or nobody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.accounts.people import person
from tests.checkup.tenant import fill, staff_id

from ledger.batch import fresh
from yutang.accounts.model import Role
from yutang.accounts.tables import audit_log
from yutang.channels.contract.capabilities import Moderation
from yutang.channels.contract.outcomes import Done, Failure, HumanTask, Refused, Trouble
from yutang.groups.moderation import Asked, ask, members
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.tasks.tables import task


class Hand:
    """The one verb of a channel that is asked for here, with the answer it is made with."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.got = answer, []

    def moderate(self, action: str, target: str) -> Any:
        self.got.append((action, target))
        return self.answer


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = fresh(tmp_path)
    fill(made)
    yield made
    made.close()


def go(ledger: Ledger, channel: Any, action: Moderation = Moderation.KICK, **more: Any) -> Any:
    who = person(ledger.state, "boss", Role.SUPERVISOR)
    told = {"member": staff_id(ledger, "p1")} if action is Moderation.KICK else {"text": "新名"}
    asked = Asked(group="wecom:alive", action=action, reason="刷广告", **told | more)
    return ask(ledger, asked, channel_of=lambda _: channel, viewer=who, now=clock.now())


def rows(ledger: Ledger) -> tuple[int, list[str]]:
    with ledger.state.read() as conn:
        tasks = conn.execute(sa.select(sa.func.count()).select_from(task)).scalar_one()
        acts = conn.execute(sa.select(audit_log.c.act).where(audit_log.c.subject_kind == "group"))
        return tasks, list(acts.scalars())


def test_a_channel_that_can_has_done_it_and_nobody_is_asked(ledger: Ledger) -> None:
    channel = Hand(Done())
    assert go(ledger, channel) is None
    assert channel.got == [("kick", "alive/p1")]
    assert rows(ledger) == (0, ["group_moderated"])


def test_of_all_others_a_person_is_asked_where_the_channel_says(ledger: Ledger) -> None:
    channel = Hand(HumanTask(action="rename_group", target="alive", how="wecom_client"))
    made = go(ledger, channel, Moderation.RENAME)
    assert (made.kind, made.params) == ("rename_group", {"how": "wecom_client", "text": "新名"})
    assert channel.got == [("rename_group", "alive")]
    assert rows(ledger) == (1, ["moderation_asked"])


def test_without_a_channel_it_is_done_by_hand(ledger: Ledger) -> None:
    assert go(ledger, None).params == {"how": "by_hand", "who": "p1"}


@pytest.mark.parametrize("answer", [Refused("not_offered", permanent=True), Failure(trouble=Trouble.CONFIG, code="not_offered", call="kick")])  # fmt: skip
def test_what_a_channel_refuses_is_told_and_nothing_is_kept(ledger: Ledger, answer: Any) -> None:
    with pytest.raises(YutangError) as refused:
        go(ledger, Hand(answer))
    assert (refused.value.code, refused.value.params) == ("moderation_refused", {"why": "not_offered"})
    assert rows(ledger) == (0, [])


def test_a_wrong_deadline_is_refused_before_the_channel_is_asked(ledger: Ledger) -> None:
    channel = Hand(Done())
    with pytest.raises(YutangError, match="moderation_due"):
        go(ledger, channel, due_at=1)
    assert channel.got == []


def test_members_are_found_by_their_names_alone(ledger: Ledger) -> None:
    who = person(ledger.state, "boss", Role.SUPERVISOR)
    with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
        found = members(conn, cursor, "wecom:alive", q="", scope=who.scope, now=clock.now())
        none = members(conn, cursor, "wecom:alive", q="%", scope=who.scope, now=clock.now())
    assert {one.name for one in found} == {f"p{n}" for n in range(1, 8)}
    assert none == []

"""A member's account has another id: whoever carries over what follows from it hears of it, after a kill and a lag too."""

from typing import Any

import pytest
from tests.connections.wecom.conftest import RELATIONS, Pushed, truth_pairs

from fakecom.people import befriend, corp_in
from yutang.channels.contract.inbound import Event
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import customers
from yutang.channels.wecom.calls.pages import Page
from yutang.connections.model import EventState

KNOWN = "select count(*) from identity where external_id = 'li2'"


class Killed(BaseException):
    pass


class Carrying:
    """A subscriber that needs the new account; it dies at its first call, where that is wanted."""

    def __init__(self, pushed: Pushed, *, dies: bool = False) -> None:
        self.pushed, self.dies = pushed, dies
        self.known: list[int] = []
        pushed.subscribers.append(self.hear)

    def hear(self, _id: int, event: Event) -> None:
        if event.kind.startswith("staff."):
            if self.dies:
                self.dies = False
                raise Killed
            self.known.append(self.pushed.world.ledger.analytics.rows(KNOWN)[0][0])


def _begin(pushed: Pushed, *people: str) -> None:
    corp_in(pushed.world.fake).apps[1000002].permissions.append("directory")
    if people:
        befriend(pushed.world.fake, "li", *people)
    pushed.world.sync("staff", "customers")
    pushed.world.fake.pass_time(60)


def _renamed(pushed: Pushed) -> None:
    pushed.world.fake.ctl("member/li/rename", to="li2")
    pushed.arrived()
    pushed.handle()


def _states(pushed: Pushed) -> set[tuple[EventState, str]]:
    return {(one.state, one.fault) for one in pushed.events() if one.kind.startswith("staff.")}


def _lag(monkeypatch: pytest.MonkeyPatch, said: Any, *, listed: bool = False) -> None:
    """The platform's lists do not know the new id yet."""
    follow_users, by_staff = customers.follow_users, customers.by_staff

    def old_users(client: Any) -> Any:
        found = follow_users(client)
        found.follow_user[:] = ["li" if one == "li2" else one for one in found.follow_user]
        return found

    def nobody(client: Any, staff: list[str], cursor: str = "") -> Any:
        return iter([said]) if "li2" in staff else by_staff(client, staff, cursor)

    if not listed:
        monkeypatch.setattr(customers, "follow_users", old_users)
    monkeypatch.setattr(customers, "by_staff", nobody)


def test_a_kill_before_it_is_carried_is_made_good(pushed: Pushed) -> None:
    _begin(pushed, "wmA", "wmB")
    carrying = Carrying(pushed, dies=True)
    with pytest.raises(Killed):
        _renamed(pushed)
    assert carrying.known == []
    pushed.settle()
    assert carrying.known == [1]
    assert _states(pushed) == {(EventState.DONE, "")}
    assert pushed.world.rows(RELATIONS) == truth_pairs(pushed.world.fake) != set()


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("said", [Page((), ""), Failure(trouble=Trouble.DATA, code="60111"),
                                  Failure(trouble=Trouble.CONFIG, code="84074")])  # fmt: skip
def test_a_list_that_lags_behind_the_new_id_is_asked_again(
    pushed: Pushed, monkeypatch: pytest.MonkeyPatch, said: Any, *, listed: bool
) -> None:
    _begin(pushed, "wmA", "wmB")
    carrying = Carrying(pushed)
    with monkeypatch.context() as lagging:
        _lag(lagging, said, listed=listed)
        _renamed(pushed)
        pushed.settle()
        assert carrying.known == []
        assert _states(pushed) == {(EventState.WAITING, "lag")}
    pushed.settle()
    assert carrying.known == [1]
    assert _states(pushed) == {(EventState.DONE, "")}
    assert pushed.world.rows(RELATIONS) == truth_pairs(pushed.world.fake) != set()


def test_whoever_is_never_listed_is_not_waited_for_for_ever(
    pushed: Pushed, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begin(pushed, "wmA")
    carrying = Carrying(pushed)
    _lag(monkeypatch, Failure(trouble=Trouble.CONFIG, code="84074"))
    _renamed(pushed)
    for _ in range(10):
        pushed.world.fake.pass_time(60)
        pushed.handle()
    assert carrying.known == [0]
    assert _states(pushed) == {(EventState.DONE, "")}


def test_who_follows_nobody_is_not_waited_for(pushed: Pushed) -> None:
    _begin(pushed)
    carrying = Carrying(pushed)
    _renamed(pushed)
    assert carrying.known == [1]
    assert _states(pushed) == {(EventState.DONE, "")}

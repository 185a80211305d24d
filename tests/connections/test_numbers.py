"""What hangs on a connection names it by number: a number is its account's for good."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from tests.connections.conftest import BOSS, NOW, OPEN

from yutang.connections import actions, store
from yutang.connections.tables import past_connection
from yutang.kit.errors import YutangError


def remove(here: SimpleNamespace, id_: int, at: int = NOW) -> None:
    assert here.write(actions.disconnect, id_, viewer=BOSS, now=at)


def past(here: SimpleNamespace) -> list[tuple[int, str]]:
    return here.read(lambda c: [tuple(row) for row in c.execute(
        sa.select(past_connection.c.id, past_connection.c.agent).order_by(past_connection.c.id))])  # fmt: skip


def test_added_again_it_has_its_old_number(here: SimpleNamespace) -> None:
    first, _other = here.connect(), here.connect(corp_id="wwother")
    remove(here, first.id)
    assert past(here) == [(first.id, OPEN["agent_id"])]
    assert here.connect().id == first.id
    assert past(here) == []


def test_the_number_of_one_corp_is_never_anothers(here: SimpleNamespace) -> None:
    first = here.connect()
    remove(here, first.id)
    other = here.connect(corp_id="wwother")
    assert other.id != first.id
    remove(here, other.id)
    assert here.connect(corp_id="wwthird").id not in (first.id, other.id)
    assert (here.connect().id, here.connect(corp_id="wwother").id) == (first.id, other.id)


def test_the_same_application_comes_before_another_of_the_corp(here: SimpleNamespace) -> None:
    ids = {agent: here.connect(agent_id=agent).id for agent in ("1", "2", "3")}
    for at, agent in enumerate(("2", "1", "3")):
        remove(here, ids[agent], NOW + at)
    assert here.connect(agent_id="2").id == ids["2"]
    assert here.connect(agent_id="9").id == ids["3"]  # of those left the one removed last
    assert here.connect(agent_id="1").id == ids["1"]
    assert here.connect(agent_id="8").id == max(ids.values()) + 1


def test_one_that_is_refused_takes_no_number(here: SimpleNamespace) -> None:
    first, second = here.connect(agent_id="1"), here.connect(agent_id="2")
    remove(here, first.id)
    with pytest.raises(YutangError, match="connection_there"):
        here.connect(agent_id="2")
    assert past(here) == [(first.id, "1")]
    assert here.connect(agent_id="1").id == first.id != second.id


def test_one_that_spoke_with_its_corp_becomes_no_other_corps(here: SimpleNamespace) -> None:
    made = here.connect()

    def reset(corp: str) -> str:
        told = {"secrets": here.secrets, "viewer": BOSS, "now": NOW}
        return here.write(actions.reset, made.id, name=None, told={"corp_id": corp}, **told).account

    assert reset("wwmistyped") == "wwmistyped"  # nothing came of it yet
    assert reset(OPEN["corp_id"]) == OPEN["corp_id"]
    here.write(store.answered, made.id, now=NOW)
    with pytest.raises(YutangError, match="connection_corp"):
        reset("wwother")
    assert here.read(store.one, made.id).account == OPEN["corp_id"]

"""What stops with a connection is told before it is removed."""

from typing import Any

import pytest
from tests.web.test_connections import NEW

from yutang.channels.contract.message import Message
from yutang.connections import mirror
from yutang.handover import store as handovers
from yutang.handover.model import HandoverState
from yutang.outbox import store as sends
from yutang.outbox.model import SendKind, SendState
from yutang.outbox.store import Whom

NOTHING = {"codes": 0, "messages": 0, "moments": 0, "handovers": 0, "tag_groups": 0}


@pytest.fixture
def boss(empty: Any) -> Any:
    return empty.client("administrator")


def connect(boss: Any, corp: str = "ww1") -> int:
    told = NEW | {"settings": NEW["settings"] | {"corp_id": corp}}
    return boss("POST", "/connections", json=told).json()["connection"]["id"]


def send(conn: Any, of: int, kind: SendKind, state: SendState) -> None:
    sends.add(conn, {
        "connection_id": of, "kind": kind, "name": "x", "purpose": "service", "audience": Whom(), "message": Message(text="x"),
        "state": state, "turn": 1, "made_by": None, "made_by_name": "", "made_at": 1, "changed_at": 1,
    })  # fmt: skip


def handover(conn: Any, of: int, state: HandoverState) -> None:
    handovers.add(conn, {
        "connection_id": of, "giver_id": 1, "giver_ref": "li", "giver_left": False, "receivers": [2], "customers": None,
        "groups": None, "message": "", "state": state, "digest": "", "made_by": None, "made_by_name": "", "made_at": 1,
    })  # fmt: skip


def test_all_that_goes_on_by_itself_is_counted_and_nothing_of_another(empty: Any, boss: Any) -> None:
    one, other = connect(boss), connect(boss, "ww2")

    def write(conn: Any) -> None:
        mirror.set_staff(conn, one, ["li"], now=1)
        for state in SendState:
            send(conn, one, SendKind.MESSAGE, state)
        send(conn, one, SendKind.MOMENT, SendState.RUNNING)
        for state in HandoverState:
            handover(conn, one, state)

    empty.ledger.state.write(write)
    of = boss("POST", "/sources", json={"name": "开业"}).json()["id"]
    code = {"name": "收银台", "seats": [{"staff": "li"}]}
    told = {"source_id": of, "connection_id": one, "kind": "person", "code": code}
    ended, *_ = (boss("POST", "/codes", json=told).json()["id"] for _ in range(3))
    boss("POST", f"/codes/{ended}/end")
    group = boss("POST", "/tags/groups", json={"items": [{"name": "意向"}]}).json()["items"][0]["id"]
    assert boss("POST", f"/tags/groups/{group}/wecom", json={"connection_id": one, "on": True}).is_success
    assert boss("GET", f"/connections/{one}/hanging").json() == {
        "codes": 2, "messages": 2, "moments": 1, "handovers": 1, "tag_groups": 1,
    }  # fmt: skip
    assert boss("GET", f"/connections/{other}/hanging").json() == NOTHING


def test_only_administrators_are_told_and_only_of_what_there_is(empty: Any, boss: Any) -> None:
    one = connect(boss)
    assert empty.client("supervisor")("GET", f"/connections/{one}/hanging").status_code == 403
    assert boss("GET", "/connections/99/hanging").json()["code"] == "not_found"

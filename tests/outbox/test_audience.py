"""The gate over whole audiences, beside a naive reading of its rules, customer by customer."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.outbox.crowd import MOST, NOW, One, arrive, everybody, uses, verdict

from states import ready
from yutang.accounts.model import Scope
from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Audience, Message, Recipient
from yutang.channels.contract.planning import plan
from yutang.channels.wecom.channel import able
from yutang.channels.wecom.limits import Limits
from yutang.customers import Customers
from yutang.engine import compile_rule
from yutang.engine.rule import All
from yutang.groups import Groups
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.outbox.audience import PLACED, Account, Gate, account, ask
from yutang.outbox.model import Reason
from yutang.segments.saved.world import world
from yutang.staff import Staff
from yutang.staff import store as staff
from yutang.staff.model import OwnerRule, OwnerRules

ALL = Scope(everything=True)


class Here:
    def __init__(self, folder: Path) -> None:
        state = ready(f"sqlite:///{folder / 'state.sqlite'}", durable=False)
        analytics = Analytics(folder / "analytics.duckdb", memory_mb=512, threads=2)
        self.ledger = Ledger(
            state, analytics, [Customers(), Groups(), Staff()], folder=folder, zone_="Asia/Shanghai"
        )
        self.people = everybody()
        arrive(self.ledger, self.people)
        found = self.ledger.analytics.rows("select external_id, id, customer_id from identity")
        self.ids = {ref: id_ for ref, id_, _ in found}
        self.customers = {ref: customer for ref, _, customer in found}
        listed = sorted(self.customers[one.ref] for one in self.people)
        self.list = pa.table({"customer_id": pa.array(listed, pa.int64())})

    def ask(
        self,
        *,
        scope: Scope = ALL,
        size: int = 10_000,
        purpose: str = "促销",
        rule: OwnerRule = OwnerRule.FIRST,
    ) -> Any:
        state = self.ledger.state
        state.write(lambda conn: staff.set_rules(conn, OwnerRules(owner=rule)))
        gate = Gate(platform="wecom", purpose=purpose, senders=["li", "wang"], used=uses(self.people, self.ids), most=MOST,
                    size=size)  # fmt: skip
        with state.read() as conn, self.ledger.analytics.cursor() as cursor:
            return ask(cursor, conn, self.list, gate, scope)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    made = Here(tmp_path_factory.mktemp("crowd"))
    yield made
    made.ledger.close()


def _reasons(here: Here, rows: Any) -> dict[str, int]:
    names = {customer: ref for ref, customer in here.customers.items()}
    return {names[row["customer_id"]]: row["reason"] for row in rows.to_pylist()}


@pytest.mark.parametrize("rule", [OwnerRule.FIRST, OwnerRule.LAST])
def test_everybody_is_judged_as_a_naive_reading_does(here: Here, rule: OwnerRule) -> None:
    rows = here.ask(rule=rule)
    assert rows.schema == PLACED
    assert rows.num_rows == len(here.people)
    found = _reasons(here, rows)
    expected = {one.ref: int(verdict(one, None, rule.value)[0] or 0) for one in here.people}
    assert found == expected
    assert set(expected.values()) >= {0, *(int(one) for one in Reason if one <= Reason.BOOKED)} - {
        Reason.ERASED, Reason.NO_OWNER, Reason.NOT_YOURS
    }  # fmt: skip


def test_audience_is_exactly_those_left_out_and_those_proposed(here: Here) -> None:
    rows = here.ask()
    found = account(rows)
    counted = Counter(verdict(one, None, "first")[0] for one in here.people)
    assert found.audience == len(here.people) == sum(found.excluded.values()) + found.proposed
    assert found.proposed == counted.pop(None)
    assert found.excluded == counted
    assert len(set(rows["customer_id"].to_pylist())) == rows.num_rows


def test_who_speaks_follows_the_customer_and_is_seen(here: Here) -> None:
    names = {id_: ref for ref, id_ in here.ids.items()}
    for row in here.ask().to_pylist():
        if row["reason"] == 0:
            one = next(p for p in here.people if p.ref == names[row["identity_id"]])
            assert row["userid"] == names[row["staff_id"]] == verdict(one, None, "first")[1]


def test_whose_owner_is_decided_by_hand_and_was_not_is_left_out(here: Here) -> None:
    found = _reasons(here, here.ask(rule=OwnerRule.HAND))
    both = {one.ref for one in here.people if one.bonds == "both"}
    assert {ref for ref, reason in found.items() if reason == Reason.NO_OWNER} == both


def test_the_scope_narrows_whom_one_sees_and_who_may_speak(here: Here) -> None:
    mine = Scope(everything=False, staff=frozenset({here.ids["wang"]}))
    rows = here.ask(scope=mine)
    seen = {one.ref: one for one in here.people if one.bonds in ("both", "left_li_for_wang")}
    found = _reasons(here, rows)
    assert found == {ref: int(verdict(one, {"wang"}, "first")[0] or 0) for ref, one in seen.items()}
    assert {found[ref] for ref, one in seen.items() if one.bonds == "both"} == {Reason.NOT_YOURS}


def test_parts_are_what_the_contract_plans(here: Here) -> None:
    """The same tasks as `planning.plan`, which takes recipients one by one."""
    rows = here.ask(size=3)
    chosen = [row for row in rows.to_pylist() if row["reason"] == 0]
    recipients = tuple(Recipient(str(row["identity_id"]), row["userid"]) for row in chosen)
    limits = able(Limits(mass_people=3))
    tasks = plan(Message(text="x"), Audience(target=Target.PERSON, recipients=recipients), limits).tasks
    parts: dict[int, list[str]] = {}
    for row in chosen:
        parts.setdefault(row["part"], []).append(str(row["identity_id"]))
    assert [parts[n] for n in sorted(parts)] == [list(task.recipients) for task in tasks]
    assert account(rows).parts == len(tasks) == max(parts) + 1


def test_another_purpose_asks_for_another_consent(here: Here) -> None:
    found = _reasons(here, here.ask(purpose="通知"))
    refused = {ref for ref, reason in found.items() if reason == Reason.NO_CONSENT}
    assert refused == {one.ref for one in here.people if one.word == "no_other" and _reachable(one)}


def test_nobody_at_all_is_an_account_too(here: Here) -> None:
    empty = here.ask().slice(0, 0)
    assert account(empty) == Account(0, {}, 0, 0, 0)


def test_a_rule_that_holds_for_all_customers_leaves_out_who_is_none(here: Here) -> None:
    with here.ledger.state.read() as conn, here.ledger.analytics.cursor() as cursor:
        query = compile_rule(All([]), world(conn, cursor, "Asia/Shanghai"), now=NOW)
        gate = Gate(platform="wecom", purpose="促销", senders=["li"], used=uses([], {}), most=MOST, size=10)
        rows = ask(cursor, conn, query, gate, ALL)
    assert Reason.HOUSE not in account(rows).excluded
    assert rows.num_rows == sum(one.role == 1 for one in here.people)


def _reachable(one: One) -> bool:
    return verdict(one, None, "first")[0] not in {
        Reason.HOUSE, Reason.NO_ACCOUNT, Reason.BLOCKED, Reason.NO_RELATION, Reason.SENDER_UNSEEN
    }  # fmt: skip

"""Groups' state and advice where rules ask for them: those of the newest check-up, and nothing once there is none."""

from tests.checkup.tenant import END, GROUPS, fill

from yutang.checkup import mirror
from yutang.checkup.settings import Assumptions
from yutang.checkup.taking import take
from yutang.ledger.ledger import Ledger

TOLD = """select g.external_id, s.state, s.advice from group_state s join customer_group g on g.id = s.group_id
    order by 1"""


def test_a_check_up_that_is_taken_is_what_rules_ask_for(ledger: Ledger) -> None:
    fill(ledger)
    made = take(ledger, Assumptions(), now=END)
    assert made is not None
    told = ledger.analytics.rows(TOLD)
    assert told == sorted(
        (g.name.removeprefix("群"), str(g.state), str(g.advice)) for g in made.survey.checkup.groups
    )
    assert len(told) == len(GROUPS)
    ledger.rebuild()
    assert ledger.analytics.rows(TOLD) == []
    assert mirror.put(ledger, made) == len(GROUPS)
    assert ledger.analytics.rows(TOLD) == told
    assert mirror.put(ledger, None) == 0
    assert ledger.analytics.rows(TOLD) == []

"""Erasing and handing out over HTTP: administrators only, noted in the log, and no screen names the person after."""

import json
from types import SimpleNamespace

import pytest

GROUP = "/checkup/groups?limit=1000"


@pytest.fixture
def someone(served: SimpleNamespace) -> SimpleNamespace:
    """Somebody whom the check-up names."""
    admin = served.client("administrator")
    for row in admin("GET", GROUP).json()["items"]:
        people = admin("GET", f"/checkup/groups/{row['id']}").json()["report"]["people"]
        if people:
            ref = people[0]["id"]
            ((id_,),) = served.ledger.analytics.rows(
                f"select customer_id from identity where external_id = '{ref}'"
            )
            return SimpleNamespace(id=id_, ref=ref, name=people[0]["name"], group=row["id"], admin=admin)
    raise AssertionError("the tenant of the test has no key person")


def test_the_export_holds_every_fact_and_is_noted(served: SimpleNamespace, someone: SimpleNamespace) -> None:
    answer = someone.admin("GET", f"/customers/{someone.id}/export")
    assert answer.headers["content-type"].startswith("application/octet-stream")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    ((facts,),) = served.ledger.analytics.rows(f"select count(*) from fact where customer_id = {someone.id}")
    assert sum(line["of"] == "fact" for line in lines) == facts > 0
    assert (
        next(entry["act"] for entry in someone.admin("GET", "/audit").json()["items"]) == "customer_exported"
    )


def test_who_is_erased_is_on_no_screen_and_in_no_kept_check_up(
    served: SimpleNamespace, someone: SimpleNamespace
) -> None:
    done = someone.admin("POST", f"/customers/{someone.id}/erase").json()
    assert done["accounts"] >= 1
    assert done["facts"] > 0
    shown = someone.admin("GET", f"/checkup/groups/{someone.group}").text
    assert someone.ref not in shown
    page = someone.admin("GET", f"/customers/{someone.id}").text
    assert someone.ref not in page
    assert someone.admin("GET", f"/customers?q={someone.ref}").json()["total"] == 0
    assert someone.admin("POST", f"/customers/{someone.id}/erase").json() == {
        "accounts": 0, "facts": 0, "days": 0, "files": 0,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["supervisor", "operator", "analyst"])
def test_only_administrators_erase_and_hand_out(served: SimpleNamespace, role: str) -> None:
    browser = served.client(role)
    assert browser("POST", "/customers/1/erase").status_code == 403
    assert browser("GET", "/customers/1/export").status_code == 403


def test_nobody_known_is_not_found(served: SimpleNamespace) -> None:
    admin = served.client("administrator")
    assert admin("POST", "/customers/987654/erase").status_code == 404
    assert admin("GET", "/customers/987654/export").status_code == 404

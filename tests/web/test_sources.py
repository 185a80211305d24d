"""Sources and live codes through the API: made, changed, ended, shown with what came of them, and their pictures."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from tests.connections.conftest import SETTINGS
from tests.ledger.batch import take
from tests.sources.test_quality import CODE_KEY, tell

from yutang.accounts.audit import nobody
from yutang.connections import actions as connections
from yutang.connections import mirror
from yutang.kit import clock
from yutang.kit.secrets import Secrets
from yutang.ledger.catalogue import Kind
from yutang.locales import catalogue
from yutang.sources import store
from yutang.sources.model import CodeState

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 50


@pytest.fixture
def connected(empty: SimpleNamespace) -> SimpleNamespace:
    """A connection that sees three members and a group."""
    state = empty.ledger.state

    def connect(conn: Any) -> int:
        made, _ = connections.connect(
            conn, "wecom", "总部", SETTINGS, secrets=Secrets(empty.home), viewer=nobody(), now=1
        )
        mirror.set_staff(conn, made.id, ["li", "wang", "zhao"], now=1)
        mirror.put_groups(conn, made.id, [mirror.Held(chat_id="wr1", owner="li", version="1")], now=1)
        return made.id

    empty.connection = state.write(connect)
    empty.boss = empty.client("administrator")
    return empty


def draft(**more: Any) -> dict[str, Any]:
    return {
        "name": "收银台",
        "seats": [{"staff": "li", "cap": 40}, {"staff": "wang", "backup": True}],
        **more,
    }


def source(here: SimpleNamespace, **more: Any) -> dict[str, Any]:
    made = here.boss("POST", "/sources", json={"name": "开业", "place": "人民广场店", **more})
    assert made.status_code == 201, made.text
    return made.json()


def new(here: SimpleNamespace, of: int | None = None, kind: str = "person", **more: Any) -> Any:
    told = {"source_id": of or source(here)["id"], "connection_id": here.connection, "kind": kind}
    return here.boss("POST", "/codes", json=told | {"code": draft(**more)})


def live(here: SimpleNamespace, code_id: int, **more: Any) -> None:
    """As the keeper leaves it."""
    row = {
        "state": CodeState.LIVE,
        "url": "https://work.weixin.qq.com/ca/x",
        "config_id": "c",
        "behind": ("li",),
    }
    here.ledger.state.write(lambda conn: store.change_code(conn, code_id, **(row | more)))


def refused(answer: Any, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert problem["code"] == code
    for lang in ("en", "zh"):
        assert catalogue(lang)[f"error.{code}"].format(**problem.get("params", {}))


def test_a_source_is_made_changed_and_ended(connected: SimpleNamespace) -> None:
    made = source(
        connected, begins_at=1_000, ends_at=9_000, hours=[{"days": [1, 7], "since": 600, "until": 1320}]
    )
    assert (made["name"], made["place"], made["begins_at"], made["ended_at"]) == (
        "开业",
        "人民广场店",
        1_000,
        None,
    )
    changed = connected.boss(
        "PUT", f"/sources/{made['id']}", json={"name": "新", "welcome": {"text": "你好"}}
    ).json()
    assert (changed["name"], changed["hours"], changed["welcome"]["text"]) == ("新", [], "你好")
    ended = connected.boss("POST", f"/sources/{made['id']}/end").json()
    assert ended["ended_at"] is not None
    assert connected.boss("POST", f"/sources/{made['id']}/end").json() == ended
    refused(new(connected, made["id"]), 409, "source_over")


def test_a_code_is_wanted_at_once_and_shown_with_its_roster(connected: SimpleNamespace) -> None:
    made = new(connected)
    assert made.status_code == 201, made.text
    code = made.json()
    assert (code["state"], code["url"], code["source_name"]) == ("making", None, "开业")
    assert [(s["staff"], s["cap"], s["backup"], s["today"]) for s in code["seats"]] == [
        ("li", 40, False, 0),
        ("wang", None, True, 0),
    ]
    live(connected, code["id"])
    board = connected.boss("GET", "/sources").json()
    (shown,) = board["codes"]
    assert (shown["state"], [s["here"] for s in shown["seats"]]) == ("live", [True, False])
    (place,) = board["places"]
    assert ([one["ref"] for one in place["staff"]], place["held"], place["quota"]) == (
        ["li", "wang", "zhao"],
        1,
        500_000,
    )


def test_room_is_what_the_caps_leave(connected: SimpleNamespace) -> None:
    bounded = new(connected, seats=[{"staff": "li", "cap": 40}, {"staff": "wang", "cap": 12}]).json()
    assert (bounded["room"], bounded["today"]) == (52, 0)
    assert new(connected).json()["room"] is None


def test_whoever_keeps_codes_is_woken(connected: SimpleNamespace) -> None:
    code = new(connected).json()
    changed = connected.boss("PUT", f"/codes/{code['id']}", json=draft(name="二号台", mode="in_turn"))
    assert (changed.json()["name"], changed.json()["mode"]) == ("二号台", "in_turn")
    with connected.ledger.state.read() as conn:
        kept = store.one_code(conn, code["id"])
    assert kept is not None
    assert kept.wanted > kept.told


def test_an_ended_code_can_not_be_changed(connected: SimpleNamespace) -> None:
    code = new(connected).json()
    assert connected.boss("POST", f"/codes/{code['id']}/end").json()["state"] == "ending"
    refused(connected.boss("PUT", f"/codes/{code['id']}", json=draft()), 409, "code_over")


def test_only_what_was_refused_is_made_again(connected: SimpleNamespace) -> None:
    code = new(connected).json()
    refused(connected.boss("POST", f"/codes/{code['id']}/again"), 409, "code_there")
    live(connected, code["id"], state=CodeState.FAILED)
    assert connected.boss("POST", f"/codes/{code['id']}/again").json()["state"] == "making"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"seats": [{"staff": "nobody"}]}, "code_seat"),
        ({"seats": [{"staff": "li"}, {"staff": "li"}]}, "code_seats"),
        ({"seats": [{"staff": "li", "hours": [{"days": [1], "since": 600, "until": 600}]}]}, "source_hours"),
        ({"name": " "}, "name_bad"),
        ({"welcome": {"text": "好" * 1_400}}, "welcome_long"),
        ({"welcome": {"link_url": "javascript:alert(1)", "link_title": "x"}}, "welcome_link"),
        ({"welcome": {"link_url": "https://x.example"}}, "welcome_link"),
        ({"welcome": {"picture": 99}}, "welcome_picture"),
    ],
)
def test_what_no_code_can_be(connected: SimpleNamespace, more: dict[str, Any], code: str) -> None:
    refused(new(connected, **more), 400, code)
    assert connected.boss("GET", "/sources").json()["codes"] == []


def test_what_no_source_can_be(connected: SimpleNamespace) -> None:
    refused(
        connected.boss("POST", "/sources", json={"name": "x", "begins_at": 9, "ends_at": 9}),
        400,
        "source_span",
    )


def test_without_a_connection_there_is_no_code(connected: SimpleNamespace) -> None:
    told = {"source_id": source(connected)["id"], "connection_id": 99, "kind": "person", "code": draft()}
    refused(connected.boss("POST", "/codes", json=told), 400, "code_connection")


def test_a_code_into_groups_names_groups(connected: SimpleNamespace) -> None:
    refused(new(connected, kind="group"), 400, "code_seat")
    made = new(connected, kind="group", seats=[{"staff": "wr1"}], opens_more=True, base_name="福利群").json()
    assert (made["kind"], made["opens_more"], made["base_name"]) == ("group", True, "福利群")


def test_a_code_into_groups_shows_who_joined_and_how_full_they_are(connected: SimpleNamespace) -> None:
    code = new(connected, kind="group", seats=[{"staff": "wr1"}], full_at=100).json()
    assert (code["today"], code["room"], code["seats"][0]["members"]) == (0, 100, None)
    connected.ledger.state.write(lambda conn: store.change_code(conn, code["id"], key=CODE_KEY))
    props = json.dumps({"state": CODE_KEY})
    facts = [(Kind.GROUP_JOINED, clock.now(), {"group": "wr1", "actor": who, "props": props}) for who in ("wma", "wmb")]  # fmt: skip
    take(connected.ledger, "joined", *facts)
    page = connected.boss("GET", f"/codes/{code['id']}").json()
    shown = page["code"]
    assert (shown["today"], shown["room"]) == (2, 98)
    assert [(s["today"], s["members"]) for s in shown["seats"]] == [(2, 2)]
    assert [one["group"] for one in page["joins"]] == ["wr1", "wr1"]
    more = connected.boss(
        "PUT", f"/codes/{code['id']}", json=draft(seats=[{"staff": "wr1"}], opens_more=True)
    )
    assert more.json()["room"] is None  # the platform opens a next one


def test_a_code_says_when_no_connection_serves_it(connected: SimpleNamespace) -> None:
    code = new(connected).json()
    assert code["unserved"] is None
    path = f"/connections/{connected.connection}"
    connected.boss("PATCH", path, json={"on": False})
    assert connected.boss("GET", f"/codes/{code['id']}").json()["code"]["unserved"] == "off"
    connected.boss("DELETE", path)
    assert connected.boss("GET", "/sources").json()["codes"][0]["unserved"] == "gone"
    told = {name: SETTINGS[name] for name in ("corp_id", "agent_id", "secret")}
    again = connected.boss(
        "POST", "/connections", json={"channel": "wecom", "name": "总部", "settings": told}
    )
    assert again.json()["connection"]["id"] == code["connection_id"]
    assert connected.boss("GET", f"/codes/{code['id']}").json()["code"]["unserved"] is None


def test_the_picture_is_there_once_the_code_is(connected: SimpleNamespace) -> None:
    code = new(connected).json()
    refused(connected.boss("GET", f"/codes/{code['id']}/qr.svg"), 409, "code_not_made")
    live(connected, code["id"])
    svg = connected.boss("GET", f"/codes/{code['id']}/qr.svg")
    assert (svg.headers["content-type"], svg.content[:4]) == ("image/svg+xml", b"<svg")
    small, large = (
        connected.boss("GET", f"/codes/{code['id']}/qr.png?size={size}").content for size in (200, 2_000)
    )
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(small[16:20]) >= 200
    assert int.from_bytes(large[16:20]) >= 2_000
    assert "attachment" in svg.headers["content-disposition"]
    assert connected.boss("GET", f"/codes/{code['id']}/qr.png?size=99999").status_code == 400


def test_a_picture_of_a_welcome_is_kept_once(connected: SimpleNamespace) -> None:
    first, second = (connected.boss("POST", "/source-pictures", content=PNG) for _ in range(2))
    assert first.status_code == 201, first.text
    assert first.json() == second.json()
    kept = connected.boss("GET", f"/source-pictures/{first.json()['id']}")
    assert (kept.content, kept.headers["content-type"]) == (PNG, "image/png")
    assert connected.boss("GET", "/source-pictures/99").status_code == 404
    made = new(connected, welcome={"text": "你好", "picture": first.json()["id"]})
    assert made.json()["welcome"]["picture"] == first.json()["id"]
    refused(
        connected.boss("POST", "/source-pictures", content=b"GIF89a" + b"x" * 50), 400, "welcome_picture_kind"
    )
    refused(
        connected.boss("POST", "/source-pictures", content=PNG + b"x" * (2 << 20)),
        400,
        "welcome_picture_large",
    )


def test_a_page_shows_what_came_of_those_who_came(connected: SimpleNamespace) -> None:
    code = new(connected).json()
    connected.ledger.state.write(lambda conn: store.change_code(conn, code["id"], key=CODE_KEY))
    tell(connected.ledger)
    page = connected.boss("GET", f"/codes/{code['id']}").json()
    quality = page["code"]["quality"]
    assert (quality["added"], quality["replied"], quality["bought"]) == (4, 2, 1)
    assert quality["cents"] == 9_000
    assert page["scans"] == []


@pytest.mark.parametrize(("role", "status"), [("supervisor", 200), ("analyst", 200), ("operator", 403)])
def test_who_may_see(connected: SimpleNamespace, role: str, status: int) -> None:
    assert connected.client(role)("GET", "/sources").status_code == status


def test_what_was_done_stands_in_the_log(connected: SimpleNamespace) -> None:
    code = new(connected).json()
    connected.boss("POST", f"/codes/{code['id']}/end")
    log = connected.boss("GET", "/audit?limit=20").json()["items"]
    acts = [one["act"] for one in log]
    assert {"source_added", "code_added", "code_ended"} <= set(acts)
    assert SETTINGS["secret"] not in json.dumps(log)

"""Off to WeCom and back: once, soon, in the same browser, and never to another site."""

import pytest

from yutang.accounts.limits import MINUTE
from yutang.kit.errors import YutangError
from yutang.sidebar import entrance
from yutang.sidebar.entrance import Entrance, inside

NOW = 1_760_000_000_000_000
HERE = {"address": "10.0.0.1", "now": NOW}


def test_who_went_comes_back_once() -> None:
    door = Entrance()
    begun = door.begin(3, "/sidebar/3?x=1", **HERE)
    found = door.end(begun.state, begun.cookie, now=NOW + 9 * MINUTE)
    assert found is not None
    assert (found.connection_id, found.to) == (3, "/sidebar/3?x=1")
    assert door.end(begun.state, begun.cookie, now=NOW + 9 * MINUTE) is None


@pytest.mark.parametrize("later", [10 * MINUTE, -1, 1_000 * MINUTE])
def test_not_too_late_and_not_before(later: int) -> None:
    door = Entrance()
    begun = door.begin(3, "/app/", **HERE)
    assert door.end(begun.state, begun.cookie, now=NOW + later) is None


def test_only_the_browser_that_went() -> None:
    door = Entrance()
    mine, theirs = door.begin(3, "/app/", **HERE), door.begin(3, "/app/", **HERE)
    assert door.end(mine.state, theirs.cookie, now=NOW) is None
    assert door.end(mine.state, mine.cookie, now=NOW) is None  # it was tried: the state is worth nothing now
    assert door.end(theirs.state, "", now=NOW) is None
    assert door.end("", "", now=NOW) is None


def test_two_pages_of_one_browser_share_its_cookie_and_nothing_else() -> None:
    door = Entrance()
    one = door.begin(3, "/app/", **HERE)
    two = door.begin(4, "/app/", cookie=one.cookie, **HERE)
    assert (one.cookie == two.cookie, one.state == two.state) == (True, False)
    for begun, connection in ((two, 4), (one, 3)):
        found = door.end(begun.state, begun.cookie, now=NOW)
        assert found is not None
        assert found.connection_id == connection
    for odd in ("", "x", "x" * 33):
        assert len(door.begin(3, "/app/", cookie=odd, **HERE).cookie) == entrance.COOKIE_LENGTH
        assert door.begin(3, "/app/", cookie=odd, **HERE).cookie != odd


def test_one_address_goes_so_often_and_no_more() -> None:
    door = Entrance()
    for _ in range(entrance.TRIES):
        door.begin(3, "/app/", **HERE)
    with pytest.raises(YutangError) as refused:
        door.begin(3, "/app/", **HERE)
    assert refused.value.code == "too_many"
    assert refused.value.params["seconds"] == 300
    door.begin(3, "/app/", address="10.0.0.2", now=NOW)
    door.begin(3, "/app/", address="10.0.0.1", now=NOW + entrance.WITHIN)


def test_an_office_behind_one_address_comes_in_every_morning() -> None:
    door = Entrance()
    for _ in range(entrance.TRIES):
        begun = door.begin(3, "/app/", **HERE)
        door.count(HERE["address"], NOW)
        assert door.end(begun.state, begun.cookie, now=NOW) is not None
        door.welcome(HERE["address"])


def test_those_under_way_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "MOST", 3)
    door = Entrance()
    begun = [door.begin(n, "/app/", **HERE) for n in range(5)]
    came = [door.end(one.state, one.cookie, now=NOW) is not None for one in begun]
    assert came == [False, False, True, True, True]


@pytest.mark.parametrize(
    "to", ["/app/", "/app/today?show=done", "/sidebar/3/customer?account=wm%20x&tab=orders", "/app"]
)
def test_ways_inside(to: str) -> None:
    assert inside(to) == to


@pytest.mark.parametrize(
    "to",
    ["", "/", "//evil.example", "/app//evil.example", "https://evil.example", "/\\evil.example", "/app/../x", "/application",
     "/api/v1/session", "javascript:alert(1)", "/app/\r\nSet-Cookie: x", "/app/" + "x" * 1_000, "/sidebarx", "/app/<script>", "/app/群", "/app/\u2028"],
)  # fmt: skip
def test_ways_outside_lead_to_the_first_screen(to: str) -> None:
    assert inside(to) == "/app/"

"""`yutang wecom`: doctor, sync and events of a connection to a running fake, as a process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.connections.conftest import BOSS, NOW, SETTINGS
from tests.connections.wecom.conftest import truth_tags
from tests.segments.tags.wecom.conftest import Keeper

from cli.process import Run
from fakecom.people import befriend
from fakecom.running import CORP, ONE_APP, SECRET, Running
from yutang.cli.wecom import _pushed
from yutang.connections import actions
from yutang.kit.db import Database
from yutang.kit.migrate import migrate
from yutang.kit.secrets import Secrets

Yutang = Callable[..., Run]


@pytest.fixture
def fake() -> Iterator[Running]:
    made = Running()
    members = [{"userid": "li", "name": "李", "parties": [1]}]
    made.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=members)
    befriend(made, "li", "wmA", "wmB")
    yield made
    made.close()


@pytest.fixture
def connected(home: Path, fake: Running) -> Running:
    """A data folder with one connection, to the fake."""
    home.mkdir()
    state = Database(f"sqlite:///{home / 'state.sqlite'}")
    migrate(state)
    told = SETTINGS | {"corp_id": CORP, "secret": SECRET, "base_url": fake.url}
    secrets = Secrets(home, {})
    state.write(lambda c: actions.connect(c, "wecom", "总部", told, secrets=secrets, viewer=BOSS, now=NOW))
    state.close()
    return fake


@pytest.mark.parametrize("command", ["doctor", "events", "sync"])
def test_without_a_connection(yutang: Yutang, command: str) -> None:
    run = yutang("wecom", command, "--lang", "en")
    assert (run.code, run.err) == (
        2,
        "No WeCom is connected in this data folder, or none of that number. Connect one in the console under Settings → Connections.\n",
    )


def test_sync_tells_what_was_seen_and_again_repairs_nothing(yutang: Yutang, connected: Running) -> None:
    run = yutang("wecom", "sync", "--lang", "en")
    assert run.code == 0, run.err
    assert "Customers: pairs 2, relations_begun 2" in run.out
    assert "relations_begun 0" in yutang("wecom", "sync", "--lang", "zh").out


def test_sync_writes_the_tags_that_are_kept_there_and_says_so(
    yutang: Yutang, home: Path, fake: Running
) -> None:
    home.mkdir()
    here = Keeper(home, fake)
    here.sync("staff", "tags", "customers")
    (high,) = here.keep("意向/高")
    here.bear("wmA", high)
    here.close()
    said = yutang("wecom", "sync", "--lang", "en").out
    assert "Tags written to WeCom: " in said
    assert truth_tags(fake) == {("li", "wmA", "意向/高")}
    assert "标签写入企业微信: " in yutang("wecom", "sync", "--lang", "zh").out


@pytest.mark.parametrize(("counts", "lines"), [
    ({}, []),
    ({"again_at": 1_800_000_000_000}, ["  Not all tags are written yet: WeCom can't take them now. This goes on by itself at 2027-01-15T08:00:00+00:00."]),
])  # fmt: skip
def test_a_push_that_waits_says_until_when(
    capsys: pytest.CaptureFixture[str], counts: dict[str, int], lines: list[str]
) -> None:
    _pushed("en", counts)
    assert capsys.readouterr().out.splitlines() == lines


def test_a_doctor_finds_nothing_wrong_but_the_address(yutang: Yutang, connected: Running) -> None:
    run = yutang("wecom", "doctor", "--lang", "en")
    lines = [line.strip()[0] for line in run.out.splitlines()[1:]]
    assert (run.code, lines) == (1, ["✓", "✓", "✓", "✓", "✗", "·", "·", "✓"])
    assert "Session archive: No chat content is read" in run.out
    assert "Callback address: No public address is set" in run.out
    assert SECRET not in run.out + run.err


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("en", "Company’s trusted IP, add this server’s outgoing address"), ("zh", "127.0.0.1")],
)
def test_an_address_that_is_not_trusted_comes_first(
    yutang: Yutang, connected: Running, lang: str, sentence: str
) -> None:
    connected.ctl("apps", agentid=1000002, trusted_ips=["10.9.8.7"])
    run = yutang("wecom", "doctor", "--lang", lang)
    assert run.code == 1
    assert [line.strip()[0] for line in run.out.splitlines()[1:5]] == ["✓", "✗", "·", "·"]
    assert sentence in run.out


def test_a_wrong_secret(yutang: Yutang, connected: Running) -> None:
    connected.state.corps[CORP].apps[1000002].secret = "another-secret-of-the-app"
    run = yutang("wecom", "doctor", "--lang", "en")
    assert [line.strip()[0] for line in run.out.splitlines()[1:5]] == ["✗", "·", "·", "·"]
    assert yutang("wecom", "sync", "--lang", "en").code == 2


def test_events_of_nobody_yet(yutang: Yutang, connected: Running) -> None:
    run = yutang("wecom", "events")
    assert (run.code, run.out) == (0, "")

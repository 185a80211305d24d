"""While a server holds the folder, `yutang wecom` goes through it, or reads beside it."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.connections.wecom.conftest import truth_tags
from tests.connections.wecom.listening import free_port
from tests.segments.tags.wecom.conftest import Keeper

from cli.process import Launcher, Run
from cli.wecoms import connect
from fakecom.people import corp_in
from fakecom.running import Running

Yutang = Callable[..., Run]


@pytest.fixture
def served(launcher: Launcher, home: Path, fake: Running) -> Iterator[Running]:
    """A folder with three connections, and a tag that is to be written to the first; a server holds it."""
    home.mkdir()
    here = Keeper(home, fake)
    here.sync("staff", "tags", "customers")
    (high,) = here.keep("意向/高")
    here.bear("wmA", high)
    here.close()
    connect(home, fake.url, name="分部", corp_id="ww-nobody")
    connect(home, fake.url, name="停用的", corp_id="ww-another", on=False)
    process = launcher.start("serve", "--port", free_port(), home=home)
    until = time.monotonic() + 60
    while not (home / "serve.json").exists() and time.monotonic() < until:
        time.sleep(0.05)
    yield fake
    process.signal(signal.SIGTERM)
    process.end()


@pytest.mark.parametrize(("lang", "tags", "off"), [
    ("en", "  Tags written to WeCom: tags made ", "  Switched off: nothing is asked of WeCom."),
    ("zh", "  标签写入企业微信：新建标签 ", "  已停用，不再请求企业微信。"),
])  # fmt: skip
def test_sync_and_doctor(yutang: Yutang, served: Running, lang: str, tags: str, off: str) -> None:
    run = yutang("wecom", "sync", "--lang", lang)
    out = run.out.splitlines()
    assert run.code == 2  # of the second, whose corp nobody knows
    assert "40013" in run.line
    kinds = {"en": "  Customers: relations 2", "zh": "  客户：客户关系 2"}[lang]
    assert out[0] == "x"
    assert [line.split(" ")[2] for line in out[1:7]][2] == kinds.split(" ")[2]
    assert kinds in out
    assert out[7].startswith(tags)
    assert out[8:10] == ["分部", "停用的"]
    assert out[10].startswith(off)
    assert truth_tags(served) == {("li", "wmA", "意向/高")}
    before = {name: window.in_hour for name, window in served.state.windows.items() if "mark_tag" in name}
    doctor = yutang("wecom", "doctor", "--lang", lang, "--connection", "1").out.splitlines()
    address = next(
        line for line in doctor if "/callback/" in line
    )  # the server's own: WeCom is on this machine
    assert address.startswith("  ✓")
    assert {
        name: window.in_hour for name, window in served.state.windows.items() if "mark_tag" in name
    } == before
    assert not corp_in(served).ways


def test_a_number_that_is_not_there(yutang: Yutang, served: Running) -> None:
    for command in ("sync", "doctor", "events"):
        run = yutang("wecom", command, "--connection", "9")
        assert (run.code, run.line.split(",")[0]) == (2, "No WeCom is connected in this data folder")

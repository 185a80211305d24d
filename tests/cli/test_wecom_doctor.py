"""`yutang wecom doctor` of connections to a running fake, as a process: lines, exit codes, both languages; it reads."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.connections.conftest import SETTINGS

from cli.process import Run
from cli.wecoms import Opened, connect
from fakecom.running import CORP, SECRET, Running
from yutang.connections import store

Yutang = Callable[..., Run]
NAMES = {
    "en": ["Corp ID and Secret", "Trusted IP", "Permission for customer contact", "Visible staff", "Other permissions",
           "Callback address", "Events that came in", "Session archive", "Corp tags", "Live codes"],
    "zh": ["企业 ID 与 Secret", "企业可信 IP", "客户联系权限", "可见范围", "其他接口权限", "回调地址", "收到的事件",
           "会话存档", "企业标签", "活码名额"],
}  # fmt: skip
COLON = {"en": ": ", "zh": "："}


@pytest.fixture
def door(home: Path, connected: Running) -> Iterator[Opened]:
    made = Opened(home)
    yield made
    made.close()


def lines(run: Run, lang: str) -> dict[str, tuple[str, str]]:
    """Name → (mark, sentence), of a run on one connection."""
    found: dict[str, tuple[str, str]] = {}
    for line in run.out.splitlines()[1:]:
        name, sentence = line[4:].split(COLON[lang], 1)
        found[name] = (line[2], sentence)
    assert SECRET not in run.out + run.err
    assert SETTINGS["aes_key"] not in run.out
    return found


def marks(run: Run, lang: str) -> str:
    found = lines(run, lang)
    assert list(found) == NAMES[lang]
    return "".join(mark for mark, _ in found.values())


def kept(home: Path) -> list[Any]:
    """Every row of State."""
    with sqlite3.connect(f"file:{home / 'state.sqlite'}?mode=ro", uri=True) as conn:
        names = [row[0] for row in conn.execute("select name from sqlite_master where type = 'table'")]
        return [(name, conn.execute(f'select * from "{name}"').fetchall()) for name in sorted(names)]


@pytest.mark.parametrize("lang", NAMES)
def test_all_is_well_once_the_address_was_checked(
    yutang: Yutang, home: Path, connected: Running, door: Opened, lang: str
) -> None:
    doctor = lambda: yutang("wecom", "doctor", "--lang", lang, env={"YUTANG_PUBLIC_URL": door.url})  # noqa: E731
    before = doctor()
    assert (before.code, marks(before, lang)) == (
        1,
        "✓✓✓✓✓✓✗·✓✓",
    )  # the address answers, and nobody entered it there
    assert door.first().verified_at is None  # our own question proves nothing
    keys = {name: SETTINGS[name] for name in ("token", "aes_key")}
    assert connected.ctl("callback", agentid=1000002, url=door.address, **keys)["saved"]
    quiet = doctor()
    assert (quiet.code, marks(quiet, lang)) == (0, "✓✓✓✓✓✓··✓✓")
    connected.ctl("add", userid="li", external_userid="wmC", name="新客户")
    connected.ctl("callbacks/settle", release=True)
    corps, rows = msgspec.json.encode(connected.state.corps), kept(home)
    run = doctor()
    assert (run.code, run.err, marks(run, lang)) == (0, "", "✓✓✓✓✓✓✓·✓✓")
    assert msgspec.json.encode(connected.state.corps) == corps
    assert kept(home) == rows


def test_the_page_names_every_line(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "operate" / "wecom.md").read_text("utf-8")
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("|")]
    assert rows[2:] == NAMES["en"]


@pytest.mark.parametrize(("lang", "told"), [
    ("en", "Set YUTANG_PUBLIC_URL"), ("zh", "请把 YUTANG_PUBLIC_URL 设为能访问本服务器的地址"),
])  # fmt: skip
def test_without_an_address(yutang: Yutang, connected: Running, lang: str, told: str) -> None:
    run = yutang("wecom", "doctor", "--lang", lang)
    assert (run.code, marks(run, lang)) == (1, "✓✓✓✓✓✗✗·✓✓")
    assert told in lines(run, lang)[NAMES[lang][5]][1]
    assert run.out.splitlines()[0] == f"总部 ({CORP}, 1000002)"


@pytest.mark.parametrize(("lang", "told"), [
    ("en", "Company’s trusted IP, add this server’s outgoing address, then check again. WeCom saw: ip=127.0.0.1"),
    ("zh", "「企业可信 IP」，加入这台服务器的出口地址，再检查一次。企业微信看到的是：ip=127.0.0.1"),
])  # fmt: skip
def test_an_address_that_is_not_trusted_comes_first(
    yutang: Yutang, connected: Running, lang: str, told: str
) -> None:
    connected.ctl("apps", agentid=1000002, trusted_ips=["10.9.8.7"])
    run = yutang("wecom", "doctor", "--lang", lang)
    assert (run.code, marks(run, lang)) == (1, "✓✗···✗✗···")
    assert told in lines(run, lang)[NAMES[lang][1]][1]


@pytest.mark.parametrize(("lang", "told"), [
    ("en", "Apps → your app for its Secret"), ("zh", "到「应用管理」→ 该应用复制 Secret"),
])  # fmt: skip
def test_a_wrong_secret(yutang: Yutang, connected: Running, lang: str, told: str) -> None:
    connected.state.corps[CORP].apps[1000002].secret = "another-secret-of-the-app"
    run = yutang("wecom", "doctor", "--lang", lang)
    assert (run.code, marks(run, lang)) == (1, "✗····✗✗···")
    assert told in lines(run, lang)[NAMES[lang][0]][1]
    assert yutang("wecom", "sync", "--lang", lang).code == 2


@pytest.mark.parametrize(("lang", "told"), [
    ("en", "nothing needs to be changed"), ("zh", "不用改任何设置"),
])  # fmt: skip
def test_a_platform_that_is_busy_is_no_lack_of_a_permission(
    yutang: Yutang, connected: Running, lang: str, told: str
) -> None:
    connected.ctl("faults", kind="rate", path="externalcontact/get_follow_user_list")
    run = yutang("wecom", "doctor", "--lang", lang)
    assert (run.code, marks(run, lang)) == (1, "✓✓✗··✗✗···")
    assert told in lines(run, lang)[NAMES[lang][2]][1].lower()


def test_one_that_cannot_be_opened_stops_nobody(yutang: Yutang, home: Path, connected: Running) -> None:
    connect(home, connected.url, name="分部", corp_id="ww-nobody")
    connect(home, connected.url, name="停用的", corp_id="ww-another", on=False)
    made = Opened(home)
    made.state.write(lambda conn: store.change(conn, 1, settings="k1:of-another-key"))
    made.close()
    run = yutang("wecom", "doctor", "--lang", "en")
    heads = [line for line in run.out.splitlines() if not line.startswith(" ")]
    assert (run.code, run.err) == (1, "")
    assert [head.split(" ")[0] for head in heads] == ["总部", "分部", "停用的"]
    first, second, third = ("\n".join(run.out.splitlines()).split(head)[1] for head in heads)
    assert "✗ Secrets: They were locked with another secret key" in first
    assert "✗ Corp ID and Secret: WeCom does not accept them" in second
    assert third.strip() == (
        "· State: Switched off: nothing is asked of WeCom. To go on with it, open it under Settings → Connections and press Switch on."
    )
    alone = yutang("wecom", "doctor", "--lang", "zh", "--connection", "3")
    assert (alone.code, alone.out.count("\n")) == (0, 2)


def test_nobody_waits_for_the_network_with_the_database_open(
    yutang: Yutang, home: Path, connected: Running
) -> None:
    """While WeCom is slow, a checkpoint can take the whole log: no reader stands in its way."""
    slow = {"kind": "timeout", "how": {"seconds": 4}, "count": 1}
    connected.ctl("faults", path="externalcontact/get_follow_user_list", **slow)
    launcher = yutang.func.__self__  # type: ignore[attr-defined]
    process = launcher.start("wecom", "doctor", home=home)
    asked = "corp " + CORP + " externalcontact/get_follow_user_list"
    while asked not in connected.state.windows:
        pass
    made = Opened(home)
    made.state.write(lambda conn: store.change(conn, 1, name="改过的"))
    with sqlite3.connect(home / "state.sqlite") as conn:
        busy, log, done = conn.execute("pragma wal_checkpoint(truncate)").fetchone()
    made.close()
    assert (busy, log, done) == (0, 0, 0)
    assert process.end().out.startswith("总部 ")

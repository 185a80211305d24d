"""`yutang wecom sync|events` of connections to a running fake, as a process."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.connections.conftest import SETTINGS
from tests.connections.wecom.conftest import refusing, truth_tags
from tests.segments.tags.wecom.conftest import Keeper

from cli.process import Run
from cli.wecoms import Opened, connect
from fakecom.people import found_group
from fakecom.running import Running
from yutang.cli.wecom import _pushed

Yutang = Callable[..., Run]


@pytest.mark.parametrize("command", ["doctor", "events", "sync"])
def test_without_a_connection(yutang: Yutang, command: str) -> None:
    run = yutang("wecom", command, "--lang", "en")
    assert (run.code, run.err) == (
        2,
        "No WeCom is connected in this data folder, or none of that number. Connect one in the console under Settings → Connections.\n",
    )


SYNCED = {
    "en": ["总部", "  Staff: serving customers 1, new or changed 1", "  Tags: in all 0",
           "  Customers: relations 2, relations made good 2", "  Groups: in all 1, members 3, members made good 3",
           "  Daily statistics: days of owners 90", "  Waiting for a new owner: in all 0"],
    "zh": ["总部", "  员工：在服务客户 1、新增或变动 1", "  标签：共 0", "  客户：客户关系 2、补上关系 2",
           "  客户群：共 1、群成员 3、补上成员 3", "  每日统计：群主每日数据 90", "  待分配客户：共 0"],
}  # fmt: skip


@pytest.mark.parametrize("lang", SYNCED)
def test_sync_tells_what_was_seen_and_again_repairs_nothing(
    yutang: Yutang, connected: Running, lang: str
) -> None:
    found_group(connected, "li", "wrG", "wmA", "wmB")
    run = yutang("wecom", "sync", "--lang", lang)
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == SYNCED[lang]
    again = yutang("wecom", "sync", "--lang", lang).out.splitlines()
    word = {"en": ", relations made good", "zh": "、补上关系"}[lang]
    assert again[3] == SYNCED[lang][3].split(word)[0]


def test_sync_writes_the_tags_that_are_kept_there_and_says_so(
    yutang: Yutang, home: Path, fake: Running
) -> None:
    home.mkdir()
    here = Keeper(home, fake)
    here.sync("staff", "tags", "customers")
    (high,) = here.keep("意向/高")
    here.bear("wmA", high)
    here.close()
    said = yutang("wecom", "sync", "--lang", "en").out.splitlines()
    assert said[-1] == (
        "  Tags written to WeCom: tags made 1, tags renamed 0, tags deleted 0, pairs marked 1, pairs unmarked 0, pairs refused 0"
    )
    assert truth_tags(fake) == {("li", "wmA", "意向/高")}
    again = yutang("wecom", "sync", "--lang", "zh").out.splitlines()
    assert again[-1] == "  标签写入企业微信：新建标签 0、改名 0、删除标签 0、打上 0、取下 0、被拒 0"


def test_a_push_that_the_platform_refuses_is_told(yutang: Yutang, home: Path, fake: Running) -> None:
    home.mkdir()
    here = Keeper(home, fake)
    here.sync("staff", "tags", "customers")
    here.keep("意向/高")
    here.close()
    with refusing(fake, "externalcontact/add_corp_tag", 48002):
        run = yutang("wecom", "sync", "--lang", "en")
    assert run.code == 2
    assert "Customers: relations 2" in run.out
    assert run.err.startswith("Writing tags stopped: WeCom answered 48002 to externalcontact/add_corp_tag.")


@pytest.mark.parametrize(("counts", "lines"), [
    ({}, []),
    ({"again_at": 1_800_000_000_000}, ["  Not all tags are written yet: WeCom can't take them now. This goes on by itself at 2027-01-15T08:00:00+00:00."]),
])  # fmt: skip
def test_a_push_that_waits_says_until_when(
    capsys: pytest.CaptureFixture[str], counts: dict[str, int], lines: list[str]
) -> None:
    _pushed("en", counts)
    assert capsys.readouterr().out.splitlines() == lines


@pytest.mark.parametrize(("lang", "kind"), [("en", "Staff"), ("zh", "员工")])
def test_sync_goes_on_with_the_next_after_one_that_fails(
    yutang: Yutang, home: Path, connected: Running, lang: str, kind: str
) -> None:
    connect(home, connected.url, name="分部", corp_id="ww-nobody")
    connect(home, connected.url, name="停用的", corp_id="ww-another", on=False)
    connect(home, connected.url, name="同一家", agent_id="1000003")
    run = yutang("wecom", "sync", "--lang", lang)
    assert run.code == 2
    assert f"「{kind}」" in run.line or f"at {kind}:" in run.line
    assert [line for line in run.out.splitlines() if not line.startswith(" ")] == [
        "总部",
        "分部",
        "停用的",
        "同一家",
    ]
    assert run.out.count(SYNCED[lang][-1]) == 2  # the first and the last, whole
    off = {"en": "Switched off: nothing is asked", "zh": "已停用，不再请求企业微信"}[lang]
    assert off in run.out


def test_of_one_number_only_that_one_is_read(yutang: Yutang, home: Path, connected: Running) -> None:
    connect(home, connected.url, name="分部", corp_id="ww-nobody")
    run = yutang("wecom", "sync", "--connection", "1", "--lang", "en")
    assert (run.code, run.out.splitlines()[0], "分部" in run.out) == (0, "总部", False)
    assert yutang("wecom", "sync", "--connection", "9", "--lang", "en").line.startswith(
        "No WeCom is connected"
    )


def test_events_of_nobody_yet(yutang: Yutang, connected: Running) -> None:
    run = yutang("wecom", "events")
    assert (run.code, run.out) == (0, "")


def test_events_that_were_pushed(yutang: Yutang, home: Path, connected: Running) -> None:
    door = Opened(home)
    keys = {name: SETTINGS[name] for name in ("token", "aes_key")}
    assert connected.ctl("callback", agentid=1000002, url=door.address, **keys)["saved"]
    for name in ("wmC", "wmD"):
        connected.ctl("add", userid="li", external_userid=name, name=name)
    connected.ctl("callbacks/settle", release=True)
    door.close()
    rows = [line.split("\t") for line in yutang("wecom", "events").out.splitlines()]
    assert {row[2] for row in rows} == {"wmC", "wmD"}
    assert {(row[1], row[3], row[4], row[5]) for row in rows} == {("New friend", "li", "waiting", "-")}
    spoken = yutang("wecom", "events", "--lang", "zh").out.splitlines()
    assert {tuple(one.split("\t")[n] for n in (1, 3, 4, 5)) for one in spoken} == {
        ("新增好友", "li", "待处理", "-")
    }
    coded = [json.loads(one) for one in yutang("wecom", "events", "--format", "json").out.splitlines()]
    assert {(one["kind"], one["state"]) for one in coded} == {("contact.added", "waiting")}
    assert all(row[0].endswith("+00:00") for row in rows)
    assert yutang("wecom", "events", "--limit", "1").out.splitlines() == ["\t".join(rows[0])]
    assert yutang("wecom", "events", "--state", "done").out == ""

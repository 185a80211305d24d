"""A small world's files, an open State, and what a server would give the simulated tenant."""

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from states import ready
from yutang.kit.clock import now
from yutang.kit.secrets import Secrets
from yutang.simulation.tenant import Around, Simulation

TABLES = {
    "员工.csv": "企微账号,姓名,部门,角色\nLiNa,李娜,社群一部,运营\n",
    "客户.csv": (
        "客户ID,昵称,手机号,标签,跟进人账号,添加时间,流失时间,流失原因,来源渠道,备注\n"
        "wmA,甲,,档位/299,LiNa,2026-01-05 10:00:00,,,门店海报,\n"
        "wmB,乙,,,LiNa,2026-01-06 10:00:00,,,直播间,\n"
    ),
    "客户群.csv": (
        "群ID,群名,群主,业务线,创建时间,群人数上限,状态,曾用名,改名时间\n"
        "wr1,一群,LiNa,福利,2026-01-05 09:00:00,500,正常,,\n"
    ),
    "群成员.csv": (
        "群ID,成员ID,昵称,成员类型,入群时间,退群时间,入群方式,邀请人,退群方式\n"
        "wr1,LiNa,李娜,员工,2026-01-05 09:00:00,,邀请,LiNa,\n"
        "wr1,wmA,甲,客户,2026-01-05 12:00:00,,扫码,,\n"
    ),
}
CHAT = (
    '{"msgid":"m%d","action":"send","from":"wmA","tolist":["LiNa"],"roomid":"wr1","msgtime":%d,'
    '"msgtype":"text","text":{"content":"在吗"}}\n'
)


@pytest.fixture
def here(tmp_path: Path) -> SimpleNamespace:
    """`around`, with what was called in `told`; `simulation()` is one on the same folders."""
    data = tmp_path / "demo" / "data"
    (data / "chatdata").mkdir(parents=True)
    for name, text in TABLES.items():
        (data / name).write_text(text, "utf-8-sig")
    ended = now() // 1000 - 3_600_000  # an hour ago: the world's last word
    lines = [CHAT % (n, ended - (27 - n) * 86_400_000) for n in range(28)]
    (data / "chatdata" / "2026-01.jsonl").write_text("".join(lines), "utf-8")
    state = ready(f"sqlite:///{tmp_path / 'state.sqlite'}", durable=False)
    told: dict[str, list] = {"carry": [], "moved": [], "learn": [], "gone": []}
    listening = threading.Event()
    listening.set()
    note: Callable[[str], Callable[..., None]] = lambda name: lambda *more: told[name].append(more)  # noqa: E731
    around = Around(
        state=state, secrets=Secrets(tmp_path, {}), callbacks="http://127.0.0.1:9/callback/", lang="en",
        listening=listening, carry=note("carry"), moved=note("moved"), learn=note("learn"), gone=note("gone"),
    )  # fmt: skip
    yield SimpleNamespace(
        state=state, told=told, around=around, home=tmp_path, secrets=around.secrets,
        simulation=lambda: Simulation(tmp_path, tmp_path / "demo", 0),
    )  # fmt: skip
    state.close()

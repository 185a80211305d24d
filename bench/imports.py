"""Imports and the ledger: files of chat-length Chinese messages → facts that can be asked, and analytics anew.

The floors beside them: DuckDB reading the same CSV or NDJSON into a table (which checks, keys and keeps nothing).
"""

import csv
import json
import multiprocessing
import random
import resource
import shutil
import tempfile
import time
from pathlib import Path

import duckdb
from row import Row

GROUPS, PEOPLE, DAYS = 300, 9_000, 180
BEGIN = 1_700_000_000
WORDS = ("今天 的 早读 打卡 完成 了 大家 记得 发 截图 这个 面膜 怎么 用 多少 钱 群里 有 活动 吗 老师 直播 几点 开始 收到 谢谢 "  # noqa: SIM905
         "已经 下单 等 发货 推荐 一下 适合 敏感 肌 减脂 餐 食谱 好吃 加油 坚持 第 天 体重 又 轻 斤 新品 优惠券 领 到").split()  # fmt: skip


def messages(count: int) -> list[tuple[int, str, str, str, str]]:
    """(unix seconds, group, sender, name, text), in order of time; mean length about 20 characters."""
    dice = random.Random(7)
    step = DAYS * 86_400 / count
    rows = []
    for n in range(count):
        who = min(int(dice.paretovariate(0.9)), PEOPLE)
        text = "".join(dice.choices(WORDS, k=dice.randint(2, 18))) + (str(n % 1000) if n % 3 else "？")
        rows.append(
            (BEGIN + int(n * step), f"g{int(GROUPS * dice.random() ** 2)}", f"u{who}", f"客户{who}", text)
        )
    return rows


def write_csv(path: Path, rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("timestamp", "group_id", "sender_id", "sender_name", "text"))
        writer.writerows(rows)


def write_ndjson(path: Path, rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for at, group, who, name, text in rows:
            row = {"timestamp": at, "group_id": group, "sender_id": who, "sender_name": name, "text": text}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_telegram(path: Path, rows: list[tuple]) -> None:
    chats: dict[str, list[dict]] = {}
    for n, (at, group, who, name, text) in enumerate(rows):
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))
        chats.setdefault(group, []).append(
            {"id": n, "type": "message", "date": stamp, "date_unixtime": str(at), "from": name,
             "from_id": f"user{who[1:]}", "text": text, "text_entities": [{"type": "plain", "text": text}]})  # fmt: skip
    listed = [
        {"name": g, "type": "private_supergroup", "id": int(g[1:]) + 1, "messages": m}
        for g, m in chats.items()
    ]
    path.write_text(json.dumps({"chats": {"list": listed}}, ensure_ascii=False, indent=1), encoding="utf-8")


def _import(path: Path, out: multiprocessing.SimpleQueue, seconds_of_rebuild: bool) -> None:
    """In a process of its own, so that its memory is its own."""
    from yutang.importers.actions import bring_in
    from yutang.importers.model import Options
    from yutang.importers.registry import readers
    from yutang.kit.clock import now
    from yutang.kit.settings import load
    from yutang.main import private_ledger

    readers()
    settings, _ = load({"YUTANG_ZONE": "Asia/Shanghai", "YUTANG_MEMORY_MB": "1024"})
    with private_ledger(settings) as ledger:
        begun = time.perf_counter()
        summary = bring_in(
            ledger, [path], Options(zone="Asia/Shanghai"), now=now(), rejects=path.with_suffix(".rej")
        )
        taken = time.perf_counter() - begun
        peak = _peak()
        begun = time.perf_counter()
        rebuilt = ledger.rebuild() if seconds_of_rebuild else 0
        out.put((summary.facts, summary.rejects, taken, peak, rebuilt, time.perf_counter() - begun))


def _peak() -> float:
    """Most memory this process was resident with, MiB. ru_maxrss would count what its parent held at the fork."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def imported(path: Path, *, rebuild: bool = False) -> tuple[int, int, float, float, int, float]:
    """(facts, rejects, seconds, peak MiB, facts rebuilt, seconds of it)."""
    context = multiprocessing.get_context("spawn")
    out = context.SimpleQueue()
    child = context.Process(target=_import, args=(path, out, rebuild))
    child.start()
    child.join()
    if child.exitcode:
        raise RuntimeError(f"the import of {path.name} ended with {child.exitcode}")
    return out.get()


def _rate(name: str, path: Path, count: int, floor: float | None, runs: int) -> Row:
    found = sorted(imported(path) for _ in range(runs))
    facts, rejects, seconds, peak, *_ = sorted(found, key=lambda one: one[2])[len(found) // 2]
    if facts < count or rejects:
        raise RuntimeError(f"{name}: {facts} of {count} facts, {rejects} rejects")
    size = path.stat().st_size >> 20
    return Row(name, count / seconds, "rows/s", floor, f"{count:,} messages, {size} MiB, peak {peak:.0f} MiB")


def _floor(query: str, count: int) -> float:
    with duckdb.connect(config={"threads": 2}) as con:
        begun = time.perf_counter()
        con.execute(f"create table t as {query}")
        return count / (time.perf_counter() - begun)


def rows(scale: float, only: str) -> list[Row]:
    """Every measure of this module whose name begins with `only`."""
    folder = Path(tempfile.mkdtemp(prefix="yutang-bench-"))
    try:
        return list(_rows(folder, scale, only))
    finally:
        shutil.rmtree(folder)


def _rows(folder: Path, scale: float, only: str):
    count, runs = int(1_000_000 * scale), 3

    def wanted(name: str) -> bool:
        return name.startswith(only)

    if wanted("import.csv") or wanted("ledger.rebuild"):
        path = folder / "messages.csv"
        write_csv(path, messages(count))
        if wanted("import.csv"):
            yield _rate("import.csv", path, count, _floor(f"select * from read_csv('{path}')", count), runs)
        if wanted("ledger.rebuild"):
            *_, facts, seconds = imported(path, rebuild=True)
            yield Row("ledger.rebuild", facts / seconds, "facts/s", None, f"{facts:,} facts")
    if wanted("import.ndjson"):
        path = folder / "messages.ndjson"
        write_ndjson(path, messages(count))
        yield _rate("import.ndjson", path, count, _floor(f"select * from read_json('{path}')", count), runs)
    if wanted("import.telegram"):
        path = folder / "result.json"
        write_telegram(path, messages(count // 4))
        yield _rate("import.telegram", path, count // 4, None, runs)
    if wanted("import.2gb.memory"):
        path = folder / "big.csv"
        _big_csv(path, int((2 << 30) * scale))
        facts, _, seconds, peak, *_ = imported(path)
        note = f"{facts:,} messages, {path.stat().st_size >> 20} MiB in {seconds:.0f} s"
        yield Row("import.2gb.memory", peak, "MiB", None, note)


def _big_csv(path: Path, size: int) -> None:
    """A CSV of `size` bytes: blocks of messages, each on later days than the one before."""
    block = messages(200_000)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("timestamp", "group_id", "sender_id", "sender_name", "text"))
        n = 0
        while out.tell() < size:
            writer.writerows((at + n, group, who, name, text) for at, group, who, name, text in block)
            n += 1

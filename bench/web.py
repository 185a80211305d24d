"""The server as a process: posted facts, the list, its start, its memory, the pages it sends."""

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import tenants
from load import MARK
from row import Row, busy
from server import Server

BROWSER = "gzip, deflate, br, zstd"  # what Chromium takes from https and from this machine
CONNECTIONS, AT_ONCE = 24, 16  # of who posts; of who reads the list
SECONDS = 10.0
BATCH = 100
STATES = (
    "ok",
    "在的",
    "收到，谢谢老师",
    "今天的打卡完成了，截图发群里了",
    "这个面膜敏感肌可以用吗",
    "昨天下的单还没有发货，麻烦看一下",
)


def rows(scale: float, only: str) -> list[Row]:
    """Every measure of this module whose name begins with `only`."""
    return list(_rows(scale, only))


def _rows(scale: float, only: str) -> Iterator[Row]:
    def wanted(*names: str) -> bool:
        return any(name.startswith(only) or (only and only.startswith(name)) for name in names)

    for name, size, unit in (("web.facts.batch", BATCH, "facts/s"), ("web.facts.single", 1, "requests/s")):
        if wanted(name):
            yield _posting(name, size, unit, SECONDS * max(scale, 0.1))
    if wanted("web.list.p95"):
        yield _listing(scale)
    if wanted("web.start"):
        yield _starting()
    if wanted("web.memory"):
        yield _resting(10.0 * scale)
    if wanted("pages.report", "pages.digest"):
        yield from (row for row in _pages() if wanted(row.name))


def _drive(server: Server, templates: list[str], expect: str, connections: int, seconds: float) -> dict:
    spec = {"host": "127.0.0.1", "port": server.port, "templates": templates, "expect": expect,
            "connections": connections, "seconds": seconds}  # fmt: skip
    told = subprocess.run([sys.executable, str(Path(__file__).with_name("load.py"))], input=json.dumps(spec),
                          capture_output=True, text=True, check=True).stdout  # fmt: skip
    found = json.loads(told)
    if found["refused"]:
        raise RuntimeError(f"{len(found['refused'])} of {found['asked']} refused: {found['first_refusal']}")
    return found


def _request(method: str, path: str, token: str, body: str = "", more: str = "") -> str:
    head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n{more}"
    if body:
        length = len(body.encode())
        head += f"content-type: application/json\r\ncontent-length: {length}\r\n"
    return f"{head}\r\n{body}"


def _facts(size: int) -> str:
    """A body of messages; MARK, the request's number, makes each of them happen once."""
    mark = MARK.decode()
    facts = [
        f'{{"kind":"message.sent","happened":1790{mark}{n:02},"platform":"wecom","group":"wrOgQhDgAA{n % 30:04}",'
        f'"actor":{{"id":"wmOgQhDgAA{n * 37 % 900:06}","name":"客户{n * 37 % 900}"}},"object":"{mark}-{n:02}",'
        f'"text":"{STATES[n % len(STATES)]} #{mark}"}}'
        for n in range(size)
    ]
    return f'{{"facts":[{",".join(facts)}]}}' if size > 1 else facts[0]


def _posting(name: str, size: int, unit: str, seconds: float) -> Row:
    """Facts a second that were answered 202, and after a kill -9 the proof that the ledger has each of them."""
    home = tenants.folder() / name
    with Server(home) as server:
        token = server.token(server.enter(), "facts.post")
        body = _facts(size)
        request = _request("POST", "/api/v1/facts", token, body)
        before = server.worked()
        found = _drive(server, [request], f'{{"accepted":{size},"rejected":[]', CONNECTIONS, seconds)
        worked, load = (server.worked() - before) / found["asked"], busy()
        server.kill()
    begun = time.perf_counter()
    asked = found["asked"]
    _prove(home, asked, size)
    applied = time.perf_counter() - begun
    note = (f"{asked * size:,} facts of {len(body.encode()) // size} bytes, {CONNECTIONS} connections, p95 {found['p95']:.0f} ms, "
            f"{1e6 * worked:.0f} µs of processor a request with what is applied meanwhile; all there after kill -9 ({applied:.0f} s to apply what waited); {load}")  # fmt: skip
    rate = found["answered"] / found["seconds"]
    return Row(name, rate * size, unit, None, note)


def _prove(home: Path, requests: int, size: int) -> None:
    """Each of the requests is in the ledger, whole. Opening it applies what waits."""
    from yutang.kit.settings import Settings
    from yutang.main import open_ledger

    query = """select count(*), coalesce(min(facts), 0), coalesce(max(facts), 0), coalesce(max(n), -1) from (
        select regexp_extract(text, '#([0-9]{7})$', 1)::bigint as n, count(*) as facts from payload group by 1)"""
    with open_ledger(Settings(home=home, zone="Asia/Shanghai")) as ledger:
        found = ledger.analytics.rows(query)[0]
    if found != (requests, size, size, requests - 1):
        raise RuntimeError(f"acknowledged {requests} requests of {size} facts; the ledger has {found}")


def _listing(scale: float) -> Row:
    """All pages of the list over and over, as browsers ask for them."""
    groups = max(300, int(5_000 * scale))
    with Server(tenants.copy(tenants.wide(groups), "list")) as server:
        signed = server.enter()
        server.settle(signed)
        token = server.token(signed, "groups.see")
        pages, path = [], "/api/v1/checkup/groups?limit=1000"
        while path:
            asked = path if len(pages) == 0 else f"/api/v1/checkup/groups?limit=1000&cursor={path}"
            _, _, body = server.call("GET", asked, authorization=f"Bearer {token}")
            pages.append(_request("GET", asked, token, more="accept-encoding: gzip\r\n"))
            path = json.loads(body)["next"]
        before = server.worked()
        found = _drive(server, pages, "", AT_ONCE, SECONDS * max(scale, 0.1))
        worked = (server.worked() - before) / found["asked"]
    note = (f"{len(pages)} pages of {groups:,} groups at {AT_ONCE} connections: {found['answered'] / found['seconds']:.0f} "
            f"requests/s, p50 {found['p50']:.0f}, p99 {found['p99']:.0f} ms, {1e3 * worked:.1f} ms of processor a request; {busy()}")  # fmt: skip
    return Row("web.list.p95", found["p95"], "ms", None, note)


def _starting() -> Row:
    """From the process's start until /health answers, on a folder that has been served before."""
    home, taken, worked = tenants.simulated(), [], []
    for _ in range(3):
        with Server(home) as server:
            taken.append(server.start_seconds)
            worked.append(server.start_work)
    note = f"300 groups, median of 3, {statistics.median(worked):.1f} s of processor; {busy()}"
    return Row("web.start", statistics.median(taken), "s", None, note)


def _resting(seconds: float) -> Row:
    """At rest after a start and one visit of the list, and the same when a check-up has been made in the process."""
    with Server(tenants.simulated()) as server:
        signed = server.again()
        _visit(server, signed)
        time.sleep(seconds)
        fresh = server.resident()
        server.call("POST", "/api/v1/checkup/refresh", **signed)
        server.settle(signed)
        _visit(server, signed)
        time.sleep(seconds)
        note = f"resident, 300 groups, the list visited; after a check-up {server.resident():.0f} MiB"
        return Row("web.memory", fresh, "MiB", None, note)


def _visit(server: Server, signed: dict[str, str]) -> None:
    """What the console asks for on the check-up's screen."""
    for path in ("checkup", "checkup/groups?limit=250", "status", "tasks"):
        status, _, _ = server.call("GET", f"/api/v1/{path}", **signed)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")


def _pages() -> Iterator[Row]:
    """What comes over the wire; the note has what a browser without Brotli gets."""
    with Server(tenants.copy(tenants.simulated(), "pages")) as server:
        signed = server.again()
        yield _page(server, signed, "pages.report", "/api/v1/checkup/report")
        yield _page(
            server, signed, "pages.digest", f"/api/v1/digests/{_digest(server, signed)}/file?format=html"
        )


def _digest(server: Server, signed: dict[str, str]) -> int:
    """A summary of the tenant: the one that the first start has made, else one made now."""
    server.settle(signed)
    for _ in range(2):
        items = json.loads(server.call("GET", "/api/v1/digests", **signed)[2])["items"]
        if items:
            return items[0]["id"]
        status, _, answer = server.call("POST", "/api/v1/digests", {"period": "daily"}, **signed)
        if status >= 300:
            raise RuntimeError(f"no summary: {status} {answer[:500]!r}")
        server.settle(signed)
    raise RuntimeError("the summary was not made")


def _page(server: Server, signed: dict[str, str], name: str, path: str) -> Row:
    sizes = {}
    for encodings in (BROWSER, "gzip", "identity"):
        status, headers, body = server.call("GET", path, accept_encoding=encodings, **signed)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:500]!r}")
        sizes[headers.get("content-encoding", "plain")] = len(body) / 1024
    if re.search(rb'(?:src|href)="https?://', body):
        raise RuntimeError(f"{path} asks other hosts for something")
    told = ", ".join(f"{how} {size:.1f}" for how, size in sizes.items())
    return Row(
        name, next(iter(sizes.values())), "KB", None, f"300 groups, as Chromium asks for it; {told} KB"
    )

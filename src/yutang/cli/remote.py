"""When a server holds the data folder, commands speak to it: its address and a token lie in the folder."""

import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec

from yutang.importers.model import FileOutcome, Options, Progress, Summary
from yutang.kit.errors import YutangError

WHERE = "serve.json"  # written by yutang.serving
PIECE = 8 << 20  # bytes of one request
POLL = 0.3  # seconds
RETRIES = 5  # of connections that are refused, within 7.5 s: a server says where it is before it listens


class Where(msgspec.Struct, frozen=True):
    """Who holds the folder."""

    url: str
    pid: int
    token: str


class Server:
    """The running server, as the command line sees it. Raises YutangError: what the server refused, or serving."""

    def __init__(self, where: Where) -> None:
        self.where = where
        headers = {"Authorization": f"Bearer {where.token}"}
        self._http = httpx.Client(
            base_url=f"{where.url}/api/v1", headers=headers, timeout=60.0,
            transport=httpx.HTTPTransport(retries=RETRIES, trust_env=False),
        )  # fmt: skip

    def ask(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as wrong:
            where = self.where
            raise YutangError("serving", pid=where.pid, url=where.url, detail=str(wrong) or "-") from None
        body: Any = answer.json() if answer.content else {}
        if answer.is_error:
            raise YutangError(body.get("code", "unexpected"), **body.get("params", {}))
        return body

    def fetch(self, path: str) -> bytes:
        """A file. Raises as `ask`."""
        try:
            answer = self._http.get(path, timeout=600.0)
        except httpx.HTTPError as wrong:
            where = self.where
            raise YutangError("serving", pid=where.pid, url=where.url, detail=str(wrong) or "-") from None
        if answer.is_error:
            body: Any = answer.json()
            raise YutangError(body.get("code", "unexpected"), **body.get("params", {}))
        return answer.content

    def close(self) -> None:
        self._http.close()


def serving(home: Path) -> Server | None:
    """The server that holds `home`; None where there is none (a file left by one that was killed counts for none)."""
    try:
        where = msgspec.json.decode((home / WHERE).read_bytes(), type=Where)
        os.kill(where.pid, 0)
    except (OSError, msgspec.DecodeError):
        return None
    return Server(where)


def bring(
    server: Server,
    paths: list[Path],
    options: Options,
    lists: dict[str, str],
    progress: Callable[[Progress], None],
) -> tuple[Summary, str]:
    """Send the files, import them there, wait; the summary, and where to look at it.

    `lists`: "staff" and "house", one account a line. A stop (Ctrl-C) cancels the import; what it acknowledged stays.
    """
    upload = server.ask("POST", "/uploads")["id"]
    files = [(path, name) for path, name in _files(paths) if path not in options.passing]
    total = sum(path.stat().st_size for path, _ in files)
    sent = 0
    for path, name in files:
        for piece in _send(server, upload, path, name):
            sent += piece
            progress(Progress(sent, total, 0, name))
    order = {"upload_id": upload, "zone": options.zone, "private": options.private, "day_first": options.day_first,
             "mappings": options.mappings, **lists}  # fmt: skip
    job = server.ask("POST", "/imports", json={k: v for k, v in order.items() if v not in (None, {}, "")})
    run = _wait(server, job["id"], progress)
    return _summary(server.ask("GET", f"/imports/{run}")), f"{server.where.url}/app/import/{run}"


def _files(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Every file below `paths`, with the name it is sent under."""
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file())
            yield from ((p, f"{path.resolve().name}/{p.relative_to(path).as_posix()}") for p in found)
        elif path.is_file():
            yield path, path.name
        else:
            raise YutangError("cannot_use", path=str(path), detail=os.strerror(errno.ENOENT))


def _send(server: Server, upload: int, path: Path, name: str) -> Iterator[int]:
    """One file in pieces; yields the bytes of each."""
    size = path.stat().st_size
    with path.open("rb") as source:
        offset = 0
        while True:
            piece = source.read(PIECE)
            place = {"path": name, "size": size, "offset": offset}
            server.ask("PUT", f"/uploads/{upload}/file", params=place, content=piece)
            offset += len(piece)
            yield len(piece)
            if offset >= size or not piece:
                return


def _wait(server: Server, job_id: int, progress: Callable[[Progress], None]) -> int:
    """Until the job has ended well; the number of the import."""
    try:
        while (run := _ended(server.ask("GET", f"/jobs/{job_id}"), progress)) is None:
            time.sleep(POLL)
    except BaseException:
        if server.ask("GET", f"/jobs/{job_id}")["cancellable"]:
            server.ask("POST", f"/jobs/{job_id}/cancel")
        raise
    return run


def _ended(job: Any, progress: Callable[[Progress], None]) -> int | None:
    """The number of the import once it has ended well; None while it runs."""
    if job["state"] == "done":
        return int(job["result"]["run"])
    if job["state"] in ("failed", "cancelled"):
        error: dict[str, Any] = job["error"] or {"code": "import_cancelled", "params": {}}
        params: dict[str, Any] = error["params"]
        raise YutangError(str(error["code"]), **params)
    note: dict[str, Any] = job["note"] or {}
    progress(Progress(job["done"], job["total"] or 0, note.get("rows", 0), note.get("file", "")))
    return None


def _summary(detail: Any) -> Summary:
    """What came of it, in the shape of an import of one's own."""
    outcomes = [
        FileOutcome(**{k: v for k, v in one.items() if k != "notes"},
                    notes=[f"note.{n['code']}:{n['detail']}" for n in one["notes"]])
        for one in detail["outcomes"]
    ]  # fmt: skip
    chats: dict[str, int] = {}
    for one in outcomes:
        chats[one.kind or ""] = chats.get(one.kind or "", 0) + one.chats
    return Summary(files=outcomes, facts=detail["run"]["facts"], chats=chats, private_chats=detail["private_chats"],
                   unmatched=detail["unmatched"], guessed=detail["guessed"], zone=detail["zone"])  # fmt: skip

"""One HTTP exchange with WeCom: what was answered, or how it broke and whether it may have taken effect."""

import logging
import re
from collections.abc import Mapping
from typing import Any, cast

import httpx
import msgspec

from yutang.channels.contract.outcomes import Trouble
from yutang.kit.tls import trusted

LARGEST = 32 * 1024 * 1024  # bytes of an answer; a page of 1,000 customers is some 2 MB
_HINT = re.compile(r"hint: \[([0-9A-Za-z_]{1,80})\]")
_FROM = re.compile(r"from ip: ([0-9A-Fa-f.:]{3,45})")
_BAD_JSON = "wrong json format"

logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes whole addresses, and tokens stand in ours


class Call(msgspec.Struct, frozen=True):
    """An endpoint. `repeats`: asking twice is asking once, so it may be asked again after an unsure end."""

    method: str
    path: str
    repeats: bool = False


class Reply(msgspec.Struct, frozen=True):
    """`bad_json`: the server could not make sense of a part of our request and went on: a bug of ours."""

    code: int
    body: dict[str, Any]
    hint: str = ""
    bad_json: bool = False


class Broken(msgspec.Struct, frozen=True):
    """No answer of WeCom's. `unsure`: the request had left."""

    code: str
    unsure: bool
    trouble: Trouble = Trouble.RETRY


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A JSON body, or a file."""

    json: bytes = b""
    file: tuple[str, bytes] | None = None  # name, content


class Transport:
    """A pool of connections, for all threads. No proxy or certificate of the environment's is used."""

    def __init__(self, base: str, *, at_once: int) -> None:
        pool = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
        self._http = httpx.Client(
            base_url=base.rstrip("/") + "/cgi-bin/",
            limits=pool,
            follow_redirects=False,
            trust_env=False,
            verify=trusted(),
        )

    def close(self) -> None:
        self._http.close()

    def exchange(
        self, call: Call, query: Mapping[str, Any], content: Content, *, seconds: float
    ) -> Reply | Broken:
        """Never raises. `seconds`: of each wait (connection, pool, and every read)."""
        try:
            with self._http.stream(
                call.method, call.path, params=dict(query), timeout=seconds, **_sent(call, content)
            ) as answer:
                return _judge(answer.status_code, _body(answer))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Broken("unreachable", unsure=False)
        except httpx.TimeoutException:
            return Broken("timeout", unsure=True)
        except (httpx.HTTPError, OSError):
            return Broken("connection", unsure=True)


def _sent(call: Call, content: Content) -> dict[str, Any]:
    if content.file is not None:
        name, octets = content.file
        return {"files": {"media": (name, octets, "application/octet-stream")}}
    if call.method == "GET":
        return {}
    return {"content": content.json, "headers": {"Content-Type": "application/json; charset=utf-8"}}


def _body(answer: httpx.Response) -> bytes | None:
    """None: larger than is taken."""
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _judge(status: int, content: bytes | None) -> Reply | Broken:
    """The platform answers 200 always. Another status is a gateway's, and what stands behind it may have acted."""
    if status != 200:
        if status in {404, 405}:
            return Broken(f"http_{status}", unsure=False, trouble=Trouble.BUG)
        return Broken(f"http_{status}", unsure=True)
    if content is None:
        return Broken("too_large", unsure=True)
    try:
        body = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Broken("not_json", unsure=True)
    if not isinstance(body, dict):
        return Broken("not_json", unsure=True)
    return _reply(cast("dict[str, Any]", body))


def _reply(body: dict[str, Any]) -> Reply | Broken:
    """`errcode` missing means 0: get_callback_ip answers without one."""
    said = body.get("errcode")
    try:
        code = 0 if said is None else int(said)
    except (TypeError, ValueError):
        return Broken("not_json", unsure=True)
    text = str(body.get("errmsg") or "")
    hints = [
        f"{name}={found[1]}"
        for name, found in (("ip", _FROM.search(text)), ("hint", _HINT.search(text)))
        if found
    ]
    return Reply(code, body, " ".join(hints), _BAD_JSON in text)

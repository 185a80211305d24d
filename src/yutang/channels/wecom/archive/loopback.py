"""The archive of a server on this very machine that speaks as fakecom does: decrypted records over plain HTTP.

WeCom has no such call: its archive is read by a native library that decrypts on the reader's machine. So this is for
the simulated tenant and for tests, and it refuses to be made for any address but this machine's own.
"""

from urllib.parse import urlsplit

import httpx
import msgspec

from yutang.channels.contract.conversations import Pulled
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.archive.records import record
from yutang.channels.wecom.errors import trouble
from yutang.kit.tls import trusted

HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
PATH = "/__archive/chatdata"
LIMIT = 1_000  # records a call, as GetChatData
SECONDS = 30.0


class _Row(msgspec.Struct):
    seq: int
    message: msgspec.Raw


class _Answer(msgspec.Struct):
    errcode: int = 0
    chatdata: list[_Row] = []


_decode = msgspec.json.Decoder(_Answer).decode


def on_this_machine(base: str) -> bool:
    try:
        return urlsplit(base).hostname in HOSTS
    except ValueError:
        return False


class LoopbackArchive:
    """Of one corp. Raises ValueError for a server that is not on this machine."""

    name = "loopback"

    def __init__(self, base: str, corpid: str, secret: str) -> None:
        if not on_this_machine(base):
            raise ValueError("not on this machine")
        self._url = base.rstrip("/") + PATH
        self._asked = {"corpid": corpid, "secret": secret, "limit": str(LIMIT)}

    def pull(self, cursor: str) -> Pulled | Failure:
        """Records with a greater number than the cursor's."""
        seq = int(cursor) if cursor.isdecimal() else 0
        try:
            said = httpx.get(
                self._url,
                params=self._asked | {"seq": str(seq)},
                timeout=SECONDS,
                trust_env=False,
                verify=trusted(),
            )
        except httpx.HTTPError:
            return Failure(trouble=Trouble.RETRY, code="unreachable")
        if said.status_code != 200:
            return Failure(trouble=Trouble.RETRY, code=f"http_{said.status_code}")
        try:
            found = _decode(said.content)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return Failure(trouble=Trouble.RETRY, code="not_json")
        if found.errcode:
            return Failure(trouble=trouble(found.errcode), code=str(found.errcode), call="archive")
        rows = tuple(row for one in found.chatdata if (row := record(bytes(one.message))) is not None)
        last = max((one.seq for one in found.chatdata), default=seq)
        return Pulled(
            cursor=str(last), rows=rows, more=len(found.chatdata) == LIMIT, unreadable=len(found.chatdata) - len(rows)
        )  # fmt: skip

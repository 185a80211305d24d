"""A connection to one corp by one self-built app. Where it is kept, sealed, is not the adapter's."""

from urllib.parse import urlsplit

import msgspec

from yutang.channels.wecom.crypto import Envelope, Refusal

BASE = "https://qyapi.weixin.qq.com"
AGENT_ARCHIVE = 2000004


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` is the app's (the 客户联系 system secret is closed to new corps since 2023-12-01). `archive_secret`:
    of the session archive, empty without it. `base`: for a test server."""

    corpid: str
    agentid: int
    secret: str
    callback_token: str = ""
    callback_key: str = ""
    archive_secret: str = ""
    base: str = BASE

    def __repr__(self) -> str:
        """Never with a secret: it stands in tracebacks and logs."""
        return f"Connection(corpid={self.corpid!r}, agentid={self.agentid})"

    def envelope(self) -> Envelope:
        """Of its callbacks. Raises Refusal(KEY)."""
        return Envelope(self.callback_token, self.callback_key, self.corpid)

    def faults(self) -> tuple[str, ...]:
        """What can't be right, before anything is asked: codes, locales "wecom.fault.<code>"."""
        found: list[str] = []
        if not self.corpid.startswith(("ww", "wx", "wp")):
            found.append("corpid")
        if self.agentid <= 0:
            found.append("agentid")
        if not 20 <= len(self.secret) <= 128 or not self.secret.isascii() or not self.secret.isprintable():
            found.append("secret")
        if self.callback_token or self.callback_key:
            found.extend(self._callback_faults())
        parts = urlsplit(self.base)
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            found.append("base")
        return tuple(found)

    def _callback_faults(self) -> list[str]:
        found: list[str] = []
        if not 1 <= len(self.callback_token) <= 32 or not self.callback_token.isalnum():
            found.append("callback_token")
        try:
            self.envelope()
        except Refusal:
            found.append("callback_key")
        return found

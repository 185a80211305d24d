"""What each channel asks to be told, field by field: what may stand there, what is secret. Pure."""

import base64
import re
import secrets
from urllib.parse import urlsplit

import msgspec

from yutang.kit.errors import YutangError

OFFICIAL = "https://qyapi.weixin.qq.com"
_HOST = "qyapi.weixin.qq.com"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """`pattern`: of the whole text. `made`: we may make it up ourselves, for the far side is told it by a person."""

    name: str
    pattern: str
    secret: bool = False
    needed: bool = True
    made: bool = False


# EncodingAESKey: 43 characters, 32 bytes (developer.work.weixin.qq.com, document/path/91144). A token of the
# callback: up to 32 letters and digits.
WECOM = (
    Field(name="corp_id", pattern=r"[A-Za-z0-9_-]{2,64}"),
    Field(name="agent_id", pattern=r"[0-9]{1,20}"),
    Field(name="secret", pattern=r"[\x21-\x7e]{8,128}", secret=True),
    Field(name="token", pattern=r"[A-Za-z0-9]{1,32}", secret=True, made=True),
    Field(name="aes_key", pattern=r"[A-Za-z0-9]{43}", secret=True, made=True),
    Field(name="archive_secret", pattern=r"[\x21-\x7e]{8,128}", secret=True, needed=False),
    Field(name="base_url", pattern=r"https?://[\x21-\x7e]{1,200}", needed=False),
)
FORMS: dict[str, tuple[Field, ...]] = {"wecom": WECOM}


def filled(channel: str, told: dict[str, str], kept: dict[str, str] | None = None) -> dict[str, str]:
    """The whole settings from what somebody typed over what is kept; blank = as it was.

    Raises YutangError: connection_channel, connection_field {field} for what is missing or has no such form.
    """
    form = FORMS.get(channel)
    if form is None:
        raise YutangError("connection_channel", channel=channel)
    before = kept or {}
    found: dict[str, str] = {}
    for field in form:
        value = told.get(field.name, "").strip() or before.get(field.name, "")
        if not value and field.made:
            value = _made(field.name)
        if not value and not field.needed:
            continue
        if not re.fullmatch(field.pattern, value) or (field.name == "base_url" and not _reachable(value)):
            raise YutangError("connection_field", field=field.name)
        found[field.name] = value
    return found


def refuse_host(told: dict[str, str], hosts: str) -> None:
    """Who may connect an account must not be able to send its secrets, or our questions, to any address they like:
    only to the platform's own host, to this very machine, and to `hosts`, which its operator allowed (setting
    wecom_hosts, with commas between). Raises YutangError connection_host {host}."""
    url = told.get("base_url", "").strip()
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return  # `filled` names the field
    allowed = {one.strip().lower() for one in hosts.split(",")} | {_HOST} | _LOOPBACK
    if host and host not in allowed:
        raise YutangError("connection_host", host=host)


def made(channel: str) -> dict[str, str]:
    """What we make up ourselves, anew."""
    return {field.name: _made(field.name) for field in FORMS[channel] if field.made}


def open_part(channel: str, settings: dict[str, str]) -> dict[str, str]:
    """What of the settings may be shown."""
    return {field.name: settings[field.name] for field in FORMS[channel]
            if not field.secret and field.name in settings}  # fmt: skip


def secrets_given(channel: str, settings: dict[str, str]) -> list[str]:
    """Names of the secrets that are there; never what they are."""
    return [field.name for field in FORMS[channel] if field.secret and field.name in settings]


def _made(name: str) -> str:
    """Letters and digits only: the far side's form takes no others."""
    while True:
        text = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        if text.isalnum():
            return text if name == "aes_key" else text[:32]


def _reachable(url: str) -> bool:
    """Secrets go there: encrypted, or to this very machine (a fake server, a proxy of one's own)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in _LOOPBACK
    return bool(host) and port != 0 and "@" not in parts.netloc and (parts.scheme == "https" or plain)

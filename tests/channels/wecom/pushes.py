"""Callbacks as WeCom makes them: plain texts, and signed requests around them."""

from yutang.channels.contract.inbound import Request
from yutang.channels.wecom.crypto import Envelope
from yutang.kit.clock import SECOND

TOKEN, KEY, CORP = "YutangTestToken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "ww1234567890abcdef"
ENVELOPE = Envelope(TOKEN, KEY, CORP)
SENT = 1_780_000_000  # seconds
NOW = SENT * SECOND


def plain(event: str, change: str = "", body: str = "", *, created: int = SENT) -> bytes:
    change = f"<ChangeType><![CDATA[{change}]]></ChangeType>" if change else ""
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        f"<Event><![CDATA[{event}]]></Event>{change}{body}</xml>"
    ).encode()


def fields(**told: str) -> str:
    return "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in told.items())


def query(
    encrypted: str, *, stamp: int = SENT, nonce: str = "n1", envelope: Envelope = ENVELOPE
) -> dict[str, str]:
    signature = envelope.sign(str(stamp), nonce, encrypted)
    return {"msg_signature": signature, "timestamp": str(stamp), "nonce": nonce}


def push(
    text: bytes,
    *,
    stamp: int = SENT,
    nonce: str = "n1",
    random: bytes = bytes(16),
    envelope: Envelope = ENVELOPE,
) -> Request:
    sealed = envelope.close(text, random)
    body = f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt><AgentID>1000002</AgentID></xml>"
    return Request(
        method="POST",
        query=query(sealed, stamp=stamp, nonce=nonce, envelope=envelope),
        headers={},
        body=body.encode(),
    )


def check(text: bytes) -> Request:
    sealed = ENVELOPE.close(text, bytes(16))
    return Request(method="GET", query=query(sealed) | {"echostr": sealed}, headers={}, body=b"")

"""Drafts: a message, to whom, what for. Each verb runs inside the caller's transaction and stands in the audit log."""

from typing import Any
from urllib.parse import urlsplit

import msgspec
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.accounts.words import a_name
from yutang.channels.contract.message import File, Image, Link, Message, MiniProgram, Video
from yutang.kit.errors import YutangError
from yutang.outbox import pictures, sorts, store
from yutang.outbox.model import SendKind, SendState
from yutang.outbox.store import Send, Whom

LONGEST_PURPOSE = 60
# Bytes of UTF-8 (WeCom pages 92135, 92137; of a post 96351).
TITLE, ABOUT, URL, CARD_TITLE = 128, 512, 2_048, 64


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """`purpose`: what consent is asked for; pictures of the message are `pictures.REF` + id."""

    connection_id: int
    kind: SendKind
    name: str
    purpose: str
    audience: Whom
    message: Message


def create(conn: sa.Connection, draft: Draft, *, viewer: Viewer, now: int) -> int:
    """Raises YutangError: name_bad, send_purpose, send_audience, send_filter, moment_audience,
    send_attachment {n, fault}."""
    values = _sound(conn, draft)
    row = {"state": SendState.DRAFT, "turn": 1, "made_by": viewer.user_id or None, "made_by_name": viewer.name,
           "made_at": now, "changed_at": now}  # fmt: skip
    id_ = store.add(conn, values | row)
    _log(conn, viewer, "send_drafted", id_, now, name=values["name"])
    return id_


def change(conn: sa.Connection, id_: int, draft: Draft, *, turn: int, viewer: Viewer, now: int) -> int:
    """The new turn. Raises as `create`, and not_found, send_not_draft, send_changed."""
    draft_of(conn, id_, viewer)
    values = _sound(conn, draft) | {"turn": turn + 1, "changed_at": now}
    if not store.change(conn, id_, seen_turn=turn, **values):
        raise YutangError("send_changed")
    return turn + 1


def remove(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> None:
    """Raises YutangError: not_found, send_not_draft."""
    draft = draft_of(conn, id_, viewer)
    store.remove(conn, id_)
    _log(conn, viewer, "send_removed", id_, now, name=draft.name)


def draft_of(conn: sa.Connection, id_: int, viewer: Viewer) -> Send:
    """Raises YutangError: not_found (also where the viewer doesn't see it), send_not_draft."""
    found = seen_by(conn, id_, viewer)
    if found.state is not SendState.DRAFT:
        raise YutangError("send_not_draft")
    return found


def seen_by(conn: sa.Connection, id_: int, viewer: Viewer) -> Send:
    """Raises YutangError not_found."""
    found = store.listed(conn, viewer.scope, viewer.user_id, before=id_ + 1, limit=1)
    if not found or found[0].id != id_:
        raise YutangError("not_found", what="send")
    return found[0]


def _sound(conn: sa.Connection, draft: Draft) -> dict[str, Any]:
    purpose = draft.purpose.strip()
    if not 1 <= len(purpose) <= LONGEST_PURPOSE:
        raise YutangError("send_purpose", limit=LONGEST_PURPOSE)
    one = draft.audience
    named = (one.segment is not None) + (one.rule is not None)
    if draft.kind is SendKind.MOMENT:
        if named > 1 or not (named or one.staff):
            raise YutangError("moment_audience")
    elif named != 1:
        raise YutangError("send_audience")
    elif one.staff or one.tags:
        raise YutangError("send_filter")  # beside a segment they would have to be counted, too: a rule does
    for number, each in enumerate(draft.message.attachments, 1):
        fault = _fault(conn, each, draft.kind)
        if fault:
            raise YutangError("send_attachment", n=number, fault=fault)
    return msgspec.structs.asdict(draft) | {"purpose": purpose, "name": a_name(draft.name)}


def _fault(conn: sa.Connection, one: object, kind: SendKind) -> str:
    """A code, locales "send.attachment.<code>"; "": nothing is wrong."""
    if isinstance(one, Link):
        return _link_fault(conn, one, kind)
    if isinstance(one, Image):
        return "" if pictures.there(conn, one.handle) else "picture"
    if isinstance(one, Video):
        return "" if pictures.there(conn, one.handle, sorts.VIDEO) else "video"
    if isinstance(one, File) and kind is SendKind.MESSAGE:
        return "" if pictures.there(conn, one.handle, sorts.FILE) else "file"
    if isinstance(one, MiniProgram) and kind is SendKind.MESSAGE:
        sound = 1 <= len(one.title.encode()) <= CARD_TITLE and one.app.strip() and one.page.strip()
        if not sound:
            return "miniprogram"
        return "" if pictures.there(conn, one.picture) else "picture"
    return "kind"


def _link_fault(conn: sa.Connection, one: Link, kind: SendKind) -> str:
    """A post's link has no description, and needs its cover, which is kept here; a message's may be an address."""
    most = CARD_TITLE if kind is SendKind.MOMENT else TITLE
    if not 1 <= len(one.title.encode()) <= most or len(one.about.encode()) > ABOUT:
        return "link_title"
    if not _address(one.url):
        return "link"
    if pictures.there(conn, one.picture):
        return ""
    if kind is SendKind.MOMENT:
        return "link_cover"
    return "" if not one.picture or _address(one.picture) else "link_picture"


def _address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(url.encode()) <= URL


def _log(conn: sa.Connection, viewer: Viewer, act: str, id_: int, now: int, **after: object) -> None:
    record(conn, viewer, act, now=now, subject_kind="send", subject_id=str(id_), after=after)

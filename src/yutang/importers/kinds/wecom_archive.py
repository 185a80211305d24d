"""WeCom session archive (会话内容存档), decrypted: one JSON object a line. Also takes `change_external_chat`
callbacks as lines, because the archive never says who joined or left.

Shapes: msgtime in milliseconds (seconds in some copies); roomid empty for a 1:1 chat; `from` of an outside
contact begins with wm or wo, of a robot with wb, anything else is a member of staff.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import msgspec

from yutang.importers import jsonlines, times
from yutang.importers.chatrows import ChatRows, chunk_of, scale_of, unit_note
from yutang.importers.contract import Chunk, File, Head, Reading, Reject
from yutang.importers.jsonlines import Block
from yutang.importers.rows import Rows
from yutang.importers.wecom_lines import DECODER, Line, group_of, names_in, props_of, role_of, words_of
from yutang.ledger.catalogue import Kind, Role

PLATFORM = "wecom"


_SILENT = {"revoke", "agree", "disagree", "switch"}
_AGREED = {"agree": Kind.CONSENT_GIVEN, "disagree": Kind.CONSENT_WITHDRAWN}
_HOW = {1: "invited", 2: "link", 3: "code"}  # JoinScene
_ARCHIVE = '{"purpose":"archive","channel":"wecom"}'
_LEFT = {0: "left", 1: "removed"}  # QuitScene


class _State:
    """What must be remembered over the whole file: groups already announced, the unit of time."""

    def __init__(self, how: Reading) -> None:
        self.how = how
        self.seen: set[str] = set()
        self.scale = 0  # microseconds per unit of msgtime; 0 until the first messages were seen
        self.nameless = 0  # events that say how many changed, not who

    def sound(self, line: Line) -> str | None:
        """Why this line can't be taken, or None."""
        if line.chat:
            return times.check((line.created or line.stamped) * times.SECOND, self.how.now)
        if line.action == "switch":
            return None
        if not line.from_ or not line.msgtime:
            return "missing_field"
        return times.check(line.msgtime * self.scale, self.how.now)


def _decode(block: Block, state: _State) -> tuple[list[Line], list[Reject]]:
    """The block's lines at once; line by line only when one of them is bad."""
    try:
        found = DECODER.decode_lines(block.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = None
    if not state.scale:
        known = found or [v for _, _, v in jsonlines.lines(block, DECODER) if isinstance(v, Line)]
        state.scale = scale_of(line.msgtime for line in known)
    if found is not None and not any(map(state.sound, found)):
        return found, []
    good: list[Line] = []
    rejects: list[Reject] = []
    for number, raw, value in jsonlines.lines(block, DECODER):
        if isinstance(value, Reject):
            rejects.append(value)
        elif why := state.sound(value):
            rejects.append(jsonlines.reject(number, why, raw))
        else:
            good.append(value)
    return good, rejects


def _columns(lines: list[Line], groups: list[str], scale: int) -> list[Sequence[object]]:
    """Messages as columns: built at once, as this is the path of nearly every line."""
    size = len(lines)
    empty = [None] * size
    return [
        [int(Kind.MESSAGE_SENT)] * size,
        [line.msgtime * scale for line in lines],
        groups,
        [line.from_ for line in lines],
        empty,
        [role_of(line.from_ or "") for line in lines],
        [line.msgid or None for line in lines],
        empty,
        empty,
        [line.text.content if line.text is not None else words_of(line) for line in lines],
        [props_of(line.msgtype) for line in lines],
    ]


def _event(line: Line, rows: Rows, state: _State) -> None:
    """A `change_external_chat` callback: joins and leaves with names, and a group made or dissolved."""
    at = (line.created or line.stamped) * times.SECOND
    group = line.chat or ""
    if line.change in {"create", "dismiss"}:
        state.seen.add(group)
        what = "created" if line.change == "create" else "dismissed"
        rows.add(Kind.GROUP_SEEN, at, group=group, props=f'{{"private":false,"{what}":{at}}}')
        return
    _announce([(group, at)], rows, state)
    joined = line.detail == "add_member"
    if not joined and line.detail != "del_member":
        return
    people = names_in(bytes(line.members))
    state.nameless += not people
    how = _HOW.get(line.join_scene or 0) if joined else _LEFT.get(line.quit_scene or 0)
    told = None if how is None else f'{{"how":"{how}"}}'
    for one in people:
        kind = Kind.GROUP_JOINED if joined else Kind.GROUP_LEFT
        rows.add(kind, at, group=group, actor=one, role=Role(role_of(one)), props=told)


def _announce(pairs: list[tuple[str, int]], rows: Rows, state: _State) -> None:
    first: dict[str, int] = {}
    for group, at in pairs:
        if group not in state.seen:
            first[group] = min(at, first.get(group, at))
    state.seen.update(first)
    for group, at in first.items():
        private = "true" if group.startswith("private:") else "false"
        rows.add(Kind.GROUP_SEEN, at, group=group, props=f'{{"private":{private}}}')


def _chunk(block: Block, state: _State) -> Chunk:
    return _made(block, state, *_decode(block, state))


def _made(block: Block, state: _State, lines: list[Line], rejects: list[Reject]) -> Chunk:
    messages = [line for line in lines if line.chat is None and line.action != "switch"]
    sent = [m for m in messages if m.action != "recall" and m.msgtype not in _SILENT]
    groups = list(map(group_of, sent))
    recalls = [m for m in messages if m.action == "recall" or m.msgtype == "revoke"]
    seen, rows = Rows(), Rows()
    if recalls or not state.seen.issuperset(groups):
        named = zip(chain(groups, map(group_of, recalls)), chain(sent, recalls), strict=True)
        _announce([(group, m.msgtime * state.scale) for group, m in named], seen, state)
    for m in recalls:
        _recall(m, rows, state.scale)
    for m in messages:
        if m.msgtype in _AGREED:
            _agreed(m, rows, state.scale)
    for line in lines:
        if line.chat is not None:
            _event(line, rows, state)
    shell = Chunk(PLATFORM, None, block.done, (*block.rejects, *rejects))
    return chunk_of(seen, _columns(sent, groups, state.scale), rows, shell)


def chunk_of_lines(data: bytes, how: Reading, known: Callable[[list[str]], set[str]]) -> Chunk:
    """Records that come a few at a time, a line each, as one chunk. `known`: which of these groups need no announcing.
    Stamps are milliseconds, or seconds all of them."""
    state, block = _State(how), Block(1, data, len(data))
    lines, rejects = _decode(block, state)
    named = {line.chat or group_of(line) for line in lines if line.chat or line.action != "switch"}
    state.seen = known(sorted(named)) if named else set()
    return _made(block, state, lines, rejects)


def _recall(line: Line, rows: Rows, scale: int) -> None:
    related = line.revoke.pre_msgid if line.revoke else None
    actor, at = line.from_ or "", line.msgtime * scale
    role = Role(role_of(actor))
    rows.add(
        Kind.MESSAGE_RECALLED,
        at,
        group=group_of(line),
        actor=actor,
        role=role,
        ref=line.msgid,
        related=related,
    )


def _agreed(line: Line, rows: Rows, scale: int) -> None:
    """A customer agrees to be archived, or no longer does; also said where they are not the sender."""
    body = line.agree if line.msgtype == "agree" else line.disagree
    told = (line.from_, body.userid if body else None)
    who = next((one for one in told if one and role_of(one) == Role.PERSON), None)
    if who is not None and line.msgtype is not None:
        kind, at = _AGREED[line.msgtype], line.msgtime * scale
        rows.add(kind, at, actor=who, role=Role.PERSON, ref="archive", props=_ARCHIVE)


class WecomArchive:
    """Reads a decrypted session archive."""

    kind = "wecom_archive"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \r\n\t")
        if not text.startswith("{"):
            return 0.0
        line = text.split("\n", 1)[0]
        if '"msgid"' in line and '"msgtime"' in line and '"msgtype"' in line and '"from"' in line:
            return 0.97
        if '"change_external_chat"' in line and '"ChatId"' in line:
            return 0.95
        return 0.9 if '"action":"switch"' in line.replace(" ", "") and '"msgid"' in line else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        state = _State(how)
        done = 0
        for block in jsonlines.blocks(file):
            done = block.done
            yield _chunk(block, state)
        notes = [unit_note(state.scale)] if state.scale else []
        if state.nameless:
            notes.append(f"note.events_without_names:{state.nameless}")
        yield ChatRows(PLATFORM, how).take(done, notes)


READER = WecomArchive()

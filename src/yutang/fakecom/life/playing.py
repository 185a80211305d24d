"""Chats from files (one archive record a line, by time) that are said again as the clock goes on.

What lies before the clock counts at once, for the statistics, without a notice or a record older than five days.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from yutang.fakecom.clock import due
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import archive, days, talk
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Reel
from yutang.fakecom.state.world import Corp, Due

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

AT_ONCE = 256  # lines that are planned ahead: they are part of a snapshot, the rest stays in the file
_decode = msgspec.json.Decoder(Json).decode


def load(fake: "Fake", corp: Corp, path: Path) -> int:
    """Play a file, or all *.jsonl of a folder in order of their names. How many files; 40058 when there is none."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not all(one.is_file() for one in files):
        raise Refused(40058, "no such file")
    for one in files:
        corp.reels.append(Reel(path=str(one.resolve())))
        wind(fake, corp, len(corp.reels) - 1)
    return len(files)


def wind(fake: "Fake", corp: Corp, number: int) -> None:
    """Say what is past, and plan the next lines."""
    reel, planned = corp.reels[number], 0
    with Path(reel.path).open("rb") as file:
        file.seek(reel.offset)
        for line in file:
            reel.offset += len(line)
            if not line.strip():
                continue
            content = _decode(line)
            at = said_at(content)
            if at <= fake.state.now:
                say(fake, corp, content, at)
                continue
            fake.clock.plan(at, "chat", corp.corpid, content=content)
            planned += 1
            if planned == AT_ONCE:
                fake.clock.plan(at, "reel", corp.corpid, number=number)
                return


def said_at(content: Json) -> int:
    """Milliseconds; a switch has them under another name."""
    at: Any = content.get("msgtime", content.get("time", 0))
    return int(at)


def say(fake: "Fake", corp: Corp, content: Json, at: int) -> None:
    """One line is said: counted for who is known, and archived as it stands."""
    speaker, room = content.get("from", ""), content.get("roomid", "")
    if room in corp.groups:
        talk.note_in_group(corp, corp.groups[room], speaker, at)
    elif not room and content.get("tolist"):
        other = content["tolist"][0]
        by_customer = speaker not in corp.members
        userid, customer = (other, speaker) if by_customer else (speaker, other)
        if userid in corp.members:
            talk.note_alone(corp, userid, customer, by_customer=by_customer, at=at)
    if at > fake.state.now - archive.KEPT - days.HOUR:
        archive.keep(fake, corp, content, at)


@due("chat")
def chat(fake: "Fake", entry: Due) -> None:
    say(fake, fake.state.corps[entry.corpid], entry.what["content"], entry.at)


@due("reel")
def turn(fake: "Fake", entry: Due) -> None:
    wind(fake, fake.state.corps[entry.corpid], entry.what["number"])

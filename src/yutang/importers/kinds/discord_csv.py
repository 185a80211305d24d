"""DiscordChatExporter's CSV: `;` in 2018 and 2019 (with one at each line's end), `,` since 2020.

Traps: minutes only and no zone; English months (`03-Apr-18 01:48 AM`) until 2023, the exporter's locale since;
no ids of messages; no types, so a line of Discord's own is known by its English words; no channel but in the
file's name. Newer versions put the channel's id there (`Server - general [123456789012345678].csv`), which
then is the group's reference, the same as in JSON. Else the name is: `1.csv`, `2.csv` in one folder are parts
of one channel that has the folder's name; `general [part 2].csv` and `general (2).csv` belong to `general`;
`team-2.csv` is left alone, as channels are called like that.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import PurePosixPath

from yutang.importers import times
from yutang.importers.chatrows import ChatRows, Message, Person, pour
from yutang.importers.contract import Chunk, File, Head, Reading, Unreadable
from yutang.importers.discord_lines import media_of, told
from yutang.importers.records import Record, records
from yutang.ledger.catalogue import Kind, Role

_HEADER = re.compile(r'"?(?:AuthorID"?[;,]"?)?Author"?[;,]"?Date"?[;,]"?Content"?[;,]"?Attachments')
_START = re.compile(r'"(?:\d{15,20}|[^"]{1,40}#\d{4})"[;,]')  # an id, or a full name where there are no ids
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_SLASHED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d")
_DATE = re.compile(
    r"(\d{1,2})-([A-Za-z]{3})[A-Za-z]*-(\d{4}|\d\d) (\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([AaPp])\.?[Mm]\.?)?"
)
_CHANNEL = re.compile(r"\[(\d{15,20})\]")
_PART = re.compile(r"\s*(?:\[part \d+\]|\(\d+\)|\((?:after|before|between) [^()]*\))$", re.IGNORECASE)
_DIRECT = re.compile(r"(?:^|/)Direct Messages - ")  # what the exporter calls the server of private chats
_DELETED = "456226577798135808"  # Discord's one account for all who deleted theirs


class DiscordCsv:
    """Reads one file of DiscordChatExporter's CSV."""

    kind = "discord_csv"

    def sniff(self, head: Head) -> float:
        return 0.98 if _HEADER.match(_first(head)) else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.done, reader.notes)


class _Reader:
    """One reading of one file."""

    def __init__(self, file: File, how: Reading) -> None:
        self.file, self.how = file, how
        self.rows = ChatRows("discord", how)
        self.done = 0
        first = _first(file.head())
        self._delimiter = ";" if first.count(";") > first.count(",") else ","
        self._columns = [c.strip('" \r') for c in first.split(self._delimiter)]
        if not {"Author", "Date", "Content"} <= set(self._columns):
            raise Unreadable("table_unknown", columns=", ".join(self._columns)[:200])
        self._day_first = how.day_first
        self._guessed = self._zoned = False
        self._system = self._hooks = 0
        self._last: tuple[str, int] = ("", 0)  # the last stamp read: minutes repeat

    def steps(self) -> Iterator[None]:
        ref, name = channel_of(self.file.place)
        self.rows.chat(ref, name, {"private": _DIRECT.search(self.file.place) is not None})
        self._order()
        for record in self._records():
            self.done = record.done
            self._take(record)
            yield

    def notes(self) -> list[str]:
        notes = [f"note.zone_assumed:{self.how.zone}"] if self._zoned else []
        if self._guessed:
            notes.append(f"note.date_order:{'day_first' if self._day_first else 'month_first'}")
        if self._hooks:
            notes.append(f"note.webhooks_are_bots:{self._hooks}")
        if self._system:
            notes.append(f"note.system_lines:{self._system}")
        return notes

    def _records(self) -> Iterator[Record]:
        return records(self.file, _START, self._delimiter)

    def _cells(self, record: Record) -> dict[str, str] | None:
        """The cells by column; None for a row that is not whole. What is beyond Attachments may be missing."""
        cells = record.cells
        if cells is None or len(cells) <= self._columns.index("Content"):
            return None
        return dict(zip(self._columns, cells, strict=False))

    def _order(self) -> None:
        """Slashed dates: the whole file says whether the day comes first; where it doesn't, the month does."""
        rows = (row for record in self._records() if (row := self._cells(record)))
        if self._day_first is not None or not any(_SLASHED.match(row["Date"]) for row in islice(rows, 20)):
            return
        rows = (row for record in self._records() if (row := self._cells(record)))
        self._guessed = True
        self._day_first = bool(times.infer_day_first(row["Date"] for row in rows))

    def _take(self, record: Record) -> None:
        row = self._cells(record)
        if row is None:
            self.rows.reject(record.number, "bad_csv", record.row)
            return
        try:
            at = self._at(row["Date"].strip())
        except (ValueError, OverflowError):
            self.rows.reject(record.number, "bad_time", record.row)
            return
        if not self.rows.sound(at, record.number, record.row):
            return
        who = self._person(row)
        event = told(row["Content"]) if len(row["Content"]) < 200 else None
        if event is not None:
            self._event(at, who, *event)
            return
        urls = [url for url in row.get("Attachments", "").split(",") if url]
        self.rows.message(Message(at, who, row["Content"], media_of(urls)))

    def _at(self, text: str) -> int:
        if text == self._last[0]:
            return self._last[1]
        found = _DATE.fullmatch(text)
        at = (
            self._english(found)
            if found
            else times.parse_local(text, self.how.zone, day_first=self._day_first)
        )
        self._zoned = self._zoned or bool(found) or not _has_zone(text)
        self._last = (text, at)
        return at

    def _english(self, found: re.Match[str]) -> int:
        day, month, year, hour, minute, second, half = found.groups()
        hours = int(hour)
        if half:
            if not 1 <= hours <= 12:
                raise ValueError(hour)
            hours = hours % 12 + (12 if half in "pP" else 0)
        number = _MONTHS.index(month.lower()) // 4 + 1
        years = int(year) + (2000 if len(year) == 2 else 0)
        stamp = datetime(years, number, int(day), hours, int(minute), int(second or 0), tzinfo=self.how.zone)
        return times.micros_of(stamp, UTC)

    def _person(self, row: dict[str, str]) -> Person:
        ident, full = row.get("AuthorID", "").strip(), row["Author"].strip()
        name, mark, number = full.rpartition("#")
        if not (mark and number.isdecimal() and len(number) == 4):
            name, number = full, ""
        # Only webhooks have the number 0000, and the account that stands for the deleted ones.
        hook = number == "0000" and ident != _DELETED and name != "Deleted User"
        self._hooks += hook
        ref = ident if ident.isdecimal() else f"name:{full}" if full else ""
        return Person(ref, name or None, Role.BOT if hook else Role.UNKNOWN)

    def _event(self, at: int, who: Person, event: str, what: str | None) -> None:
        """A line of Discord's own."""
        if event == "renamed" and what:
            self.rows.event(Kind.GROUP_RENAMED, at, who, text=what)
        elif event in ("joined", "left"):
            kind = Kind.GROUP_JOINED if event == "joined" else Kind.GROUP_LEFT
            self.rows.event(kind, at, who, props=f'{{"how":"{event}"}}')
        elif event in ("added", "removed"):
            kind, how = (Kind.GROUP_JOINED, "invited") if event == "added" else (Kind.GROUP_LEFT, "removed")
            other = Person(f"name:{what}", what)
            self.rows.event(kind, at, other, related=who.ref, props=f'{{"how":"{how}"}}')
        else:
            self._system += 1


def channel_of(path: str) -> tuple[str, str]:
    """(reference, name) of the channel a file holds, by its path: see the top of this file."""
    place = PurePosixPath(path)
    stem = place.stem.strip()
    while _PART.search(stem):
        stem = _PART.sub("", stem)
    found = _CHANNEL.search(stem)
    if found:
        name = stem[: found.start()].strip() or stem
        return found[1], name.rpartition(" - ")[2]
    if not stem or stem.isdecimal():
        stem = place.parent.name.removesuffix(".zip") or "discord"
    return f"name:{stem}", stem.rpartition(" - ")[2]


def _has_zone(text: str) -> bool:
    return re.search(r"(?:Z|[+-]\d\d:?\d\d)$", text) is not None


def _first(head: Head) -> str:
    return head.text.lstrip("\ufeff \r\n\t").partition("\n")[0].strip()


READER = DiscordCsv()

"""WeChatMsg, 留痕, MemoTrace: one CSV for one WeChat conversation.

Traps: the group's name exists only in the file's name; CreateTime is in seconds, StrTime local; XML of shared
pages stands quoted in StrContent; nothing says group or private, so that is told by the senders.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from yutang.importers import notices, times, wechat_types
from yutang.importers.chatrows import ChatRows, Message, Person, person, pour
from yutang.importers.contract import Chunk, File, Head, Reading
from yutang.importers.names import chat_name
from yutang.importers.records import Record, records
from yutang.ledger.catalogue import Kind

HEADER = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender"
_COLUMNS = HEADER.split(",")
_START = re.compile(r"\d+,\d+,\d+,\d+,[01],\d{9,13},")
_ROOM = re.compile(r"([^\s/()（）]*@chatroom)")
_OTHER = re.compile(r"[(（](wxid_[^()（）]+|gh_[^()（）]+)[)）]")
_SYSTEM = {str(code) for code in wechat_types.SYSTEM}
_SENDERS = 2  # more people than these make a group


def _cells(record: Record) -> dict[str, str] | None:
    cells = record.cells
    if cells is None or len(cells) < len(_COLUMNS):
        return None
    return dict(zip(_COLUMNS, (cell.strip("\ufeff") for cell in cells), strict=False))


class _Reader:
    def __init__(self, file: File, how: Reading) -> None:
        self.file, self.how = file, how
        self.rows = ChatRows("wechat", how)
        self.done = 0
        self.guessed = False
        self._open()

    def _open(self) -> None:
        """Name, id and whether it is a group: by the path, else by how many people write in it."""
        path = "/".join(PurePosixPath(self.file.place).parts[-2:])  # folders above are the exporter's own
        room = _ROOM.search(path)
        private = _OTHER.search(path) is not None and not room
        if not room and not private:
            self.guessed = True
            private = self._few()
        name = re.sub(r"[(（][^()（）]*(?:@chatroom|wxid_[^()（）]*)[)）]$", "", chat_name(path))
        self.rows.chat(room[1] if room else f"name:{name}", name, {"private": private})

    def _few(self) -> bool:
        """Whether no more than two people write, and nobody came or went: one pass, ended as soon as it is told."""
        people: set[str] = set()
        for record in records(self.file, _START):
            row = _cells(record)
            if row is None:
                continue
            if row["Type"] in _SYSTEM:
                told = notices.read(row["StrContent"])
                if told is not None and told.kind != Kind.MESSAGE_RECALLED:
                    return False
            else:
                people.add("" if row["IsSender"] == "1" else row["Sender"] or row["NickName"])
                if len(people) > _SENDERS:
                    return False
        return True

    def steps(self) -> Iterator[None]:
        for record in records(self.file, _START):
            self.done = record.done
            row = _cells(record)
            if row is None:
                self.rows.reject(record.number, "bad_csv", record.row)
            else:
                self._take(record, row)
            yield

    def _take(self, record: Record, row: dict[str, str]) -> None:
        try:
            kind, sub = int(row["Type"]), int(row["SubType"] or 0)
            at = self._at(row)
        except ValueError:
            self.rows.reject(record.number, "bad_value", record.row)
            return
        if not self.rows.sound(at, record.number, record.row):
            return
        if kind in wechat_types.SYSTEM:
            if told := notices.read(row["StrContent"]):
                self.rows.notice(told, at)
            return
        name = row["Remark"] or row["NickName"]
        mine = row["IsSender"] == "1"
        who = person(row["Sender"] or None, name or ("我" if mine else None)) or Person("name:?", "?")
        if row["NickName"]:  # system lines call people by it, whatever the remark
            self.rows.learn(Person(who.ref, row["NickName"]))
        words = wechat_types.words_of(row["StrContent"])
        # localId alone is used again in another of WeChat's databases.
        ref = f"{row['localId']}.{row['CreateTime']}"
        self.rows.message(Message(at, who, words, wechat_types.media_of(kind, sub), ref))

    def _at(self, row: dict[str, str]) -> int:
        if row["CreateTime"]:
            stamp = int(row["CreateTime"])
            return times.from_unix(stamp, times.unit_of([stamp]))
        return times.parse_local(row["StrTime"], self.how.zone)

    def notes(self) -> list[str]:
        return ["note.private_guessed:senders"] if self.guessed else []


class WeChatCsv:
    """Reads the CSV of WeChatMsg and its successors."""

    kind = "wechat_csv"

    def sniff(self, head: Head) -> float:
        first = head.text.lstrip("\ufeff \r\n\t").split("\n", 1)[0].strip()
        return 0.98 if first.replace('"', "").startswith(HEADER) else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.done, reader.notes)


READER = WeChatCsv()

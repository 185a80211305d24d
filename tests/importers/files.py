"""Files and trees in memory, the written fixtures, and what every reader must hold to."""

import io
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from yutang.importers.contract import CHUNK_ROWS, SIGHTING, Chunk, File, Head, Reading
from yutang.importers.trees import head_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
HOW = Reading(ZoneInfo("Asia/Shanghai"), now=1_900_000_000_000_000)
ANCIENT, FUTURE = 631_152_000_000_000, 1_900_000_000_000_000 + 86_400_000_000

# The tables have no fixtures: they are written here, one of each sort.
TABLES = {
    "messages.csv": '群ID,成员ID,发送时间,消息内容\ng1,u1,2024-01-02 10:00:00,"早,\n安"\ng1,u2,2024-01-02 10:01:00,好\n',
    "counts.tsv": "群名称\t日期\t消息数\t发言人数\n护肤群\t2024-01-02\t12\t3\n护肤群\t2024-01-03\t7\t2\n",
    "members.csv": "群ID,群名称,成员ID,昵称,入群时间,退群时间\nwrA,团购群,wmB,小王,2024-05-01,\nwrA,团购群,wmC,小李,2024-05-02,2024/5/9\n",
    "groups.csv": "群ID,群名称,群主,创建时间,人数\nwrA,团购群,ZhangSan,2024-01-01,120\nwrB,福利群,LiSi,2024-02-01,80\n",
    "orders.csv": "订单号,客户ID,金额（元）,下单时间\n1001,wmB,19.90,2024-05-03 12:00:00\n1002,wmC,5,2024-05-04 12:00:00\n",
    "messages.ndjson": '{"group_id": "g1", "sender_id": "u1", "time": 1714529000, "text": "hi"}\n'
    '{"group_id": "g1", "sender_id": "u2", "time": 1714529060, "text": "ho"}\n',
}  # fmt: skip


class Memory:
    """A file in memory."""

    def __init__(self, name: str, data: bytes | str, place: str | None = None) -> None:
        self.name = name
        self.place = place or f"/home/ann/{name}"
        self.data = data.encode() if isinstance(data, str) else data
        self.size = len(self.data)

    def open(self) -> io.BytesIO:
        return io.BytesIO(self.data)

    def head(self) -> Head:
        return head_of(self.name, self.size, self.data[:65536])


class Grove:
    """A tree in memory."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.name = "grove"
        self._files: dict[str, File] = {name: Memory(name, data) for name, data in files.items()}

    def files(self) -> dict[str, File]:
        return self._files


def fixtures() -> dict[str, bytes]:
    """Everything a reader can be given, by path below tests/fixtures; the tables as "table/…"."""
    found = {
        path.relative_to(FIXTURES).as_posix(): path.read_bytes()
        for path in sorted(FIXTURES.rglob("*"))
        if path.is_file()
    }
    return found | {f"table/{name}": text.encode() for name, text in TABLES.items()}


def kept(chunks: Iterator[Chunk]) -> list[Chunk]:
    """The chunks, when each of them keeps the contract."""
    found: list[Chunk] = []
    done = 0
    for chunk in chunks:
        assert chunk.rows.schema == SIGHTING
        assert chunk.rows.num_rows <= CHUNK_ROWS
        assert chunk.done >= done
        done = chunk.done
        chunk.rows.validate(full=True)
        assert all(ANCIENT <= at <= FUTURE for at in chunk.rows.column("happened").to_pylist())
        for reject in chunk.rejects:
            assert reject.line >= 0
            assert len(reject.row.encode()) <= 4 * 500
            assert len(reject.row) <= 500
        found.append(chunk)
    return found

"""Runs a reader on a fixture, a written text or a sample, and tells what came out."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from yutang.importers.contract import CHUNK_ROWS, FileReader, Reading, Reject
from yutang.importers.trees import LocalFile
from yutang.ledger.catalogue import Kind

FIXTURES = Path(__file__).parents[2] / "fixtures"
SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "chat_exports"
HOW = Reading(ZoneInfo("Asia/Shanghai"), now=1_900_000_000_000_000)


class Got(msgspec.Struct):
    """Everything one file gave."""

    rows: list[dict[str, object]]
    rejects: list[Reject]
    notes: list[str]
    platforms: set[str]
    done: int

    def of(self, kind: Kind) -> list[dict[str, object]]:
        return [row for row in self.rows if row["kind"] == kind]

    def column(self, kind: Kind, column: str) -> list[object]:
        return [row[column] for row in self.of(kind)]

    @property
    def texts(self) -> list[object]:
        return self.column(Kind.MESSAGE_SENT, "text")

    @property
    def figures(self) -> dict[str, int]:
        """Chats, messages, senders, joins, leaves, recalls, rejects."""
        count = Counter(row["kind"] for row in self.rows)
        return {
            "chats": len(set(self.column(Kind.GROUP_SEEN, "group_ref"))),
            "messages": count[Kind.MESSAGE_SENT],
            "senders": len(set(self.column(Kind.MESSAGE_SENT, "actor_ref"))),
            "joins": count[Kind.GROUP_JOINED],
            "leaves": count[Kind.GROUP_LEFT],
            "recalls": count[Kind.MESSAGE_RECALLED],
            "rejects": len(self.rejects),
        }

    @property
    def codes(self) -> list[str]:
        return [reject.reason for reject in self.rejects]


def run(reader: FileReader, file: LocalFile, how: Reading) -> Got:
    got = Got([], [], [], set(), 0)
    for chunk in reader.read(file, how):
        assert chunk.rows.num_rows <= CHUNK_ROWS
        assert chunk.done >= got.done
        got.rows += chunk.rows.to_pylist()
        got.rejects += chunk.rejects
        got.notes += chunk.notes
        got.platforms.add(chunk.platform)
        got.done = chunk.done
    return got


@pytest.fixture
def fixture() -> Callable[..., Got]:
    """Read `fixtures/<name>` with a reader."""

    def read(reader: FileReader, name: str, how: Reading = HOW) -> Got:
        return run(reader, LocalFile(FIXTURES / name, name), how)

    return read


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Got]:
    """Read what the test wrote down, as a file of the given name."""

    def read(reader: FileReader, content: str | bytes, name: str = "a.txt", how: Reading = HOW) -> Got:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run(reader, LocalFile(path, name), how)

    return read


@pytest.fixture
def sample() -> Callable[..., Got]:
    """Read a file of the public samples, which users do not have."""

    def read(reader: FileReader, name: str) -> Got:
        if not SAMPLES.exists():
            pytest.skip("needs ../shared/data beside the checkout")
        file = LocalFile(SAMPLES / name, name)
        assert reader.sniff(file.head()) > 0.5
        return run(reader, file, HOW)

    return read


@pytest.fixture
def fixtures() -> Path:
    return FIXTURES

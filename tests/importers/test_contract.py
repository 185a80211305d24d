"""What every reader owes the import: the same chunks each time, bounded pieces, bounded memory, linear time."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.importers.files import HOW, Grove, Memory, fixtures, kept

from yutang.importers import registry
from yutang.importers.contract import Chunk, FileReader, Unreadable
from yutang.ledger.catalogue import Kind, Role

ALL = fixtures()
READERS: list[FileReader] = [r for r in registry.readers() if not registry.reads_trees(r)]  # type: ignore[misc]
SINGLE = [n for n in ALL if not n.startswith("slack") and "manifest" not in n]
ROOT = Path(__file__).parents[2]


def chunks_of(name: str) -> list[Chunk]:
    file = Memory(name, ALL[name])
    head = file.head()
    return kept(max(READERS, key=lambda r: r.sniff(head)).read(file, HOW))


def digest(chunks: Iterator[Chunk] | list[Chunk]) -> str:
    """Of everything in the chunks, in order."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(repr((chunk.platform, chunk.done, chunk.rejects, chunk.notes)).encode())
        found.update(json.dumps(chunk.rows.to_pylist(), ensure_ascii=False).encode())
    return found.hexdigest()


@pytest.mark.parametrize("name", SINGLE)
def test_reading_twice_gives_the_same_chunks(name):
    assert digest(chunks_of(name)) == digest(chunks_of(name))


def test_chunks_do_not_depend_on_the_hash_seed():
    code = (
        "from tests.importers.test_contract import *\n"
        "print(digest([c for n in SINGLE for c in chunks_of(n)]))\n"
        "tree = Grove({n.removeprefix('slack/export/'): d for n, d in ALL.items() if n.startswith('slack/')})\n"
        "(slack,) = (r for r in registry.readers() if r.kind == 'slack')\n"
        "print(slack.claim(tree), digest(slack.read(tree, slack.claim(tree), HOW)))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PATH": "/usr/bin:/bin"},
        ).stdout
        for seed in ("0", "1", "77")
    }  # fmt: skip
    assert len(said) == 1


def test_a_slack_export_may_come_in_any_order_of_names():
    files = {n.removeprefix("slack/export/"): d for n, d in ALL.items() if n.startswith("slack/")}
    (slack,) = (r for r in registry.readers() if r.kind == "slack" and registry.reads_trees(r))
    backwards = Grove(dict(reversed(files.items())))
    names = slack.claim(Grove(files))
    assert slack.claim(backwards) == names
    assert digest(slack.read(backwards, names[::-1], HOW)) == digest(slack.read(Grove(files), names, HOW))


@pytest.mark.parametrize("name", SINGLE)
def test_a_group_is_announced_once_under_a_name(name):
    seen = Counter(
        (row["group_ref"], row["text"]) for chunk in chunks_of(name) for row in chunk.rows.to_pylist()
        if row["kind"] == Kind.GROUP_SEEN and not (row["props"] or "").count('ed":')
    )  # fmt: skip
    assert not seen or max(seen.values()) == 1


NOWHERE = (Kind.ORDER_PLACED, Kind.IDENTITY_SEEN, Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN)


@pytest.mark.parametrize("name", SINGLE)
def test_every_row_says_who_and_where(name):
    """Nobody is "", a chat has a reference, a role is one of the catalogue's."""
    for chunk in chunks_of(name):
        for row in chunk.rows.to_pylist():
            assert row["actor_ref"] != ""
            assert row["group_ref"] or row["kind"] in NOWHERE
            assert row["group_ref"] != ""
            assert row["actor_role"] in set(Role)
            assert row["props"] is None or isinstance(json.loads(row["props"]), dict)
            if row["kind"] in (Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.MEMBER_SEEN):
                assert row["actor_ref"]
            if row["related_ref"] and row["kind"] in (Kind.GROUP_JOINED, Kind.GROUP_LEFT):
                assert row["related_ref"] != row["actor_ref"]


def _lines(make: Callable[[int], str], size: int) -> Iterator[str]:
    return (make(n) for n in range(size))


def _stamp(n: int) -> str:
    return f"2024-{n // 86_400 // 28 % 12 + 1:02}-{n // 86_400 % 28 + 1:02} {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}"


WIDE = "早安，今天直播间的新品都在群里了，要的打一" * 4
BIG: dict[str, tuple[str, Callable[[int], str], str]] = {  # kind → (head, a line, tail)
    "wecom_archive": ("", lambda n: f'{{"msgid":"m{n}","action":"send","from":"wm{n % 5000}","tolist":["a"],"roomid":"wr{n % 300}","msgtime":{1714529000000 + n},"msgtype":"text","text":{{"content":"{WIDE}"}}}}\n', ""),
    "telegram_json": ('{"name":"g","type":"private_supergroup","id":1,"messages":[\n', lambda n: f'{{"id":{n},"type":"message","date":"2024-05-01T10:00:00","date_unixtime":"{1714529000 + n}","from":"A{n % 5000}","from_id":"user{n % 5000}","text":"{WIDE}"}},\n', '{"id":0,"type":"message","date_unixtime":"1714529000","from":"A","from_id":"user1","text":"x"}]}'),
    "whatsapp": ("", lambda n: f"[{_stamp(n)}] A{n % 5000}: {WIDE}\n", ""),
    "qq_text": ("消息对象:g\n", lambda n: f"{_stamp(n)} A{n % 5000}({10000000 + n % 5000})\n{WIDE}\n\n", ""),
    "table": ("群ID,成员ID,发送时间,消息内容\n", lambda n: f"g{n % 300},u{n % 5000},{_stamp(n)},{WIDE}\n", ""),
}  # fmt: skip

MEASURE = """
import re, sys
from pathlib import Path
from tests.importers.files import HOW
from yutang.importers import registry
from yutang.importers.trees import LocalFile
file = LocalFile(Path(sys.argv[1]), "big")
head = file.head()
reader = max((r for r in registry.readers() if not registry.reads_trees(r)), key=lambda r: r.sniff(head))
rows = sum(chunk.rows.num_rows for chunk in reader.read(file, HOW))
# Not ru_maxrss: that one remembers what the process was forked from.
print(reader.kind, rows, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.parametrize(
    ("kind", "mebibytes"),
    [("table", 200), ("wecom_archive", 100), ("telegram_json", 40), ("whatsapp", 12), ("qq_text", 16)],
)
def test_memory_stays_bounded(kind, mebibytes, tmp_path):
    """400 MB for any size: far less here, and what is read is far more than that would hold as objects."""
    head, make, tail = BIG[kind]
    block = "".join(_lines(make, 20_000)).encode()
    times = (mebibytes << 20) // len(block)
    path = tmp_path / "big"
    with path.open("wb") as out:
        out.write(head.encode())
        for _ in range(times):
            out.write(block)
        out.write(tail.encode())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    found, rows, peak = done.stdout.split()
    assert found == kind
    assert int(rows) >= 20_000 * times
    assert int(peak) < 380


class _Counted(Memory):
    """A file that counts the bytes asked of it."""

    read = 0

    def open(self):
        whole = super().open()
        plain = whole.read

        def counted(size: int = -1) -> bytes:
            data = plain(size)
            _Counted.read += len(data)
            return data

        whole.read = counted  # type: ignore[method-assign]
        return whole


@pytest.mark.parametrize("chats", [20, 200])
def test_an_account_whose_keys_are_sorted_is_looked_through_once(chats):
    """Name and type stand behind the messages there: they are looked for ahead, once for all chats."""
    message = {
        "date_unixtime": "1714529000",
        "from": "A",
        "from_id": "user1",
        "id": 1,
        "text": "x" * 500,
        "type": "message",
    }
    every = [{"id": n, "messages": [message], "name": f"g{n}", "type": "private_group"} for n in range(chats)]
    (reader,) = (r for r in READERS if r.kind == "telegram_json")
    data = json.dumps({"chats": {"list": every}}, sort_keys=True)
    _Counted.read = 0
    (chunk,) = reader.read(_Counted("r.json", data), HOW)
    assert _Counted.read <= 3 * len(data)
    names = {r["group_ref"]: r["text"] for r in chunk.rows.to_pylist() if r["kind"] == Kind.GROUP_SEEN}
    assert names == {str(n): f"g{n}" for n in range(chats)}


NASTY = {
    "deep list": "[" * 200_000,
    "deep object": '{"messages":' * 50_000,
    "deep message": '{"name":"g","type":"private_group","id":1,"messages":[' + "[" * 100_000 + "]" * 100_000 + "]}",
    "one line": "a," * 600_000,
    "quotes": '"' * 400_001,
    "open quote": '群ID,成员ID,发送时间,消息内容\n"' + "a,b,2024-01-02 10:00:00,d\n" * 20_000,
    "brackets": "[2024-01-02 10:00:00] " * 40_000,
    "colons": "[2024-01-02 10:00:00] a" + ": " * 400_000,
    "escapes": '{"name":"g","type":"private_group","id":1,"messages":["' + "\\" * 400_000,
    "marks": "\u200e" * 300_000,
    "spaces": "2024-01-02 10:00:00 " + " " * 500_000 + "x",
    "dashes": "—" * 200_000,
    "nuls in text": "消息对象:g\n" + "2024-01-02 10:00:00 甲(12345678)\n" + "\0" * 100 + "\n",
}  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", NASTY)
def test_hostile_shapes_end(name):
    """No reader hangs, recurses to death or loses its temper; the limit of time is only there to tell a hang."""
    file = Memory("x.txt", NASTY[name])
    for reader in READERS:
        assert 0 <= reader.sniff(file.head()) <= 1
        try:
            kept(reader.read(file, HOW))
        except Unreadable:
            continue

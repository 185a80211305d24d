import json
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from yutang.importers.contract import Reading
from yutang.importers.kinds.slack import READER
from yutang.importers.registry import assign
from yutang.importers.trees import walk
from yutang.ledger.catalogue import Kind, Role

EXPORT = Path(__file__).parents[2] / "fixtures" / "slack" / "export"
SAMPLE = Path(__file__).parents[4] / "shared" / "data" / "chat_exports" / "slack" / "testarchive.zip"
HOW = Reading(ZoneInfo("Asia/Shanghai"), now=1_900_000_000_000_000)


class Got:
    """Everything the Slack exports of one path gave."""

    def __init__(self, path: Path) -> None:
        self.rows, self.rejects, self.notes, self.done, self.size = [], [], [], [], 0
        self.taken = [(tree, a) for tree in walk([path]) for a in assign(tree) if a.kind == "slack"]
        for tree, taken in self.taken:
            self.size += taken.size
            for chunk in READER.read(tree, list(taken.names), HOW):
                self.rows += chunk.rows.to_pylist()
                self.rejects += chunk.rejects
                self.notes += chunk.notes
                self.done.append(chunk.done)

    def of(self, kind: Kind) -> list[dict]:
        return [row for row in self.rows if row["kind"] == kind]

    @property
    def figures(self) -> dict[str, int]:
        count = Counter(Kind(row["kind"]).name for row in self.rows)
        senders = {row["actor_ref"] for row in self.of(Kind.MESSAGE_SENT)}
        return {**count, "senders": len(senders), "rejects": len(self.rejects)}


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(EXPORT, tmp_path / "mixed" / "my export"))


def said(got: Got) -> dict[str, dict]:
    days = [row for row in got.of(Kind.MESSAGE_SENT) if row["happened"] < 1704153600000000]
    return {row["object_ref"][-6:]: row for row in days}


def test_figures_of_an_export():
    got = Got(EXPORT)
    assert got.figures == {
        "GROUP_SEEN": 3, "MESSAGE_SENT": 10, "GROUP_JOINED": 2, "GROUP_LEFT": 1, "GROUP_RENAMED": 1,
        "MESSAGE_RECALLED": 1, "MEMBER_SEEN": 6, "senders": 6, "rejects": 3,
    }  # fmt: skip
    assert [(reject.reason, reject.line) for reject in got.rejects] == [
        ("time_ancient", 4), ("bad_time", 5), ("not_a_message", 6),
    ]  # fmt: skip
    assert got.rejects[0].row.startswith("group-buy/2024-01-02.json: {")
    assert got.notes == ["note.system_lines:1"]
    assert got.done[-1] == got.size


def test_a_zip_in_a_folder_of_other_things_gives_the_same(copy, tmp_path):
    (copy.parent / "notes.json").write_text('[{"ts": "1"}]')
    unpacked = Got(copy.parent)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for file in sorted(EXPORT.rglob("*.json")):
            archive.write(file, "My export/" + file.relative_to(EXPORT).as_posix())
    zipped = Got(tmp_path / "a.zip")
    assert unpacked.rows == zipped.rows == Got(EXPORT).rows
    assert len(unpacked.taken[0][1].names) == 10


def test_two_exports_in_one_folder_are_two(copy):
    shutil.copytree(EXPORT, copy.parent / "another")
    assert len(Got(copy.parent).taken) == 2


def test_chats_are_announced_with_what_the_lists_say():
    seen = {row["group_ref"]: row for row in Got(EXPORT).of(Kind.GROUP_SEEN)}
    assert seen["C0AAAA001"]["text"] == "group-buy"
    assert json.loads(seen["C0AAAA001"]["props"]) == {
        "private": False, "kind": "channel", "owner": "U0AAAA001", "created": 1704067200000000,
    }  # fmt: skip
    assert '"private":false' in seen["G0AAAA001"]["props"]
    assert '"private":true' in seen["D0AAAA111"]["props"]
    assert seen["D0AAAA111"]["text"] is None


def test_members_of_the_lists_are_a_roster():
    got = Got(EXPORT)
    silent = [row for row in got.of(Kind.MEMBER_SEEN) if row["actor_ref"] == "U0AAAA004"]
    assert [(row["group_ref"], row["actor_name"]) for row in silent] == [("C0AAAA001", "Sam Quiet")]
    assert silent[0]["happened"] == max(row["happened"] for row in got.rows)


def test_joins_leaves_and_names():
    got = Got(EXPORT)
    joins = [(r["actor_ref"], r["related_ref"], r["props"]) for r in got.of(Kind.GROUP_JOINED)]
    assert joins == [
        ("U0AAAA001", None, '{"how":"joined"}'), ("U0AAAA002", "U0AAAA001", '{"how":"invited"}'),
    ]  # fmt: skip
    assert [r["text"] for r in got.of(Kind.GROUP_RENAMED)] == ["group-buy"]
    assert [r["related_ref"] for r in got.of(Kind.MESSAGE_RECALLED)] == ["1704067330.000500"]


def test_words_are_written_as_people_would():
    rows = said(Got(EXPORT))
    assert rows["000300"]["text"] == "Hi @channel, see the list https://example.com/a?x=1&y=2 <new>"
    assert (rows["000400"]["text"], rows["000400"]["related_ref"]) == ("@安安 how much?", "1704067260.000300")
    assert rows["000500"]["related_ref"] is None
    assert rows["000600"]["text"] == "3 new orders"
    assert (rows["000900"]["text"], rows["000900"]["props"]) == ("[图片]", '{"media":"image"}')


def test_bots_are_those_the_format_flags():
    bots = {
        row["actor_ref"]: row["actor_name"]
        for row in Got(EXPORT).of(Kind.MESSAGE_SENT)
        if row["actor_role"] == Role.BOT
    }
    assert bots == {"B0AAAA001": "shop", "U0AAAA003": "Order Bot", "USLACKBOT": None}


def test_people_of_other_workspaces_keep_their_names():
    (guest,) = (row for row in Got(EXPORT).rows if row["actor_ref"] == "U0BBBB999")
    assert (guest["actor_name"], guest["group_ref"]) == ("גלית", "G0AAAA001")


def test_a_damaged_day_does_not_stop_the_rest(copy):
    day = copy / "group-buy" / "2024-01-01.json"
    day.write_text(day.read_text()[:-40])
    (copy / "users.json").write_text("[{")
    got = Got(copy)
    assert [r.reason for r in got.rejects][:2] == ["truncated_json", "truncated_json"]
    assert len(got.of(Kind.MESSAGE_SENT)) == 10


def test_a_folder_that_no_list_names_is_a_chat_by_name(copy):
    shutil.copytree(copy / "members-only", copy / "lost")
    assert "name:lost" in {row["group_ref"] for row in Got(copy).of(Kind.GROUP_SEEN)}


def test_lists_without_days_or_of_others_are_not_claimed(tmp_path):
    (tmp_path / "channels.json").write_text('[{"id": "C0AAAA001", "name": "a"}]')
    assert Got(tmp_path).taken == []
    (tmp_path / "channels.json").write_text('[{"title": "TV"}]')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "2024-01-01.json").write_text("[]")
    assert Got(tmp_path).taken == []


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared/data beside the checkout")
def test_figures_of_the_sample():
    got = Got(SAMPLE)
    assert got.figures == {
        "GROUP_SEEN": 2, "MESSAGE_SENT": 147, "GROUP_JOINED": 8, "MEMBER_SEEN": 8, "senders": 7, "rejects": 0,
    }  # fmt: skip
    bots = [row for row in got.of(Kind.MESSAGE_SENT) if row["actor_role"] == Role.BOT]
    assert len(bots) == 94
    assert got.notes == ["note.system_lines:3"]

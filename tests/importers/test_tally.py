"""A chat that several files tell of is one; also when a roster and an archive do."""

from yutang.importers.model import FileOutcome
from yutang.importers.tally import Tally


def test_a_chat_of_two_kinds_is_one_of_all() -> None:
    tally = Tally()
    tally.see("table", {"a", "b"}, set())
    tally.see("archive", {"b", "c"}, {"p"})
    files = [FileOutcome(name="x", kind="table"), FileOutcome(name="y", kind="archive")]
    assert tally.chats(files) == {"table": 2, "archive": 2}
    assert tally.all(files) == 3
    assert tally.private_chats(files) == 1


def test_known_files_count_as_they_did_then() -> None:
    files = [FileOutcome(name="x", kind="table", known=True, chats=7, private_chats=2)]
    tally = Tally()
    assert (tally.chats(files), tally.all(files), tally.private_chats(files)) == ({"table": 7}, 7, 2)

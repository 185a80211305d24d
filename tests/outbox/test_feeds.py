"""Statements on Moments, on both databases: who publishes, what is said to it, what is attached."""

from yutang.accounts.model import Scope
from yutang.channels.contract.message import Image, Message
from yutang.kit.clock import DAY
from yutang.kit.db import Database
from yutang.outbox import pictures, store, tallies
from yutang.outbox.model import SendKind, SendState
from yutang.outbox.moments import feeds, members, sights
from yutang.outbox.moments.model import Change, Heard, MemberState, Publisher, What
from yutang.outbox.store import Whom

ALL, NOW = Scope(everything=True), 1_790_000_000_000_000
OTHERS = Scope(everything=False, staff=frozenset({99}))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def _moment(database: Database, message: Message | None = None) -> int:
    said = message or Message(text="新品")
    values = {
        "connection_id": 1, "kind": SendKind.MOMENT, "name": "新品", "purpose": "促销", "audience": Whom(staff=[7, 8]),
        "message": said, "state": SendState.RUNNING, "turn": 1, "made_by": None, "made_by_name": "x", "made_at": NOW,
        "changed_at": NOW,
    }  # fmt: skip
    return database.write(lambda conn: store.add(conn, values))


def test_who_publishes_is_told_once(database: Database) -> None:
    id_ = _moment(database)
    database.write(lambda conn: members.put(conn, id_, [Publisher(7, "li", 3), Publisher(8, "wang", 2)]))
    database.write(lambda conn: members.mark(conn, id_, [7], MemberState.SENT, NOW))
    database.write(lambda conn: members.mark(conn, id_, [7], MemberState.REFUSED, NOW + 1))
    database.write(lambda conn: members.count(conn, id_, {7: (2, 1)}))
    with database.read() as conn:
        li, wang = members.listed(conn, id_)
        assert (li.state, li.at, li.likes, li.comments) == (MemberState.SENT, NOW, 2, 1)
        assert (wang.state, members.userids(conn, id_)) == (MemberState.OPEN, ("wang",))
        assert members.listed(conn, id_, OTHERS) == []
        assert tallies.by_staff(conn, id_) == {}
        assert sights.since(conn, 1, NOW).num_rows == 0


def test_what_is_said_is_kept_taken_back_and_there_again(database: Database) -> None:
    id_ = _moment(database)
    like = Heard(7, 70, What.LIKE, 0, NOW)
    comments = (Heard(7, 70, What.COMMENT, NOW, NOW), Heard(7, 71, What.COMMENT, NOW + 1, NOW))
    database.write(lambda conn: feeds.keep(conn, id_, Change(new=(like, *comments)), now=NOW))
    database.write(lambda conn: feeds.keep(conn, id_, Change(gone=(like,)), now=NOW + DAY))
    with database.read() as conn:
        assert feeds.kept(conn, id_) == {like: False, comments[0]: True, comments[1]: True}
        assert (feeds.people(conn, id_, ALL), feeds.people(conn, id_, OTHERS)) == (2, 0)
        assert feeds.instants(conn, id_, ALL, What.LIKE) == []
        assert [one.gone for one in feeds.page(conn, id_, ALL, What.LIKE, skip=0, limit=9)] == [True]
        assert len(feeds.page(conn, id_, ALL, None, skip=1, limit=9)) == 2
    database.write(lambda conn: feeds.keep(conn, id_, Change(back=(like,)), now=NOW + DAY))
    with database.read() as conn:
        assert feeds.instants(conn, id_, ALL, What.LIKE) == [NOW]


def test_it_is_read_when_it_is_due_and_not_for_ever(database: Database) -> None:
    id_ = _moment(database)
    database.write(lambda conn: feeds.begin(conn, id_, "moment:m1", due_at=NOW, until=NOW + DAY))
    database.write(lambda conn: feeds.begin(conn, id_, "moment:m1", due_at=NOW + 5, until=NOW + 9 * DAY))
    with database.read() as conn:
        assert feeds.due(conn, NOW, limit=9) == []
        assert feeds.due(conn, NOW + 5, limit=9) == [id_]
        found = feeds.one(conn, id_)
        assert found is not None
        assert (found.until, found.read_at) == (
            NOW + DAY,
            None,
        )  # since it was confirmed, whoever publishes later
    database.write(lambda conn: feeds.read(conn, id_, due_at=NOW + DAY, read_at=NOW + 6))
    with database.read() as conn:
        assert feeds.due(conn, NOW + 2 * DAY, limit=9) == []


def test_an_upload_is_known_by_what_it_is(database: Database) -> None:
    made = database.write(lambda conn: pictures.keep_any(conn, PNG, "海报.png", by=1, now=NOW))
    _moment(database, Message(attachments=(Image(made.ref),)))
    with database.read() as conn:
        assert (made.kind, made.size) == ("picture", len(PNG))
        assert pictures.kept(conn, [made.ref, made.ref, "picture:999", "x"]) == [made]
        assert not pictures.there(conn, made.ref.replace("picture", "video"), "video")
        assert store.shows(conn, ALL, 0, made.ref)
        assert not store.shows(conn, ALL, 0, "picture:99")
        assert not store.shows(conn, OTHERS, 0, made.ref)
    odd = database.write(lambda conn: pictures.keep_any(conn, PNG + b"1", "a\0b\u202e.png", by=1, now=NOW))
    none = database.write(lambda conn: pictures.keep_any(conn, PNG + b"2", "\0", by=1, now=NOW))
    assert (odd.name, none.name) == ("ab.png", "file.png")

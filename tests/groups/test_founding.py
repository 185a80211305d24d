"""A new group asked for, on both databases: by whom it can be made, and found again when it is there."""

import json
from pathlib import Path

import msgspec
import pytest
from tests.accounts.people import person

from ledger.batch import NOW, SECOND, START, take
from yutang.accounts.model import Role as AccountRole
from yutang.accounts.model import Viewer
from yutang.contacts import Contacts
from yutang.groups.founding import Asked, Founding, ask, asked_for, founders
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.segments.saved.lists import By, upload
from yutang.tasks import store


@pytest.fixture
def pond(ledger: Ledger) -> Ledger:
    """An follows two of the segment's three, bo one who is not in it."""
    follows = (("an", "p1"), ("an", "p2"), ("bo", "p4"))
    staff = (
        (Kind.IDENTITY_SEEN, START, {"actor": who, "name": who, "role": Role.STAFF}) for who in ("an", "bo")
    )
    known = ((Kind.RELATION_BEGUN, START, {"actor": who, "related": by}) for by, who in follows)
    take(ledger, "a", *staff, *known, (Kind.IDENTITY_SEEN, START, {"actor": "p3", "name": "三"}))
    return ledger


def listed(ledger: Ledger, segment: int, viewer: Viewer) -> list[Founding]:
    with ledger.state.read() as conn:
        return asked_for(conn, segment, viewer=viewer, now=NOW)


def test_who_could_make_it_makes_it_and_it_is_found(pond: Ledger, tmp_path: Path) -> None:
    boss = Viewer(user_id=0, login="boss", name="店长", role=AccountRole.ADMINISTRATOR)
    ids = dict(pond.analytics.rows("select external_id, id from identity"))
    an = person(pond.state, "an", AccountRole.OPERATOR, staff_id=ids["an"])
    contacts = Contacts.open(pond.state, Secrets(tmp_path))
    made = upload(pond, contacts, "名单", "", "p1\np2\np3", By.EXTERNAL, viewer=boss, now=NOW)
    with pond.state.read() as conn, pond.analytics.cursor() as cursor:
        found = founders(conn, cursor, made.segment_id, q="", scope=boss.scope)
    assert [(one.name, one.people) for one in found] == [("an", 2), ("bo", 0)]

    asked = Asked(segment_id=made.segment_id, staff_id=ids["an"], name="老客群", reason="一起说")
    one = ask(pond, asked, channel_of=lambda _: None, viewer=boss, now=NOW)
    assert one is not None
    assert (one.params["n"], one.owner_staff_id) == (2, ids["an"])
    with pytest.raises(YutangError, match="moderation_open"):
        ask(pond, asked, channel_of=lambda _: None, viewer=boss, now=NOW)
    assert [each.group for each in listed(pond, made.segment_id, an)] == [None]
    props = json.dumps({"owner": "an", "created": NOW + SECOND})
    take(pond, "b", (Kind.GROUP_SEEN, NOW + SECOND, {"group": "g9", "text": "老客群", "props": props}))
    assert [each.group for each in listed(pond, made.segment_id, an)] == ["wecom:g9"]


def test_a_name_that_no_group_can_have_is_refused(pond: Ledger, tmp_path: Path) -> None:
    """And where one was kept before it was, the others are told all the same."""
    boss = Viewer(user_id=0, login="boss", name="店长", role=AccountRole.ADMINISTRATOR)
    ids = dict(pond.analytics.rows("select external_id, id from identity"))
    contacts = Contacts.open(pond.state, Secrets(tmp_path))
    made = upload(pond, contacts, "名单", "", "p1", By.EXTERNAL, viewer=boss, now=NOW)
    asked = Asked(segment_id=made.segment_id, staff_id=ids["an"], name="老客  群", reason="r")
    for bad in ("a\x00b", "a\u202eb", "a\nb\x07"):
        with pytest.raises(YutangError, match="name_bad"):
            ask(
                pond,
                msgspec.structs.replace(asked, name=bad),
                channel_of=lambda _: None,
                viewer=boss,
                now=NOW,
            )
    one = ask(pond, asked, channel_of=lambda _: None, viewer=boss, now=NOW)
    assert one is not None
    assert one.params["text"] == "老客 群"
    spoilt = msgspec.json.encode({**one.params, "text": "a\x00b"}).decode()
    pond.state.write(lambda conn: store.change(conn, [one.id], {"params": spoilt}))
    assert [each.group for each in listed(pond, made.segment_id, boss)] == [None]

"""Who will see a Moment, through whom, and why everybody else won't: the account, exact."""

from typing import Any

import pytest
from sqlalchemy import func, select
from tests.accounts.people import person
from tests.outbox import posts
from tests.outbox.tenant import Tenant

from fakecom.people import befriend
from yutang.accounts.model import Role as UserRole
from yutang.channels.contract.message import File, Link, Message, MiniProgram
from yutang.connections import mirror
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, Role
from yutang.outbox.moments.model import Notice
from yutang.outbox.moments.placing import Placing
from yutang.outbox.tables import send_recipient

VIP = {"op": "tag", "tag": "级别/VIP"}


def _account(found: Placing) -> tuple[int, dict[str, int], int]:
    """And the sums of it."""
    told = found.account
    assert told.audience == sum(told.excluded.values()) + told.proposed
    assert sum(one.people for one in found.publishers) == told.proposed
    return told.audience, {reason.name: n for reason, n in told.excluded.items()}, told.proposed


def test_tags_narrow_it_to_who_bears_one_of_that_member(here: Tenant) -> None:
    """li gave wm000 and wm001 the tag; wang follows wm000 too, and gave them none."""
    befriend(here.fake, "wang", "wm000")
    here.hear(Kind.RELATION_BEGUN, actor="wm000", related="wang", role=Role.PERSON)
    posts.tagged(here, "VIP", {"li": ["wm000", "wm001"]})
    found = posts.placed(here, posts.written(here, tags=["etVIP"]))
    assert _account(found) == (15, {"NO_TAG": 13}, 2)
    assert [one.userid for one in found.publishers] == ["li"]
    id_ = posts.handed_over(here, tags=["etVIP"])
    posts.publish(here, "li")
    posts.later(here, 600)
    assert (posts.shown(here), here.states(id_)) == ({"wm000", "wm001"}, {"excluded": 13, "sent": 2})


def test_what_will_be_seen_is_what_the_platform_shows(here: Tenant) -> None:
    """Any of two tags is enough, there as here."""
    posts.tagged(here, "VIP", {"li": ["wm000"]})
    posts.tagged(here, "新客", {"li": ["wm001"], "wang": ["wm010", "wm011"]})
    found = posts.placed(here, posts.written(here, tags=["etVIP", "et新客"]))
    assert _account(found) == (15, {"NO_TAG": 11}, 4)
    posts.handed_over(here, tags=["etVIP", "et新客"])
    posts.publish(here, "li", "wang")
    assert posts.shown(here) == {"wm000", "wm001", "wm010", "wm011"}


def test_of_a_segment_the_owners_publish_and_others_see_it_too(here: Tenant) -> None:
    posts.tagged(here, "VIP", {"li": ["wm000", "wm001"]})
    found = posts.placed(here, posts.written(here, [], rule=VIP))
    assert _account(found) == (10, {}, 10)
    assert found.notices == {Notice.BEYOND: 8}
    narrowed = posts.placed(here, posts.written(here, [], rule=VIP, tags=["etVIP"]))
    assert (_account(narrowed), narrowed.notices) == ((2, {}, 2), {})


def test_of_a_segment_those_whose_owner_does_not_publish_do_not_see_it(here: Tenant) -> None:
    found = posts.placed(here, posts.written(here, ["wang"], rule=posts.RULE))
    assert _account(found) == (15, {"NOT_CHOSEN": 10}, 5)


def test_whom_the_connection_does_not_see_publishes_nothing(here: Tenant) -> None:
    here.ledger.state.write(
        lambda conn: mirror.set_staff(conn, here.connection, ["wang", "zhao"], now=here.now())
    )
    found = posts.placed(here, posts.written(here))
    assert _account(found) == (15, {"SENDER_UNSEEN": 10}, 5)
    found = posts.placed(here, posts.written(here, [], rule=posts.RULE))
    assert _account(found) == (15, {"SENDER_UNSEEN": 10}, 5)


def test_who_deleted_us_and_whom_nobody_follows(here: Tenant) -> None:
    here.fake.pass_time(60)
    here.hear(Kind.RELATION_ENDED, actor="wm000", related="li", amount=1)
    here.hear(Kind.RELATION_ENDED, actor="wm001", related="li", amount=2)
    found = posts.placed(here, posts.written(here, [], rule=posts.RULE))
    assert _account(found) == (15, {"BLOCKED": 1, "NO_RELATION": 1}, 13)


def test_a_composers_scope_is_that_of_the_moment(here: Tenant) -> None:
    wang = person(here.ledger.state, "w", UserRole.OPERATOR, staff_id=here.id("wang"))
    found = posts.placed(here, posts.written(here), wang)
    assert (_account(found), [one.userid for one in found.publishers]) == ((5, {}, 5), ["wang"])


def test_each_customer_is_kept_once_with_the_account(here: Tenant) -> None:
    befriend(here.fake, "wang", "wm000")
    here.hear(Kind.RELATION_BEGUN, actor="wm000", related="wang", role=Role.PERSON)
    id_ = posts.confirmed(here, [], rule=posts.RULE)
    with here.ledger.state.read() as conn:
        n = conn.execute(select(func.count()).where(send_recipient.c.send_id == id_)).scalar_one()
    assert n == 15


def test_a_tag_that_was_deleted_is_told(here: Tenant) -> None:
    posts.tagged(here, "VIP", {"li": ["wm000"]})
    id_ = posts.written(here, tags=["etVIP"])
    here.ledger.state.write(lambda conn: mirror.lose_tags(conn, here.connection, ["etVIP"], now=here.now()))
    with pytest.raises(YutangError, match="send_tag"):
        posts.placed(here, id_)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"staff": []}, "moment_audience"), ({"message": Message(attachments=(File("file:1"),))}, "send_attachment"),
     ({"message": Message(attachments=(MiniProgram("a", "b", "c", "picture:1"),))}, "send_attachment"),
     ({"message": Message(attachments=(Link("直播", "https://a.example/1"),))}, "send_attachment")],
)  # fmt: skip
def test_what_cannot_be_a_moment_is_not_even_a_draft(here: Tenant, more: dict[str, Any], code: str) -> None:
    with pytest.raises(YutangError, match=code):
        posts.written(here, **more)


def test_a_text_within_2000_characters_may_have_too_many_bytes(here: Tenant) -> None:
    found = posts.placed(here, posts.written(here, message=Message(text="字" * 1_334)))
    assert found.wrong == ("text_too_long",)
    assert posts.placed(here, posts.written(here, message=Message(text="字" * 1_333))).wrong == ()

"""A Moment from its draft to each customer's end, on a real fakecom."""

import pytest
from tests.outbox import posts
from tests.outbox.tenant import Tenant

from fakecom.people import befriend, corp_in
from yutang.channels.contract.message import Image, Link, Message
from yutang.kit.clock import DAY
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, Role
from yutang.outbox import jobs, pictures
from yutang.outbox.awaiting import awaiting
from yutang.outbox.model import PartState, Reason, SendState
from yutang.outbox.moments.model import MemberState, Notice

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def test_nothing_is_made_before_it_is_confirmed_and_then_once_for_all_staff(here: Tenant) -> None:
    id_ = posts.written(here)
    here.work()
    assert posts.made(here) == []
    found = posts.placed(here, id_)
    assert (found.account.audience, found.account.proposed, found.account.senders) == (15, 15, 2)
    assert [(one.userid, one.people) for one in found.publishers] == [("li", 10), ("wang", 5)]
    posts.placing.confirm(here.desk, id_, here.known(), found.digest, turn=1, viewer=here.boss)
    for _ in range(3):
        posts.later(here, 60)
    (moment,) = posts.made(here)
    assert set(corp_in(here.fake).moments[moment].tasks) == {"li", "wang"}
    assert here.states(id_) == {"waiting": 15}
    assert posts.shown(here) == set()
    assert {task[:1] for task in here.tasks()} == {("publish_moment",)}


def test_who_publishes_who_is_late_and_who_never_does(here: Tenant) -> None:
    """li publishes at once, wang ignores it: everybody ends in one state, and the sums add up."""
    id_ = posts.handed_over(here)
    posts.publish(here, "li")
    posts.later(here, 600)
    assert here.states(id_) == {"sent": 10, "waiting": 5}
    assert [task[2] for task in here.tasks()] == ["done", "open"]
    posts.later(here, 86_400)
    assert here.tasks()[-1] == ("chase_moment", f"{id_}:chase_moment", "open")
    posts.later(here, 86_400)
    posts.later(here, 3_600)
    assert here.states(id_) == {"sent": 10, "expired": 5}
    assert here.one(id_).state is SendState.DONE
    assert [(kind, state) for kind, _, state in here.tasks()] == [
        ("publish_moment", "done"), ("publish_moment", "dropped"), ("chase_moment", "dropped")
    ]  # fmt: skip
    assert here.facts() == {("touch_proposed", None): 15, ("touch_sent", None): 10, ("touch_refused", 27): 5}
    assert posts.shown(here) == {f"wm{n:03}" for n in range(10)}
    refused = here.fake.http.post("/__ctl/member/wang/publish", json={"moment_id": posts.made(here)[0]})
    assert refused.status_code == 400


def test_a_late_member_still_counts(here: Tenant) -> None:
    id_ = posts.handed_over(here)
    posts.later(here, 90_000)
    posts.publish(here, "li", "wang")
    posts.later(here, 3_600)
    assert here.states(id_) == {"sent": 15}
    assert here.one(id_).state is SendState.DONE
    assert {task[2] for task in here.tasks()} == {"done", "dropped"}
    assert {one.state for one in posts.staff_of(here, id_).values()} == {MemberState.SENT}


def test_who_it_was_not_shown_to_is_told(here: Tenant) -> None:
    """One deleted li after the plan; one has seen three Moments today."""
    corp_in(here.fake).policy.moments_per_day = 1
    posts.handed_over(here, ["wang"])
    posts.publish(here, "wang")
    posts.later(here, 600)
    befriend(here.fake, "li", "wm010")
    here.hear(Kind.RELATION_BEGUN, actor="wm010", related="li", role=Role.PERSON)
    id_ = posts.handed_over(here, ["li"])
    here.fake.ctl("delete", userid="li", external_userid="wm000", by="customer")
    posts.publish(here, "li")
    posts.later(here, 600)
    assert here.states(id_) == {"sent": 9, "refused": 2}
    assert here.facts()["touch_refused", int(Reason.NOT_SHOWN)] == 2


def test_who_two_follow_waits_for_the_second(here: Tenant) -> None:
    """li shows it to wm000 no more, wang will."""
    befriend(here.fake, "wang", "wm000")
    here.hear(Kind.RELATION_BEGUN, actor="wm000", related="wang", role=Role.PERSON)
    id_ = posts.handed_over(here)
    here.fake.ctl("delete", userid="li", external_userid="wm000", by="customer")
    posts.publish(here, "li")
    posts.later(here, 600)
    assert here.states(id_) == {"sent": 9, "waiting": 6}
    posts.publish(here, "wang")
    posts.later(here, 600)
    assert here.states(id_) == {"sent": 15}
    assert here.facts() == {("touch_proposed", None): 15, ("touch_sent", None): 15}


def test_cancelling_stops_what_is_not_published(here: Tenant) -> None:
    id_ = posts.handed_over(here)
    posts.publish(here, "li")
    here.cancel(id_)
    here.cancel(id_)
    assert here.one(id_).state is SendState.CANCELLING
    posts.later(here, 600)
    assert here.states(id_) == {"sent": 10, "cancelled": 5}
    assert here.one(id_).state is SendState.CANCELLED
    refused = here.fake.http.post("/__ctl/member/wang/publish", json={"moment_id": posts.made(here)[0]})
    assert refused.status_code == 400


def test_cancelled_before_it_was_made_it_never_is(here: Tenant) -> None:
    id_ = posts.confirmed(here)
    here.cancel(id_)
    posts.later(here, 60)
    assert (posts.made(here), here.states(id_)) == ([], {"cancelled": 15})
    assert {task[2] for task in here.tasks()} == {"dropped"}


def test_the_platform_has_no_reminder_of_moments(here: Tenant) -> None:
    id_ = posts.handed_over(here)
    with pytest.raises(YutangError, match="send_no_reminder"):
        here.remind(id_)


def test_a_moment_that_the_platform_refuses_after_all_ends(here: Tenant) -> None:
    """By then nobody may publish it."""
    id_ = posts.confirmed(here)
    corp = corp_in(here.fake)
    for one in ("li", "wang"):
        corp.members[one].activated = False
    here.work(jobs.SUBMIT)
    posts.later(here, 60)
    assert (posts.made(here), here.states(id_)) == ([], {"refused": 15})
    assert [part.state for part in here.parts(id_)] == [PartState.REFUSED]
    assert here.one(id_).state is SendState.DONE
    assert {task[2] for task in here.tasks()} == {"dropped"}


def test_a_member_who_cannot_publish_does_not_keep_the_others(here: Tenant) -> None:
    id_ = posts.confirmed(here)
    corp_in(here.fake).members["wang"].activated = False
    here.work(jobs.SUBMIT)
    posts.later(here, 60)
    posts.publish(here, "li")
    posts.later(here, 600)
    assert here.states(id_) == {"sent": 10, "refused": 5}
    assert posts.staff_of(here, id_)["wang"].state is MemberState.REFUSED
    assert here.one(id_).state is SendState.DONE


def test_pictures_and_links_are_uploaded_for_moments(here: Tenant) -> None:
    keep = here.ledger.state.write(lambda conn: pictures.keep(conn, PNG, "a.png", by=1, now=here.now()))
    ref = f"{pictures.REF}{keep}"
    posts.handed_over(here, message=Message(text="看图", attachments=(Image(ref), Image(ref))))
    posts.handed_over(here, message=Message(attachments=(Link("直播", "https://a.example/1", picture=ref),)))
    told = [one.content for one in corp_in(here.fake).moments.values()]
    assert [sorted(one) for one in told] == [["image", "text"], ["link"]]
    assert told[1]["link"]["media_id"] == told[0]["image"][0]["media_id"]  # uploaded once


def test_what_was_said_the_platform_cannot_leave_out(here: Tenant) -> None:
    here.hear(Kind.CONSENT_WITHDRAWN, actor="wm003", ref="促销", props="{}")
    for _ in range(3):
        posts.handed_over(here, ["wang"])
        posts.publish(here, "wang")
        posts.later(here, 600)
    found = posts.placed(here, posts.written(here))
    assert found.account.proposed == 15
    assert found.notices == {Notice.NO_CONSENT: 1, Notice.SEEN_ENOUGH: 5}
    here.fake.pass_time(DAY // 1_000_000)
    assert posts.placed(here, posts.written(here)).notices == {Notice.NO_CONSENT: 1}


def test_who_has_not_published_is_waited_for(here: Tenant) -> None:
    """A leaver's checklist asks for it."""
    id_ = posts.handed_over(here)
    posts.publish(here, "li")
    posts.later(here, 600)
    with here.ledger.state.read() as conn:
        waits = {name: [one.id for one in awaiting(conn, here.id(name))] for name in ("li", "wang")}
    assert waits == {"li": [], "wang": [id_]}

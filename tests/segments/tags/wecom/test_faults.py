"""The platform fails, answers are lost, we are killed: nothing is made twice, nothing foreign is touched."""

import msgspec
import pytest
from tests.segments.tags.wecom.conftest import ADD, LIST, MARK, Keeper

from fakecom.people import corp_in
from yutang.channels.wecom.calls import tags as calls
from yutang.channels.wecom.calls.tags import AddAsk, MarkAsk, NewTag
from yutang.connections.wecom.sync.run import Stopped
from yutang.connections.wecom.tagging import store as tagging
from yutang.connections.wecom.tagging.model import Bond, How
from yutang.connections.wecom.tagging.store import Mark
from yutang.segments.tags.wecom_view import overview

HIGH, LOW = "意向/高", "意向/低"
WANTED = {("li", "wm000", HIGH), ("wang", "wm000", HIGH), ("li", "wm007", LOW)}


@pytest.fixture
def ready(here: Keeper) -> Keeper:
    here.high, here.low = here.keep(HIGH, LOW)
    here.bear("wm000", here.high)
    here.bear("wm007", here.low)
    return here


def _level(here: Keeper) -> None:
    """All is as it should be, without an echo, and there is nothing left to do."""
    before, facts = here.count(), here.facts()
    assert here.there() == WANTED
    assert sorted(tag.name for group in corp_in(here.fake).tag_groups.values() for tag in group.tags.values()) == [
        "低", "高"
    ]  # fmt: skip
    here.learn()
    assert (here.count(), here.facts()) == (before, facts)
    calls_ = here.calls()
    here.push()
    assert (here.calls(), here.there()) == (calls_, WANTED)


@pytest.mark.parametrize("path", [ADD, MARK, LIST])
@pytest.mark.parametrize("kind", [
    "busy", "concurrency", "token_expired", "reset_before", "bad_gateway", "reset_after", "bad_gateway_after",
    "truncated", "not_json", "extra_fields",
])  # fmt: skip
def test_what_passes_is_lived_through_and_what_was_done_is_found(ready: Keeper, kind: str, path: str) -> None:
    ready.fake.ctl("faults", kind=kind, path=path, count=2)
    ready.push()
    assert sum(one["hits"] for one in ready.fake.look("faults")["faults"]) in (1, 2)
    ready.fake.ctl("faults/clear")
    _level(ready)


def test_a_ban_is_waited_out(ready: Keeper) -> None:
    ready.fake.ctl("faults", kind="rate", path=MARK, count=1)
    ready.push()
    assert sum(ready.slept) >= 59
    _level(ready)


def test_a_long_outage_stops_it_and_the_next_push_goes_on(ready: Keeper) -> None:
    ready.fake.ctl("faults", kind="reset_after", path=MARK, count=10_000)
    with pytest.raises(Stopped):
        ready.push()
    with ready.ledger.state.read() as conn:
        push = tagging.push(conn, ready.id)
        assert push is not None
        assert push.finished_at is None
        assert push.trouble is not None
        assert {row[3] for row in tagging.marks(conn, ready.id)} == {How.PUTTING}
    ready.fake.ctl("faults/clear")
    ready.learn()  # what it marks is ours all the same
    assert ready.facts() == set()
    ready.push()
    _level(ready)


def test_killed_between_the_intent_and_the_making(ready: Keeper) -> None:
    """Asked for, made, and whoever asked is no more; the other was asked for and never made."""
    bonds = [Bond(one.id, asked_at=ready.now()) for one in (ready.high, ready.low)]
    ready.ledger.state.write(lambda conn: tagging.bond(conn, ready.id, bonds))
    calls.add(ready.clients.of(ready.id), AddAsk(group_name="意向", tag=[NewTag(name="高")]))
    ready.again()
    ready.fake.pass_time(600)
    assert ready.push()["tags_made"] == 1
    with ready.ledger.state.read() as conn:
        assert len(tagging.own(conn, ready.id)) == 2
    _level(ready)


def test_killed_between_the_intent_and_the_note_of_a_mark(ready: Keeper) -> None:
    """Of a shared tag: a mark that nobody noted as ours would be taken for a member's word."""
    made = ready.fake.ctl("console/tags", group_name="档位", tags=["299"])["tags"]
    ready.learn()
    (tier,) = ready.keep("档位/299")
    ready.bear("wm003", tier)
    ready.push()
    mark = Mark(made["299"], "li", "wm004", How.PUTTING, ready.now())
    ready.bear("wm004", tier)
    ready.ledger.state.write(lambda conn: tagging.put_marks(conn, ready.id, [mark]))
    ask = MarkAsk(userid="li", external_userid="wm004", add_tag=[made["299"]])
    calls.mark(ready.clients.of(ready.id), ask)
    ready.again()
    ready.learn()
    assert ready.facts() == set()
    ready.push()
    assert {row for row in ready.there() if row[2] == "档位/299"} == {
        (who, whom, "档位/299") for who in ("li", "wang") for whom in ("wm003", "wm004")
    }
    ready.learn()
    assert ready.facts() == set()


def test_somebody_asks_to_stop_and_the_next_push_goes_on(here: Keeper) -> None:
    (high,) = here.keep(HIGH)
    for n in range(10):
        here.bear(f"wm{n:03}", high)

    class Cut(Exception):
        pass

    def cut() -> None:
        if here.calls() >= 4:
            raise Cut

    whole = here.tools
    patience = type(whole.patience)(cut, here.now, here.sleep)
    here.tools = msgspec.structs.replace(whole, patience=patience)
    with pytest.raises(Cut):
        here.push()
    here.tools = whole
    assert 0 < len(here.there()) < 15
    here.push()
    assert len(here.there()) == 15
    here.learn()
    assert here.facts() == set()


def test_the_cap_is_told_and_what_fits_is_made(here: Keeper) -> None:
    corp_in(here.fake).policy.tag_cap = 2
    here.fake.ctl("console/tags", group_name="旧的", tags=["x"])
    high, low = here.keep(HIGH, LOW)
    here.bear("wm000", high)
    here.bear("wm007", low)
    here.push()  # we count to 3,000, the platform to two
    with here.ledger.state.read() as conn:
        group = overview(conn).groups[0]
    assert (group.tags, group.own, group.refused_tags) == (2, 0, {"cap": 2})
    corp_in(here.fake).policy.tag_cap = 3_000
    here.push()
    assert here.names() == {"旧的": ["x"], "意向": ["高", "低"]}
    with here.ledger.state.read() as conn:
        assert overview(conn).groups[0].refused_tags == {}


def test_what_another_application_made_is_left_alone(here: Keeper) -> None:
    made = here.fake.ctl("console/tags", group_name="意向", tags=["高", "别的"])["tags"]
    here.learn()
    high, _ = here.keep(HIGH, LOW)
    here.by_hand("li", "wm009", add="意向/别的")
    here.bear("wm000", high)
    here.push()
    assert here.names() == {"意向": ["高", "别的", "低"]}
    assert made["别的"] in corp_in(here.fake).follows["li"]["wm009"].tag_ids


def test_a_wrong_secret_stops_it_and_says_so(ready: Keeper) -> None:
    corp_in(ready.fake).apps[1000002].secret = "another-secret-of-the-app"
    ready.again()  # with no token of before
    with pytest.raises(Stopped) as stopped:
        ready.push()
    assert stopped.value.failure.code == "40001"
    assert ready.connection().trouble.code == "credentials"

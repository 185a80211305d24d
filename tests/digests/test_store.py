"""Summaries and webhooks in State, on both databases."""

from types import SimpleNamespace

import msgspec
import pytest
import sqlalchemy as sa
from tests.digests.pair import BEFORE, large, small
from tests.insight.sample import AS_OF

from yutang.accounts.audit import listed as log
from yutang.accounts.model import Role, Viewer
from yutang.digests import actions, deliveries, store
from yutang.digests.deliveries import KEPT, Message
from yutang.digests.difference import digest
from yutang.digests.model import Period
from yutang.digests.tables import digest as table
from yutang.digests.tables import webhook
from yutang.digests.webhooks import DeliveryState, Next, judge
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.posting import Answer
from yutang.kit.secrets import Secrets

NOW = 1_772_000_000_000_000
BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.SUPERVISOR)


@pytest.fixture
def here(database: Database, tmp_path) -> SimpleNamespace:
    secrets = Secrets(tmp_path, {})

    def add(url: str = "https://hooks.example/x?key=abc", reach: str = "lan", **more):
        asked = {"name": "群", "url": url, "periods": [Period.DAILY], "lang": "zh"} | more
        new = actions.NewWebhook(**asked)
        return database.write(
            lambda c: actions.add_webhook(c, new, secrets=secrets, reach=reach, viewer=BOSS, now=NOW)
        )

    return SimpleNamespace(db=database, secrets=secrets, add=add)


def _read(here: SimpleNamespace, function, *args, **more):
    with here.db.read() as conn:
        return function(conn, *args, **more)


def test_a_summary_comes_back_as_it_was_kept(here: SimpleNamespace) -> None:
    made = large(300)
    id_ = here.db.write(lambda c: store.save(c, made, now=NOW))
    entry, again = _read(here, store.load, id_)
    assert again == made
    assert (entry.made_at, entry.changes, entry.sentence, entry.since) == (
        NOW,
        made.changes,
        made.sentence,
        BEFORE,
    )
    assert _read(here, store.load, 999) is None


def test_one_of_each_period_and_day(here: SimpleNamespace) -> None:
    made = digest(None, small(a="alive"), period=Period.DAILY)
    first = here.db.write(lambda c: store.save(c, made, now=NOW))
    again = here.db.write(lambda c: store.save(c, msgspec.structs.replace(made, zone="UTC"), now=NOW + 1))
    weekly = here.db.write(
        lambda c: store.save(c, msgspec.structs.replace(made, period=Period.WEEKLY), now=NOW)
    )
    assert first == again != weekly
    assert _read(here, store.load, first)[1].zone == "UTC"
    assert [e.id for e in _read(here, store.listed)] == [weekly, first]
    assert [e.id for e in _read(here, store.listed, period=Period.DAILY)] == [first]
    assert [e.id for e in _read(here, store.listed, before=weekly)] == [first]
    assert _read(here, store.kept, Period.DAILY, AS_OF) == first
    assert _read(here, store.kept, Period.DAILY, BEFORE) is None


def test_the_last_of_a_period_before_a_day(here: SimpleNamespace) -> None:
    for day, at in ((BEFORE, 5), (AS_OF, 6)):
        made = digest(None, small(day, a="alive"), period=Period.DAILY)
        here.db.write(lambda c, made=made, at=at: store.save(c, made, now=at))
    assert _read(here, store.last_before, Period.DAILY, AS_OF) == (BEFORE, 5)
    assert _read(here, store.last_before, Period.WEEKLY, AS_OF) is None
    assert _read(here, store.last_before, Period.DAILY, BEFORE) is None


def test_what_another_version_wrote_is_left_out(here: SimpleNamespace) -> None:
    id_ = here.db.write(lambda c: store.save(c, large(9), now=NOW))
    for blob in (b"junk", b""):
        here.db.write(lambda c, blob=blob: c.execute(sa.update(table).values(blob=blob)))
        assert _read(here, store.load, id_) is None


def test_a_webhooks_secret_is_shown_once_and_kept_closed(here: SimpleNamespace) -> None:
    hook, secret = here.add()
    kept = _read(here, lambda c: c.execute(sa.select(webhook.c.secret)).scalar_one())
    assert secret.startswith("yws_")
    assert secret not in kept
    assert here.secrets.open(kept) == f"{secret}\nhttps://hooks.example/x?key=abc"
    assert _read(here, deliveries.all_webhooks) == [hook]
    assert hook.url == "https://hooks.example/x?key=…"
    assert "abc" not in str(_read(here, lambda c: c.execute(sa.select(webhook)).all()))
    entry = _read(here, log)[0]
    assert entry.act == "webhook_added"
    assert entry.after["host"] == "hooks.example"
    assert "abc" not in str(entry.after)  # the key of a chat robot is part of its address


@pytest.mark.parametrize(
    ("url", "code"),
    [("ftp://x/", "webhook_url"), ("http://127.0.0.1/", "webhook_address"), ("http://localhost:9/", "webhook_address"),
     ("http://169.254.169.254/", "webhook_address")],
)  # fmt: skip
def test_some_addresses_are_refused_at_once(here: SimpleNamespace, url: str, code: str) -> None:
    with pytest.raises(YutangError) as told:
        here.add(url)
    assert told.value.code == code


def test_there_is_a_most(here: SimpleNamespace) -> None:
    for _ in range(actions.MOST):
        here.add()
    with pytest.raises(YutangError) as told:
        here.add()
    assert told.value.code == "webhook_limit"


def test_a_summary_waits_for_the_webhooks_of_its_period(here: SimpleNamespace) -> None:
    daily, _ = here.add(lang="en")
    both, _ = here.add(periods=[Period.DAILY, Period.WEEKLY, Period.DAILY])
    weekly, _ = here.add(periods=[Period.WEEKLY])
    made = digest(None, small(a="alive"), period=Period.DAILY)
    id_ = here.db.write(lambda c: actions.keep(c, made, now=NOW, link_base="https://y.example/"))
    due = _read(here, deliveries.due, NOW, 10)
    assert [d.key for d in due] == [f"dg_{id_}_{NOW}_{hook.id}" for hook in (daily, both)]
    told = msgspec.json.decode(due[0].body)
    assert (told["link"], told["id"]) == (f"https://y.example/app/digests/{id_}", due[0].key)
    assert told["text"].startswith("Daily")
    assert _read(here, deliveries.listed, weekly.id) == []
    assert both.periods == [Period.DAILY, Period.WEEKLY]


def test_made_anew_it_is_another_message(here: SimpleNamespace) -> None:
    hook, _ = here.add()
    made = digest(None, small(a="alive"), period=Period.DAILY)
    for at in (NOW, NOW + 1):
        here.db.write(lambda c, at=at: actions.keep(c, made, now=at, link_base=""))
    assert len({d.key for d in _read(here, deliveries.listed, hook.id)}) == 2


def test_a_webhook_goes_with_what_waits_for_it(here: SimpleNamespace) -> None:
    hook, _ = here.add()
    assert here.db.write(lambda c: actions.try_webhook(c, hook.id, viewer=BOSS, now=NOW, link_base=""))
    assert here.db.write(lambda c: actions.remove_webhook(c, hook.id, viewer=BOSS, now=NOW))
    assert not here.db.write(lambda c: actions.remove_webhook(c, hook.id, viewer=BOSS, now=NOW))
    assert not here.db.write(lambda c: actions.try_webhook(c, hook.id, viewer=BOSS, now=NOW, link_base=""))
    assert _read(here, deliveries.next_due) is None
    assert [e.act for e in _read(here, log)][:2] == ["webhook_removed", "webhook_tested"]


def test_an_attempt_is_noted_once(here: SimpleNamespace) -> None:
    hook, _ = here.add()
    here.db.write(
        lambda c: deliveries.wait(c, Message(webhook_id=hook.id, key="k", event="test", body=b"{}"), now=NOW)
    )
    assert not here.db.write(
        lambda c: deliveries.wait(c, Message(webhook_id=hook.id, key="k", event="test", body=b"x"), now=NOW)
    )
    id_ = _read(here, deliveries.due, NOW, 9)[0].id
    then = judge(Answer(500), 1, NOW)
    for status in (500, 404):  # two processes tried it at once: the second changes nothing
        here.db.write(lambda c, s=status: deliveries.tried(c, id_, 1, s, then, now=NOW))
    told = _read(here, deliveries.listed, hook.id)[0]
    assert (told.attempts, told.status, told.state, told.next_at) == (
        1,
        500,
        DeliveryState.WAITING,
        then.next_at,
    )
    assert _read(here, deliveries.due, NOW, 9) == []
    assert _read(here, deliveries.next_due) == then.next_at


def test_old_deliveries_go_but_none_that_waits(here: SimpleNamespace) -> None:
    hook, _ = here.add()

    def many(conn: sa.Connection) -> None:
        for n in range(KEPT + 30):
            deliveries.wait(conn, Message(webhook_id=hook.id, key=str(n), event="test", body=b""), now=NOW)
        for due in deliveries.due(conn, NOW, 25):
            deliveries.tried(conn, due.id, 1, 200, Next(DeliveryState.DELIVERED, None, None), now=NOW)
        deliveries.thin(conn, hook.id)

    here.db.write(many)
    states = [d.state for d in _read(here, deliveries.listed, hook.id, 999)]
    assert len(states) == KEPT + 5
    assert set(states) == {DeliveryState.WAITING}

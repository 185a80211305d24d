"""The job that sends: against a real receiver, with signatures that check, retries by the clock, and dead letters."""

import hashlib
import hmac
import json
from types import SimpleNamespace

import pytest
from tests.digests.pair import small
from tests.kit.receiver import Receiver, closed_port, receiver

from yutang.accounts.model import Role, Viewer
from yutang.digests import actions, deliveries
from yutang.digests.difference import digest
from yutang.digests.model import Period
from yutang.digests.webhooks import DeliveryState
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.posting import WAITS
from yutang.kit.secrets import Secrets
from yutang.worker.deliver import deliver

NOW = 1_772_000_000_000_000
BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.SUPERVISOR)


@pytest.fixture
def post(database: Database, tmp_path) -> SimpleNamespace:
    """`post.hook(url)` makes a webhook, `post.summary()` a message for each, `post.send(now)` runs the job."""
    secrets = Secrets(tmp_path, {})

    def hook(url: str) -> SimpleNamespace:
        new = actions.NewWebhook(name="x", url=url, periods=[Period.DAILY], lang="zh")
        made, secret = database.write(
            lambda c: actions.add_webhook(c, new, secrets=secrets, reach="local", viewer=BOSS, now=NOW)
        )
        return SimpleNamespace(id=made.id, secret=secret)

    def summary(now: int = NOW) -> None:
        made = digest(None, small(a="alive"), period=Period.DAILY)
        database.write(lambda c: actions.keep(c, made, now=now, link_base="https://y.example"))

    def send(now: int = NOW, **more):
        return deliver(database, secrets, now=lambda: now, **{"reach": "local", "whole": 2.0} | more)

    def state(hook_id: int):
        with database.read() as conn:
            return deliveries.listed(conn, hook_id)

    return SimpleNamespace(hook=hook, summary=summary, send=send, state=state, db=database, home=tmp_path)


def _verified(here: Receiver, secret: str) -> list[str]:
    """The keys of what came, each with a signature that checks as docs tell receivers to check it."""
    keys = []
    for _, told, body in here.got:
        stamp, given = (part.partition("=")[2] for part in told["X-Yutang-Signature"].split(","))
        want = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(given, want)
        keys.append(told["X-Yutang-Delivery"])
    return keys


def test_a_summary_arrives_signed(post: SimpleNamespace) -> None:
    with receiver() as here:
        hook = post.hook(here.url)
        post.summary()
        assert post.send() == {"sent": 1, "delivered": 1}
        assert post.send() == {"sent": 0, "delivered": 0}
        assert len(_verified(here, hook.secret)) == 1
        told = json.loads(here.got[0][2])
    assert (told["event"], told["digest"]["sentence"]["code"]) == ("digest.daily", "first")
    assert told["text"].splitlines()[0] == "群体检日报 · 2026-03-31"
    one = post.state(hook.id)[0]
    assert (one.state, one.attempts, one.status, one.ended_at) == (DeliveryState.DELIVERED, 1, 200, NOW)


def test_what_fails_goes_out_again_the_same_until_it_arrives(post: SimpleNamespace) -> None:
    with receiver(500, 503, 200) as here:
        hook = post.hook(here.url)
        post.summary()
        now = NOW
        for wait in WAITS[:2]:
            post.send(now)
            assert post.send(now + wait - 1) == {"sent": 0, "delivered": 0}
            now += wait
        assert post.send(now) == {"sent": 1, "delivered": 1}
        assert len(set(_verified(here, hook.secret))) == 1  # one key: receivers drop doubles by it
        assert len({body for _, _, body in here.got}) == 1
        stamps = [told["X-Yutang-Signature"] for _, told, _ in here.got]
    assert len(set(stamps)) == 3  # but each attempt is signed at its own time


def test_after_the_last_attempt_it_is_a_dead_letter(post: SimpleNamespace) -> None:
    hook = post.hook(f"http://127.0.0.1:{closed_port()}/")
    post.summary()
    now, sent = NOW, 0
    for wait in (*WAITS, 0):
        sent += post.send(now)["sent"]
        now += wait
    one = post.state(hook.id)[0]
    assert (sent, one.state, one.attempts, one.error) == (7, DeliveryState.DEAD, 7, "unreachable")
    assert post.send(now + 999 * WAITS[-1])["sent"] == 0


@pytest.mark.parametrize(("answer", "error"), [(404, "status"), (302, "redirect")])
def test_a_refusal_is_final(post: SimpleNamespace, answer: int, error: str) -> None:
    with receiver(answer) as here:
        hook = post.hook(here.url)
        post.summary()
        post.send()
        assert len(here.got) == 1
    one = post.state(hook.id)[0]
    assert (one.state, one.status, one.error, one.next_at) == (DeliveryState.REFUSED, answer, error, None)


def test_a_slow_receiver_does_not_hold_up_the_others(post: SimpleNamespace) -> None:
    with receiver("hang") as slow, receiver() as quick:
        hooks = [post.hook(slow.url), *(post.hook(quick.url) for _ in range(20))]
        post.summary()
        assert post.send(whole=3.0) == {"sent": 21, "delivered": 20}
    assert [post.state(hook.id)[0].state for hook in hooks].count(DeliveryState.DELIVERED) == 20
    assert post.state(hooks[0].id)[0].error == "timeout"


def test_by_default_nothing_goes_to_this_machine(post: SimpleNamespace) -> None:
    with receiver() as here:
        hook = post.hook(here.url)
        post.summary()
        post.send(reach="lan")
        assert here.got == []
    assert post.state(hook.id)[0].error == "address_refused"


def test_without_its_key_nothing_is_sent_unsigned(post: SimpleNamespace) -> None:
    with receiver() as here:
        hook = post.hook(here.url)
        post.summary()
        (post.home / "secret.key").unlink()
        other = Secrets(post.home, {})
        deliver(post.db, other, now=lambda: NOW, reach="local")
        assert here.got == []
    assert post.state(hook.id)[0].error == "secret_lost"


def test_asked_to_stop_it_leaves_the_rest_for_later(post: SimpleNamespace) -> None:
    with receiver() as here:
        hook = post.hook(here.url)
        post.summary()
        assert post.send(stopped=lambda: True) == {"sent": 0, "delivered": 0}
        assert here.got == []
        assert post.state(hook.id)[0].state is DeliveryState.WAITING
        assert post.send() == {"sent": 1, "delivered": 1}


def test_a_wrong_setting_is_told_before_anything_is_sent(post: SimpleNamespace) -> None:
    with pytest.raises(YutangError):
        post.send(reach="anywhere")

"""What was sent to a customer and what was not, on their page: each with its reason, in the words of the send's own
screen, after real sends through the outbox to a WeCom that is a fakecom."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.accounts.people import person
from tests.outbox.tenant import MEMBERS, Tenant

from e2e.console.serving import Open, serving
from e2e.console.tab import TAGS, Tabs
from e2e.console.test_screens import SHOTS
from fakecom.people import befriend
from fakecom.running import CORP, ONE_APP, Running, noon
from yutang.fakecom.state.world import State
from yutang.ledger.catalogue import Kind, Role
from yutang.outbox.model import CapRule
from yutang.outbox.store import set_policy

LOCALES = Path(__file__).parents[3] / "src" / "yutang" / "locales"
DAY = 86_400
# Newest first: (state, reason). wm000 took back consent; wm001 was written to by their member; li let one run out.
SEEN = {
    "wm000": [("refused", "no_consent"), ("refused", "no_consent"), ("refused", "no_consent"), ("refused", "capped"), ("sent", "")],
    "wm001": [("refused", "cancelled"), ("refused", "expired"), ("refused", "platform_capped"), ("refused", "capped"), ("sent", "")],
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    fake = Running(State(now=noon()))
    fake.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=MEMBERS)
    here = Tenant(tmp_path_factory.mktemp("touches"), fake)
    here.meet({"li": 3})
    _history(here)
    with serving(here) as url:
        yield Open(here, url, person(here.ledger.state, "shopkeeper"))
    here.close()
    fake.close()


def _policy(here: Tenant, rule: CapRule) -> None:
    here.ledger.state.write(lambda conn: set_policy(conn, here.connection, rule))


def _confirmed(here: Tenant, id_: int) -> None:
    here.work()
    here.fake.ctl("member/li/confirm")
    here.until(id_)


def _history(here: Tenant) -> None:
    """Five sends: one arrives, and each of the others leaves somebody out for another reason."""
    here.fake.ctl("policy", mass_rule="per_day1")
    _policy(here, CapRule.DAY)
    _confirmed(here, here.send(name="到店"))
    befriend(here.fake, "li", "wm100")
    here.hear(Kind.RELATION_BEGUN, actor="wm100", related="li", role=Role.PERSON)
    _confirmed(here, here.send(name="同一天"))
    here.fake.pass_time(DAY)
    here.hear(Kind.CONSENT_WITHDRAWN, actor="wm000", ref="促销", props='{"channel":"wecom"}')
    third = here.send(name="第二天")
    here.work()
    here.fake.ctl("member/li/mass", external_userid=["wm001"], text="自己发的")
    _confirmed(here, third)
    here.fake.pass_time(DAY)
    here.until(here.send(name="没人点"))
    here.fake.pass_time(DAY)
    fifth = here.send(name="取消的")
    here.cancel(fifth)
    here.until(fifth)


def words(lang: str) -> dict[str, str]:
    files = ("sends", "console_customers")
    return {
        key: text
        for name in files
        for key, text in json.loads((LOCALES / TAGS[lang] / f"{name}.json").read_text("utf-8")).items()
    }


@pytest.mark.parametrize("wide", [True, False], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", list(TAGS))
@pytest.mark.parametrize("who", list(SEEN))
def test_a_touch_that_was_not_sent_says_why(shop: Open, tabs: Tabs, who: str, lang: str, wide: bool) -> None:
    text = words(lang)
    id_ = shop.here.id(who)
    tab = tabs.open(shop.url, f"/customers/{id_}?kind=touches", cookie=shop.cookie, lang=lang, wide=wide)
    told = tab.page.locator("#touches li").all_inner_texts()
    assert len(told) == len(SEEN[who])
    for lines, (state, reason) in zip(told, SEEN[who], strict=True):
        expected = [f"{text['ui.customers.channel.wecom']} · {text[f'ui.customers.touch.{state}']}"]
        expected += [text[f"send.reason.{reason}"]] if reason else []
        assert lines.split("\n")[:-1] == expected
    timeline = tab.page.inner_text("#timeline")
    assert all(text[f"send.reason.{reason}"] in timeline for _, reason in SEEN[who] if reason)
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = "desk" if wide else "phone"
    tab.page.screenshot(path=SHOTS / f"touches-{who}-{lang}-{width}.png", full_page=True)
    assert (tab.overflow(), tab.violations(), tab.outside()) == ([], [], [])
    tab.page.close()

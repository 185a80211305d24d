"""The archive of a server on this machine, and none but those; who has a seat and who refused, asked of the fake."""

from collections.abc import Iterator

import pytest

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import CORP, ONE_APP, SECRET, Running
from yutang.channels.contract.conversations import Consented, Pulled
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.archive.consents import WecomConsents
from yutang.channels.wecom.archive.loopback import LoopbackArchive, on_this_machine
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.limits import Rates
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import Connection


@pytest.fixture
def fake() -> Iterator[Running]:
    made = Running()
    members = [{"userid": name, "name": name} for name in ("li", "wang")]
    made.ctl("corps", corpid=CORP, apps=ONE_APP, members=members)
    befriend(made, "li", "wm1")
    found_group(made, "li", "wr1", "wang", "wm1", "wm2")
    yield made
    made.close()


def test_records_by_number(fake: Running) -> None:
    archive = LoopbackArchive(fake.url, CORP, SECRET)
    for text in ("一", "二"):
        fake.ctl("customer/wm1/speak", chat_id="wr1", text=text)
    found = archive.pull("")
    assert isinstance(found, Pulled)
    assert ([b"\xe4\xb8\x80" in one.body for one in found.rows], found.more) == ([True, False], False)
    assert {one.at for one in found.rows} == {fake.state.now * 1000}
    again = archive.pull(found.cursor)
    assert again == Pulled(cursor=found.cursor)
    fake.ctl("customer/wm1/speak", userid="li", text="三")
    more = archive.pull(found.cursor)
    assert isinstance(more, Pulled)
    assert len(more.rows) == 1


@pytest.mark.parametrize("base", [
    "https://qyapi.weixin.qq.com", "http://10.0.0.1:80", "http://127.0.0.1.evil.example", "http://[::2]", "http://[",
    "http://127.0.0.1@evil.example", "",
])  # fmt: skip
def test_no_other_machine_is_ever_asked(base: str) -> None:
    assert not on_this_machine(base)
    with pytest.raises(ValueError, match="this machine"):
        LoopbackArchive(base, CORP, SECRET)


def test_a_secret_that_is_wrong_is_the_operators_and_a_server_that_is_away_passes(fake: Running) -> None:
    wrong = LoopbackArchive(fake.url, CORP, "another").pull("")
    assert isinstance(wrong, Failure)
    assert (wrong.trouble, wrong.code) == (Trouble.CONFIG, "40001")
    away = LoopbackArchive("http://127.0.0.1:9", CORP, SECRET).pull("")
    assert isinstance(away, Failure)
    assert away.trouble is Trouble.RETRY


def test_seats_and_who_refused(fake: Running) -> None:
    client = Client(Connection(corpid=CORP, agentid=1000002, secret=SECRET, base=fake.url), Limiter(Rates()))
    consents = WecomConsents(client)
    corp_in(fake).members["wang"].archived = False
    assert consents.seats() == ("li",)
    assert consents.in_group("wr1") == Consented(2, 0)
    fake.ctl("customer/wm2/consent", chat_id="wr1", agree=False)
    assert consents.in_group("wr1") == Consented(2, 1)
    unknown = consents.in_group("wr-none")
    assert isinstance(unknown, Failure)
    client.close()

"""What was said becomes facts, once, whatever comes again; the cursor moves with them or not at all."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.connections.conftest import BOSS
from tests.connections.wecom.conftest import Pushed, World

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import SECRET
from yutang.connections import actions
from yutang.connections.wecom.archive import store
from yutang.connections.wecom.archive.listening import Archives
from yutang.connections.wecom.archive.model import EVERY, SELDOM, Archive, Where
from yutang.connections.wecom.archive.source import folder_of, where
from yutang.connections.wecom.inbound import handle
from yutang.kit.clock import DAY

SAID = """select g.external_id, g.private, i.external_id, i.role, p.text from fact f
join customer_group g on g.id = f.group_id join identity i on i.id = f.identity_id
left join payload p on p.fact_id = f.id where f.kind = 1"""
RECALLED = "select count(*) from fact where kind = 2"


@pytest.fixture
def archived(world: World) -> World:
    """Li has a customer and a group with two; the archive's secret is known."""
    befriend(world.fake, "li", "wm1")
    found_group(world.fake, "li", "wr1", "wang", "wm1", "wm2")
    _reset(world, archive_secret=SECRET)
    world.sync("staff", "tags", "customers", "groups")
    return world


def _reset(world: World, **told: str) -> None:
    world.ledger.state.write(
        lambda c: actions.reset(
            c, world.id, name=None, told=told, secrets=world.secrets, viewer=BOSS, now=world.now()
        )
    )


def archives(world: World) -> Archives:
    return Archives(world.learner, world.clients, world.folder)


def stand(world: World) -> Any:
    with world.ledger.state.read() as conn:
        return store.one(conn, world.id)


def _facts(world: World) -> int:
    return world.ledger.analytics.rows("select count(*) from fact")[0][0]


def talk(world: World) -> None:
    world.fake.ctl("customer/wm1/speak", chat_id="wr1", text="还有货吗")
    world.fake.ctl("member/li/speak", chat_id="wr1", text="有的")
    world.fake.ctl("customer/wm1/speak", userid="li", text="多少钱")


def test_rooms_and_private_chats_staff_and_customers(archived: World) -> None:
    talk(archived)
    assert archives(archived).look() > 0
    assert archived.rows(SAID) == {
        ("wr1", False, "wm1", 1, "还有货吗"), ("wr1", False, "li", 2, "有的"),
        ("private:li|wm1", True, "wm1", 1, "多少钱"),
    }  # fmt: skip
    one = stand(archived)
    assert (one.source, one.records, one.unreadable, one.trouble) == ("loopback", 3, 0, None)
    assert (one.last_at, one.pulled_at) == (archived.now(), archived.now())
    assert one.due_at == archived.now() + EVERY


def test_again_is_nothing_and_a_group_is_announced_once(archived: World) -> None:
    talk(archived)
    eager = archives(archived)
    eager.look()
    before = _facts(archived)
    archived.fake.pass_time(130)
    assert eager.look() == 0
    archived.ledger.state.write(lambda c: store.put(c, Archive(connection_id=archived.id)))
    assert eager.look() == 0  # from the beginning, as after a lost cursor
    assert _facts(archived) == before
    archived.fake.ctl("customer/wm2/speak", chat_id="wr1", text="我也要")
    archived.fake.pass_time(130)
    assert eager.look() == 1


def test_killed_between_reading_and_keeping_it_begins_where_it_was(
    archived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(archived)
    put = store.put

    def dies(*_: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(store, "put", dies)
    with pytest.raises(RuntimeError, match="killed"):
        archives(archived).look()
    monkeypatch.setattr(store, "put", put)
    assert archived.rows(SAID) == set()
    assert stand(archived).cursor == ""
    archives(archived).look()
    assert len(archived.rows(SAID)) == 3


def test_a_recall_takes_back(archived: World) -> None:
    folder = folder_of(archived.folder, archived.connection().account)
    folder.mkdir(parents=True)
    said = (
        b'{"msgid":"a","action":"send","from":"wm1","tolist":["li"],"roomid":"wr1","msgtime":%d,"msgtype":"text","text":{"content":"x"}}\n'
        % (archived.fake.state.now)
    )
    recall = (
        b'{"msgid":"b","action":"recall","from":"wm1","tolist":["li"],"roomid":"wr1","msgtime":%d,"msgtype":"revoke","revoke":{"pre_msgid":"a"}}\n'
        % (archived.fake.state.now + 1000)
    )
    (folder / "a.jsonl").write_bytes(said + recall + b'{"half":')
    archives(archived).look()
    assert archived.rows(RECALLED) == {(1,)}
    assert stand(archived).source == "files"


def test_who_agreed_to_be_archived_and_who_no_longer_does(archived: World) -> None:
    folder, now = folder_of(archived.folder, archived.connection().account), archived.fake.state.now
    folder.mkdir(parents=True)
    told = [
        ("a", "agree", "wm1", {"userid": "wm1", "agree_time": now}, now),
        ("b", "disagree", "wm2", {"userid": "wm2", "disagree_time": now}, now),
        ("c", "disagree", "li", {"userid": "wm1", "disagree_time": now}, now + 5_000),
        ("d", "agree", "li", {}, now),  # nobody that it could be of
    ]
    lines = [
        {"msgid": id_, "action": "send", "from": of, "tolist": ["li"], "roomid": "", "msgtime": at, "msgtype": how, how: body}
        for id_, how, of, body, at in told
    ]  # fmt: skip
    (folder / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    archives(archived).look()
    sql = """select i.external_id, f.kind, json_extract_string(f.props, '$.purpose') from fact f
      join identity i on i.id = f.identity_id where f.kind in (18, 19)"""
    assert archived.rows(sql) == {("wm1", 18, "archive"), ("wm1", 19, "archive"), ("wm2", 19, "archive")}
    held = "select i.external_id, c.given from consent c join identity i on i.customer_id = c.customer_id"
    assert archived.rows(held) == {("wm1", False), ("wm2", False)}
    assert archives(archived).look() == 0


def test_the_same_records_as_files_and_over_http_are_once(archived: World) -> None:
    talk(archived)
    archives(archived).look()
    before = archived.rows(SAID)
    folder = folder_of(archived.folder, archived.connection().account)
    folder.mkdir(parents=True)
    pulled = archived.fake.http.get("/__archive/chatdata", params={"secret": SECRET}).json()["chatdata"]
    (folder / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in pulled))
    archived.fake.pass_time(130)
    assert archives(archived).look() == 0
    assert (archived.rows(SAID), stand(archived).source) == (before, "files")
    shutil.rmtree(folder)
    archived.fake.pass_time(130)
    assert archives(archived).look() == 0
    assert stand(archived).source == "loopback"


def test_who_refused_is_not_heard_and_counted(archived: World) -> None:
    archived.fake.ctl("customer/wm2/consent", chat_id="wr1", agree=False)
    archived.fake.ctl("customer/wm2/speak", chat_id="wr1", text="不要记")
    talk(archived)
    corp_in(archived.fake).members["zhao"].archived = False
    found_group(archived.fake, "zhao", "wr2", "wm1")
    archived.sync("groups")
    archives(archived).look()
    assert "不要记" not in {row[4] for row in archived.rows(SAID)}
    one = stand(archived)
    assert (one.seats, one.groups, one.covered, one.people, one.refused) == (2, 2, 1, 2, 1)


def test_a_notice_is_heeded_at_once(archived: World, tmp_path: Path) -> None:
    pushed, eager = Pushed(archived), archives(archived)
    eager.look()
    talk(archived)
    archived.fake.pass_time(1)
    assert eager.look() == 0  # not due, and nobody told it
    pushed.arrived()
    handle(archived.tools, [eager.hear])
    assert eager.look() > 0
    pushed.close()


def test_what_is_wrong_is_said_and_over_when_it_is_mended(archived: World) -> None:
    eager = archives(archived)
    eager.look()
    _reset(archived, archive_secret="another-secret-of-it")
    archived.fake.pass_time(130)
    eager.look()
    one = stand(archived)
    assert (one.trouble.code, one.trouble_at) == ("credentials", archived.now())
    first = one.trouble_at
    archived.fake.pass_time(70)
    eager.look()
    assert stand(archived).trouble_at == first
    _reset(archived, archive_secret=SECRET)
    archived.fake.pass_time(70)
    talk(archived)
    eager.look()
    assert stand(archived).trouble is None
    assert len(archived.rows(SAID)) == 3


def test_where_there_is_nothing_to_pull_from(world: World) -> None:
    base = {"corp_id": "wwX", "archive_secret": "s" * 20}
    assert where(world.folder, base) is Where.SECRET
    assert where(world.folder, base | {"base_url": "https://proxy.example"}) is Where.SECRET
    assert where(world.folder, base | {"base_url": "http://127.0.0.1:1"}) is Where.LOOPBACK
    assert where(world.folder, {"corp_id": "wwX"}) is Where.OFF
    folder_of(world.folder, "wwX").mkdir(parents=True)
    assert where(world.folder, {"corp_id": "wwX"}) is Where.FILES
    assert archives(world).look() == 0
    assert stand(world).due_at == world.now() + SELDOM


def test_a_connection_that_is_off_or_gone_is_left_alone(archived: World) -> None:
    talk(archived)
    archived.ledger.state.write(
        lambda c: actions.switch(c, archived.id, on=False, viewer=BOSS, now=archived.now())
    )
    eager = archives(archived)
    assert eager.look() == 0
    archived.ledger.state.write(lambda c: actions.disconnect(c, archived.id, viewer=BOSS, now=archived.now()))
    assert eager.look() == 0


def test_a_day_without_anything_new_is_late(archived: World) -> None:
    assert not stand(archived).late(archived.now() + 9 * DAY)
    talk(archived)
    archives(archived).look()
    assert not stand(archived).late(archived.now() + DAY)
    assert stand(archived).late(archived.now() + DAY + 1)

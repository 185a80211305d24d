"""One person erased everywhere: a search of every store and file finds nothing, and the totals still add up."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from tests.accounts.people import person

from ledger.batch import DAY, NOW, START, join, say, table, take
from states import ready
from yutang.accounts.model import Role
from yutang.checkup.erasing import erase_everywhere
from yutang.contacts import Contacts
from yutang.contacts import Kind as Means
from yutang.customers import Customers
from yutang.customers.acts.erasing import accounts, erase, exported
from yutang.groups import Groups
from yutang.kit.db import metadata
from yutang.kit.secrets import Secrets
from yutang.ledger.analytics import Analytics, worn_mb
from yutang.ledger.catalogue import Kind
from yutang.ledger.catalogue import Role as Staffed
from yutang.ledger.ledger import Ledger
from yutang.staff import Staff

WHO, NAME, PHONE, WORDS = "wmErasedOne77", "李消失", "13800138000", "我家住在梧桐路十七号"
TOTALS = (
    "select kind, count(*), sum(amount) from fact where kind not in (13, 27) group by kind order by kind",
    "select sum(orders), sum(cents), sum(refunded) from spending",
    "select count(*), count(ended) from relation",
    "select group_id, count(*) from membership group by 1 order by 1",
    "select count(*) from customer",
    "select tag_id, count(*) from tagging group by 1 order by 1",
    "select how, count(*) from relation group by 1 order by 1",
    "select group_id, identity_id, count(*) from fact where kind = 1 group by all order by all",
    "select private, count(*) from customer_group group by 1 order by 1",
)
ALONE = f"private:boss|{WHO}"  # what the reader of WeCom's archive calls their chat
SENT = f"{NAME}女士,梧桐路十七号的货已发"


def story(ledger: Ledger, folder: Path) -> None:
    """Somebody with all sorts of facts, and others who stay; some of it sealed, some not."""
    found = Contacts.open(ledger.state, Secrets(folder))
    number = found.phone(PHONE)
    assert number is not None
    digest = found.hash(Means.PHONE, "+86" + PHONE)
    sealed = found.seal_many(Means.PHONE, ["+86" + PHONE])[0]
    at = START
    take(ledger, "a", say("g", WHO, at, WORDS, name=NAME), say("g", "other", at, "我在", name="王留下"),
         join("g", WHO, at, name=NAME),
         (Kind.IDENTITY_LINKED, at, {"actor": WHO, "related": f"\x1fphone\x1f{digest}", "amount": 1,
                                     "text": f"{sealed}\x1ffour\x1fshown", "props": '{"by":"import"}'}),
         (Kind.ATTRIBUTE_SET, at, {"actor": WHO, "ref": "addr", "props": '{"value":"梧桐路"}'}),
         (Kind.TAG_ADDED, at, {"actor": WHO, "ref": "会员/金", "props": '{"source":"staff","evidence":"住梧桐路"}'}),
         (Kind.RELATION_BEGUN, at, {"actor": WHO, "related": "boss", "props": '{"how":"transferred","remark":"梧桐李"}'}),
         (Kind.ORDER_PLACED, at, {"actor": WHO, "ref": "o1", "amount": 9_900, "props": '{"items":"面膜"}'}),
         (Kind.ORDER_PLACED, at, {"actor": "other", "ref": "o2", "amount": 100}),
         (Kind.GROUP_SEEN, at, {"group": "g2", "text": "二群", "props": f'{{"owner":"{WHO}"}}'}),
         (Kind.GROUP_SEEN, at, {"group": ALONE, "text": NAME, "props": '{"private":true}'}),
         say(ALONE, WHO, at, "发了吗"), say(ALONE, "boss", at + 1, SENT, role=Staffed.STAFF))  # fmt: skip
    ledger.seal(now=NOW)
    take(
        ledger,
        "b",
        say("g", WHO, NOW - 1000, WORDS + "二"),
        (Kind.ORDER_REFUNDED, NOW - 900, {"actor": WHO, "ref": "r", "related": "o1", "amount": 100}),
        say(ALONE, "boss", NOW - 800, SENT + "二", role=Staffed.STAFF),
        (
            Kind.GROUP_SEEN,
            NOW - 700,
            {"group": "c1", "text": f"与{NAME}的聊天", "props": '{"private":true,"kind":"梧桐"}'},
        ),
        say("c1", WHO, NOW - 700, "还在吗"),
        say("c1", "boss", NOW - 600, "梧桐路见"),
    )


def whereabouts(ledger: Ledger, folder: Path) -> list[str]:
    """Every place in which something of the person is found."""
    needles = [WHO, NAME, PHONE, WORDS, "梧桐"]
    found: list[str] = []
    with ledger.state.read() as conn:
        for table in metadata.sorted_tables:
            for row in conn.execute(sa.select(table)):
                for value in row:
                    raw = value if isinstance(value, bytes) else str(value).encode()
                    found += [
                        f"{table.name}: {needle}" for needle in needles if needle.encode() in plain(raw)
                    ]
    for (name,) in ledger.analytics.rows("select table_name from duckdb_tables() where not temporary"):
        for row in ledger.analytics.rows(f"select * from {name}"):
            found += [f"{name}: {needle}" for needle in needles if needle in str(row)]
    for file in folder.rglob("*.parquet"):
        for row in ledger.analytics.rows(f"select * from read_parquet('{file}')"):
            found += [f"{file.name}: {needle}" for needle in needles if needle in str(row)]
    return found


def plain(raw: bytes) -> bytes:
    """Blobs of the inlet, unpacked."""
    from yutang.ledger.blob import unpack

    try:
        return str(unpack(raw).to_pylist()).encode()
    except Exception:  # noqa: BLE001 - no blob of ours: as it stands
        return raw


@pytest.fixture
def told(opened: SimpleNamespace, tmp_path: Path) -> SimpleNamespace:
    ledger = opened.ledger
    story(ledger, tmp_path)
    viewer = person(ledger.state, "admin", Role.ADMINISTRATOR)
    ((id_,),) = ledger.analytics.rows(f"select customer_id from identity where external_id = '{WHO}'")
    return SimpleNamespace(ledger=ledger, viewer=viewer, id=id_, folder=ledger.folder)


def test_nothing_of_the_person_is_found_anywhere_and_totals_add_up(told: SimpleNamespace) -> None:
    ledger = told.ledger
    assert len(whereabouts(ledger, told.folder)) > 10
    before = [ledger.analytics.rows(query) for query in TOTALS]
    done, gone = erase(ledger, told.viewer, told.id, now=NOW)
    assert done.facts >= 9
    assert {account.platform for account in gone} == {"wecom", "phone"}
    assert whereabouts(ledger, told.folder) == []
    assert [ledger.analytics.rows(query) for query in TOTALS] == before
    assert ledger.analytics.rows("select name from customer where id = " + str(told.id)) == [(None,)]
    assert ledger.analytics.rows("select count(*) from fact where kind = 27") == [(1,)]


def on_disk(folder: Path) -> list[str]:
    """Every file in whose bytes, as they lie there, something of the person stands."""
    needles = [needle.encode() for needle in (WHO, NAME, PHONE, WORDS, "梧桐")]
    return sorted(
        file.name for file in folder.rglob("*")
        if file.is_file() and any(needle in file.read_bytes() for needle in needles)
    )  # fmt: skip


def test_no_file_holds_a_byte_of_the_person_once_it_was_opened_again(tmp_path: Path) -> None:
    def opened() -> Ledger:
        state = ready(f"sqlite:///{tmp_path / 'state.sqlite'}")
        analytics = Analytics(tmp_path / "analytics.duckdb", memory_mb=256, threads=1)
        return Ledger(
            state, analytics, [Customers(), Groups(), Staff()], folder=tmp_path, zone_="Asia/Shanghai"
        )

    ledger = opened()
    story(ledger, tmp_path)
    others = (say("g", f"o{n}", NOW - n, f"词{n}" * 20, name=f"名{n}") for n in range(3_000))
    take(ledger, "many", *others)
    ledger.close()
    assert {"analytics.duckdb", "state.sqlite"} <= set(on_disk(tmp_path))
    ledger = opened()
    ((id_,),) = ledger.analytics.rows(f"select customer_id from identity where external_id = '{WHO}'")
    viewer = person(ledger.state, "admin", Role.ADMINISTRATOR)
    erase_everywhere(ledger, tmp_path, viewer, id_, now=NOW)
    assert set(on_disk(tmp_path)) <= {"analytics.duckdb", "analytics.duckdb.wal"}
    before = [ledger.analytics.rows(query) for query in TOTALS]
    ledger.close()
    ledger = opened()
    assert [ledger.analytics.rows(query) for query in TOTALS] == before
    assert on_disk(tmp_path) == []
    ledger.close()
    assert on_disk(tmp_path) == []


def test_it_is_still_so_after_a_rebuild_from_truth(told: SimpleNamespace) -> None:
    erase(told.ledger, told.viewer, told.id, now=NOW)
    before = [told.ledger.analytics.rows(query) for query in TOTALS]
    told.ledger.rebuild()
    assert whereabouts(told.ledger, told.folder) == []
    assert [told.ledger.analytics.rows(query) for query in TOTALS] == before


def test_twice_is_once_and_others_stay(told: SimpleNamespace) -> None:
    erase(told.ledger, told.viewer, told.id, now=NOW)
    done, gone = erase(told.ledger, told.viewer, told.id, now=NOW + DAY)
    assert (done.facts > 0, gone) == (False, [])
    assert told.ledger.analytics.rows("select name from identity where external_id = 'other'") == [
        ("王留下",)
    ]
    assert told.ledger.analytics.rows("select text from payload") == [("我在",)]


def test_a_crash_between_state_and_analytics_is_mended_at_the_next_act(
    told: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, gone: bool) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(type(told.ledger._domains[0]), "settle", cut)
    with pytest.raises(RuntimeError):
        erase(told.ledger, told.viewer, told.id, now=NOW)
    monkeypatch.undo()
    assert not told.ledger.analytics.trusted
    path = told.ledger.analytics.path
    assert worn_mb(path) is not None  # whatever cut it short, its bytes do not stay
    take(told.ledger, "c", say("g", "other", NOW, "继续"))
    assert told.ledger.analytics.trusted
    assert whereabouts(told.ledger, told.folder) == []


def test_a_chat_is_theirs_by_its_reference_alone_and_ordinary_groups_stay(told: SimpleNamespace) -> None:
    """Two chats in which only staff wrote, of which nothing says that they are private, and a chat of two customers."""
    ledger = told.ledger
    take(ledger, "c", say(f"private:{WHO}|wmLast", "boss", NOW, "一"), say(WHO, "boss", NOW, "二"),
         (Kind.GROUP_SEEN, NOW, {"group": "two", "text": "二人", "props": '{"private":true,"members":2}'}),
         say("two", WHO, NOW, "三"), say("two", "other", NOW, "四"),
         (Kind.GROUP_SEEN, NOW, {"group": "g", "text": "一群"}),
         say("private:boss|other", "boss", NOW, "五"))  # fmt: skip
    erase(ledger, told.viewer, told.id, now=NOW)
    assert whereabouts(ledger, told.folder) == []
    texts = "select p.text from payload p join fact f on f.id = p.fact_id order by 1"
    assert sorted(ledger.analytics.rows(texts)) == [("五",), ("我在",)]
    kept = [("g", "一群"), ("g2", "二群"), ("private:boss|other", None)]
    groups = "select external_id, name from customer_group where external_id not like 'erased:%' order by 1"
    assert ledger.analytics.rows(groups) == kept
    neutral = "select count(*), count(name) from customer_group where external_id = 'erased:' || id"
    assert ledger.analytics.rows(neutral) == [(5, 0)]
    assert ledger.analytics.rows("select props from fact where props like '%members%'") == [
        ('{"private":true,"members":2}',)
    ]


def test_a_group_of_a_persons_name_stays(told: SimpleNamespace) -> None:
    take(
        told.ledger,
        "c",
        say("name:李", "name:李", NOW, "一"),
        say("name:李", "other", NOW, "二"),
        platform="qq",
    )
    ((id_,),) = told.ledger.analytics.rows("select customer_id from identity where external_id = 'name:李'")
    erase(told.ledger, told.viewer, id_, now=NOW)
    assert ("name:李",) in told.ledger.analytics.rows("select external_id from customer_group")
    assert ("二",) in told.ledger.analytics.rows("select text from payload")


def test_an_import_taken_back_afterwards_leaves_their_chat_nameless(told: SimpleNamespace) -> None:
    """What is said of the chat by the batches that stay names it no more either."""
    ledger = told.ledger
    ledger.take("d", "test", "wecom", table(say(ALONE, "boss", NOW - 5, "六")), now=NOW, run=7)
    erase(ledger, told.viewer, told.id, now=NOW)
    groups = "select external_id, name, private from customer_group order by 1"
    before = ledger.analytics.rows(groups)
    ledger.undo(7, now=NOW)
    assert ledger.analytics.rows(groups) == before
    ledger.rebuild()
    assert ledger.analytics.rows(groups) == before
    assert whereabouts(ledger, told.folder) == []


def test_everything_known_of_somebody_is_handed_out(told: SimpleNamespace) -> None:
    with told.ledger.analytics.cursor() as cursor:
        ids = {one.platform: one.id for one in accounts(cursor, told.id)}
    lines = b"".join(exported(told.ledger, told.id, {ids["phone"]: "+86" + PHONE})).decode()
    for needle in (WHO, NAME, PHONE, WORDS, "梧桐", "order.placed", "message.sent", "9900"):
        assert needle in lines
    assert "王留下" not in lines

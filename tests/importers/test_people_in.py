"""Tables of people and orders, the whole way into the ledger."""

from collections.abc import Callable
from pathlib import Path

import pytest

from yutang.contacts import Contacts, Kind
from yutang.importers.actions import bring_in
from yutang.importers.model import Options, Summary
from yutang.kit.secrets import Secrets
from yutang.ledger.ledger import Ledger
from yutang.ledger.marks import mark

DAY = 86_400_000_000
NOW = 1_717_214_400_000_000  # 1 June 2024, noon in Shanghai
PEOPLE = (
    "会员号,姓名,手机号,邮箱,标签,等级,更新时间\n"
    "M1,张三,13800138000,a@b.cn,VIP,金,2024-05-01\nM2,李四,13900139000,,老客,银,2024-05-01\n"
)
MAPPING = {"等级": "attribute:tier"}
WHO = "select c.id, c.name, c.people from customer c order by c.name"

Bring = Callable[..., Summary]


@pytest.fixture
def bring(ledger: Ledger, tmp_path: Path) -> Bring:
    """Import texts by name, each call as of a later day."""
    days = [0]

    def bringing(files: dict[str, str], **how: object) -> Summary:
        folder = tmp_path / f"in{days[0]}"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        options = Options(zone="Asia/Shanghai", **({"mapping": MAPPING} | how))
        days[0] += 1
        return bring_in(ledger, [folder], options, now=NOW + days[0] * DAY, rejects=tmp_path / "rejects.csv")

    return bringing


def _value(ledger: Ledger, name: str) -> list[tuple[object, ...]]:
    return ledger.analytics.rows(
        "select a.text from attribute a join customer c on c.id = a.customer_id where c.name = ? and a.attribute_id = ?",
        [name, mark("attribute", "tier")],
    )


def test_people_become_customers_with_all_that_is_said_of_them(
    ledger: Ledger, bring: Bring, tmp_path: Path
) -> None:
    summary = bring({"会员.csv": PEOPLE})
    assert summary.files[0].code is None
    assert [(name, people) for _, name, people in ledger.analytics.rows(WHO)] == [("张三", 3), ("李四", 2)]
    assert _value(ledger, "张三") == [("金",)]
    found = ledger.analytics.rows("select tag_id from tagging order by 1")
    assert found == sorted((mark("tag", "标签/" + name),) for name in ("VIP", "老客"))
    contacts = Contacts.open(ledger.state, Secrets(tmp_path))
    ids = [
        i
        for (i,) in ledger.analytics.rows(
            "select id from identity where platform in ('phone', 'email') order by id"
        )
    ]
    with ledger.state.read() as conn:
        kept = contacts.read(conn, ids)
    assert sorted(kept.values()) == [
        (Kind.EMAIL, "a@b.cn"), (Kind.PHONE, "+8613800138000"), (Kind.PHONE, "+8613900139000"),
    ]  # fmt: skip


def test_the_same_file_twice_changes_nothing(ledger: Ledger, bring: Bring) -> None:
    first = bring({"会员.csv": PEOPLE})
    before = ledger.analytics.rows("select * from fact order by id")
    again = bring({"会员.csv": PEOPLE})
    renamed = bring({"别名.csv": PEOPLE})  # read anew, and known row by row
    assert first.facts > 0
    assert (again.facts, renamed.facts) == (0, 0)
    assert again.files[0].known
    assert ledger.analytics.rows("select * from fact order by id") == before


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_the_newer_value_wins_whichever_file_comes_first(
    ledger: Ledger, bring: Bring, order: tuple[str, str]
) -> None:
    files = {
        "old": PEOPLE,
        "new": "会员号,姓名,手机号,等级,更新时间\nM1,张三丰,13800138000,钻石,2024-05-20\n",
    }
    for name in order:
        bring({f"{name}.csv": files[name]})
    assert _value(ledger, "张三丰") == [("钻石",)]
    assert len(ledger.analytics.rows(WHO)) == 2


def test_a_phone_in_two_files_makes_one_customer_of_two_accounts_and_a_mail_does_not(
    ledger: Ledger, bring: Bring
) -> None:
    bring({
        "a.csv": PEOPLE,
        "b.csv": "external_userid,客户名称,手机号,邮箱\nwmA1,三哥,+86 138 0013 8000,\nwmA2,王五,,a@b.cn\n",
    })  # fmt: skip
    one = ledger.analytics.rows(
        "select external_id from identity where platform <> 'email' and customer_id = (select customer_id from identity"
        " where external_id = 'wmA1') and platform <> 'phone' order by 1"
    )
    assert one == [("M1",), ("wmA1",)]
    alone = ledger.analytics.rows(
        "select c.name, c.people from customer c join identity i on i.customer_id = c.id where i.external_id = 'wmA2'"
    )
    assert alone == [("王五", 1)]


def test_orders_refunds_and_cancellations_add_up_whatever_comes_first(ledger: Ledger, bring: Bring) -> None:
    head = "订单号,会员号,金额,下单时间,订单状态,币种\n"
    bring({"refund.csv": head + "A1,M1,-4,2024-05-03,已完成,CNY\n"})
    bring({"orders.csv": head + "A1,M1,10,2024-05-01,已完成,CNY\nA1,M1,10,2024-05-01,已完成,CNY\n"
                                "A2,M1,20,2024-05-02,已完成,\nA3,M1,99,2024-05-02,已完成,USD\n"})  # fmt: skip
    spent = "select orders, cents, refunded from spending"
    assert ledger.analytics.rows(spent) == [(2, 3000, 400)]  # what was paid in dollars is in no total of yuan
    bring({"later.csv": head + "A2,M1,20,2024-05-02,交易关闭,\nA1,M1,10,2024-05-01,已完成,CNY\n"})
    assert ledger.analytics.rows(spent) == [(1, 1000, 400)]


def test_masked_buyers_are_matched_as_hints_and_the_rate_is_told(ledger: Ledger, bring: Bring) -> None:
    summary = bring({
        "a会员.csv": PEOPLE,
        "b订单.csv": "订单号,收货人,收货人手机,金额,下单时间\nB1,张*,138****8000,5,2024-05-01\nB2,赵*,137****0000,5,2024-05-01\n",
    })  # fmt: skip
    notes = next(file.notes for file in summary.files if "订单" in file.name)
    assert "note.masked_matched:1 / 2" in notes
    links = ledger.analytics.rows(
        "select o.platform, t.platform, l.strong from link l join identity o on o.id = l.one_id"
        " join identity t on t.id = l.other_id where 'masked' in (o.platform, t.platform)"
    )
    assert [(set(row[:2]), row[2]) for row in links] == [({"masked", "phone"}, False)]
    assert len(ledger.analytics.rows(WHO)) == 4  # nobody was merged by a hint


def test_what_was_imported_can_be_undone(ledger: Ledger, bring: Bring) -> None:
    bring({"会员.csv": PEOPLE})
    before = [
        ledger.analytics.rows(f"select * from {table} order by all") for table in ("customer", "attribute")
    ]
    bring({"b.csv": "会员号,姓名,手机号,等级\nM1,张三丰,13700137000,钻石\nM9,新人,13600136000,铜\n"})
    with ledger.state.read() as conn:
        ((run,),) = conn.exec_driver_sql("select max(id) from import_run").fetchall()
    ledger.undo(run, now=NOW + 9 * DAY)
    after = [
        ledger.analytics.rows(f"select * from {table} order by all") for table in ("customer", "attribute")
    ]
    assert after == before


def test_no_store_holds_a_contact_in_plain(ledger: Ledger, bring: Bring, tmp_path: Path) -> None:
    bring({"会员.csv": PEOPLE + "合计,,13800138000,a@b.cn,,,\n"})
    for file in (tmp_path / "in0").iterdir():
        file.unlink()
    ledger.seal(now=NOW + 400 * DAY)
    ledger.close()
    found = [
        path.name
        for path in tmp_path.rglob("*")
        if path.is_file() and any(plain in path.read_bytes() for plain in (b"13800138000", b"a@b.cn"))
    ]
    assert found == []


def test_two_equal_lines_of_an_order_are_bought_twice_however_often_the_file_comes(
    ledger: Ledger, bring: Bring
) -> None:
    head, row = "订单号,会员号,下单时间,商品,单价,数量\n", "A1,M1,2024-05-01,面霜,10,1\n"
    for name in ("a", "b"):
        bring({f"{name}.csv": head + row * 3 + "A2,M1,2024-05-02,牙膏,5,1\n"})
        assert ledger.analytics.rows("select orders, cents from spending") == [(2, 3500)]
    bring({"c.csv": head + row * 2 + "A2,M1,2024-05-02,牙膏,5,1\nA3,M1,2024-05-03,牙膏,5,1\n"})
    assert ledger.analytics.rows("select orders, cents from spending") == [(3, 4000)]


SPENT = "select orders, cents, refunded from spending"
BACK = "订单号,会员号,金额,下单时间,退款金额\n"


@pytest.mark.parametrize("order", [(3, 5), (5, 3), (3, 3)])
def test_a_later_file_tells_what_has_gone_back_anew_and_not_once_more(
    ledger: Ledger, bring: Bring, order: tuple[int, int]
) -> None:
    for day, yuan in enumerate(order):
        bring({f"{day}.csv": f"{BACK}A1,M1,10,2024-05-01,{yuan}\nA2,M1,10,2024-05-02,0\n"})
    assert ledger.analytics.rows(SPENT) == [(2, 2000, max(order) * 100)]


def test_lines_of_an_order_tell_each_for_itself_what_went_back(ledger: Ledger, bring: Bring) -> None:
    head = "订单号,子订单号,会员号,金额,下单时间,退款金额\n"
    bring({"a.csv": f"{head}A1,1,M1,10,2024-05-01,2\nA1,2,M1,10,2024-05-01,3\n"})
    bring({"b.csv": f"{head}A1,1,M1,10,2024-05-01,2\nA1,2,M1,10,2024-05-01,4\n"})
    assert ledger.analytics.rows(SPENT) == [(1, 2000, 600)]


@pytest.mark.parametrize("files", [("column", "note"), ("note", "column")])
def test_a_credit_note_and_a_column_speak_of_the_same_money(
    ledger: Ledger, bring: Bring, files: tuple[str, str]
) -> None:
    told = {
        "column": f"{BACK}A1,M1,10,2024-05-01,4\nA2,M1,9,2024-05-01,0\n",
        "note": "订单号,会员号,金额,下单时间\nA1,M1,-4,2024-05-03\nA2,M1,-2,2024-05-03\n",
    }
    for name in files:
        bring({f"{name}.csv": told[name]})
    assert ledger.analytics.rows(SPENT) == [(2, 1900, 600)]


def test_never_more_goes_back_of_an_order_than_was_paid_for_it(ledger: Ledger, bring: Bring) -> None:
    """Before the order is known all that is said counts; in foreign money nothing does."""
    head = "订单号,会员号,金额,下单时间,币种\n"
    bring({"a.csv": f"{head}A1,M1,-8,2024-05-03,CNY\nA1,M1,-7,2024-05-04,CNY\nA2,M1,-3,2024-05-03,\n"})
    assert ledger.analytics.rows(SPENT) == [(0, 0, 1800)]
    bring({"b.csv": f"{head}A1,M1,10,2024-05-01,CNY\nA2,M1,9,2024-05-01,USD\n"})
    assert ledger.analytics.rows(SPENT) == [(1, 1000, 1000)]


def test_who_is_followed_since_nobody_knows_when_is_so_once_on_whatever_day_it_is_said(
    ledger: Ledger, bring: Bring
) -> None:
    """Nor does an old list bring back a relation that ended since, or end one that began anew."""
    head = "external_userid,客户名称,跟进人,流失状态{}\n"
    old = head.format("") + "wmA1,甲,zhangsan,正常\nwmA2,乙,zhangsan,被客户删除\n"
    bring({"a.csv": old})
    rows = (
        "select cause, since, ended from relation join identity i on i.id = identity_id"
        " order by i.external_id, since"
    )
    first = ledger.analytics.rows(rows)
    count = "select count(*) from fact where kind in (16, 17)"
    assert [(cause, ended is None) for cause, _, ended in first] == [(None, True), (1, False)]
    assert ledger.analytics.rows(count) == [(2,)]
    bring({"b.csv": old})
    assert (ledger.analytics.rows(rows), ledger.analytics.rows(count)) == (first, [(2,)])
    dated = head.format(",进来日期,流失时间")
    bring(
        {
            "c.csv": dated
            + "wmA1,甲,zhangsan,被客户删除,,2024-06-04 18:00\nwmA2,乙,zhangsan,正常,2024-06-04 18:00,\n"
        }
    )
    later = ledger.analytics.rows(rows)
    assert [row[0] for row in later] == [1, 1, None]
    bring({"d.csv": old})
    assert ledger.analytics.rows(rows) == later

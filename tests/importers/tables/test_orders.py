"""Tables of orders: what was bought, what went back, what came to nothing, and by whom."""

import json

import pytest

from yutang.importers.sheets.money import repeated, totals
from yutang.ledger.catalogue import Kind

HEAD = "订单号,客户ID,金额(元),下单时间,订单状态"


def backs(told):
    """(who, of which order, cents) of what went back."""
    return [(r["actor_ref"], r["related_ref"], r["amount"]) for r in told.rows(Kind.ORDER_REFUNDED)]


def test_an_order_names_itself_and_its_lines(read):
    told = read(
        "o.csv",
        "订单号,客户ID,下单时间,商品,单价,数量\nA1,C1,2024-05-01 10:00,面霜,9.9,2\nA1,C1,2024-05-01 10:00,牙膏,5,1\n",
    )
    placed = told.rows(Kind.ORDER_PLACED)
    assert [(r["object_ref"], r["related_ref"], r["amount"]) for r in placed] == [
        ("A1/面霜/1980", "A1", 1980), ("A1/牙膏/500", "A1", 500),
    ]  # fmt: skip


def test_two_equal_lines_of_an_order_are_two_and_the_order_again_is_none(read):
    """Scanned twice is bought twice; but an order that stands in the file again, after others, is said twice."""
    a1 = "A1,C1,2024-05-01 10:00,面霜,9.9,2\nA1,C1,2024-05-01 10:00,面霜,9.9,2\n"
    a2 = "A2,C1,2024-05-02 10:00,面霜,9.9,2\n"
    told = read("o.csv", f"订单号,客户ID,下单时间,商品,单价,数量\n{a1}{a2}{a1}")
    refs = [r["object_ref"] for r in told.rows(Kind.ORDER_PLACED)]
    assert refs == [
        "A1/面霜/1980", "A1/面霜/1980#2", "A2/面霜/1980", "A1/面霜/1980", "A1/面霜/1980#2",
    ]  # fmt: skip
    assert {r["related_ref"] for r in told.rows(Kind.ORDER_PLACED)} == {"A1", "A2"}


@pytest.mark.parametrize(
    ("heading", "amounts"),
    [("订单实付金额", ["30", "30"]), ("Order total", ["30.00", ""]), ("订单总额", ["", "30"])],
)
def test_a_total_on_each_row_of_an_order_counts_once(read, heading, amounts):
    told = read(
        "o.csv",
        f"订单号,客户ID,下单时间,商品,单价,数量,{heading}\nA1,C1,2024-05-01 10:00,面霜,10,2,{amounts[0]}\n"
        f"A1,C1,2024-05-01 10:00,牙膏,10,1,{amounts[1]}\nA2,C2,2024-05-02 10:00,面霜,10,1,10\n",
    )
    placed = {r["object_ref"]: r for r in told.rows(Kind.ORDER_PLACED)}
    assert {ref: r["amount"] for ref, r in placed.items()} == {"A1": 3000, "A2": 1000}
    assert json.loads(placed["A1"]["props"])["items"] == "面霜、牙膏"


@pytest.mark.parametrize(
    ("heading", "rows", "whole"),
    [
        ("订单金额", [("1", "30"), ("1", "30")], True), ("订单金额", [("1", "30"), ("1", "20")], False),
        ("金额", [("1", "30"), ("1", "30")], False), ("金额", [(o, o) for o in "112233"], True),
        ("订单金额", [("1", "30"), ("2", "30")], False), ("订单金额", [(None, "30"), (None, "30")], False),
    ],
)  # fmt: skip
def test_what_tells_a_total_from_an_amount_of_a_row(heading, rows, whole):
    assert repeated(heading, rows) is whole


def test_rows_with_a_number_of_their_own_have_an_amount_of_their_own():
    columns, rows = ("订单号", "子订单号", "订单金额"), [("A1", "1", "30"), ("A1", "2", "30")]
    assert totals(columns, rows, {"order_id": 0, "amount": 2}) == {"amount"}
    assert totals(columns, rows, {"order_id": 0, "line_id": 1, "amount": 2}) == frozenset()


@pytest.mark.parametrize(
    ("cell", "cents"),
    [("-3.10", 310), ("(3.10)", 310), ("−3.10", 310), ("¥-3.10", 310), ("-¥3.10", 310), ("－３.１０", 310)],
)
def test_a_negative_amount_is_a_refund(read, cell, cents):
    told = read("o.csv", f"{HEAD}\nA1,C1,{cell},2024-05-01 10:00,\nA2,C1,5,2024-05-01 10:00,\n")
    assert backs(told) == [("C1", "A1", cents)]
    assert told.said(Kind.ORDER_PLACED) == [("C1", "A2", 500)]


def test_a_credit_note_is_a_refund(read):
    text = "Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID\nC489449,22087,-12,2009-12-01 10:33:00,2.95,16321.0\n"
    assert backs(read("o.csv", text)) == [("16321", "C489449", 3540)]


def test_refunds_of_one_order_on_two_days_are_two_and_one_said_twice_is_one(read):
    text = f"{HEAD}\nA1,C1,-3,2024-05-03 10:00,\nA1,C1,-3,2024-05-04 10:00,\nA1,C1,-3,2024-05-04 10:00,\n"
    assert len({r["object_ref"] for r in read("o.csv", text).rows(Kind.ORDER_REFUNDED)}) == 2


def test_a_row_that_says_it_is_a_refund_is_one_whatever_its_sign(read):
    told = read(
        "o.csv",
        "订单号,客户ID,金额,下单时间,单据类型\nA1,C1,5,2024-05-01,退款单\nA2,C1,7,2024-05-01,销售单\n",
    )
    assert backs(told) == [("C1", "A1", 500)]
    assert told.said(Kind.ORDER_PLACED) == [("C1", "A2", 700)]


def test_a_column_of_refunds_gives_what_went_back(read, clock):
    told = read(
        "o.csv",
        f"{HEAD},退款金额,退款时间\nA1,C1,10,2024-05-01 10:00,已完成,3,2024-05-03 10:00\nA2,C1,10,2024-05-01 10:00,已完成,0,\n"
        "A3,C1,10,2024-05-01 10:00,已取消,10,\nA4,C1,10,2024-05-01 10:00,退款成功,,\n",
    )
    found = told.rows(Kind.ORDER_REFUNDED)
    assert [(r["object_ref"], r["related_ref"], r["amount"]) for r in found] == [
        ("A1/refund/300", "A1", 300), ("A4/refund/1000", "A4", 1000),
    ]  # fmt: skip
    assert found[0]["happened"] == clock("2024-05-03 10:00")
    assert json.loads(found[0]["props"]) == {"so_far": True}
    assert [r["object_ref"] for r in told.rows(Kind.ORDER_PLACED)] == ["A1", "A2", "A3", "A4"]


def test_a_refund_of_an_order_on_each_of_its_rows_counts_once(read):
    rows = "".join(f"A{n},C1,10,2024-05-01,货{m},3\n" for n in range(3) for m in range(2))
    told = read("o.csv", f"订单号,客户ID,单价,下单时间,商品,订单已退款金额\n{rows}")
    assert [r["object_ref"] for r in told.rows(Kind.ORDER_REFUNDED)] == [f"A{n}/refund/300" for n in range(3)]
    assert len(told.rows(Kind.ORDER_PLACED)) == 6


def test_a_refund_may_come_before_its_order(read):
    """In a file or in files: each is told by itself, under the order's own number."""
    back = "A1,C1,-10,2024-05-03 10:00,\n"
    bought = "A1,C1,10,2024-05-01 10:00,\n"
    apart = [read("a.csv", f"{HEAD}\n{row}").rows() for row in (back, bought)]
    together = read("b.csv", f"{HEAD}\n{back}{bought}").rows()
    said = lambda rows: sorted((r["kind"], r["related_ref"], r["amount"], r["happened"]) for r in rows)  # noqa: E731
    assert said(together) == said(apart[0] + apart[1])
    assert {r["related_ref"] for r in together} == {"A1"}


def test_a_cancelled_order_is_changed_once_however_many_rows_it_has(read, clock):
    told = read(
        "o.csv",
        "订单号,客户ID,下单时间,商品,单价,订单状态,更新时间\nA1,C1,2024-05-01,甲,1,交易关闭,2024-05-09\nA1,C1,2024-05-01,乙,2,交易关闭,2024-05-09\n"
        "A2,C1,2024-05-01,丙,3,交易成功,2024-05-09\n",
    )
    (changed,) = told.rows(Kind.ORDER_CHANGED)
    assert (changed["object_ref"], changed["related_ref"], changed["amount"]) == ("A1", "A1", None)
    assert json.loads(changed["props"]) == {"status": "交易关闭"}
    assert changed["happened"] == clock("2024-05-09")


@pytest.mark.parametrize("status", ["待付款", "等待买家付款", "unpaid", "未支付", "pending"])
def test_what_nobody_has_paid_yet_is_no_order(read, status):
    told = read("o.csv", f"{HEAD}\nA1,C1,10,2024-05-01,{status}\nA2,C1,10,2024-05-01,已完成\n")
    assert [r["object_ref"] for r in told.rows()] == ["A2"]
    assert "note.orders_unpaid:1" in told.notes()


@pytest.mark.parametrize(
    ("currency", "amount", "code"),
    [("USD", "5", "USD"), ("美元", "5", "USD"), ("人民币", "5", "CNY"), ("¥", "5", "CNY"), ("", "$5", "USD"), ("", "€5.00", "EUR"),
     ("", "HK$5", "HKD"), ("", "￥5", None), ("", "5", None), ("eur", "5", "EUR"), ("", "5 USD", "USD")],
)  # fmt: skip
def test_each_row_says_its_own_currency(read, currency, amount, code):
    told = read(
        "o.csv",
        f"订单号,客户ID,金额,下单时间,币种\nA1,C1,{amount},2024-05-01,{currency}\nA2,C1,7,2024-05-01,CNY\n",
    )
    first, second = told.rows(Kind.ORDER_PLACED)
    assert (first["amount"], json.loads(first["props"] or "{}").get("currency")) == (500, code)
    assert json.loads(second["props"])["currency"] == "CNY"


def test_rows_in_other_currencies_are_counted_in_a_note(read):
    rows = "A1,C1,5,2024-05-01,USD\nA2,C1,$7,2024-05-01,\nA3,C1,7,2024-05-01,人民币\nA4,C1,7,2024-05-01,eur\nA5,C1,7,2024-05-01,\n"
    told = read("o.csv", f"订单号,客户ID,金额,下单时间,币种\n{rows}")
    assert "note.foreign_money:EUR (1), USD (2)" in told.notes()
    plain = read("p.csv", f"{HEAD}\nA1,C1,5,2024-05-01,\n")
    assert not any(note.startswith("note.foreign_money") for note in plain.notes())


def test_buyers_are_known_by_id_phone_mask_or_name(read, phone):
    told = read(
        "o.csv",
        "订单号,客户ID,手机号,收货人手机,收货人,金额,下单时间\nA1,C1,13800138000,13900139000,李四,1,2024-05-01\n"
        "A2,,13800138000,,王五,1,2024-05-01\nA3,,,13900139000,赵六,1,2024-05-01\nA4,,138****8000,,张三,1,2024-05-01\n"
        "A5,,,,孙七,1,2024-05-01\nA6,,,138****8000,李*,1,2024-05-01\n",
    )
    placed = {r["object_ref"]: r for r in told.rows(Kind.ORDER_PLACED)}
    refs = {order: row["actor_ref"] for order, row in placed.items()}
    assert refs["A1"] == "C1"
    assert (refs["A2"], refs["A3"], refs["A5"]) == (
        phone("+8613800138000"),
        phone("+8613900139000"),
        "name:孙七",
    )
    assert refs["A4"].startswith("\x1fmasked\x1f")
    assert refs["A6"][:-8] == refs["A4"][:-8]  # the same digits are shown …
    assert refs["A6"] != refs["A4"]  # … of two names
    names = [placed[order]["actor_name"] for order in ("A1", "A2", "A3", "A6")]
    assert names == [None, "王五", "赵六", None]  # a parcel may be for another; stars are no name
    links = told.rows(Kind.IDENTITY_LINKED)
    assert [(r["actor_ref"], r["related_ref"], r["amount"]) for r in links] == [
        ("C1", phone("+8613800138000"), 1)
    ]
    kept = {r["actor_ref"] for r in told.rows(Kind.IDENTITY_SEEN) if r["text"]}
    assert kept == {phone("+8613800138000"), phone("+8613900139000")}
    assert "note.phones_masked:2" in told.notes()


@pytest.mark.parametrize(
    ("row", "reason"),
    [("A1,,10,2024-05-01,", "person_missing"), ("A1,t**1,10,2024-05-01,", "person_masked"), ("A1,C1,,2024-05-01,", "amount_missing"),
     ("A1,C1,很多,2024-05-01,", "number_bad"), ("A1,C1,10,,", "time_missing"), ("A1,C1,10,2031-01-01,", "time_future"),
     ("合计,,100,,", "total_row")],
)  # fmt: skip
def test_bad_orders_are_rejected_and_the_next_is_read(read, row, reason):
    told = read("o.csv", f"{HEAD}\n{row}\nA2,C2,10,2024-05-01,\n")
    assert told.rejects() == [(2, reason)]
    assert told.said(Kind.ORDER_PLACED) == [("C2", "A2", 1000)]


def test_an_order_twice_has_one_reference(read):
    """The ledger keeps one fact of a reference: twice in a file or in two files is once."""
    told = read("o.csv", f"{HEAD}\nA1,C1,10,2024-05-01,已完成\nA1,C1,10,2024-05-01,已完成\n")
    assert {r["object_ref"] for r in told.rows(Kind.ORDER_PLACED)} == {"A1"}

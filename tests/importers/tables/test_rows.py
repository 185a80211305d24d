"""What goes wrong in a table: rejected with line, reason and row; the rest goes on."""

import pytest

from yutang.importers.contract import Unreadable
from yutang.ledger.catalogue import Kind

HEAD = "群ID,发送人ID,发送时间,内容\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("g1,u1,1970-01-01 08:00:00,x", "time_ancient"),
        ("g1,u1,2031-01-01 00:00:00,x", "time_future"),
        ("g1,u1,,x", "time_missing"),
        ("g1,u1,昨天,x", "time_bad"),
        ("g1,u1,2024-02-30 10:00:00,x", "time_bad"),
        (",u1,2024-05-01 10:00:00,x", "group_missing"),
        ("g1,,2024-05-01 10:00:00,x", "person_missing"),
        ("g1,u1,2024-05-01 10:00:00,x,y", "columns"),
        ("infinity,u1,infinity,x", "time_bad"),
    ],
)
def test_a_bad_row_is_rejected_and_the_next_is_read(read, row, reason):
    told = read("m.csv", f"{HEAD}{row}\ng1,u1,2024-05-01 10:00:00,好\n")
    assert told.rejects() == [(2, reason)]
    assert [r["text"] for r in told.rows(Kind.MESSAGE_SENT)] == ["好"]


def test_a_reject_shows_at_most_500_characters(read):
    told = read("m.csv", f"{HEAD}g1,u1,never,{'长' * 900}\ng1,u1,2024-05-01 10:00:00,好\n")
    (reject,) = [r for chunk in told.chunks for r in chunk.rejects]
    assert len(reject.row) == 500
    assert reject.row.startswith("g1,u1,never,长")


def test_numbers_of_rejects_count_rows_of_odd_width(read):
    rows = "g1,u1,2024-05-01 10:00:00,a\ng1,u1,2024-05-01 10:00:01\na,b,c,d,e\n,,,\ng1,u1,bad,b\n"
    told = read("m.csv", HEAD + rows)
    assert sorted(told.rejects()) == [(4, "columns"), (6, "time_bad")]
    assert len(told.rows(Kind.MESSAGE_SENT)) == 2


def test_ids_may_be_negative_and_protected(read):
    told = read(
        "m.csv",
        HEAD
        + '-100123,"=""0017""",2024-05-01 10:00:00,a\n-100123,\'18,2024-05-01 10:00:00,b\n9.0,\t19 ,2024-05-01 10:00,c\n',
    )
    rows = told.rows(Kind.MESSAGE_SENT)
    assert [(r["group_ref"], r["actor_ref"]) for r in rows] == [
        ("-100123", "0017"),
        ("-100123", "18"),
        ("9", "19"),
    ]


def test_cells_that_look_like_formulas_and_html_stay_as_they_are(read):
    told = read(
        "m.csv", "群名称,发言人,时间,内容\n=cmd|' /C calc'!A0,<b>x</b>,2024-05-01 10:00:00,@SUM(1+1)\n"
    )
    (row,) = told.rows(Kind.MESSAGE_SENT)
    assert (row["group_ref"], row["actor_name"], row["text"]) == (
        "name:=cmd|' /C calc'!A0",
        "<b>x</b>",
        "@SUM(1+1)",
    )


def test_emoji_and_right_to_left_names_survive(read):
    rtl = "\u0645\u062d\u0645\u062f\u200f"
    told = read("m.csv", f"群名称,发言人,时间,内容\n👩‍👩‍👧群,{rtl},2024-05-01 10:00:00,👍\n")
    (row,) = told.rows(Kind.MESSAGE_SENT)
    assert (row["actor_name"], row["text"], row["group_ref"]) == (rtl, "👍", "name:👩‍👩‍👧群")


def test_totals_blank_rows_and_repeated_headers_are_no_data(read):
    text = "日期,群名称,发言数,发言人数\n2024-05-01,甲,12,3\n,,,\n日期,群名称,发言数,发言人数\n2024-05-02,甲,1,1\n合计,,13,4\n"
    told = read("d.csv", text)
    assert len(told.rows(Kind.GROUP_COUNTED)) == 2
    assert told.rejects() == [(6, "total_row")]


@pytest.mark.parametrize(
    ("cell", "reason"), [("-3", "number_negative"), ("很多", "number_bad"), ("", "count_missing")]
)
def test_counts_that_are_no_counts(read, cell, reason):
    told = read(
        "d.csv", f'日期,群名称,发言数\n2024-05-01,甲,{cell}\n2024-05-01,乙,"1,203"\n2024-05-02,乙,3\n'
    )
    assert told.rejects() == [(2, reason)]
    assert [r["amount"] for r in told.rows(Kind.GROUP_COUNTED)] == [1203, 3]


def test_who_left_before_they_came_is_rejected(read):
    told = read(
        "r.csv", "群ID,成员ID,入群时间,退群时间\ng1,u1,2024-02-01,2024-01-01\ng1,u2,2024-02-01,9999-12-31\n"
    )
    assert told.rejects() == [(2, "left_before_joined")]
    assert [r["kind"] for r in told.rows()] == [Kind.GROUP_JOINED]


def test_a_state_of_having_left_counts_without_its_time(read, clock):
    told = read("r.csv", "群ID,成员ID,入群时间,成员状态\ng1,u1,2024-02-01,已退群\ng1,u2,2024-02-01,在群\n")
    left = told.rows(Kind.GROUP_LEFT)
    assert [(r["actor_ref"], r["happened"]) for r in left] == [("u1", clock("2024-06-01"))]


def test_a_quote_nobody_closes_costs_its_own_line(read):
    good = "".join(f"g1,u1,2024-05-01 10:00:00,第{n}条\n" for n in range(300))
    told = read("m.csv", f'{HEAD}g1,u1,2024-05-01 10:00:00,"没有结束\n{good}')
    assert len(told.rows(Kind.MESSAGE_SENT)) == 301
    assert told.rejects() == []


def test_a_line_of_two_megabytes_is_cut_not_fatal(read):
    told = read("m.csv", f"{HEAD}g1,u1,2024-05-01 10:00:00,{'x' * 3_000_000}\ng1,u1,2024-05-01 10:00:01,好\n")
    assert [r["text"] for r in told.rows(Kind.MESSAGE_SENT)][-1] == "好"
    assert all(len(r["text"] or "") < 1_100_000 for r in told.rows())


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.csv", "name,age,city\nbob,3,x\n", "table_unknown"),
        ("x.parquet", b"PAR1 and nothing else", "parquet_damaged"),
        ("x.xlsx", b"PK\x03\x04 and nothing else", "workbook_damaged"),
        ("x.csv", "只有一句话", "table_empty"),
    ],
)
def test_a_file_that_is_no_table_is_named(read, name, content, code):
    with pytest.raises(Unreadable) as error:
        read(name, content)
    assert error.value.code == code


def test_the_same_file_gives_the_same_chunks(read):
    text = HEAD + "".join(f"g{n % 7},u{n % 50},{1_700_000_000_000 + n},t{n}\n" for n in range(90_000))
    first, second = (read("m.csv", text).chunks for _ in range(2))
    assert [c.rows for c in first] == [c.rows for c in second]
    assert sum(c.rows.num_rows for c in first) == 90_000
    assert first[-1].done == len(text.encode())
    assert "note.unit:ms" in first[-1].notes

"""Rejected rows of delimited text and of JSON lines are named by the line they begin in: told by a plain oracle."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importers.files import HOW, Memory

from yutang.importers.kinds.table import READER
from yutang.importers.sheets.records import Record, records
from yutang.ledger.catalogue import Kind

HEAD = "群ID,成员ID,发送时间,消息内容\n"
GOOD, BAD = "2024-01-02 10:00:00", "昨天"
FIRST = 60  # good rows, by which the columns are told
PLAIN = HEAD + f"g,u,{GOOD},first\n" * FIRST
WORDS = st.text(st.sampled_from('早安,"\n\r;\u2028\x85x '), min_size=0, max_size=12)


def outcome(name: str, data: str) -> tuple[list[str], list[tuple[int, str]]]:
    """(texts taken, (line, reason) of the rejects), each sorted by place."""
    chunks = list(READER.read(Memory(name, data), HOW))
    texts = [
        str(row["text"])
        for chunk in chunks
        for row in chunk.rows.to_pylist()
        if row["kind"] == Kind.MESSAGE_SENT
    ]
    return texts, sorted((r.line, r.reason) for chunk in chunks for r in chunk.rejects)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.booleans(), WORDS, st.integers(0, 2)), max_size=25))
def test_cells_with_breaks_and_blank_lines_move_the_number(rows):
    text, line, wanted = PLAIN, FIRST + 2, []
    for good, words, blank in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(
            ("g", "u", GOOD if good else BAD, words)
        )
        wanted += [] if good else [(line, "time_bad")]
        text += out.getvalue() + "\n" * blank
        line += out.getvalue().count("\n") + blank
    texts, rejects = outcome("m.csv", text)
    assert rejects == wanted
    assert len(texts) == FIRST + sum(good for good, _, _ in rows)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["good", "bad", "odd", "blank", "long"]), max_size=40))
def test_odd_rows_among_others_keep_every_number(sorts):
    shapes = {
        "good": f"g,u,{GOOD},x\n", "bad": f"g,u,{BAD},x\n", "odd": f"g,u,{GOOD},x,y,z\n", "blank": "\n",
        "long": f'g,u,{BAD},"a\nb\nc"\n',
    }  # fmt: skip
    text, line, wanted = PLAIN, FIRST + 2, []
    for sort in sorts:
        if sort in ("bad", "long"):
            wanted.append((line, "time_bad"))
        elif sort == "odd":
            wanted.append((line, "columns"))
        text += shapes[sort]
        line += shapes[sort].count("\n")
    texts, rejects = outcome("m.csv", text)
    assert rejects == wanted
    assert len(texts) == FIRST + sorts.count("good")


def test_numbers_hold_over_blocks_of_the_reader():
    """Blocks are 2 MiB: odd rows near their seams are met ahead of the rows before them."""
    every = [f"g,u,{GOOD},{'长' * 60}\n"] * 30_000
    odd, bad = range(9_000, 30_000, 997), range(9_500, 30_000, 1_009)
    for place in odd:
        every[place] = f"g,u,{GOOD},x,y,z\n"
    for place in bad:
        every[place] = f"g,u,{BAD},x\n"
    texts, rejects = outcome("m.csv", HEAD + "".join(every))
    assert rejects == sorted([(p + 2, "columns") for p in odd] + [(p + 2, "time_bad") for p in bad])
    assert len(texts) == 30_000 - len(odd) - len(bad)


@pytest.mark.parametrize("above", ["", "导出\n", "导出\n\n", "sep=,\n"])
def test_what_stands_above_the_header_counts(above):
    text = above + HEAD + f"g,u,{BAD},x\ng,u,{GOOD},y\n"
    assert outcome("m.csv", text) == (["y"], [(2 + above.count("\n"), "time_bad")])


def test_behind_a_quote_that_never_closes_the_numbers_go_on():
    rows = f'g,u,{GOOD},"never\n' + f"g,u,{GOOD},x\n" * 300 + f"g,u,{BAD},y\n\ng,u,{BAD},z\n"
    texts, rejects = outcome("m.csv", HEAD + rows)
    assert rejects == [(303, "time_bad"), (305, "time_bad")]
    assert texts.count("x") == 300


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_json_lines_count_blank_lines(end):
    good = {"group_id": "g", "sender_id": "u", "time": GOOD, "text": "x"}
    lines = [
        "",
        json.dumps(good),
        "",
        "broken",
        json.dumps(good | {"time": "?"}),
        "",
        "[1]",
        "5",
        json.dumps(good),
    ]
    texts, rejects = outcome("m.ndjson", end.join(lines) + end)
    assert texts == ["x", "x"]
    assert rejects == [(4, "json"), (5, "time_bad"), (7, "json"), (8, "json")]


@pytest.mark.parametrize(
    "key", ["", "*", "a*b", "$", "a.b", "a'b", 'a"b', "a\\b", "a[0]", "?", "#", "é", " ", "\u2028"]
)
def test_strange_keys_do_no_harm(key):
    row = {key: 1, "group_id": "g", "sender_id": "u", "time": GOOD, "text": "x", "more": {key: 2}}
    assert outcome("m.ndjson", json.dumps(row) + "\n") == (["x"], [])


def test_separators_that_only_unicode_knows_stay_in_the_cell():
    words = "a\u2028b\x85c\x0bd\x1ce"
    texts, rejects = outcome("m.csv", HEAD + f"g,u,{GOOD},{words}\ng,u,{GOOD},x,,\n")
    assert (texts, rejects) == ([words, "x"], [])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a,b\nc,d", [(0, ("a", "b")), (1, ("c", "d"))]), ('"a\nb",c\n\nd,e', [(0, ("a\nb", "c")), (3, ("d", "e"))]),
        ('"a,b\nc,d', [(0, ('"a', "b")), (1, ("c", "d"))]), ("a", [(0, ("a", None))]), ("a,b,c", [(0, None)]),
        ("a,b,,,", [(0, ("a", "b"))]), ("\n\n", []), ('"a""b",c', [(0, ('a"b', "c"))]), ("a\u2028,b", [(0, ("a\u2028", "b"))]),
    ],
)  # fmt: skip
def test_records_know_where_they_begin(text, wanted):
    assert [(r.line, r.cells) for r in records(text.split("\n"), ",", 2)] == wanted


@given(st.text(st.sampled_from('ab,"\n \r\u2028'), max_size=60), st.integers(1, 4))
def test_records_lose_no_line(text, width):
    lines = text.split("\n")
    found: list[Record] = list(records(lines, ",", width))
    covered = [r.line + n for r in found for n in range(r.text.count("\n") + 1)]
    assert sorted(set(covered)) == covered
    assert all(n in covered for n, line in enumerate(lines) if line.strip(" \r\u2028"))
    assert all(r.cells is None or len(r.cells) == width for r in found)

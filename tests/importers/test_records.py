import re

from yutang.importers.records import records
from yutang.importers.trees import LocalFile

START = re.compile(r"\d+,")


def read(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_text(content)
    return [(r.number, r.cells) for r in records(LocalFile(path, "a.csv"), START)]


def test_cells_over_several_lines(tmp_path):
    body = 'id,text\n1,plain\n\n2,"two\nlines, ""quoted"""\n3,x\n'
    assert read(tmp_path, body) == [(2, ["1", "plain"]), (4, ["2", 'two\nlines, "quoted"']), (6, ["3", "x"])]


def test_an_open_quote_ends_where_the_next_record_begins(tmp_path):
    assert read(tmp_path, 'id,text\n1,"open\nmore\n2,x\n') == [(2, None), (4, ["2", "x"])]
    assert read(tmp_path, 'id,text\n1,"open\n') == [(2, None)]


def test_a_cell_beyond_all_bounds(tmp_path):
    many = "\n".join(["y" * 900_000] * 2)
    assert read(tmp_path, f'id,text\n1,"{many}"\n2,x\n') == [(2, None), (4, ["2", "x"])]

import pytest

from yutang.importers.kinds.wechat_stat import READER
from yutang.ledger.catalogue import Kind

HEADER = "time(Asia/Shanghai),group_id,group_name,from_id,from_nickname,content_type,content\n"


def test_figures(fixture):
    got = fixture(READER, "wechat/wechat_stat.csv")
    assert got.figures == {
        "chats": 2, "messages": 3, "senders": 2, "joins": 1, "leaves": 0, "recalls": 0, "rejects": 2,
    }  # fmt: skip
    assert got.codes == ["bad_time", "bad_csv"]
    assert got.texts == ["早上好", "[图片]", "逗号,和\n换行"]


def test_the_zone_of_the_header(fixture):
    got = fixture(READER, "wechat/wechat_stat.csv")
    assert got.notes == ["note.zone:America/New_York"]
    assert got.column(Kind.MESSAGE_SENT, "happened")[0] == 1556552970_000_000


def test_an_unknown_zone_falls_back_and_says_so(written):
    got = written(
        READER, HEADER.replace("Asia/Shanghai", "Mars/Base") + "2019-04-29 11:49:30,g,群,e,甲,Text,hi\n"
    )
    assert got.notes == ["note.zone_assumed:Asia/Shanghai"]
    assert got.column(Kind.MESSAGE_SENT, "happened") == [1556509770_000_000]


def test_unquoted_commas_belong_to_the_words(written):
    got = written(READER, HEADER + "2019-04-29 11:49:30,g,群,e,甲,Text,a,b,c\n")
    assert got.texts == ["a,b,c"]


def test_an_open_quote_costs_one_row(written):
    body = '2019-04-29 11:49:30,g,群,e,甲,Text,"open\n2019-04-29 11:50:30,g,群,e,甲,Text,next\n'
    got = written(READER, HEADER + body)
    assert (got.texts, got.codes) == (["next"], ["bad_csv"])


@pytest.mark.samples
def test_sample_keeps_masked_ids_as_they_are(sample):
    got = sample(READER, "excerpts/glrh111_wechat_stat.csv")
    assert got.figures == {
        "chats": 2, "messages": 4, "senders": 1, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    assert got.column(Kind.GROUP_SEEN, "group_ref") == ["8d**89", "8d**86"]

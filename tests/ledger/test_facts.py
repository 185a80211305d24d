"""Facts from sightings: what becomes of the texts, however long they are."""

import duckdb
import pyarrow as pa

from ledger.batch import DAY, NOW, SECOND, START, say, table, take
from yutang.importers.batches import SMALL
from yutang.ledger.catalogue import Kind
from yutang.ledger.facts import FEW, FEW_BYTES, TEXT_CAP, prepare
from yutang.ledger.ledger import Ledger

TEXTS = "select p.text from payload p join fact f on f.id = p.fact_id order by f.happened"


def test_a_text_is_cut_by_characters_and_its_neighbours_are_whole(ledger: Ledger) -> None:
    long = "长" * (TEXT_CAP + 5)
    take(ledger, "a", say("g", "u", START, "短"), say("g", "u", START + SECOND, long))
    assert ledger.analytics.rows(TEXTS) == [("短",), ("长" * TEXT_CAP,)]


def test_texts_stay_with_their_message_when_others_are_known(ledger: Ledger) -> None:
    said = [say("g", f"u{n % 3}", START + n * SECOND, f"第{n}句", props=f'{{"n":{n}}}') for n in range(9)]
    take(ledger, "a", *said[2:7:2])
    take(ledger, "b", *said)
    assert ledger.analytics.rows(TEXTS) == [(f"第{n}句",) for n in range(9)]
    rows = ledger.analytics.rows("select props, epoch_us(happened) from fact order by happened")
    assert rows == [(f'{{"n":{n}}}', START + n * SECOND) for n in range(9)]


def test_only_words_of_messages_are_texts(ledger: Ledger) -> None:
    seen = (Kind.GROUP_SEEN, START, {"group": "g", "text": "群名"})
    assert take(ledger, "a", seen, say("g", "u", START, ""), say("g", "u", START + SECOND, "好")) == 3
    assert ledger.analytics.rows(TEXTS) == [("好",)]


def test_a_batch_of_long_texts_fits_a_store_hardly_larger_than_it(ledger: Ledger) -> None:
    """Joins that hash the side with the texts need them several times over: more than even a long import gives."""
    text = "这个面膜怎么用，大家记得发截图" * 90
    rows = 2 * SMALL.size // len(text.encode())
    sightings = table(*(say("g", f"u{n % 50}", START + n * SECOND, f"{n}{text}") for n in range(rows)))
    assert sightings.nbytes > 1.9 * SMALL.size
    assert SMALL.store_mb > 20
    with ledger.analytics.budget(20):
        assert ledger.take("a", "test", "wecom", sightings, now=NOW) == rows
    kept = ledger.analytics.rows("select count(*), min(length(text)) from payload")
    assert kept == [(rows, len(text) + 1)]


def test_an_order_is_one_whatever_day_an_export_gives_it(ledger: Ledger) -> None:
    """The same number, first with the day of the order, then with that of the payment; other rows beside it or not."""
    order = {"actor": "ann", "ref": "o1", "amount": 100}
    assert take(ledger, "a", (Kind.ORDER_PLACED, START, order)) == 1
    assert take(ledger, "b", (Kind.ORDER_PLACED, START + 3 * DAY, order)) == 0
    other = (Kind.ORDER_PLACED, START, {"actor": "bo", "ref": "o9", "amount": 5})
    assert take(ledger, "c", (Kind.ORDER_PLACED, START + 9 * DAY, order), other) == 1
    assert (
        take(ledger, "d", (Kind.ORDER_REFUNDED, START, order), (Kind.ORDER_REFUNDED, START + DAY, order)) == 1
    )
    assert take(ledger, "e", (Kind.ORDER_REFUNDED, START + 2 * DAY, order)) == 0
    assert ledger.analytics.rows("select sum(cents), sum(refunded) from spending") == [(105, 100)]


def test_a_batch_may_come_in_several_pieces(ledger: Ledger) -> None:
    """Columns of several chunks: places are those in the whole."""
    whole = table(*(say("g", "u", START + n * SECOND, f"第{n}句") for n in range(6)))
    pieces = pa.concat_tables([whole.slice(0, 2), whole.slice(2, 3), whole.slice(5)])
    ledger.take("a", "test", "wecom", pieces, now=NOW)
    assert ledger.analytics.rows(TEXTS) == [(f"第{n}句",) for n in range(6)]


def test_few_rows_are_prepared_as_many_are() -> None:
    texts = (
        "好的",
        "今晚八点，直播间见！",
        "１２３４５６",
        "https://example.com/a?utm_x=1",
        "",
        "怎么退款？",
    )
    said = [say("g", f"u{n % 7}", START + n * SECOND, texts[n % len(texts)]) for n in range(FEW)]
    begun = (Kind.RELATION_BEGUN, START, {"actor": "u", "related": "s", "props": '{"source":"扫码"}'})
    whole, few = table(begun, *said, say("g", "u", START)), table(begun, *said[:60])
    assert few.nbytes < whole.nbytes < FEW_BYTES
    with duckdb.connect() as cursor:
        many = prepare(cursor, "wecom", "Asia/Shanghai", whole).sort_by("ordinal")
        assert prepare(cursor, "wecom", "Asia/Shanghai", few).sort_by("ordinal") == many.slice(
            0, few.num_rows
        )
        heavy = table(say("g", "u", START, "长" * FEW_BYTES))  # few, and too much to be held twice
        assert prepare(cursor, "wecom", "Asia/Shanghai", heavy).num_rows == 1

"""Traits and fingerprints through DuckDB, as the ledger computes them."""

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.ledger.texts import SQL_FINGERPRINT, SQL_GLANCE, SQL_TRAITS, fingerprint, traits
from yutang.ledger.traits import Trait
from yutang.phrases.links import SQL_LINK

QUESTIONS = (
    "请问什么时候发货",
    "这个多少钱？",
    "在吗",
    "有没有小码的",
    "那明天呢",
    "怎么领券啊",
    "请问几点開始",
    "能不能退款",
    "how do I pay",
    "When will it ship",
    "does anyone know the size",
    "ok?",
)
STATEMENTS = (
    "明天发货",
    "我才不信呢你说的",
    "水果什么的都有",
    "昨天跟店长聊了聊怎么搭配冬天的衣服，她说先看肤色再看身形，最后才轮到价格，学到了很多也想分享给大家",
    "https://a.example.com/x?id=3",
    "看 www.example.com?a=b&c=d",
    "This is how we made it",
    "",
)
LINKS = (
    "https://mall.example.com/item",
    "看看www.example.com",
    "戳example.cn/a1",
    "t.cn/A6xyz",
    "#小程序://鱼塘/abc",
    "[小程序] 团购",
    "￥AbCd12345ef￥",
    "HTTP://EXAMPLE.COM",
)
NO_LINKS = ("发到 me@qq.com 吧", "报告v1.0.doc", "3.14", "看README.me", "今天.明天", "www", "￥99￥")
FILLERS = (
    "早安",
    "大家早上好呀",
    "收到！",
    "好的好的",
    "+1",
    "👍👍👍",
    "@群主 收到",
    "早安☀️🌹[玫瑰]",
    "谢谢老师",
    "666",
    "周一快乐，加油！",
    "Good morning everyone!",
    "OK, thanks",
    "@所有人 早安",
    "哈哈哈哈",
)
CONTENT = (
    "",
    "  ",
    "好的我明天去拿",
    "早安？",
    "收到货了，质量很好",
    "3",
    "ok let me check the stock",
    "大家好，我是新来的小王",
    "okra",
)
COMPLAINTS = (
    "我要退款",
    "这是假货吧",
    "再不处理就投诉了",
    "骗子",
    "你们骗我",
    "问了三天没人理",
    "给你们差评",
    "貨是假貨，投訴",
    "I want a REFUND",
    "total scam",
    "nobody replies here",
)
CALM = ("真的不骗你", "发货了", "scampi for dinner", "别骗你自己")


def bits(texts: tuple[str, ...], trait: Trait) -> list[bool]:
    return [bool(b & trait) for b in traits(list(texts))]


@pytest.mark.parametrize(
    ("trait", "yes", "no"),
    [
        (Trait.QUESTION, QUESTIONS, STATEMENTS),
        (Trait.LINK, LINKS, NO_LINKS),
        (Trait.FILLER, FILLERS, CONTENT),
        (Trait.COMPLAINT, COMPLAINTS, CALM),
        (
            Trait.MENTION_ALL,
            ("@所有人 开会", "＠全体成员", "hey @all", "@everyone", "<!channel> hi"),
            ("@allen", "me@all.com", "@全家"),
        ),
        (
            Trait.MEDIA,
            (
                "[图片]",
                "【语音】",
                "<Media omitted>",
                "image omitted",
                "[动画表情]",
                "[文件] 报价.pdf",
                "[图片] [图片]",
                "[表情: 微笑]",
            ),
            ("[玫瑰]", "图片", "看图片[图片]", "[图片展示] 都在群里"),
        ),
    ],
    ids=["question", "link", "filler", "complaint", "mention_all", "media"],
)
def test_words_set_their_bit_and_nothing_like_them_does(
    trait: Trait, yes: tuple[str, ...], no: tuple[str, ...]
) -> None:
    assert [t for t, b in zip(yes, bits(yes, trait), strict=True) if not b] == []
    assert [t for t, b in zip(no, bits(no, trait), strict=True) if b] == []


def test_media_is_neither_filler_nor_told_apart() -> None:
    assert traits(["[图片]", None]).tolist() == [Trait.MEDIA, 0]
    assert fingerprint(["<Media omitted>", "[聊天记录] 家庭群的聊天记录"]).to_pylist() == [None, None]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("看 https://www.Shop.example.com/A?id=3&utm_source=wx&spm=1.2#top 哦", "shop.example.com/A?id=3"),
        ("http://shop.example.com/A/?utm_a=1&utm_b=2", "shop.example.com/A"),
        ("https://s.example.com/?from=timeline&id=9&share_uid=7，快来", "s.example.com/?id=9"),
        ("https://h5.example.com/#/goods/42?from=groupmessage", "h5.example.com/#/goods/42"),
        (
            "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=2&sn=ab&chksm=cd&scene=0#rd",
            "mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=2&sn=ab",
        ),
        ("戳example.cn/a1看", "example.cn/a1"),
        ("(see https://example.com/b).", "example.com/b"),
        ("#小程序://鱼塘/abc", "#小程序://鱼塘/abc"),
        ("先 https://a.example.com 后 https://b.example.com", "a.example.com"),
        ("发到 me@qq.com", None),
    ],
)
def test_a_link_loses_what_tells_who_shared_it(text: str, link: str | None) -> None:
    with duckdb.connect() as db:
        assert db.execute(f"select {SQL_LINK} from (select ? as text)", [text]).fetchall() == [(link,)]


def test_fingerprints_join_the_same_and_part_the_different() -> None:
    texts = [
        "今晚八点，直播间见！",
        "今晚八点直播间见🎉",
        "今晚 八点 直播间见",
        "今晚九点，直播间见！",
        "满100减20，快来",
        "满１００减２０快来",
        "满100减50快来",
        "好的哦哦哦",
        "https://example.com/a?utm_x=1",
        "新品 http://www.example.com/a",
    ]
    f = fingerprint(texts).to_pylist()
    assert f[0] == f[1] == f[2] != f[3]
    assert f[4] == f[5] != f[6]
    assert f[7] is None
    assert f[8] == f[9]


def test_fingerprints_never_change() -> None:
    # Stored numbers: a change here needs a rebuild of every ledger.
    assert fingerprint(["今晚八点，直播间见！", "https://example.com/a"]).to_pylist() == [
        3868767595808831324,
        6413210960948004608,
    ]


def test_the_expressions_run_inside_a_statement() -> None:
    with duckdb.connect() as db:
        db.register("row", pa.table({"id": [1, 2], "text": ["请问怎么退款？", None]}))
        found = db.execute(
            f"select id, {SQL_TRAITS}, ({SQL_FINGERPRINT}) is null from (select *, {SQL_GLANCE} from row) order by id"
        ).fetchall()
    assert found == [(1, Trait.QUESTION | Trait.COMPLAINT, False), (2, 0, True)]


@settings(deadline=None, max_examples=30)  # each opens a database
@given(st.lists(st.none() | st.text(), max_size=20))
def test_any_text_is_taken(texts: list[str | None]) -> None:
    texts = [t and t.encode("utf-8", "ignore").decode() for t in texts]
    assert len(traits(texts)) == len(texts)
    numbers = fingerprint(texts).to_pylist()
    assert all(n is None or 0 <= n < 2**63 for n in numbers)


def test_every_letter_that_has_a_lower_case_is_found_by_the_glance() -> None:
    every = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    with duckdb.connect() as db:
        db.register("row", pa.table({"text": pa.array(every, pa.string())}))
        rows = db.execute(
            f"select lower(letters) = letters, rare from (select *, {SQL_GLANCE} from row)"
        ).fetchall()
    assert not [one for one, (as_it_is, rare) in zip(every, rows, strict=True) if not (as_it_is or rare)]
    assert sum(1 for as_it_is, _ in rows if not as_it_is) > 1_000


_ODD = ["退款", "@所有人", "<!here>", "https://a.com/X", "www.b.cn", "weixin://", "Ａ１", "ＡB", "早上好", "[图片]", "吗", "？",
        "refund", "Refund", " ", "\n", "！", "a@b.com", "\u200e", "İß", "ǅ", "Ⅷ", "１２", "怎么", "\u0301", "\U0001f389"]  # fmt: skip


@settings(deadline=None, max_examples=30)  # each opens a database
@given(st.lists(st.lists(st.sampled_from(_ODD), max_size=8).map("".join), max_size=20))
def test_a_glance_only_saves_looks(texts: list[str]) -> None:
    """With everything taken for rare, bits and fingerprints are the same."""
    with duckdb.connect() as db:
        db.register("row", pa.table({"text": pa.array(texts, pa.string())}))
        glanced, looked = (
            db.execute(
                f"select {SQL_TRAITS}, {SQL_FINGERPRINT} from (select *{how} from (select *, {SQL_GLANCE} from row))"
            ).fetchall()
            for how in ("", " replace (true as rare)")
        )
    assert glanced == looked

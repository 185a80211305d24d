import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.checkup.near import near_same

BLAST = "🔥今晚8点直播间见！爆款纯棉四件套到手价{price}元，拍下立减30，{who}抓紧上车"
GREETINGS = [
    "大家早上好，祝大家今天工作顺利心情愉快",
    "早安！新的一周新的开始，愿你被世界温柔以待",
    "各位家人们晚上好，今天辛苦啦早点休息哦",
    "周末愉快，带孩子去公园玩的举手报名啦",
    "早上好呀，今天降温了大家注意添衣保暖",
]


def planted() -> tuple[list[int], list[str | None]]:
    """Six wordings of a blast in six groups, among greetings of which each stays in two groups."""
    who = ["宝子们", "姐妹们", "家人们", "亲们", "老铁们", "大家"]
    texts: list[str | None] = [BLAST.format(price=99 + i, who=w) for i, w in enumerate(who)]
    texts += [g for g in GREETINGS for _ in range(2)]
    return [*range(6), *[i % 6 for i in range(10)], 0, 1, 2], [*texts, None, "好的", ""]


def test_reworded_blasts_are_found_and_greetings_left() -> None:
    groups, texts = planted()
    found = near_same(groups, pa.array(texts))
    assert [(n.rows.tolist(), n.wordings, n.groups) for n in found] == [([0, 1, 2, 3, 4, 5], 6, 6)]
    assert found[0].sample == texts[0]


def test_one_group_repeating_itself_is_no_blast() -> None:
    text = pa.array([BLAST.format(price=i, who="亲们") for i in range(9)])
    assert near_same([7] * 9, text) == []
    assert near_same([7, 7, 7, 7, 8, 8, 8, 8, 8], text) == []
    assert [n.groups for n in near_same([7, 8, 9] * 3, text)] == [3]


def test_the_most_used_wording_is_the_sample() -> None:
    a, b = BLAST.format(price=1, who="亲们"), BLAST.format(price=1, who="姐妹们") + "～"
    found = near_same([1, 2, 3, 4, 5], pa.chunked_array([[a, b], [b, b, a]]))
    assert [(n.sample, n.groups, n.rows.tolist()) for n in found] == [(b, 5, [0, 1, 2, 3, 4])]


def test_a_chain_of_likenesses_is_no_cluster() -> None:
    # Each shares most with its neighbour, the ends share nothing.
    letters = "".join(chr(0x4E00 + 7 * i) for i in range(64))
    texts = [letters[i : i + 24] for i in range(0, 41, 4)]
    for near in near_same(range(len(texts)), pa.array(texts)):
        assert len(near.rows) <= 3


def test_width_case_digits_and_decoration_do_not_matter() -> None:
    texts = [
        "ＶＩＰ会员日满100减20快来抢购",
        "vip会员日 满300减50，快来抢购！！",
        "💥VIP会员日💥满1减1快来抢购",
    ]
    assert [n.wordings for n in near_same([1, 2, 3], pa.array(texts))] == [3]


def test_nothing_in_nothing_out() -> None:
    assert near_same([], pa.array([], pa.string())) == []
    assert near_same([1, 2, 3], pa.array([None, None, None], pa.string())) == []


@settings(deadline=None)  # a busy machine is no failure
@given(st.permutations(range(19)))
def test_order_does_not_matter(order: list[int]) -> None:
    groups, texts = planted()
    found = near_same(np.array(groups)[order], pa.array([texts[i] for i in order]))
    assert [sorted(order[r] for r in n.rows) for n in found] == [[0, 1, 2, 3, 4, 5]]

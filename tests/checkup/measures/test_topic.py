"""How alike two groups talk."""

import pytest
from tests.checkup.world import World

from yutang.checkup.measures.topic import likeness, words

TEA, BOOK = "今天的白茶和普洱都到货了，喜欢喝茶的可以来", "这本小说的结局让人意外，读书会周三继续"


def test_words_of_a_message_count_once_and_single_letters_not():
    found = words(["白茶白茶，我喝白茶 Tea tea", "白茶"])
    assert found["白茶"] == 2
    assert found["tea"] == 1
    assert all(len(word) > 1 for word in found)


def test_the_same_talk_is_one_and_other_talk_is_nought():
    alike = likeness({1: words([TEA]), 2: words([TEA]), 3: words([BOOK])}, [(1, 2), (1, 3), (1, 4)])
    assert alike[1, 2] == pytest.approx(1)
    assert alike[1, 3] < 0.1
    assert (1, 4) not in alike  # no words, nothing to compare


@pytest.mark.parametrize(("texts", "found"), [((TEA, TEA), "test:g1"), ((TEA, BOOK), None)])
def test_where_no_line_is_known_the_words_of_the_day_itself_decide(texts, found):
    world = World()
    world.talk(1, range(80), range(1, 21))
    world.talk(2, [10, 11, *range(60, 80)], range(1, 6))
    world.talk(2, [12, *range(60, 80)], range(100, 107))  # five of twelve are shared: too few to speak alone
    for group, text in enumerate(texts, 1):
        for i in range(3):
            world.say(group, 1, 0, 10 + i, text=text)
    assert next(g.merge_with for g in world.examined().groups if g.id == "test:g2") == found

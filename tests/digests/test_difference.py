"""What changed from one check-up to the next: every pair of states, new and gone groups, the sentence, the figures."""

import itertools

import msgspec
import pytest
from tests.digests.pair import BEFORE, large, small
from tests.insight.sample import AS_OF, empty, sample

from yutang.checkup.model import Blast, State
from yutang.digests.difference import compare, digest, move_of, sentence
from yutang.digests.model import Digest, Move, MovedGroup, Period
from yutang.locales import catalogue

LADDER = ("dead", "dormant", "fading", "alive")


def _moves(made: Digest) -> dict[str, str]:
    return {one.name: one.move.value for one in made.moved}


def _weekly(before, after) -> Digest:
    return digest(before, after, period=Period.WEEKLY)


@pytest.mark.parametrize(("a", "b"), list(itertools.combinations(LADDER, 2)))
def test_up_and_down_the_ladder(a: str, b: str) -> None:
    assert move_of(State(a), State(b)) is Move.CAME_BACK
    assert move_of(State(b), State(a)) is (Move.DIED if a == "dead" else Move.FADED)


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [("forming", "alive", Move.SETTLED), ("forming", "fading", Move.FADED), ("forming", "dormant", Move.FADED),
     ("forming", "dead", Move.DIED), ("alive", "forming", None), ("unknown", "dead", None), ("dead", "unknown", None),
     *((s, s, None) for s in State)],
)  # fmt: skip
def test_beside_the_ladder(before: str, after: str, move: Move | None) -> None:
    assert move_of(State(before), State(after)) is move


def test_each_group_that_changed_is_told_once() -> None:
    before = small(
        BEFORE, died="alive", cold="alive", back="dead", same="alive", left="fading", young="forming"
    )
    after = small(died="dead", cold="fading", back="alive", same="alive", fresh="forming", young="alive")
    assert _moves(_weekly(before, after)) == {
        "died": "died", "cold": "faded", "back": "came_back", "left": "gone", "fresh": "new", "young": "settled",
    }  # fmt: skip


def test_the_worst_come_first_and_of_them_the_largest() -> None:
    before = small(BEFORE, x="alive", y="dead", z="alive", w="alive")
    made = _weekly(before, small(w="fading", y="alive", z="dead", x="dead"))
    assert [one.name for one in made.moved] == ["z", "x", "w", "y"]
    gone = next(one for one in _weekly(small(BEFORE, a="dead", b="alive"), small(b="alive")).moved)
    assert (gone.move, gone.before, gone.after, gone.reason, gone.p) == (
        Move.GONE,
        State.DEAD,
        None,
        None,
        None,
    )


def test_advice_is_told_where_it_changed() -> None:
    before = small(BEFORE, a="alive", b="fading", c="dead")
    made = _weekly(before, small(a="fading", b="dead", c="dead", new="dead"))
    assert [(one.name, one.before, one.after) for one in made.advised] == [
        ("b", "revive", "stop"), ("a", "keep", "revive"),
    ]  # fmt: skip
    assert made.changes == 3  # a and b moved and are advised otherwise: each counts once


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [({"a": "alive"}, {"a": "alive"}, "quiet"), ({"a": "alive"}, {"a": "dead"}, "worse_dead"),
     ({"a": "alive"}, {"a": "fading"}, "worse"), ({"a": "dead"}, {"a": "alive"}, "better"),
     ({"a": "dead", "b": "alive"}, {"a": "alive", "b": "dormant"}, "mixed"),
     ({"a": "dead", "b": "alive"}, {"a": "alive", "b": "dead"}, "mixed_dead"),
     ({"a": "forming"}, {"a": "alive"}, "better"), ({"a": "alive"}, {"a": "alive", "b": "dead"}, "quiet")],
)  # fmt: skip
def test_one_sentence(before: dict[str, str], after: dict[str, str], code: str) -> None:
    made = _weekly(small(BEFORE, **before), small(**after))
    assert made.sentence.code == code
    assert f"digest.sentence.{code}" in catalogue("zh")
    assert (made.since, made.as_of, made.sentence.params["since"]) == (BEFORE, AS_OF, BEFORE.isoformat())


def test_the_first_says_where_things_stand() -> None:
    for before in (None, empty()):
        made = _weekly(before, small(a="alive", b="dead"))
        assert (made.sentence.code, made.since, made.moved, made.advised, made.blasts) == (
            "first",
            None,
            [],
            [],
            [],
        )
        assert made.changes == 0
        assert {one.before for one in made.figures} == {None}


def test_no_group_at_all_is_no_error() -> None:
    assert digest(None, empty(), period=Period.DAILY).sentence.params["groups"] == 0
    assert _moves(_weekly(small(BEFORE, a="alive"), empty())) == {"a": "gone"}


def test_figures_then_and_now() -> None:
    made = _weekly(small(BEFORE, a="alive", b="alive"), small(a="alive", b="dead", c="dead"))
    told = {one.code: (one.before, one.after) for one in made.figures}
    assert (told["groups"], told["alive"], told["dead"]) == ((2, 3), (2, 1), (0, 2))
    assert told["net_28d"] == (5, 5)
    assert {f"digest.figure.{code}" for code in told} <= set(catalogue("en"))


def test_only_new_blasts_are_told() -> None:
    old, new = (Blast(sample=s, is_link=False, groups=4, messages=9, first_day=AS_OF) for s in "ab")
    link = msgspec.structs.replace(old, is_link=True)
    made = _weekly(small(BEFORE, [old], g="alive"), small(AS_OF, [old, new, link], g="alive"))
    assert made.blasts == [new, link]


def test_the_same_check_up_differs_in_nothing() -> None:
    made = _weekly(sample(60), sample(60))
    assert (made.moved, made.advised, made.blasts, made.changes) == ([], [], [], 0)


def test_there_and_back_again_gives_the_opposite() -> None:
    one, other = sample(120, 3), sample(120, 4)
    there, back = (_weekly(*pair).moved for pair in ((one, other), (other, one)))
    states = {m.id: (m.before, m.after) for m in there if m.move in (Move.FADED, Move.CAME_BACK, Move.DIED)}
    again = {m.id: (m.after, m.before) for m in back if m.id in states and State.FORMING not in states[m.id]}
    assert again == {id_: pair for id_, pair in states.items() if id_ in again}
    assert again


def test_two_summaries_side_by_side() -> None:
    one, other = large(50), large(80)
    figures = {f.code: (f.before, f.after) for f in compare(one, other)}
    assert figures["groups"] == (50, 80)


def test_a_summary_survives_json() -> None:
    made = large(60)
    assert msgspec.json.decode(msgspec.json.encode(made), type=Digest) == made


def test_the_sentence_counts_settled_groups_as_better() -> None:
    one = MovedGroup(id="a", name="a", owner=None, line=None, move=Move.SETTLED, before=State.FORMING,
                     after=State.ALIVE, members=None, p=None, reason=None)  # fmt: skip
    assert sentence([one], small(a="alive").totals, since=BEFORE).params["back"] == 1

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""All words of all rules looked for in one pass over a text (Aho-Corasick), then doubted one by one.

A word of at most two characters must not begin or end inside a word of the text (rjieba): 评价 isn't in 好评。价格.
Where rjieba cuts 开发票 as 开发|票, 发票 is missed; 开发票 itself can be named, as longer words stand anywhere. Letters
and digits must not be part of a longer run of such: "vip" isn't in "viper". By sound a word is found only where its
rule says so, and only from three syllables on: two sound like something in every tenth message.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import msgspec

from yutang.segments.tags.words.model import SYLLABLES, Words
from yutang.segments.tags.words.spelling import fold, in_place, is_chinese, places, sounds

SHORT = 2  # characters up to which a word must stand by itself
EXCLUDED = -1


class Span(msgspec.Struct, frozen=True):
    """Where a word stands in a message, in characters of what was written: from `start` to before `end`."""

    start: int
    end: int
    word: str
    by_sound: bool = False


class Matcher:
    """`rules` by tag. Making one costs milliseconds; looking costs microseconds."""

    def __init__(self, rules: Mapping[int, Words]) -> None:
        self._rules = rules
        spelled: dict[str, list[tuple[int, int]]] = {}
        sounding: dict[str, list[tuple[int, int]]] = {}
        for tag, rule in rules.items():
            for place, word in enumerate(rule.words):
                plain = fold(word)
                spelled.setdefault(plain, []).append((tag, place))
                if rule.homophones and sum(map(is_chinese, plain)) >= SYLLABLES:
                    sounding.setdefault(plain.translate(sounds()), []).append((tag, place))
            for word in rule.exclude:
                spelled.setdefault(fold(word), []).append((tag, EXCLUDED))
        self._spelled, self._sounding = _automaton(spelled), _automaton(sounding)

    def find(self, text: str) -> dict[int, list[Span]]:
        """By tag, where its rule's words stand, in the order of the text; only of rules that hold for it."""
        plain = fold(text)
        hits = list(self._spelled.iter(plain)) if self._spelled else []
        heard = list(self._sounding.iter(plain.translate(sounds()))) if self._sounding else []
        if not hits and not heard:
            return {}
        return _Doubt(self._rules, text, plain).settle(hits, heard)


class _Doubt:
    """One text in which something was found."""

    def __init__(self, rules: Mapping[int, Words], text: str, plain: str) -> None:
        self._rules, self._text, self._plain = rules, text, plain
        self._places = places(text)
        self._edges: frozenset[int] | None = None

    def settle(self, hits: Sequence[Any], heard: Sequence[Any]) -> dict[int, list[Span]]:
        found: dict[int, dict[int, list[Span]]] = {}
        excluded: set[int] = set()
        for by_sound, ones in ((False, hits), (True, heard)):
            for last, (length, whose) in ones:
                first = last - length + 1
                if not self._stands(first, last, length):
                    continue
                for tag, place in whose:
                    if place == EXCLUDED:
                        excluded.add(tag)
                    elif not by_sound or self._plain[first : last + 1] != fold(self._rules[tag].words[place]):
                        span = Span(
                            self._places[first],
                            self._places[last] + 1,
                            self._rules[tag].words[place],
                            by_sound,
                        )
                        found.setdefault(tag, {}).setdefault(place, []).append(span)
        return {
            tag: sorted((span for spans in words.values() for span in spans), key=lambda s: (s.start, s.end))
            for tag, words in found.items()
            if tag not in excluded
            and (self._rules[tag].mode == "any" or len(words) == len(self._rules[tag].words))
        }

    def _stands(self, first: int, last: int, length: int) -> bool:
        if not (self._ends(first, -1) and self._ends(last, 1)):
            return False
        if length > SHORT or not any(map(is_chinese, self._plain[first : last + 1])):
            return True
        if self._edges is None:
            import rjieba

            self._edges = frozenset(accumulate(map(len, rjieba.cut(in_place(self._text))), initial=0))
        return self._places[first] in self._edges and self._places[last] + 1 in self._edges

    def _ends(self, at: int, way: int) -> bool:
        """Whether a letter or digit at this end isn't followed by another of its sort, as it was written."""
        sign, beside = self._plain[at], at + way
        if not (sign.isascii() and 0 <= beside < len(self._plain)):
            return True
        if abs(self._places[beside] - self._places[at]) > 1:
            return True
        other = self._plain[beside]
        return not (other.isascii() and other.isdigit() == sign.isdigit())


def _automaton(keys: Mapping[str, Sequence[tuple[int, int]]]) -> Any:
    """None: there is nothing to look for."""
    if not keys:
        return None
    from ahocorasick import Automaton

    made = Automaton()
    for key, whose in keys.items():
        made.add_word(key, (len(key), whose))
    made.make_automaton()
    return made

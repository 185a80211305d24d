# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""One spelling for all that look alike, and one for all that sound alike.

Both work on single characters, so a text is one pass of `str.translate`, and a place in the folded text leads back to
the place in what was written. Folded: compatibility forms (NFKC: full width, circled), capitals, accents, and
traditional characters (OpenCC) in their plain form; spaces, punctuation, emoji and what nobody sees are left out.
Libraries are loaded with the first character that needs them: a server that matches nothing carries none of them.
"""

import functools
import unicodedata
from collections.abc import Callable

# OpenCC leaves these to the words they stand in. As words are folded too, one of both will do.
_ALIKE = {"著": "着", "瞭": "了", "妳": "你", "乾": "干", "藉": "借", "麽": "么", "徵": "征"}
_SOUNDS = 0xE000  # private characters stand for syllables


class Folding(dict[int, str]):
    """Code point → its plain spelling, made when it is first asked for. "" is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._plain: Callable[[str], str] | None = None

    def __missing__(self, code: int) -> str:
        found = self[code] = "".join(self._simple(one) for one in _letters(chr(code)))
        return found

    def _simple(self, sign: str) -> str:
        if sign.isascii():
            return sign
        plain = self._plain
        if plain is None:
            from opencc import OpenCC

            self._plain = plain = OpenCC("t2s").convert
        return _ALIKE.get(sign) or plain(sign)


class Sounds(dict[int, str]):
    """Code point of a folded text → one private character a syllable without its tone; other letters stay."""

    def __init__(self) -> None:
        super().__init__()
        self._syllables: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        found = self[code] = self._said(sign) if is_chinese(sign) else sign
        return found

    def _said(self, sign: str) -> str:
        from pypinyin import lazy_pinyin

        syllable = lazy_pinyin(sign)[0]
        if syllable == sign:  # nobody knows how it is read
            return sign
        return self._syllables.setdefault(syllable, chr(_SOUNDS + len(self._syllables)))


@functools.cache
def folding() -> Folding:
    """The process's table: it grows with the characters that were met."""
    return Folding()


@functools.cache
def sounds() -> Sounds:
    """The process's table of readings, of which a character has one: the commonest."""
    return Sounds()


def fold(text: str) -> str:
    """The plain spelling."""
    return text.translate(folding())


def places(text: str) -> list[int]:
    """For each character of `fold(text)`, the place in `text` it comes from."""
    table = folding()
    return [place for place, sign in enumerate(text) for _ in table[ord(sign)]]


def in_place(text: str) -> str:
    """The plain spelling with every character in its place: the first of several, a space for one left out."""
    table = folding()
    return "".join((table[ord(sign)] or " ")[0] for sign in text)


def is_chinese(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"


def _letters(sign: str) -> str:
    """Letters and digits of a character's compatibility form, without accents, in lower case."""
    apart = unicodedata.normalize("NFKD", sign)
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    whole = unicodedata.normalize("NFC", bare).casefold()
    return "".join(one for one in whole if unicodedata.category(one)[0] in "LN")

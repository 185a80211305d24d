"""What a rule of words says, and what is wrong with one. Pure values."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

SYLLABLES = 3  # a word is looked for by sound from so many on
MOST_WORDS, LONGEST_WORD, MOST_HITS, MOST_WINDOW = 500, 50, 100, 3_650
Word = Annotated[str, Meta(min_length=1, max_length=LONGEST_WORD)]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Messages of a customer that hold any, or all, of `words` and none of `exclude`: so many within so many days.

    `homophones`: also what only sounds like a word of three syllables or more.
    """

    words: Annotated[list[Word], Meta(min_length=1, max_length=MOST_WORDS)]
    exclude: Annotated[list[Word], Meta(max_length=MOST_WORDS)] = []
    mode: Literal["any", "all"] = "any"
    min_hits: Annotated[int, Meta(ge=1, le=MOST_HITS)] = 1
    window_days: Annotated[int, Meta(ge=1, le=MOST_WINDOW)] = 30
    homophones: bool = False

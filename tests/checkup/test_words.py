"""Every code that the check-up can say has its sentence in both languages, with the places that it fills."""

import re
import string
from pathlib import Path

import pytest
from tests.checkup.rules.test_roster import GOLDEN as ROSTER
from tests.checkup.rules.test_state import GOLDEN as STATES

import yutang.checkup
from yutang.checkup.advice import diagnosis
from yutang.checkup.forecast.model import CODES
from yutang.checkup.model import Advice, Confidence, State
from yutang.checkup.rules import moves
from yutang.checkup.rules.roster import of_roster
from yutang.checkup.rules.state import of_talk
from yutang.checkup.settings import Assumptions
from yutang.insight.wording import Words
from yutang.locales import catalogue

# The sentence of the whole check-up has codes and strings of its own (locales "sentence.<code>").
FILES = [p for p in Path(yutang.checkup.__path__[0]).rglob("*.py") if p.name != "sentence.py"]
SOURCE = "\n".join(p.read_text("utf-8") for p in FILES)
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


@LANGS
def test_every_code_has_a_sentence(lang):
    codes = {f"reason.{c}" for c in re.findall(r'Reason\(\s*"(\w+)"', SOURCE)}
    codes |= {f"reason.forecast_{c}" for pair in CODES.values() for c in pair}
    codes |= {f"move.{c}" for rules in (moves.REVIVE, moves.KEEP, moves.WELCOME) for c, _ in rules}
    codes |= {
        f"move.{c}"
        for c in ("carry_people", "close", "guide_people", "get_messages", "fix_entry", "open_next")
    }
    codes |= (
        {f"state.{c}" for c in State}
        | {f"advice.{c}" for c in Advice}
        | {f"confidence.{c}" for c in Confidence}
    )
    codes |= {f"person.{c}" for c in ("silent_buyer", "co_builder", "key_person")}
    codes |= {f"evidence.{c}" for c in ("messages", "counts", "roster", "clicks", "orders")}
    codes |= {f"assumption.{c}" for c in Assumptions.__struct_fields__}
    assert codes - set(catalogue(lang)) == set()


@LANGS
def test_sentences_fill_with_the_numbers_given(lang):
    reasons = [of_talk(s, p, Assumptions())[1] for s, p, *_ in STATES]
    reasons += [of_roster(s)[3] for s, *_ in ROSTER]
    reasons += [r for s, *_ in STATES for r in diagnosis(s)]
    for reason in reasons:
        assert "{" not in Words(lang).reason(reason)


def test_both_languages_have_the_same_places():
    zh, en = catalogue("zh"), catalogue("en")
    for key in (k for k in zh if k.startswith(("reason.", "move."))):
        places = [{f for _, f, _, _ in string.Formatter().parse(texts[key]) if f} for texts in (zh, en)]
        assert places[0] == places[1], key

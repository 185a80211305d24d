"""Golden pairs: what was written, and its canonical form."""

import pytest

from yutang.engine import rule as r
from yutang.engine.normalise import digest, normalise

SAID, BOUGHT = r.Fact("message.sent"), r.Fact("order.placed")
S, OWN, T = r.Spreading(), r.Owner(), r.Tie(["strong"])
ALL, NONE = r.All([]), r.AnyOf([])
PAIRS = [
    (r.All([OWN, r.All([S, r.All([T])])]), r.All([OWN, S, T])),
    (r.AnyOf([r.AnyOf([S]), OWN]), r.AnyOf([OWN, S])),
    (r.All([S, S]), S),
    (r.Not(r.Not(S)), S),
    (r.Not(r.Not(r.Not(S))), r.Not(S)),
    (r.All([ALL, S]), S),
    (r.All([NONE, S]), NONE),
    (r.AnyOf([ALL, S]), ALL),
    (r.Not(ALL), NONE),
    (r.All([S, r.Not(S)]), NONE),
    (r.AnyOf([r.Not(S), S]), ALL),
    (r.TextIs("a", ["y", "x", "y"], "is_not"), r.Not(r.TextIs("a", ["x", "y"]))),
    (r.TextIs("a", ["x"], "contains_not"), r.Not(r.TextIs("a", ["x"], "contains"))),
    (r.TextIs("a", []), NONE),
    (r.TextIs("a", [], "is_not"), ALL),
    (r.NumberIs("a"), r.Known("a")),
    (r.ChoiceIs("a", ["x", "y"], "none_of"), r.Not(r.ChoiceIs("a", ["x", "y"]))),
    (r.ChoiceIs("a", ["y", "x"], "all_of"), r.All([r.ChoiceIs("a", ["x"]), r.ChoiceIs("a", ["y"])])),
    (r.ChoiceIs("a", ["x"], "all_of"), r.ChoiceIs("a", ["x"])),
    (r.Did(SAID), r.Did(SAID, 1, of="fact")),
    (r.Did(BOUGHT), r.Did(BOUGHT, 1, of="fact")),
    (r.Did(BOUGHT, 2), r.Did(BOUGHT, 2, of="object")),
    (r.Did(SAID, 1, of="group"), r.Did(SAID, 1, of="group")),
    (r.Did(SAID, 0), ALL),
    (r.Did(SAID, at_most=0), r.Not(r.Did(SAID, 1, of="fact"))),
    (r.Did(SAID, 0, 3), r.Not(r.Did(SAID, 4, of="fact"))),
    (r.Did(SAID, 2, 3), r.Did(SAID, 2, 3, of="fact")),
    (r.Did(r.Fact("message.sent", groups=[2, 1, 2])), r.Did(r.Fact("message.sent", groups=[1, 2]), 1, of="fact")),
    (r.Sample("a", 0, 10_000), ALL),
    # Cheap conditions stand first, whatever the order they were written in.
    (r.All([r.Sequence(SAID, BOUGHT, 1), r.Did(SAID), S]), r.All([S, r.Did(SAID, 1, of="fact"), r.Sequence(SAID, BOUGHT, 1)])),
]  # fmt: skip


@pytest.mark.parametrize(("written", "form"), PAIRS)
def test_the_canonical_form(written: r.Rule, form: r.Rule) -> None:
    assert normalise(written) == form
    assert digest(written) == digest(form)


def test_rules_that_differ_have_other_digests() -> None:
    forms = {digest(form) for _, form in PAIRS}
    assert len(forms) == len({str(normalise(form)) for _, form in PAIRS})


def test_a_digest_stays() -> None:
    """It names kept results: another value makes every segment anew."""
    assert digest(r.All([S, r.Did(SAID, 3, window=r.Last(30))])) == "aed44ddda01e53a035163019882597f9"

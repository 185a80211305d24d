"""The token's life, by a clock that the test moves."""

import pytest

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.tokens import Token, Tokens
from yutang.kit.clock import SECOND

T0 = 1_780_000_000 * SECOND


class Platform:
    def __init__(self, *answers: Token | Failure) -> None:
        self.answers, self.asked, self.now = list(answers), 0, T0
        self.tokens = Tokens(self.fetch, lambda: self.now)

    def fetch(self) -> Token | Failure:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _failed(trouble: Trouble, until: int | None = None) -> Failure:
    return Failure(trouble=trouble, code="x", until=until)


def test_a_token_is_kept_until_shortly_before_its_end() -> None:
    here = Platform(Token("a", 7200), Token("b", 7200))
    assert here.tokens.get() == "a"
    here.now = T0 + 6899 * SECOND
    assert here.tokens.get() == "a"
    here.now = T0 + 6900 * SECOND
    assert here.tokens.get() == "b"
    assert here.asked == 2


def test_the_rest_of_a_token_that_came_again_is_used_up() -> None:
    """A second gettoken may give the same token with what is left of its time: no call a request for that."""
    here = Platform(Token("a", 200))
    assert [here.tokens.get() for _ in range(3)] == ["a", "a", "a"]
    here.now = T0 + 179 * SECOND
    assert (here.tokens.get(), here.asked) == ("a", 1)


def test_a_refused_token_is_replaced_even_if_the_clock_says_it_lives() -> None:
    here = Platform(Token("a", 7200), Token("b", 7200))
    here.tokens.get()
    assert (here.tokens.get(stale="a"), here.tokens.get(stale="a"), here.asked) == ("b", "b", 2)


@pytest.mark.parametrize(
    ("trouble", "held"), [(Trouble.CONFIG, 60), (Trouble.THROTTLE, 60), (Trouble.RETRY, 1)]
)
def test_a_failure_is_given_to_everyone_for_a_while(trouble: Trouble, held: int) -> None:
    here = Platform(_failed(trouble), Token("a", 7200))
    assert here.tokens.get() == here.tokens.get() == _failed(trouble)
    here.now = T0 + held * SECOND - 1
    assert (here.tokens.get(), here.asked) == (_failed(trouble), 1)
    here.now = T0 + held * SECOND
    assert here.tokens.get() == "a"


def test_a_ban_says_itself_how_long() -> None:
    here = Platform(_failed(Trouble.THROTTLE, T0 + 3600 * SECOND), Token("a", 7200))
    here.tokens.get()
    here.now = T0 + 3599 * SECOND
    assert here.tokens.get() != "a"
    here.now += SECOND
    assert here.tokens.get() == "a"


def test_new_settings_are_tried_at_once() -> None:
    here = Platform(_failed(Trouble.CONFIG), Token("a", 7200))
    here.tokens.get()
    here.tokens.forget()
    assert here.tokens.get() == "a"

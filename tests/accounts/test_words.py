"""What people type: one spelling of a login however it was typed, and names that hide nothing."""

import unicodedata

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from yutang.accounts.words import NAME_LENGTH, a_login, a_name, same_login
from yutang.kit.errors import YutangError


@pytest.mark.parametrize(
    ("typed", "login"),
    [("Li.Lei", "li.lei"), ("ＬＩ＿ＬＥＩ", "li_lei"), ("  ann ", "ann"), ("李雷", "李雷"), ("a+b@c.de", "a+b@c.de"),
     ("STRASSE", "strasse"), ("Straße", "strasse"), ("ﬁle", "file"), ("e\u0301va", "\u00e9va")],
)  # fmt: skip
def test_one_spelling(typed: str, login: str) -> None:
    assert a_login(typed) == login == same_login(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        " a ",
        "a b",
        "a/b",
        "<b>",
        "a\x00b",
        "a\u202eb",
        "a" * 65,
        "x" * 300,
        "a'b",
        "a;b",
        "—",
        "👍👍",
    ],
)
def test_what_is_no_login_is_refused(typed: str) -> None:
    with pytest.raises(YutangError, match="login_bad"):
        a_login(typed)


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(categories=["L", "M", "N"]), min_size=2, max_size=6) | st.text(max_size=80))
def test_a_login_is_its_own_one_spelling(typed: str) -> None:
    """Whoever signs in with the login as it is shown must get in."""
    try:
        login = a_login(typed)
    except YutangError:
        return
    assert same_login(login) == login
    assert a_login(login) == login
    assert 2 <= len(login) <= 64


@pytest.mark.parametrize(
    ("typed", "name"),
    [("  李  雷 ", "李 雷"), ("e\u0301", "\u00e9"), ("<b>Ann</b>", "<b>Ann</b>"), ("👩\u200d🔧", "👩\u200d🔧"),
     ("a\tb\nc", "a b c"), ("x" * NAME_LENGTH, "x" * NAME_LENGTH)],
)  # fmt: skip
def test_a_name_is_on_one_line_and_else_as_typed(typed: str, name: str) -> None:
    assert a_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\n",
        "x" * (NAME_LENGTH + 1),
        "a\x00b",
        "a\u202eb",
        "a\u200bb",
        "\ufeffa",
        "a\ue000",
        "a\ud800",
    ],
)
def test_names_that_hide_or_turn_text_are_refused(typed: str) -> None:
    with pytest.raises(YutangError) as told:
        a_name(typed)
    assert (told.value.code, told.value.params) == ("name_bad", {"limit": NAME_LENGTH})


@given(st.text(max_size=120))
def test_a_name_stays_itself_and_is_plain(typed: str) -> None:
    try:
        name = a_name(typed)
    except YutangError:
        return
    assert a_name(name) == name
    assert 0 < len(name) <= NAME_LENGTH
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in name)

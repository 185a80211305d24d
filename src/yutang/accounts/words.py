"""What people type: logins and names, in one spelling, or refused."""

import re
import unicodedata

from yutang.kit.errors import YutangError

LOGIN = re.compile(r"[\w.@+-]{2,64}")
NAME_LENGTH = 100


def a_login(text: str) -> str:
    """The one spelling of a login (full width, capitals and accents typed differently are the same login).

    Raises YutangError "login_bad": 2 to 64 letters, digits or . _ - @ +
    """
    login = same_login(text)
    if not LOGIN.fullmatch(login):
        raise YutangError("login_bad")
    return login


def same_login(text: str) -> str:
    """As `a_login`, of whatever was typed into a sign-in."""
    return unicodedata.normalize("NFKC", text[:200]).casefold().strip()


def a_name(text: str) -> str:
    """A name to show: markup is only text; marks that turn or hide text are refused. Raises "name_bad"."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    strange = any(
        unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") and sign != "\u200d" for sign in name
    )
    if not 0 < len(name) <= NAME_LENGTH or strange:
        raise YutangError("name_bad", limit=NAME_LENGTH)
    return name

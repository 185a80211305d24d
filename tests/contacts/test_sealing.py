"""What is sealed opens with its key and its kind only; hashes are HMAC-SHA256, apart by class."""

import hmac
import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.contacts.sealing import PART, Hasher, Sealer

KEY, OTHER = os.urandom(32), os.urandom(32)
TEXTS = st.lists(st.text(max_size=40).filter(lambda s: s.isprintable()), max_size=8)


@given(TEXTS)
def test_what_is_sealed_opens_again(texts: list[str]) -> None:
    box = Sealer({1: KEY})
    sealed = box.seal_many("phone", texts)
    assert box.open_many("phone", sealed) == texts
    assert all(one.startswith("1:") and one.isascii() for one in sealed)


def test_the_same_text_sealed_twice_is_not_the_same() -> None:
    box = Sealer({1: KEY})
    assert len(set(box.seal_many("phone", ["+8613800138000"] * 100))) == 100


def test_the_newest_key_seals_and_all_open() -> None:
    old, both = Sealer({1: KEY}), Sealer({1: KEY, 2: OTHER})
    former, now = old.seal_many("email", ["a@b.cc"]), both.seal_many("email", ["a@b.cc"])
    assert now[0].startswith("2:")
    assert both.open_many("email", former + now) == ["a@b.cc", "a@b.cc"]
    assert old.open_many("email", now) == [None]
    assert both.knows(former + now)
    assert not old.knows(now)


def _flipped(sealed: str) -> str:
    return sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]


DAMAGES: list[Callable[[str], str]] = [
    _flipped,
    lambda sealed: sealed[:20],
    lambda sealed: sealed[:0],
    lambda sealed: sealed[:2],
    lambda sealed: sealed[2:],
    lambda sealed: "x" + sealed,
    lambda sealed: sealed[:2] + "你好",
    lambda sealed: "9" + sealed[1:],
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_was_changed_opens_as_nothing(damage: Callable[[str], str]) -> None:
    box = Sealer({1: KEY})
    (sealed,) = box.seal_many("phone", ["+8613800138000"])
    assert box.open_many("phone", [damage(sealed), sealed]) == [None, "+8613800138000"]


def test_neither_another_key_nor_another_kind_opens_it() -> None:
    sealed = Sealer({1: KEY}).seal_many("phone", ["+8613800138000"])
    assert Sealer({1: OTHER}).open_many("phone", sealed) == [None]
    assert Sealer({1: KEY}).open_many("email", sealed) == [None]


@given(st.sampled_from(["phone", "email", "last_four"]), st.text(max_size=80))
def test_hashes_are_the_standards(of: str, text: str) -> None:
    told = hmac.digest(KEY, f"{of}\x1f{text}".encode("utf-8", "surrogatepass"), "sha256").hex()
    assert Hasher(KEY).hash_many(of, [text, text]) == [told[:32]] * 2
    assert Hasher(KEY).hash_many(of, [text], PART) == [told[:10]]


@given(st.sets(st.text(max_size=20), min_size=2, max_size=9))
def test_different_texts_classes_and_keys_have_different_hashes(texts: set[str]) -> None:
    here = Hasher(KEY)
    of_phones = here.hash_many("phone", sorted(texts))
    assert len(set(of_phones)) == len(texts)
    assert not set(of_phones) & set(here.hash_many("email", sorted(texts)))
    assert not set(of_phones) & set(Hasher(OTHER).hash_many("phone", sorted(texts)))

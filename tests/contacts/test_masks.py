"""What is shown of a contact, and who sees all of it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.contacts import masks
from yutang.contacts.phones import Masked, Phone, fits, read


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+8613800138000", "138****8000"), ("+85291234567", "+852****4567"), ("+14155552671", "+141****2671"),
     ("+861012345678", "101****5678"), ("+683123456", "+683****56"), ("+6831234", "+68****34")],
)  # fmt: skip
def test_a_phone_shows_its_ends(number: str, shown: str) -> None:
    assert masks.phone(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("li@example.com", "l***@example.com"),
        ("l@example.com", "l***@example.com"),
        ("李明@qq.com", "李***@qq.com"),
    ],
)
def test_an_address_shows_its_first_letter(address: str, shown: str) -> None:
    assert masks.email(address) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_what_we_mask_we_recognise_as_masked(digits: str) -> None:
    phone = Phone("+86" + digits)
    again = read(masks.phone(phone.number))
    assert isinstance(again, Masked)
    assert fits(again, phone)
    assert again.shown == phone.shown


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_a_mask_hides_three_digits_at_least(number: str) -> None:
    if isinstance(read(number), Phone):
        assert sum(c.isdigit() for c in masks.phone(number)) <= len(number) - 1 - 3


def test_who_sees_a_contact_in_full() -> None:
    told = {
        flags: masks.reveals(permitted=flags[0], everyone=flags[1], own=flags[2])
        for flags in itertools.product([False, True], repeat=3)
    }
    assert {flags for flags, full in told.items() if full} == {
        (True, True, True),
        (True, True, False),
        (True, False, True),
    }

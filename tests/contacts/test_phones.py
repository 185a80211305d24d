"""One phone is one number however it is written; what is unsure is no phone; masked ones are kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.contacts.phones import Masked, Phone, fits, read, rounded

ONE = [
    "13800138000", "１３８００１３８０００", "+8613800138000", "+86 138 0013 8000", "008613800138000", "0086-138-0013-8000",
    "86 13800138000", "138-0013-8000", "138 0013 8000", "'13800138000", "\u201813800138000", "13800138000.0",
    "13800138000.00", "1.3800138E10", "1.3800138000E+10", "1.3800138e+10", "13,800,138,000", "\t13800138000", '="13800138000"',
    "\u200b13800138000\u200b", "\u202a+8613800138000\u202c", "(+86)13800138000", "（+86）138\u00a00013\u00a08000", "+86 (0)13800138000",
    "013800138000", "tel:+86-138-0013-8000", "8613800138000.0", "138\u20130013\u20138000", "138.0013.8000", "８６　１３８００１３８０００",
    "＋８６１３８００１３８０００", " 13800138000\r\n",
]  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_one_phone_in_many_spellings(text: str) -> None:
    assert read(text) == Phone("+8613800138000")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+852 9123 4567", "+85291234567"), ("0085291234567", "+85291234567"), ("85291234567.0", "+85291234567"),
        ("+853 6612 3456", "+85366123456"), ("+886 0912-345-678", "+886912345678"), ("886912345678", "+886912345678"),
        ("+1 (415) 555-2671", "+14155552671"), ("+44 (0)20 7946 0958", "+442079460958"), ("+4402079460958", "+442079460958"),
        ("+39 06 6982 1234", "+390669821234"), ("+7 912 345-67-89", "+79123456789"), ("+65-6123-4567", "+6561234567"),
        ("010-12345678", "+861012345678"), ("+86 10 1234 5678", "+861012345678"), ("0755-8123 4567", "+8675581234567"),
        ("0471-1234567", "+864711234567"),
    ],
)  # fmt: skip
def test_a_country_keeps_its_code(text: str, number: str) -> None:
    assert read(text) == Phone(number)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("9123 4567", "HK", "+85291234567"), ("0912345678", "TW", "+886912345678"), ("(415) 555-2671", "US", "+14155552671"),
        ("1 415 555 2671", "US", "+14155552671"), ("090-1234-5678", "JP", "+819012345678"), ("+86 13800138000", "HK", "+8613800138000"),
    ],
)  # fmt: skip
def test_a_number_without_a_code_is_of_the_default_country(text: str, country: str, number: str) -> None:
    assert read(text, country) == Phone(number)
    assert read(text, "QQ") == (Phone(number) if text[0] == "+" else None)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "无", "null", "12345", "12345678", "10086", "4008123123", "04008123123", "11111111111", "12800138000", "1380013800",
        "138001380001", "13800138000/13900139000", "13800138000 转 12", "13800138000x12", "1.38E+10", "1.38001E+10",
        "1.38001380E+10", "+999123456789", "+86 12345678901", "+1234567890123456", "+", "00", "13800138000a", "张13800138000",
        "2026-11-29", "١٣٨٠٠١٣٨٠٠٠", "9" * 10_000, "+8613800138000" * 20, "13800138000.5", "1.3800138E99",
    ],
)  # fmt: skip
def test_what_is_unsure_is_no_phone(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "lost"),
    [("1.38E+10", True), ("1.38001E+10", True), ("'1.38E+10", True), ("1.3800138E10", False), ("13800138000", False),
     ("", False), ("1.38", False)],
)  # fmt: skip
def test_digits_that_a_spreadsheet_rounded_away_are_told(text: str, lost: bool) -> None:
    assert rounded(text) is lost


@pytest.mark.parametrize(
    ("text", "prefix", "last_four"),
    [
        ("138****8000", "138", "8000"), ("１３８＊＊＊＊８０００", "138", "8000"), ("+86 138****8000", "138", "8000"),
        ("0086-138****8000", "138", "8000"), ("86138****8000", "138", "8000"), ("138 **** 8000", "138", "8000"),
        ("138••••8000", "138", "8000"), ("138xxxx8000", "138", "8000"), ("*******8000", "", "8000"), ("1380013****", "1380013", ""),
        ("138******00", "138", ""), ("+852****4567", "+852", "4567"), ("00852****4567", "+852", "4567"), ("'138****8000", "138", "8000"),
        ("***********", "", ""), ("86-***8000", "", "8000"),
    ],
)  # fmt: skip
def test_masked_phones_are_kept_apart(text: str, prefix: str, last_four: str) -> None:
    assert read(text) == Masked(prefix, last_four)


def test_what_shops_show_of_a_phone_is_the_same_text_on_both_sides() -> None:
    assert Phone("+8613800138000").shown == Masked("138", "8000").shown == "1388000"
    assert Masked("1380", "8000").shown == "1388000"
    assert [Masked("13", "8000").shown, Masked("138", "").shown, Phone("+85291234567").shown] == ["", "", ""]
    assert Phone("+861012345678").shown == ""


@pytest.mark.parametrize(
    ("mask", "number", "may_be"),
    [
        (Masked("138", "8000"), "+8613800138000", True), (Masked("139", "8000"), "+8613800138000", False),
        (Masked("138", "8001"), "+8613800138000", False), (Masked("138", ""), "+8613800138000", False),
        (Masked("", "8000"), "+8613800138000", True), (Masked("+852", "4567"), "+85291234567", True),
        (Masked("+853", "4567"), "+85291234567", False),
    ],
)  # fmt: skip
def test_a_mask_fits_the_phones_whose_digits_it_shows(mask: Masked, number: str, may_be: bool) -> None:
    assert fits(mask, Phone(number)) is may_be


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "+86", "0086 ", "86-", "'", "\u3000"]),
)
def test_every_mobile_is_itself_and_its_normal_form_is_final(digits: str, before: str) -> None:
    wide = digits.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    assert read(before + digits) == read(before + wide) == read(digits + ".0") == Phone("+86" + digits)
    assert read("+86" + digits, "US") == Phone("+86" + digits)


@given(
    st.text(max_size=40) | st.text(alphabet="+0123456789 -.*()E,xX'", max_size=24),
    st.sampled_from(["CN", "HK", "US", "DE"]),
)
def test_nothing_breaks_it_and_what_it_reads_it_reads_again(text: str, country: str) -> None:
    found = read(text, country)
    rounded(text)
    if isinstance(found, Phone):
        assert read(found.number, country) == read(found.number, "CN") == found
        assert found.number[0] == "+"
        assert found.number[1:].isascii()
        assert found.number[1:].isdigit()

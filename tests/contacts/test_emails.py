"""One address is one text however it is typed; what is no address is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.contacts.emails import masked, read


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("li@example.com", "li@example.com"), (" Li@Example.COM\n", "li@example.com"), ("li＠example.com", "li@example.com"),
        ("ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "li@example.com"), ("li@example。com", "li@example.com"), ("<li@example.com>", "li@example.com"),
        ("mailto:li@example.com", "li@example.com"), ("'li@example.com", "li@example.com"), ("li+shop@example.com", "li+shop@example.com"),
        ("l.i@example.com;", "l.i@example.com"), ("12345@qq.com", "12345@qq.com"), ("li@邮局.中国", "li@xn--dgtz33j.xn--fiqs8s"),
        ("li@BÜCHER.de", "li@xn--bcher-kva.de"), ("li@faß.de", "li@xn--fa-hia.de"), ("李@example.com", "李@example.com"),
        ("li@xn--fiqs8s.xn--fiqs8s", "li@xn--fiqs8s.xn--fiqs8s"), ("o'neil@a-b.co.uk", "o'neil@a-b.co.uk"), ("li@example.com\u200b", "li@example.com"),
        ("cafe\u0301@example.com", "caf\u00e9@example.com"),
    ],
)  # fmt: skip
def test_one_address_in_many_spellings(text: str, address: str) -> None:
    assert read(text) == address
    assert read(address) == address
    assert not masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "@", "li", "li@", "@example.com", "li@example", "li@@example.com", "a@b@c.com", "li @example.com", "li@exa mple.com",
        "li..x@example.com", ".li@example.com", "li.@example.com", "li@-example.com", "li@example-.com", "li@.com", "li@example.com.",
        "li@127.0.0.1", "a@b.com,c@d.com", "x" * 65 + "@example.com", "x@" + "y" * 64 + ".com", "li@" + "a." * 130 + "com", "无",
        "l***@example.com", "x" * 10_000, "li@" + "邮" * 80 + ".中国", 'li"@example.com',
    ],
)  # fmt: skip
def test_what_is_no_address_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [("l***@example.com", True), ("***@qq.com", True), ("l•••i@example.com", True), ("l＊＊＊@example.com", True),
     ("li@example.com", False), ("***", False), ("", False), ("x" * 9_000 + "*@", False)],
)  # fmt: skip
def test_hidden_letters_are_recognised(text: str, hidden: bool) -> None:
    assert masked(text) is hidden


@given(
    st.text(max_size=60)
    | st.from_regex(r"[a-zA-Z.+-]{1,9}@[a-zA-Z0-9ßς.-]{1,20}\.[a-z]{2,4}", fullmatch=True)
)
def test_nothing_breaks_it_and_what_it_reads_it_reads_again(text: str) -> None:
    found = read(text)
    if found is not None:
        assert read(found) == found == found.lower()
        assert not masked(found)

"""XML from strangers: what WeCom sends is read whole, and nothing else is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.channels.wecom.xml import DEEPEST, BadXml, parse


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("<xml></xml>", {}),
        ("<xml>words between</xml>", {}),
        ("<xml><A>1</A><B><![CDATA[<b>&amp;]]></B></xml>", {"A": "1", "B": "<b>&amp;"}),
        ("<xml><A> 渠道 </A><B/></xml>", {"A": "渠道", "B": ""}),
        ("<xml><A>1</A><A>2</A><A>3</A></xml>", {"A": ["1", "2", "3"]}),
        ("<xml><L><Item>a</Item><Item>b</Item></L></xml>", {"L": ["a", "b"]}),
        ("<xml><L><Item><N>x</N></Item></L></xml>", {"L": [{"N": "x"}]}),
        ("<xml><A><B>1</B><C>2</C></A></xml>", {"A": {"B": "1", "C": "2"}}),
        ("<?xml version='1.0' encoding='utf-8'?><xml><A>1</A></xml>", {"A": "1"}),
        ("\n <xml>\n <A>1</A>\n</xml>\n", {"A": "1"}),
        ("<xml><!-- a note --><A>1</A></xml>", {"A": "1"}),
        ("<xml><Item>a</Item></xml>", {}),  # a list is no set of fields
    ],
)
def test_what_is_said_is_read(text: str, fields: dict[str, Any]) -> None:
    assert parse(text.encode()) == fields


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        b"<xml>",
        b"<xml></xml><xml></xml>",
        b"<html></html>",
        b"<xml><A></B></xml>",
        b"<xml>\xff</xml>",
        b"<xml>&nbsp;</xml>",
        b"<?xml version='1.0' encoding='no-such'?><xml/>",
        b"<!DOCTYPE xml><xml/>",
        b"<!DOCTYPE xml [<!ENTITY a 'b'>]><xml><A>&a;</A></xml>",
        b"<!DOCTYPE xml SYSTEM 'http://x.example/a.dtd'><xml/>",
        b"<!DOCTYPE xml [<!ENTITY % p SYSTEM 'http://x.example/p'>%p;]><xml/>",
    ],
)
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(BadXml):
        parse(content)


@pytest.mark.parametrize(("depth", "good"), [(DEEPEST, True), (DEEPEST + 1, False), (5_000, False)])
def test_depth_has_an_end(depth: int, *, good: bool) -> None:
    text = b"<xml>" + b"<a>" * depth + b"1" + b"</a>" * depth + b"</xml>"
    if good:
        assert "a" in parse(text)
        return
    with pytest.raises(BadXml):
        parse(text)


TEXTS = st.text(
    alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="]<&>"), max_size=20
)


@given(st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), TEXTS), min_size=1, max_size=6))
def test_no_text_is_lost(told: list[tuple[str, str]]) -> None:
    body = "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in told)
    found = parse(f"<xml>{body}</xml>".encode())
    for name in {name for name, _ in told}:
        texts = [text.strip() for each, text in told if each == name]
        assert found[name] == (texts if len(texts) > 1 else texts[0])

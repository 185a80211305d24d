"""Reading what varies: flips of type, nulls, missing and new fields; writing back all of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.channels.wecom.wire import Malformed, Wire, read, write


class Tag(Wire):
    id: str
    order: int = 0


class Person(Wire):
    userid: str
    name: str = ""
    created: int = 0
    rate: float = 0
    agreed: bool = False
    tags: list[Tag] = []
    phones: list[str] = []
    about: Tag | None = None
    attributes: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ({"created": "1380000000"}, "created", 1380000000),
        ({"created": 12.0}, "created", 12),
        ({"created": ""}, "created", 0),
        ({"created": None}, "created", 0),
        ({"name": 42}, "name", "42"),
        ({"name": None}, "name", ""),
        ({"rate": "60.25"}, "rate", 60.25),
        ({"rate": 60}, "rate", 60.0),
        ({"agreed": 1}, "agreed", True),
        ({"agreed": "false"}, "agreed", False),
        ({"agreed": "1"}, "agreed", True),
        ({"tags": None}, "tags", []),
        ({"phones": [None, 13800000000]}, "phones", ["13800000000"]),
        ({"about": None}, "about", None),
        ({"tags": [{"id": 7, "order": "3"}]}, "tags", [Tag(id="7", order=3)]),
        ({}, "tags", []),
    ],
)
def test_what_means_the_same_reads_the_same(body: dict[str, Any], field: str, value: object) -> None:
    assert getattr(read(Person, {"userid": "li"} | body), field) == value


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "userid"),
        ({"userid": None}, "userid"),
        ([], "Person"),
        ({"userid": "li", "created": "soon"}, "created.number"),
        ({"userid": "li", "created": 1.5}, "created.number"),
        ({"userid": "li", "tags": {}}, "tags.[]"),
        ({"userid": "li", "tags": [{"order": 1}]}, "tags.id"),
        ({"userid": {"a": 1}}, "userid.text"),
        ({"userid": True}, "userid.text"),
        ({"userid": "li", "rate": "fast"}, "rate.number"),
    ],
)
def test_what_means_nothing_is_refused_with_its_place(body: object, path: str) -> None:
    with pytest.raises(Malformed) as wrong:
        read(Person, body)
    assert wrong.value.path == path


KNOWN = {*Person.__struct_fields__, *Tag.__struct_fields__}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(min_size=1).filter(lambda name: name not in KNOWN), JSON, max_size=4))
def test_what_is_not_known_comes_back_as_it_was(new: dict[str, Any]) -> None:
    found = read(Person, {"userid": "li", "tags": [{"id": "t", **new}], **new})
    back = write(found)
    assert {name: back[name] for name in new} == new
    assert {name: back["tags"][0][name] for name in new} == new


@given(JSON)
def test_any_json_is_read_or_refused(body: object) -> None:
    try:
        found = read(Person, body)
    except Malformed:
        return
    assert isinstance(body, dict)
    assert found.userid

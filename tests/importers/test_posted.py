"""What programs post: every kind is taken, everything wrong is named by its place, and nothing is unbounded."""

import json
from typing import Any

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given

from yutang.importers.postable import KINDS, MOST
from yutang.importers.posted import Posted, read_post
from yutang.kit.clock import DAY
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, KindDoc
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.posts import Sighting, unpack_post

NOW = 1_790_000_000_000_000
WHEN = 1_789_000_000_000
FACT = {"kind": "message.sent", "happened": WHEN, "platform": "shop", "group": "g", "actor": {"id": "u"}}
PERSON = {"happened": WHEN, "platform": "shop", "actor": {"id": "u"}}
EACH: list[dict[str, Any]] = [
    FACT | {"object": "m1", "related": "m0", "text": "你好", "props": {"media": "image"}},
    {"kind": "message.recalled", "happened": WHEN, "platform": "shop", "group": "g", "related": "m1"},
    {"kind": "group.joined", "happened": WHEN, "platform": "shop", "group": "g", "actor": {"id": "u"},
     "related": "v", "props": {"how": "invited"}},
    {"kind": "group.left", "happened": WHEN, "platform": "shop", "group": "g", "actor": {"id": "u"}},
    {"kind": "group.renamed", "happened": WHEN, "platform": "shop", "group": "g", "name": "新名"},
    {"kind": "group.seen", "happened": WHEN, "platform": "shop", "group": "g", "name": "群",
     "props": {"owner": "o", "created": "2026-01-01T00:00:00+08:00", "private": False, "size_limit": 500}},
    {"kind": "member.seen", "happened": WHEN, "platform": "shop", "group": "g", "actor": {"id": "u"}},
    {"kind": "group.counted", "happened": WHEN, "platform": "shop", "group": "g", "amount": 0},
    {"kind": "order.placed", "happened": WHEN, "platform": "shop", "actor": {"id": "u"}, "amount": 990,
     "props": {"currency": "CNY", "items": 2}},
    {"kind": "identity.seen", "happened": WHEN, "platform": "shop", "actor": {"id": "u", "role": "staff", "name": "李"}},
    PERSON | {"kind": "identity.linked", "other": {"id": "x9", "platform": "app"}, "surely": True,
              "props": {"by": "crm"}},
    PERSON | {"kind": "identity.parted", "other": {"id": "v"}},
    PERSON | {"kind": "attribute.set", "object": "skin", "props": {"value": ["干", "油"], "source": "crm"}},
    PERSON | {"kind": "tag.added", "object": "偏好/小样", "related": "s",
              "props": {"source": "platform", "confidence": 80, "until": WHEN + 1000}},
    {"kind": "tag.removed", "happened": WHEN, "platform": "shop", "group": "g", "object": "群/老客"},
    PERSON | {"kind": "relation.begun", "related": "s", "props": {"source": "门店", "remark": "王姐", "how": "added"}},
    PERSON | {"kind": "relation.ended", "related": "s", "amount": 1},
    PERSON | {"kind": "consent.given", "object": "marketing", "props": {"channel": "sms", "notice": "v3"}},
    PERSON | {"kind": "consent.withdrawn", "object": "marketing"},
    PERSON | {"kind": "order.refunded", "object": "r1", "related": "o1", "amount": 500},
    PERSON | {"kind": "order.changed", "object": "o1", "props": {"status": "已取消"}},
]  # fmt: skip


def read(body: Any, *, who: str = "1.2", key: str | None = None) -> Posted:
    return read_post(
        body if isinstance(body, bytes) else json.dumps(body).encode(), who=who, key=key, now=NOW
    )


def rows(posted: Posted) -> list[Sighting]:
    return [
        row
        for post in posted.posts
        for row in msgspec.json.decode(unpack_post(post.blob), type=list[Sighting])
    ]


def test_every_kind_of_the_catalogue_that_is_not_ours_can_be_posted() -> None:
    theirs = [doc for doc in CATALOGUE if not doc.ours]
    assert {doc.kind for doc in theirs} == set(KINDS.values())
    assert {t.__struct_config__.tag for t in KINDS} == {doc.name for doc in theirs}
    posted = read({"facts": EACH})
    assert (posted.accepted, posted.rejected) == (len(EACH), [])
    assert {row.kind for row in rows(posted)} == {int(doc.kind) for doc in theirs}


@pytest.mark.parametrize("doc", [doc for doc in CATALOGUE if doc.ours], ids=lambda doc: doc.name)
def test_what_yutang_itself_says_nobody_posts(doc: KindDoc) -> None:
    (wrong,) = read(PERSON | {"kind": doc.name, "object": "1"}).rejected
    assert wrong.code == "kind_unknown"


def test_facts_of_people_become_sightings() -> None:
    told = {row.kind: row for row in rows(read({"facts": EACH}))}
    linked, parted, begun = (
        told[k] for k in (Kind.IDENTITY_LINKED, Kind.IDENTITY_PARTED, Kind.RELATION_BEGUN)
    )
    assert (linked.related_ref, linked.amount, parted.related_ref) == ("\x1fapp\x1fx9", 1, "v")
    assert (begun.related_ref, json.loads(begun.props or "")["remark"]) == ("s", "王姐")
    assert json.loads(told[Kind.ATTRIBUTE_SET].props or "") == {"value": ["干", "油"], "source": "crm"}
    assert json.loads(told[Kind.TAG_ADDED].props or "")["until"] == (WHEN + 1000) * 1000
    assert json.loads(told[Kind.CONSENT_GIVEN].props or "") == {
        "purpose": "marketing", "channel": "sms", "notice": "v3"}  # fmt: skip
    assert json.loads(told[Kind.CONSENT_WITHDRAWN].props or "") == {"purpose": "marketing"}
    assert (told[Kind.ORDER_REFUNDED].object_ref, told[Kind.ORDER_REFUNDED].related_ref) == ("r1", "o1")
    cleared = PERSON | {"kind": "attribute.set", "object": "skin", "props": {"value": None}}
    assert json.loads(rows(read(cleared))[0].props or "") == {"value": None}


@pytest.mark.parametrize(
    ("fact", "code", "field"),
    [
        ({"kind": "identity.linked", "other": {"id": "x", "platform": "phone"}, "surely": True}, "bad_form",
         "other.platform"),
        ({"kind": "identity.linked", "other": {"id": "x", "platform": "A B"}, "surely": True}, "bad_form",
         "other.platform"),
        ({"kind": "identity.linked", "other": {"id": "x\x1femail\x1fy"}, "surely": True}, "bad_form", "other.id"),
        ({"kind": "identity.linked", "other": {"id": "x"}, "surely": 1}, "wrong_type", "surely"),
        ({"kind": "identity.seen", "platform": "email"}, "bad_form", "platform"),
        ({"kind": "identity.seen", "platform": "yutang"}, "bad_form", "platform"),
        ({"kind": "tag.added", "object": "a/b", "group": "g"}, "one_of", "actor"),
        ({"kind": "tag.removed", "object": "a/b", "actor": None}, "one_of", "actor"),
        ({"kind": "tag.added", "object": "a/b", "actor": None, "group": "g", "related": "s"}, "bad_value", "related"),
        ({"kind": "tag.added", "object": "a/b", "props": {"confidence": 101}}, "too_large", "props.confidence"),
        ({"kind": "relation.ended", "related": "s", "amount": 5}, "too_large", "amount"),
        ({"kind": "relation.begun"}, "missing", "related"),
        ({"kind": "consent.given", "object": "x", "props": {"channel": "pigeon"}}, "bad_value", "props.channel"),
        ({"kind": "attribute.set", "object": "x"}, "missing", "props"),
        ({"kind": "attribute.set", "object": "x", "props": {}}, "missing", "props.value"),
        ({"kind": "attribute.set", "object": "x", "props": {"value": "a\0b"}}, "nul", None),
        ({"kind": "order.refunded", "object": "r", "related": "o", "amount": -1}, "too_small", "amount"),
    ],
)  # fmt: skip
def test_what_is_wrong_of_people_is_named_by_its_place(
    fact: dict[str, Any], code: str, field: str | None
) -> None:
    posted = read({"facts": [FACT, PERSON | fact, FACT | {"text": "三"}]})
    (wrong,) = posted.rejected
    assert (posted.accepted, wrong.index, wrong.code, wrong.params.get("field")) == (2, 1, code, field)


def test_a_fact_becomes_a_sighting() -> None:
    told = rows(read({"facts": EACH}))
    assert told[0] == Sighting(
        1, WHEN * 1000, "g", "u", None, 0, "m1", "m0", None, "你好", '{"media":"image"}'
    )
    assert told[5].text == "群"
    assert json.loads(told[5].props or "") == {
        "private": False, "owner": "o", "created": 1_767_196_800_000_000, "size_limit": 500}  # fmt: skip
    assert (told[9].actor_name, told[9].actor_role) == ("李", 2)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "message.red"}, "kind_unknown", None), ({"kind": 5}, "kind_unknown", None),
        ({"kind": None}, "kind_unknown", None), ({"group": None}, "wrong_type", "group"),
        ({"group": ""}, "empty", "group"), ({"group": "g" * 201}, "too_long", "group"),
        ({"text": "x" * 20_001}, "too_long", "text"), ({"text": "a\0b"}, "nul", None),
        ({"actor": {}}, "missing", "actor.id"), ({"actor": {"id": "u", "age": 3}}, "unknown_field", "actor.age"),
        ({"actor": {"id": "u", "role": "king"}}, "bad_value", "actor.role"), ({"bla": 1}, "unknown_field", "bla"),
        ({"platform": "A B"}, "bad_form", "platform"), ({"happened": -1}, "too_small", "happened"),
        ({"happened": "gestern"}, "time_bad", "happened"), ({"happened": "2026-01-01T00:00:00"}, "time_bad", "happened"),
        ({"happened": (NOW + DAY) // 1000 + 1}, "time_future", "happened"),
        ({"happened": "1960-01-01T00:00:00Z"}, "time_past", "happened"), ({"happened": 1.5}, "wrong_type", "happened"),
        ({"happened": 9_999_999_999_999}, "too_large", "happened"), ({"props": {"media": "<b>"}}, "bad_form", "props.media"),
        ({"kind": "group.counted", "actor": {"id": "u"}}, "missing", "amount"),
        ({"kind": "group.counted", "amount": -1}, "too_small", "amount"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(change: dict[str, Any], code: str, field: str | None) -> None:
    posted = read({"facts": [FACT, FACT | change, FACT | {"text": "三"}]})
    assert (posted.accepted, len(rows(posted))) == (2, 2)
    (wrong,) = posted.rejected
    assert (wrong.index, wrong.code, wrong.params.get("field")) == (1, code, field)
    (alone,) = read(FACT | change).rejected
    assert (alone.index, alone.code) == (0, code)


@pytest.mark.parametrize("left_out", ["kind", "happened", "platform", "group", "actor"])
def test_what_a_kind_needs_must_be_there(left_out: str) -> None:
    (wrong,) = read({k: v for k, v in FACT.items() if k != left_out}).rejected
    assert wrong.code == ("kind_missing" if left_out == "kind" else "missing")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"facts":5}',
        b'{"facts":[],"x":1}',
        b'{"facts":[' + b"[" * 5000,
        b'{"a":"\\ud83d"}',
    ],
)
def test_what_is_no_request_is_refused_whole(body: bytes) -> None:
    with pytest.raises(YutangError, match="bad_json"):
        read(body)


def test_a_request_has_a_limit() -> None:
    with pytest.raises(YutangError, match="too_many_facts"):
        read({"facts": [FACT] * (MOST + 1)})
    assert read({"facts": []}) == ([], 0, [])


def test_the_same_request_has_the_same_key_and_another_has_not() -> None:
    def key(body: Any, **more: Any) -> str:
        return read(body, **more).posts[0].key

    other = FACT | {"text": "x"}
    assert key(FACT) == key(FACT) == key(FACT, who="9") != key(other)
    assert key(FACT, key="k") == key(other, key="k") != key(FACT, key="k", who="9")
    assert read(FACT, key="k").posts[0].origin != read(other, key="k").posts[0].origin


def test_a_request_of_two_platforms_is_two_posts() -> None:
    posted = read({"facts": [FACT, FACT | {"platform": "app"}, FACT]})
    assert [(p.platform, p.rows) for p in posted.posts] == [("app", 1), ("shop", 2)]
    assert len({p.key for p in posted.posts}) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FACT, "props", "text"]), inner), max_leaves=8,
)  # fmt: skip


@given(st.lists(st.builds(lambda change: FACT | change, st.dictionaries(st.sampled_from([*FACT, "text", "x"]), JSON))
                | JSON, max_size=4))  # fmt: skip
def test_whatever_is_posted_is_taken_or_named(facts: list[Any]) -> None:
    posted = read({"facts": facts})
    assert posted.accepted + len(posted.rejected) == len(facts)
    assert len(rows(posted)) == posted.accepted
    assert len({one.index for one in posted.rejected}) == len(posted.rejected)

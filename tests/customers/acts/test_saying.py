"""Attributes, notes, consents and wishes: checked, kept as facts, logged without their values, and taken back."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.customers.shop import ADMIN, NOW, NoNames, Shop, operator, small
from tests.ledger.batch import DAY, SECOND

from yutang.accounts.model import Viewer
from yutang.accounts.tables import audit_log
from yutang.customers.acts import defining, saying
from yutang.customers.attributes import AttributeType, Definition
from yutang.customers.queries.person import person
from yutang.customers.views import CustomerView
from yutang.kit.errors import YutangError


def look(shop: Shop, who: str = "li") -> CustomerView:
    found = person(shop.ledger, shop.contacts, ADMIN, shop.id(who), NoNames(), now=NOW)
    assert found is not None
    return found


def values(shop: Shop, who: str = "li") -> dict[str | None, Any]:
    return {one.code: one.value for one in look(shop, who).attributes}


def define(shop: Shop, code: str, kind: str = "text", *choices: str, sensitive: bool = False) -> None:
    wanted = Definition(
        code=code, name_zh=code, name_en=code, type=AttributeType(kind), choices=choices, sensitive=sensitive
    )
    defining.create(shop.ledger, ADMIN, wanted, now=NOW)


def put(shop: Shop, code: str, value: Any, *who: str, viewer: Viewer = ADMIN, at: int = NOW) -> Any:
    ids = [shop.id(one) for one in who or ("li",)]
    return saying.set_attribute(shop.ledger, viewer, ids, code, value, now=at)


def log(shop: Shop) -> list[Any]:
    with shop.ledger.state.read() as conn:
        return list(conn.execute(sa.select(audit_log.c.act, audit_log.c.subject_id, audit_log.c.after)))


@pytest.mark.parametrize(
    ("kind", "choices", "good"),
    [
        ("text", (), "油性 肌肤"), ("number", (), 36), ("number", (), 36.5), ("number", (), -1), ("money", (), 1_999),
        ("date", (), "1990-02-28"), ("date", (), "1969-12-31"), ("choice", ("a", "b"), "a"),
        ("choices", ("a", "b", "c"), ["a", "c"]), ("choices", ("a",), ["a"]), ("place", (), "浙江/杭州"),
    ],
)  # fmt: skip
def test_a_value_is_set_shown_as_it_was_given_and_taken_back(
    tmp_path: Path, kind: str, choices: tuple[str, ...], good: Any
) -> None:
    shop = small(tmp_path)
    define(shop, "it", kind, *choices)
    assert put(shop, "it", good).changed == 1
    assert values(shop) == {"it": good}
    assert look(shop).attributes[0].source == "staff"
    assert put(shop, "it", None, at=NOW + 1).changed == 1
    assert values(shop) == {}


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("text", ""), ("text", " "), ("text", 5), ("text", "x" * 2_001), ("text", "a\0"), ("text", ["a"]),
        ("number", "5"), ("number", True), ("number", 1 << 53), ("number", float("nan")), ("money", 1.5),
        ("date", "1990-02-30"), ("date", "1990-2-3"), ("date", 5), ("date", "１９９０-01-01"), ("choice", "z"),
        ("choice", ["a"]), ("choices", []), ("choices", "a"), ("choices", ["a", "z"]), ("choices", [1]),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(tmp_path: Path, kind: str, bad: Any) -> None:
    shop = small(tmp_path)
    define(shop, "it", kind, *(("a", "b") if kind.startswith("choice") else ()))
    with pytest.raises(YutangError, match="attribute_value"):
        put(shop, "it", bad)
    assert values(shop) == {}


def test_many_are_set_at_once_and_others_are_named(tmp_path: Path) -> None:
    shop = small(tmp_path)
    define(shop, "city")
    an = operator(shop, "an")
    done = put(shop, "city", "杭州", "li", "wang", "zhou", "an", viewer=an)
    assert (done.changed, done.skipped) == (2, sorted(str(shop.id(who)) for who in ("zhou", "an")))
    assert [values(shop, who) for who in ("li", "wang", "zhou")] == [{"city": "杭州"}, {"city": "杭州"}, {}]
    entry = log(shop)[-1]
    assert entry.act == "attribute_set"
    assert "杭州" not in entry.after


def test_an_attribute_nobody_defined_or_put_away_is_not_set(tmp_path: Path) -> None:
    shop = small(tmp_path)
    define(shop, "old")
    defining.change(shop.ledger, ADMIN, "old", {}, now=NOW, archived=True)
    for code in ("old", "never", "'; drop table fact"):
        with pytest.raises(YutangError, match="not_found"):
            put(shop, code, "x")


def consent(shop: Shop, purpose: str, *, given: bool = True, at: int = NOW, **more: Any) -> None:
    more = {"notice": "v1", **more}
    saying.change_consent(shop.ledger, ADMIN, shop.id("li"), purpose, given=given, now=at, **more)


def test_a_sensitive_value_needs_its_own_consent_in_force(tmp_path: Path) -> None:
    shop = small(tmp_path)
    define(shop, "illness", sensitive=True)
    for prepare in (
        lambda: None, lambda: consent(shop, "marketing"), lambda: consent(shop, "sensitive", at=NOW - DAY, until=NOW - 1),
    ):  # fmt: skip
        prepare()
        with pytest.raises(YutangError, match="consent_needed"):
            put(shop, "illness", "敏感肌")
    consent(shop, "sensitive", at=NOW + 1)
    assert put(shop, "illness", "敏感肌", at=NOW + 2).changed == 1
    with pytest.raises(YutangError, match="consent_needed") as why:
        put(shop, "illness", "x", "li", "wang", at=NOW + 3)  # one of two has not consented: nothing is set
    assert why.value.params == {"purpose": "sensitive", "count": 1}
    consent(shop, "sensitive", given=False, at=NOW + 4)
    with pytest.raises(YutangError, match="consent_needed"):
        put(shop, "illness", "x", at=NOW + 5)
    assert put(shop, "illness", None, at=NOW + 6).changed == 1  # taking back needs no consent


def test_consent_taken_back_for_all_channels_is_in_force_for_none(tmp_path: Path) -> None:
    shop = small(tmp_path)
    define(shop, "illness", sensitive=True)
    define(shop, "minor", "choice", "yes", "no")
    put(shop, "minor", "yes")
    for n, purpose in enumerate(("guardian", "sensitive")):
        consent(shop, purpose, at=NOW + n, channel="sms")
    assert put(shop, "illness", "敏感肌", at=NOW + 5).changed == 1
    consent(shop, "sensitive", given=False, at=NOW + 6)
    with pytest.raises(YutangError, match="consent_needed") as why:
        put(shop, "illness", "x", at=NOW + 7)
    assert why.value.params["purpose"] == "sensitive"
    consent(shop, "sensitive", at=NOW + 8, channel="sms")
    assert put(shop, "illness", "x", at=NOW + 9).changed == 1
    consent(shop, "guardian", given=False, at=NOW + 10)
    with pytest.raises(YutangError, match="consent_needed") as why:
        put(shop, "illness", "y", at=NOW + 11)
    assert why.value.params["purpose"] == "guardian"
    consent(shop, "guardian", at=NOW + 12)
    consent(shop, "guardian", given=False, at=NOW + 13, channel="sms")
    assert put(shop, "illness", "y", at=NOW + 14).changed == 1  # for the other channels it stands


@pytest.mark.parametrize(
    ("code", "kind", "value"), [("minor", "choice", "yes"), ("birthday", "date", "2013-01-01")]
)
def test_for_a_minor_the_guardian_consents(tmp_path: Path, code: str, kind: str, value: str) -> None:
    shop = small(tmp_path)
    define(shop, "city")
    define(shop, code, kind, *(("yes", "no") if kind == "choice" else ()))
    put(shop, code, value)
    for act in (lambda: put(shop, "city", "杭州"), lambda: consent(shop, "marketing")):
        with pytest.raises(YutangError, match="consent_needed") as why:
            act()
        assert why.value.params["purpose"] == "guardian"
    consent(shop, "guardian", at=NOW + 1)
    assert put(shop, "city", "杭州", at=NOW + 2).changed == 1
    consent(shop, "marketing", at=NOW + 3)
    assert put(shop, "city", "杭州", "wang", at=NOW + 4).changed == 1


def test_who_is_fourteen_today_is_no_minor(tmp_path: Path) -> None:
    shop = small(tmp_path)
    define(shop, "city")
    define(shop, "birthday", "date")
    put(shop, "birthday", "2012-09-06")  # NOW is 2026-09-06 in Shanghai
    assert put(shop, "city", "杭州", at=NOW + 1).changed == 1
    put(shop, "birthday", "2012-09-07", at=NOW + 2)
    with pytest.raises(YutangError, match="consent_needed"):
        put(shop, "city", "杭州", at=NOW + 3)


def test_a_consent_is_given_and_withdrawn(tmp_path: Path) -> None:
    shop = small(tmp_path)
    consent(shop, "marketing", channel="sms")
    (one,) = look(shop).consents
    assert (one.channel, one.purpose, one.in_force, one.notice) == ("sms", "marketing", True, "v1")
    consent(shop, "marketing", given=False, channel="sms", at=NOW + 1)
    (one,) = look(shop).consents
    assert (one.given, one.in_force) == (False, False)
    for bad, code in (
        ({"notice": None}, "consent_notice"), ({"notice": " "}, "consent_notice"), ({"until": NOW}, "consent_past"),
    ):  # fmt: skip
        with pytest.raises(YutangError, match=code):
            consent(shop, "marketing", **bad)
    with pytest.raises(YutangError, match="consent_purpose"):
        consent(shop, "  ")


def test_a_note_is_kept_with_who_wrote_it_and_not_in_the_log(tmp_path: Path) -> None:
    shop = small(tmp_path)
    an = operator(shop, "an")
    note = saying.write_note(shop.ledger, an, shop.id("li"), " 喜欢 <b>龙井</b> ", now=NOW)
    assert look(shop).notes == [note]
    assert (note.text, note.by) == ("喜欢 <b>龙井</b>", "小赵")
    later = saying.write_note(shop.ledger, an, shop.id("li"), "x" * 2_000, now=NOW + SECOND)
    assert [one.id for one in look(shop).notes] == [later.id, note.id]
    for bad in ("", "  \0 ", "x" * 2_001):
        with pytest.raises(YutangError, match="note_bad"):
            saying.write_note(shop.ledger, an, shop.id("li"), bad, now=NOW)
    with pytest.raises(YutangError, match="not_found"):
        saying.write_note(shop.ledger, an, shop.id("zhou"), "x", now=NOW)
    assert not any("龙井" in (entry.after or "") for entry in log(shop))


def test_a_wish_is_kept_and_taken_back(tmp_path: Path) -> None:
    shop = small(tmp_path)
    for n, wish in enumerate((2, 0, None, 100)):
        saying.wish_frequency(shop.ledger, ADMIN, shop.id("li"), wish, now=NOW + n)
        assert look(shop).frequency_wish == wish
    for bad in (-1, 101):
        with pytest.raises(YutangError, match="attribute_value"):
            saying.wish_frequency(shop.ledger, ADMIN, shop.id("li"), bad, now=NOW + 9)

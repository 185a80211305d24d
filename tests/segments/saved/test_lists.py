"""Lists: read from any text a spreadsheet makes, matched exactly, within what the uploader sees, kept as they were."""

from pathlib import Path

import pytest
from tests.accounts.people import person
from tests.segments.saved.shops import NOW, Shop, wrote

from ledger.batch import DAY, START
from yutang.accounts.model import Role, Viewer
from yutang.contacts import Contacts
from yutang.contacts.columns import Kind as Means
from yutang.engine.rule import InSegment
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets
from yutang.ledger.catalogue import Kind
from yutang.locales import t
from yutang.segments.saved import actions, forgetting, lists, mirror, store
from yutang.segments.saved.lists import By, first_cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", []), ("\n\r\n  \n,,,\n", []), ("a\nb\r\nc\rd", ["a", "b", "c", "d"]), ("\ufeffa,名字\nb;x\nc\ty", ["a", "b", "c"]),
        ("b\na\nb\n b ", ["b", "a"]), ('"a,b",x\n"c ""d"""', ["a,b", 'c "d"']), ("a\x00b", ["ab"]), (",第二列", []),
        ("王\u3000", ["王"]), ('"两行\n一格",x', ["两行\n一格"]),
    ],
)  # fmt: skip
def test_the_first_cell_of_each_line_counts_once(text: str, cells: list[str]) -> None:
    assert first_cells(text) == cells


def test_a_cell_that_never_ends_is_refused_with_a_sentence() -> None:
    with pytest.raises(YutangError) as why:
        first_cells("a\n" + "x" * 200_000)
    assert why.value.code == "segment_lines"
    assert all(t(lang, "error.segment_lines", **why.value.params) for lang in ("zh", "en"))


def test_there_is_a_most_of_lines_and_twins_are_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_LINES", 3)
    assert first_cells("a\nb\nc\na\nb\n") == ["a", "b", "c"]
    with pytest.raises(YutangError, match="segment_too_long"):
        first_cells("a\nb\nc\nd")


@pytest.fixture
def contacts(shop: Shop, tmp_path: Path) -> Contacts:
    return Contacts.open(shop.ledger.state, Secrets(tmp_path, {}))


def up(
    shop: Shop, contacts: Contacts, text: str, by: By, *, viewer: Viewer | None = None, name: str = "名单"
) -> lists.Uploaded:
    return lists.upload(shop.ledger, contacts, name, "", text, by, viewer=viewer or shop.boss, now=NOW)


def test_ids_are_whole_numbers_and_nothing_like_one(shop: Shop, contacts: Contacts) -> None:
    """A column of amounts, or of numbers in another script, names nobody."""
    shop.meet("ann", "bo")
    ann = shop.id("ann")
    made = up(shop, contacts, f"{ann}\n00{ann}\n", By.CUSTOMER)
    assert (made.lines, made.matched, made.members) == (2, 2, 1)
    for cell in (
        f"{ann}.4",
        f"{ann}.0",
        f"{ann}e0",
        f"-{ann}",
        f"+{ann}",
        f"0x{ann}",
        f"{ann}_0",
        "9" * 40,
        "true",
        f"{ann} x",
    ):
        with pytest.raises(YutangError, match="segment_nobody"):
            up(shop, contacts, cell, By.CUSTOMER, name=cell[:20])


def test_an_account_means_its_person_and_two_accounts_are_one_member(shop: Shop, contacts: Contacts) -> None:
    shop.meet("ann", "bo")
    shop.take((Kind.IDENTITY_LINKED, START, {"actor": "ann", "related": "\x1funionid\x1fU1", "amount": 1}))
    made = up(shop, contacts, "ann\nU1\nAnn\nnobody", By.EXTERNAL)
    assert (made.lines, made.matched, made.members) == (4, 2, 1)
    assert shop.members(made.segment_id) == shop.names(shop.kept(made.segment_id)) == {"ann"}


@pytest.mark.parametrize(
    "spelled",
    ["13800138000", "+86 138 0013 8000", "0086-138-0013-8000", "138 0013 8000 ", "１３８００１３８０００"],
)
def test_a_phone_is_found_however_it_is_spelled(shop: Shop, contacts: Contacts, spelled: str) -> None:
    shop.meet("ann")
    ref = f"\x1fphone\x1f{contacts.hash(Means.PHONE, '+8613800138000')}"
    shop.take((Kind.IDENTITY_LINKED, START, {"actor": "ann", "related": ref, "amount": 1}))
    assert up(shop, contacts, spelled, By.PHONE).members == 1
    with pytest.raises(YutangError, match="segment_nobody"):
        up(shop, contacts, "ann\n13800138001\n@", By.PHONE, name="别人")


def test_the_hash_of_a_phone_is_no_way_to_find_somebody(shop: Shop, contacts: Contacts) -> None:
    shop.meet("ann")
    digest = contacts.hash(Means.PHONE, "+8613800138000")
    shop.take(
        (Kind.IDENTITY_LINKED, START, {"actor": "ann", "related": f"\x1fphone\x1f{digest}", "amount": 1})
    )
    for by in (By.EXTERNAL, By.PHONE):
        with pytest.raises(YutangError, match="segment_nobody"):
            up(shop, contacts, digest, by)


def test_whom_the_uploader_does_not_see_is_not_matched(shop: Shop, contacts: Contacts) -> None:
    """Or a list would tell who is a customer of a colleague's."""
    shop.meet("ann", "bo")
    shop.take((Kind.RELATION_BEGUN, START, {"actor": "ann", "related": "sam"}))
    sam = person(shop.ledger.state, "sam", Role.OPERATOR, staff_id=shop.id("sam"))
    made = up(shop, contacts, "ann\nbo", By.EXTERNAL, viewer=sam)
    assert (made.lines, made.matched, made.members) == (2, 1, 1)
    with pytest.raises(YutangError) as why:
        up(shop, contacts, "bo", By.EXTERNAL, viewer=sam, name="二")
    assert (why.value.code, why.value.params) == ("segment_nobody", {"n": 1})  # as for a name that nobody has


@pytest.mark.parametrize("wrong", ["", " ", "名单", "x" * 61, "a\nb"])
def test_a_name_that_can_not_be_leaves_nothing_behind(shop: Shop, contacts: Contacts, wrong: str) -> None:
    shop.meet("ann")
    first = up(shop, contacts, "ann", By.EXTERNAL).segment_id
    with pytest.raises(YutangError, match="segment_name"):
        up(shop, contacts, "ann", By.EXTERNAL, name=wrong)
    with shop.ledger.state.read() as conn:
        assert list(store.standings(conn)) == [first]
    assert shop.ledger.analytics.rows("select distinct segment_id from segment_member") == [(first,)]


def frozen(shop: Shop, segment_id: int, name: str = "当时", now: int = NOW) -> int:
    return lists.freeze(shop.ledger, segment_id, name, shop.world(), viewer=shop.boss, now=now)


def test_frozen_are_those_of_now_and_not_of_the_last_sweep(shop: Shop) -> None:
    shop.say("ann")
    made = shop.make(wrote(30))
    shop.sweep(made)
    shop.say("bo", at=NOW - 1)
    kept = frozen(shop, made)
    assert shop.members(made) == {"ann"}
    assert shop.members(kept) == {"ann", "bo"}
    late = frozen(shop, made, "后来", NOW + 90 * DAY)
    assert (shop.members(late), shop.kept(late)) == (set(), [])  # nobody is a list too
    shop.say("cy", at=NOW - 1)
    assert shop.sweep(kept).outcome == "superseded"  # a list is never swept
    assert shop.members(kept) == {"ann", "bo"}


def test_a_list_can_be_asked_for_by_a_rule_and_outlives_a_rebuild(shop: Shop) -> None:
    shop.say("ann", "bo")
    kept = frozen(shop, shop.make(wrote()))
    of_it = shop.make(InSegment(kept), "引用")
    shop.sweep(of_it)
    shop.ledger.rebuild()
    mirror.level_all(shop.ledger)
    assert shop.members(kept) == shop.members(of_it) == {"ann", "bo"}


def test_what_is_no_rule_or_has_gone_bad_is_not_frozen(shop: Shop) -> None:
    shop.say("ann")
    base = shop.make(wrote())
    kept = frozen(shop, base)
    with pytest.raises(YutangError, match="segment_is_list"):
        frozen(shop, kept, "再来")
    with pytest.raises(YutangError, match="segment_unknown"):
        frozen(shop, 999, "没有")
    asking = shop.make(InSegment(base), "引用")
    shop.ledger.state.write(lambda conn: store.change(conn, base, {"archived_at": NOW}))
    with pytest.raises(YutangError, match="segment_rule"):
        frozen(shop, asking, "坏的")
    with shop.ledger.state.read() as conn:
        assert {one.name for one in store.segments(conn)} == {"当时", "引用"}


def test_who_is_erased_leaves_lists_also_those_that_are_put_away(shop: Shop) -> None:
    shop.say("ann", "bo")
    base = shop.make(wrote())
    shop.sweep(base)
    here, away = frozen(shop, base), frozen(shop, base, "旧的")
    shop.ledger.state.write(lambda conn: actions.archive(conn, away, viewer=shop.boss, now=NOW))
    ann = [shop.id("ann")]
    assert [forgetting.forget_people(shop.ledger, ann) for _ in range(2)] == [2, 0]
    assert [shop.names(shop.kept(one)) for one in (here, away)] == [{"bo"}, {"bo"}]
    assert shop.members(base) == {"ann", "bo"}  # a rule's members are its next sweep's
    assert forgetting.forget_people(shop.ledger, [shop.id("bo")]) == 2
    with shop.ledger.state.read() as conn:
        told = {one.id: one.origin for one in store.segments(conn, archived=True)}
    assert told[here] == told[away] == {"segment": base, "version": 1, "erased": 2}
    assert forgetting.forget_people(shop.ledger, []) == 0

"""What people do with sources and codes: allowed, refused, written into the log."""

import pytest
import sqlalchemy as sa
from tests.sources.conftest import Shop
from tests.sources.test_lane import OFFICE

from yutang.accounts.audit import listed
from yutang.connections import actions as connections
from yutang.kit.errors import YutangError
from yutang.sources import actions, store
from yutang.sources.actions import KEY_LENGTH, KEY_LETTERS, CodeForm, SourceForm
from yutang.sources.model import CodeKind, CodeState, Hours, Mode, Seat, Welcome

LI = (Seat(staff="li"),)


def refused(shop: Shop, code: str, do, *args: object) -> dict[str, object]:
    with pytest.raises(YutangError) as told:
        shop.act(do, *args)
    assert told.value.code == code
    return told.value.params


def test_a_source_keeps_what_was_said(shop: Shop) -> None:
    welcome = Welcome(text="你好", off_text="明天见", link_title="商城", link_url="https://shop.example")
    made = shop.source(
        " 开业  大吉 ", place="人民广场店", begins_at=1, ends_at=2, hours=OFFICE, welcome=welcome
    )
    assert (made.name, made.place, made.begins_at, made.ends_at) == ("开业 大吉", "人民广场店", 1, 2)
    assert (made.hours, made.welcome) == (OFFICE, welcome)
    assert shop.read(store.sources) == [made]


def test_a_code_keeps_its_roster_in_order(shop: Shop) -> None:
    seats = (Seat(staff="wang", cap=3, hours=OFFICE), Seat(staff="li", backup=True), Seat(staff="zhao"))
    code = shop.wish(*seats, mode=Mode.IN_TURN, verify=True)
    assert shop.read(store.seats, [code.id]) == {code.id: list(seats)}
    assert (code.mode, code.verify, code.state) == (Mode.IN_TURN, True, CodeState.MAKING)
    turned = tuple(reversed(seats))
    shop.act(actions.change_code, code.id, CodeForm(name="x", seats=turned))
    assert shop.read(store.seats)[code.id] == list(turned)


def test_keys_are_short_plain_and_never_alike(shop: Shop) -> None:
    keys = {actions.new_key() for _ in range(500)}
    assert len(keys) == 500
    assert all(len(key) == KEY_LENGTH <= 30 and set(key) <= set(KEY_LETTERS) for key in keys)
    assert not set("01iol") & set(KEY_LETTERS)
    code = shop.wish("li")
    assert shop.read(store.by_key, code.key) == code
    assert shop.read(store.by_key, "other") is None


def test_a_key_is_one_codes_only(shop: Shop) -> None:
    first, second = shop.wish("li"), shop.wish("li")
    with pytest.raises(sa.exc.IntegrityError):
        shop.write(store.change_code, second.id, key=first.key)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (CodeForm(name="x", seats=()), "code_seats"),
        (CodeForm(name="x", seats=LI * 2), "code_seats"),
        (CodeForm(name="x", seats=tuple(Seat(staff=f"m{n}") for n in range(101))), "code_seats"),
        (CodeForm(name="x", seats=(Seat(staff="nobody"),)), "code_seat"),
        (CodeForm(name="x", seats=(Seat(staff="li", cap=0),)), "code_cap"),
        (
            CodeForm(name="x", seats=(Seat(staff="li", hours=(Hours(days=(1,), since=60, until=60),)),)),
            "source_hours",
        ),
        (CodeForm(name="", seats=LI), "name_bad"),
        (CodeForm(name="x", seats=LI, full_at=1), "code_full_at"),
        (CodeForm(name="x", seats=LI, full_at=501), "code_full_at"),
        (CodeForm(name="x", seats=LI, base_name="群" * 41), "code_base_name"),
        (CodeForm(name="x", seats=LI, welcome=Welcome(text="好" * 1_334)), "welcome_long"),
        (CodeForm(name="x", seats=LI, welcome=Welcome(off_text="x" * 4_001)), "welcome_long"),
        (CodeForm(name="x", seats=LI, welcome=Welcome(link_url="ftp://x", link_title="x")), "welcome_link"),
        (CodeForm(name="x", seats=LI, welcome=Welcome(link_title="x")), "welcome_link"),
        (CodeForm(name="x", seats=LI, welcome=Welcome(picture=7)), "welcome_picture"),
    ],
)
def test_what_no_code_can_be(shop: Shop, form: CodeForm, code: str) -> None:
    source = shop.source()
    refused(shop, code, actions.add_code, source.id, shop.world.id, CodeKind.PERSON, form)
    assert shop.read(store.codes) == []
    kept = shop.wish("li", of=source)
    refused(shop, code, actions.change_code, kept.id, form)
    assert shop.known(kept) == kept


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (SourceForm(name="x", begins_at=2, ends_at=1), "source_span"),
        (SourceForm(name="x", begins_at=2, ends_at=2), "source_span"),
        (SourceForm(name="\u202ex"), "name_bad"),
        (SourceForm(name="x", hours=(Hours(days=(1,), since=600, until=540),)), "source_hours"),
        (SourceForm(name="x", welcome=Welcome(picture=1)), "welcome_picture"),
    ],
)
def test_what_no_source_can_be(shop: Shop, form: SourceForm, code: str) -> None:
    refused(shop, code, actions.add_source, form)
    kept = shop.source()
    refused(shop, code, actions.change_source, kept.id, form)
    assert shop.read(store.sources) == [kept]


def test_who_is_refused_is_named(shop: Shop) -> None:
    form = CodeForm(name="x", seats=(Seat(staff="nobody"),))
    told = refused(
        shop, "code_seat", actions.add_code, shop.source().id, shop.world.id, CodeKind.PERSON, form
    )
    assert told == {"who": "nobody"}


def test_codes_are_made_on_a_wecom_that_is_switched_on(shop: Shop) -> None:
    form, source = CodeForm(name="x", seats=LI), shop.source()
    refused(shop, "code_connection", actions.add_code, source.id, 99, CodeKind.PERSON, form)
    shop.act(
        lambda conn, viewer, now: connections.switch(conn, shop.world.id, on=False, viewer=viewer, now=now)
    )
    refused(shop, "code_connection", actions.add_code, source.id, shop.world.id, CodeKind.PERSON, form)


def test_what_is_not_there_is_nothing(shop: Shop) -> None:
    form = CodeForm(name="x", seats=LI)
    for do, *args in (
        (actions.change_source, 9, SourceForm(name="x")), (actions.end_source, 9), (actions.change_code, 9, form),
        (actions.end_code, 9), (actions.again, 9), (actions.calm, 9),
        (actions.add_code, 9, shop.world.id, CodeKind.PERSON, form),
    ):  # fmt: skip
        assert shop.act(do, *args) is None


def test_ending_twice_is_ending_once(shop: Shop) -> None:
    code = shop.wish("li")
    first = shop.act(actions.end_code, code.id)
    shop.fake.pass_time(5)
    assert shop.act(actions.end_code, code.id) == first
    assert first.ended_at is not None
    source = shop.source()
    ended = shop.act(actions.end_source, source.id)
    assert shop.act(actions.end_source, source.id) == ended


def test_each_act_stands_in_the_log_once(shop: Shop) -> None:
    source = shop.source()
    code = shop.wish("li", of=source)
    shop.act(actions.change_source, source.id, SourceForm(name="新"))
    shop.act(actions.change_code, code.id, CodeForm(name="新", seats=LI))
    shop.act(actions.end_code, code.id)
    shop.act(actions.end_code, code.id)
    shop.act(actions.end_source, source.id)
    told = [one.act for one in reversed(shop.read(listed)) if one.act.startswith(("source", "code"))]
    assert told == [
        "source_added",
        "code_added",
        "source_changed",
        "code_changed",
        "code_ended",
        "source_ended",
    ]
    changed = next(one for one in shop.read(listed) if one.act == "source_changed")
    assert (changed.before["name"], changed.after["name"]) == ("开业", "新")


def test_a_change_waits_to_be_told(shop: Shop) -> None:
    code = shop.code("li")
    changed = shop.act(actions.change_code, code.id, CodeForm(name="新", seats=LI))
    assert (changed.wanted, changed.told) == (code.wanted + 1, code.told)
    assert [one.id for one in shop.read(store.due_codes, shop.now())] == [code.id]
    assert shop.read(store.due_codes, shop.now() - 1) == []

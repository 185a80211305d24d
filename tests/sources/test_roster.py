"""Who stands behind a code: hours, caps, backups, turns, full groups."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.kit.clock import micros
from yutang.sources.model import Duty, DutyWhy, Hours, Mode, Seat
from yutang.sources.roster import MOST_GROUPS, day_start, decide, groups_behind, within

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = (Hours(days=(1, 2, 3, 4, 5), since=9 * 60, until=18 * 60),)


def at(text: str) -> int:
    return micros(dt.datetime.fromisoformat(text).replace(tzinfo=CHINA))


NOON, NIGHT = at("2025-10-09T12:00"), at("2025-10-09T22:30")  # a Thursday


@pytest.mark.parametrize(
    ("when", "inside"),
    [
        ("2025-10-09T09:00", True),
        ("2025-10-09T08:59", False),
        ("2025-10-09T17:59:59", True),
        ("2025-10-09T18:00", False),
        ("2025-10-11T12:00", False),
    ],
)
def test_hours_hold_their_first_minute_and_not_their_last(when: str, inside: bool) -> None:
    assert within(OFFICE, at(when), CHINA) is inside


def test_no_hours_are_all_hours() -> None:
    assert within((), at("2025-10-12T03:00"), CHINA)


def test_hours_are_of_the_tenants_zone() -> None:
    assert not within(OFFICE, NOON, ZoneInfo("America/New_York"))  # midnight over there


def test_a_day_begins_at_the_tenants_midnight() -> None:
    assert day_start(at("2025-10-09T00:00"), CHINA) == at("2025-10-09T00:00")
    assert day_start(at("2025-10-09T23:59:59"), CHINA) == at("2025-10-09T00:00")


def asked(
    seats: list[Seat], counts: dict[str, int] | None = None, mode: Mode = Mode.TOGETHER, now: int = NOON
) -> Duty:
    return decide(seats, counts or {}, mode, now, CHINA)


def test_all_on_duty_stand_behind_it_together() -> None:
    assert asked([Seat(staff="a"), Seat(staff="b")]) == Duty(("a", "b"), DutyWhy.ON_DUTY)


def test_in_turn_it_is_the_first_with_room() -> None:
    seats = [Seat(staff="a", cap=2), Seat(staff="b", cap=2), Seat(staff="c")]
    shown = [
        asked(seats, counts, Mode.IN_TURN).staff for counts in ({}, {"a": 1}, {"a": 2}, {"a": 2, "b": 2})
    ]
    assert shown == [("a",), ("a",), ("b",), ("c",)]


def test_who_is_not_at_work_is_left_out_while_others_are() -> None:
    assert asked([Seat(staff="a", hours=OFFICE), Seat(staff="b")], now=NIGHT) == Duty(("b",), DutyWhy.ON_DUTY)


def test_a_backup_stands_in_when_the_others_are_full_or_at_home() -> None:
    seats = [Seat(staff="a", hours=OFFICE, cap=1), Seat(staff="b", backup=True)]
    assert asked(seats) == Duty(("a",), DutyWhy.ON_DUTY)
    assert asked(seats, {"a": 1}) == Duty(("b",), DutyWhy.BACKUP)
    assert asked(seats, now=NIGHT) == Duty(("b",), DutyWhy.BACKUP)


def test_off_hours_those_with_room_take_newcomers_all_the_same() -> None:
    seats = [
        Seat(staff="a", hours=OFFICE, cap=1),
        Seat(staff="b", hours=OFFICE),
        Seat(staff="z", hours=OFFICE, backup=True),
    ]
    assert asked(seats, now=NIGHT) == Duty(("a", "b"), DutyWhy.OFF_HOURS)
    assert asked(seats, {"a": 1}, now=NIGHT) == Duty(("b",), DutyWhy.OFF_HOURS)


def test_off_hours_a_backup_with_room_comes_before_who_has_none() -> None:
    seats = [Seat(staff="a", hours=OFFICE, cap=1), Seat(staff="z", hours=OFFICE, cap=1, backup=True)]
    assert asked(seats, {"a": 1}, now=NIGHT) == Duty(("z",), DutyWhy.OFF_HOURS)


def test_a_code_never_leads_to_nobody() -> None:
    full = {"a": 9, "b": 9, "z": 9}
    seats = [Seat(staff="a", cap=1), Seat(staff="b", cap=1)]
    assert asked(seats, full, Mode.IN_TURN) == Duty(("a", "b"), DutyWhy.FULL)
    assert asked([*seats, Seat(staff="z", cap=1, backup=True)], full) == Duty(("z",), DutyWhy.FULL)


SEATS = st.lists(
    st.builds(
        Seat, staff=st.sampled_from("abcdef"), hours=st.sampled_from([(), OFFICE]),
        cap=st.none() | st.integers(1, 3), backup=st.booleans(),
    ),
    min_size=1, max_size=6, unique_by=lambda seat: seat.staff,
)  # fmt: skip


@given(
    SEATS,
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 4)),
    st.sampled_from(Mode),
    st.sampled_from([NOON, NIGHT]),
)
def test_whoever_is_shown_has_room_unless_all_are_full(
    seats: list[Seat], counts: dict[str, int], mode: Mode, now: int
) -> None:
    duty = asked(seats, counts, mode, now)
    assert duty.staff
    assert set(duty.staff) <= {seat.staff for seat in seats}
    room = {seat.staff for seat in seats if seat.cap is None or counts.get(seat.staff, 0) < seat.cap}
    assert (duty.why is DutyWhy.FULL) is (not room)
    if room:
        assert set(duty.staff) <= room
    if duty.why is DutyWhy.ON_DUTY:
        assert all(
            within(seat.hours, now, CHINA) and not seat.backup for seat in seats if seat.staff in duty.staff
        )


@given(SEATS, st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 4)))
def test_in_turn_shows_one_of_whom_together_shows(seats: list[Seat], counts: dict[str, int]) -> None:
    alone, together = asked(seats, counts, Mode.IN_TURN), asked(seats, counts)
    assert alone.why is together.why
    assert alone.staff == (together.staff if together.why is DutyWhy.FULL else together.staff[:1])


def test_full_groups_make_room_for_the_next_of_the_list() -> None:
    chats = [f"g{n}" for n in range(8)]
    assert groups_behind(chats, {}, (), 200) == Duty(tuple(chats[:5]), DutyWhy.ON_DUTY)
    members = {"g0": 200, "g1": 199, "g2": 500}
    assert groups_behind(chats, members, (), 200) == Duty(("g1", "g3", "g4", "g5", "g6"), DutyWhy.ON_DUTY)


def test_when_all_groups_are_full_the_code_stays_as_it_is() -> None:
    chats = [f"g{n}" for n in range(8)]
    members = dict.fromkeys(chats, 300)
    assert groups_behind(chats, members, ("g1", "gone"), 200) == Duty(("g1",), DutyWhy.FULL)
    assert groups_behind(chats, members, (), 200) == Duty(tuple(chats[-MOST_GROUPS:]), DutyWhy.FULL)

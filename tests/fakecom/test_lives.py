"""Laws that hold whatever people and an app do, in whatever order: over lives that hypothesis draws."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakecom.lives import KINDS, LIVES, MEMBERS, E, Life, Step
from fakecom.running import START
from yutang.fakecom.state.world import State

SHANGHAI = timezone(timedelta(hours=8))
RULES = ("per_month", "per_week7", "per_day1")
SMALL = {"group_size": 4, "customers_per_member": 2}
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(FEW, max_examples=50)


@contextmanager
def life(state: State | None = None, **policy: Any) -> Iterator[Life]:
    made = Life(state, **policy)
    try:
        yield made
    finally:
        made.close()


def window(rule: str, at: int) -> tuple[str, int]:
    """The window of the rule that `at` (milliseconds) lies in, by a calendar of its own; and how many it takes."""
    day = datetime.fromtimestamp(at / 1000, UTC).astimezone(SHANGHAI).date()
    if rule == "per_day1":
        return day.isoformat(), 1
    if rule == "per_week7":
        return "-".join(map(str, day.isocalendar()[:2])), 7
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.isoformat()[:7], (following - timedelta(days=1)).day


@FEW
@given(LIVES, LIVES)
def test_a_life_goes_on_from_a_snapshot_as_it_would_have(before: list[Step], after: list[Step]) -> None:
    with life(**SMALL) as one:
        one.live(before)
        with life(msgspec.json.decode(one.dump(), type=State)) as other:
            assert other.dump() == one.dump()
            assert other.live(after).dump() == one.live(after).dump()


@FEW
@given(LIVES, st.lists(st.integers(1, 3 * 86_400_000), min_size=1, max_size=12))
def test_time_in_one_step_is_time_in_many(steps: list[Step], parts: list[int]) -> None:
    """What falls due does so in the same order, at the same instants, with the same luck."""
    with life(**SMALL) as one, life(**SMALL) as other:
        one.live(steps)
        other.live(steps)
        one.wait(sum(parts) / 1000)
        for part in parts:
            other.wait(part / 1000)
        # A fraction of a millisecond may be lost in each step: both are brought to one instant.
        end = START + 10 * 366 * 86_400
        for each in (one, other):
            each.ctl("clock", set=end)
        assert one.dump() == other.dump()


@FEW
@given(LIVES)
def test_no_call_emits_and_people_do(steps: list[Step]) -> None:
    """Each call of a life is looked at as it is made (`Life.api`); somebody who comes is told of."""
    with life(**SMALL) as one:
        one.listen()
        one.live(steps)
        told = one.fake.state.push_count
        assert one.ctl("add", userid="zhangsan")["outcome"] in {"added", "full"}
        assert one.ctl("console/tags", group_name="新", tags=["一"]) is not None
        assert one.fake.state.push_count >= told + 2


@pytest.mark.parametrize("rule", RULES)
@FEW
@given(steps=LIVES)
def test_what_arrived_is_what_the_answers_say_was_sent(rule: str, steps: list[Step]) -> None:
    with life(mass_rule=rule, **SMALL) as one:
        one.live(steps)
        sent: Counter[tuple[str, str, str]] = Counter()
        for msgid in one.corp.mass:
            for task in one.pages(f"{E}get_groupmsg_task", "task_list", msgid=msgid, limit=1):
                asked = {"msgid": msgid, "userid": task["userid"], "limit": 2}
                for row in one.pages(f"{E}get_groupmsg_send_result", "send_list", **asked):
                    assert task["status"] or row["status"] == 0
                    if row["status"] == 1:
                        sent[msgid, task["userid"], row.get("external_userid") or row["chat_id"]] += 1
        for moment_id, moment in one.corp.moments.items():
            for userid, part in moment.tasks.items():
                if part.published_at:
                    asked = {"moment_id": moment_id, "userid": userid}
                    for row in one.pages(f"{E}get_moment_send_result", "customer_list", **asked, limit=2):
                        sent[moment_id, userid, row["external_userid"]] += 1
        arrived = Counter(
            (got.task, got.userid, got.external_userid or got.chat_id)
            for got in one.corp.deliveries
            if got.kind in {"mass", "moment"}
        )
        assert arrived == sent
        assert set(arrived.values()) <= {1}


@pytest.mark.parametrize("rule", RULES)
@FEW
@given(steps=LIVES)
def test_a_cap_is_never_exceeded_and_nobody_is_capped_below_it(rule: str, steps: list[Step]) -> None:
    with life(mass_rule=rule, moments_per_day=2, **SMALL) as one:
        one.live(steps)
        got: Counter[tuple[str, str]] = Counter()
        seen: Counter[tuple[str, str]] = Counter()
        for each in one.corp.deliveries:
            if each.kind == "mass":
                name, most = window(rule, each.at)
                to = each.external_userid or each.chat_id
                got[to, name] += 1
                assert got[to, name] <= most
            if each.kind == "moment":
                seen[each.external_userid, window("per_day1", each.at)[0]] += 1
        assert max(seen.values(), default=0) <= 2
        for mass in one.corp.mass.values():
            for task in mass.tasks.values():
                for to, target in task.targets.items():
                    if target.status == 3:
                        name, most = window(rule, task.send_time)
                        assert got[to, name] == most


@pytest.mark.parametrize(("rule", "most"), [("per_day1", 1), ("per_week7", 7), ("per_month", 31)])
def test_these_lives_can_reach_every_cap(rule: str, most: int) -> None:
    """Else the law above would say nothing."""
    with life(mass_rule=rule) as one:
        one.live([("scan", 0, 0, 0)] + [("storm", 0, 0, 8)] * 4)
        assert len(one.corp.deliveries) == most
        assert {target.status for mass in one.corp.mass.values() for target in mass.tasks["zhangsan"].targets.values()} == {1, 3}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_window_is_filled_to_its_cap_and_begins_anew(rule: str) -> None:
    """Twice a day over ten weeks: a week is one from Monday, a month that of the calendar, in Shanghai."""
    with life(mass_rule=rule) as one:
        for _ in range(70):
            one.live([("storm", 0, 0, 2), ("wait", 4, 0, 0)])
        got: Counter[tuple[str, int]] = Counter(window(rule, each.at) for each in one.corp.deliveries)
        inner = list(got)[1:-1]  # the first and the last are not whole
        assert len(inner) == {"per_day1": 68, "per_week7": 9, "per_month": 1}[rule]
        assert {got[each] - each[1] for each in inner} == {0}


def friends(one: Life) -> dict[str, set[str]]:
    """Of each customer, the members who are his friends."""
    found: dict[str, set[str]] = {}
    for pair in one.relations()["friends"]:
        userid, external = pair.split()
        found.setdefault(external, set()).add(userid)
    return found


@MANY
@given(LIVES)
def test_handing_on_loses_no_customer_and_makes_none(steps: list[Step]) -> None:
    """As time goes by relations change hands; the customers who have somebody stay the same, and each gets at most the
    member that was asked for in place of the one who had him."""
    with life(**SMALL) as one:
        one.live(steps)
        waiting = [each for each in one.corp.transfers if each.status == 2]
        assert len({each.external_userid for each in waiting}) == len(waiting)
        before = friends(one)
        one.wait(2 * 86_400)
        after = friends(one)
        assert after.keys() == before.keys()
        expected = {external: set(members) for external, members in before.items()}
        for each in waiting:
            assert each.status in {1, 4, 5}
            if each.status == 1:
                expected[each.external_userid] -= {each.handover}
                expected[each.external_userid] |= {each.takeover}
        assert after == expected
        assert not [each for each in one.corp.transfers if each.status == 2]
        told = Counter(got.external_userid for got in one.corp.deliveries if got.kind == "transfer")
        assert not told  # no words were given


@MANY
@given(LIVES)
def test_who_scans_comes_in_is_there_already_or_is_refused(steps: list[Step]) -> None:
    with life(**SMALL) as one:
        one.live(steps)
        one.live([("scan", number, number % 5, number) for number in range(12)])
        for said, before, after in one.scans:
            pair = f"{said['userid']} {said['external_userid']}"
            if said["outcome"] in {"added", "half", "asked"}:  # else it had led him to his friend
                others = {f"{userid} {said['external_userid']}" for userid in said["led"]}
                working = {each for each in others if not one.corp.members[each.split()[0]].resigned_at}
                assert working.isdisjoint(before["friends"])
            if said["outcome"] in {"added", "half"}:
                assert pair not in before["friends"]
                assert after["friends"].keys() - before["friends"].keys() == {pair}
                assert after["serial"] == before["serial"] + 1
            elif said["outcome"] == "asked":
                assert after == before | {"asking": before["asking"] + 1}
            else:
                assert said["outcome"] in {"already", "full", "gone"}
                assert after == before
                assert (said["outcome"] == "already") <= (pair in before["friends"])


@MANY
@given(LIVES)
def test_what_the_fake_knows_fits_together(steps: list[Step]) -> None:
    """Whatever happened: both sides of a relation agree, pages find an order, groups hold no more than they may."""
    with life(**SMALL) as one:
        one.live(steps)
        corp = one.corp
        for external, known in corp.externals.items():
            following = {userid for userid, mine in corp.follows.items() if external in mine}
            assert sorted(known.followers) == sorted(following)
        for userid, mine in corp.follows.items():
            serials = [follow.serial for follow in mine.values()]
            assert serials == sorted(set(serials))
            assert len(mine) <= SMALL["customers_per_member"]
            assert {follow.userid for follow in mine.values()} <= {userid}
        for group in corp.groups.values():
            assert len(group.seats) <= SMALL["group_size"]
            assert group.owner in MEMBERS
            assert all(joined <= left for joined, left in group.gone)
        times = [got.at for got in corp.deliveries]
        assert times == sorted(times)
        assert {due.corpid for due in one.fake.state.agenda} <= {corp.corpid}


@MANY
@given(LIVES)
def test_a_version_names_the_seats_of_a_group(steps: list[Step]) -> None:
    """Two answers with one version have the same members: who holds it need not ask again."""
    with life(**SMALL) as one:
        known: dict[tuple[str, str], list[str]] = {}
        for step in steps:
            one.live([step])
            for group in one.corp.groups.values():
                seats = known.setdefault((group.chat_id, group.version), sorted(group.seats))
                assert seats == sorted(group.seats), step


@FEW
@given(LIVES, st.integers(1, 3))
def test_pages_of_a_life_give_each_relation_once(steps: list[Step], limit: int) -> None:
    with life(**SMALL, short_pages=0.3) as one:
        one.live(steps)
        serving = [each for each in MEMBERS if not one.corp.members[each].resigned_at]
        if not serving:
            return
        rows = one.pages(f"{E}batch/get_by_user", "external_contact_list", userid_list=serving, limit=limit)
        found = [
            f"{row['follow_info']['userid']} {row['external_contact']['external_userid']}" for row in rows
        ]
        expected = [pair for pair in one.relations()["friends"] if pair.split()[0] in serving]
        assert sorted(found) == sorted(expected)


def test_these_lives_come_to_every_fate() -> None:
    """Else the laws above would say little: two hundred lives by chance see all that may become of anything."""
    chance, fates = Random(11), Counter[str]()
    for _ in range(200):
        drawn = [(chance.choice(KINDS), *(chance.randint(0, 11) for _ in range(3))) for _ in range(40)]
        with life(mass_rule="per_day1", **SMALL) as one:
            one.live(drawn)
            fates.update(f"scan {said['outcome']}" for said, _, _ in one.scans)
            fates.update(f"transfer {each.status}" for each in one.corp.transfers)
            targets = [
                to
                for mass in one.corp.mass.values()
                for task in mass.tasks.values()
                for to in task.targets.values()
            ]
            fates.update(f"{'group' if to.chat_id else 'single'} {to.status}" for to in targets)
            fates.update(f"got {got.kind}" for got in one.corp.deliveries)
            fates.update("group dissolved" for group in one.corp.groups.values() if group.dismissed_at)
    wanted = {f"scan {one}" for one in ("added", "half", "asked", "already", "full", "gone")}
    wanted |= {f"transfer {one}" for one in (1, 2, 3, 4, 5)} | {f"single {one}" for one in (0, 1, 2, 3)}
    wanted |= {"group 1", "group 2", "group 3", "got mass", "got moment"}
    assert wanted - fates.keys() == set(), fates

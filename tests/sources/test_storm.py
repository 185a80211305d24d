"""An evening with everything that can go wrong: answers lost before and after, events doubled, lost and late, the
process killed between any two steps. Nobody is welcomed twice, no code is made twice, who came is counted once."""

import random

import pytest
from tests.sources.conftest import Greeting, Shop
from tests.sources.test_lane import HELLO

from fakecom.running import CORP
from yutang.sources import actions, keeper, making
from yutang.sources.lane import Lane
from yutang.sources.model import Code, CodeState, Greeted, Seat

CALLS = ("busy", "reset_before", "reset_after", "bad_gateway", "bad_gateway_after", "truncated")


class Killed(Exception):
    """The process ends here; what was durable stays."""


def spoil(shop: Shop, dice: random.Random, path: str, kinds: tuple[str, ...] = CALLS) -> None:
    shop.fake.ctl("faults/clear")
    for kind in dice.sample(kinds, 2):
        shop.fake.ctl("faults", kind=kind, path=path, probability=0.5, seed=dice.randrange(1 << 30), count=3)


@pytest.mark.parametrize("seed", range(6))
def test_each_wish_is_one_code_over_there(shop: Shop, seed: int) -> None:
    dice = random.Random(seed)
    of = shop.source()
    wishes: list[Code] = []
    for n in range(8):
        spoil(shop, dice, "externalcontact/*contact_way")
        wishes.append(shop.wish("li", of=of, name=f"码{n}"))
        if n % 3 == 2:
            shop.act(actions.end_code, dice.choice(wishes).id)
        for _ in range(dice.randint(1, 3)):
            keeper.keep(shop.desk)
            shop.fake.pass_time(dice.choice((1, 10, 40)))
    shop.fake.ctl("faults/clear")
    for _ in range(8):
        shop.fake.pass_time(3_600)
        keeper.keep(shop.desk)
    known = [shop.known(one) for one in wishes]
    assert {one.state for one in known} <= {CodeState.LIVE, CodeState.ENDED}
    live = {one.key: one.config_id for one in known if one.state is CodeState.LIVE}
    assert {way.state: id_ for id_, way in shop.ways.items()} == live


@pytest.mark.parametrize("seed", range(4))
def test_killed_between_any_two_writes_a_wish_is_still_one_code(
    shop: Shop, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write of the maker may be the last thing that is done; what was asked of the platform was asked."""
    dice, real, left = random.Random(seed), making._write, [0]

    def write(*told: object, **values: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        real(*told, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_write", write)
    codes = [shop.wish("li", of=shop.source(f"s{n}")) for n in range(3)]
    for _ in range(6):
        left[0] = dice.randint(1, 5)
        try:
            keeper.keep(shop.desk)
        except Killed:
            pass
        shop.fake.pass_time(31)
    left[0] = 1_000_000
    for _ in range(4):
        shop.fake.pass_time(61)
        keeper.keep(shop.desk)
    known = [shop.known(one) for one in codes]
    assert [one.state for one in known] == [CodeState.LIVE] * 3
    assert {one.config_id for one in known} == set(shop.ways)


@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_welcomed_twice_and_nobody_who_came_is_forgotten(greeting: Greeting, seed: int) -> None:
    dice = random.Random(seed)
    code = greeting.code(Seat(staff="li"), Seat(staff="wang"), of=greeting.source(welcome=HELLO))
    came = 0
    for _ in range(6):
        greeting.fake.ctl("faults/clear")
        for kind in dice.sample(
            ("busy", "reset_before", "reset_after", "bad_gateway", "bad_gateway_after"), 2
        ):
            greeting.fake.ctl("faults", kind=kind, path="externalcontact/send_welcome_msg", probability=0.4,
                              seed=dice.randrange(1 << 30))  # fmt: skip
        greeting.fake.ctl("faults", kind="cb_duplicate", path="*", probability=0.5, seed=seed)
        people = dice.randint(1, 4)
        came += greeting.scan(code, people).get("added", 0)
        greeting.pushed.arrived()
        added, greeting.pushed.added[:] = list(greeting.pushed.added), []
        for one in added:
            if dice.random() < 0.3:
                continue  # killed before it was looked at: the next start takes it up
            for _ in range(dice.randint(1, 3)):
                greeting.lane.greet(one, greeting.now())
        greeting.fake.pass_time(dice.choice((1, 3)))
        restarted(greeting)
        greeting.fake.pass_time(dice.choice((2, 25)))
    greeting.fake.ctl("faults/clear")
    greeting.fake.pass_time(30)
    restarted(greeting)
    found = greeting.scans(code)
    assert len(found) == came
    welcomed = [one["external_userid"] for one in greeting.welcomes()]
    assert len(welcomed) == len(set(welcomed))
    sent = {one.person for one in found if one.greeted in (Greeted.SENT, Greeted.DELIVERED)}
    assert sent <= set(welcomed)
    assert all(one.greeted is not Greeted.TRYING for one in found)


def restarted(greeting: Greeting) -> None:
    """What a new process does before it takes callbacks: all that were missed, in order, once."""
    lane = Lane(greeting.desk, threads=1)
    lane.catch_up()
    for one in [*lane._late, *(each.added for each in sorted(lane._waiting, key=lambda each: each.number))]:
        lane.greet(one)


def test_a_code_stays_the_same_over_a_week_of_rosters(shop: Shop) -> None:
    """Whatever is changed, what is printed leads somewhere."""
    dice = random.Random(7)
    code = shop.code("li")
    printed = code.config_id
    for _ in range(12):
        staff = dice.sample(("li", "wang", "zhao"), dice.randint(1, 3))
        seats = tuple(Seat(staff=one, cap=dice.choice((None, 1, 2))) for one in staff)
        shop.act(actions.change_code, code.id, actions.CodeForm(name="x", seats=seats))
        spoil(shop, dice, "externalcontact/update_contact_way")
        shop.keep()
        shop.fake.ctl("faults/clear")
        shop.fake.pass_time(7_200)
        shop.keep()
        assert set(shop.over_there(code).user) <= set(staff)
        assert shop.over_there(code).user
    assert list(shop.ways) == [printed]
    assert shop.fake.ctl("scan", corp=CORP, code=printed)["outcome"] == "added"

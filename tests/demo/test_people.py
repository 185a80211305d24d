from yutang.demo.dice import Dice
from yutang.demo.people import REGIONS, TIERS, customer, hire, nickname


def test_staff_ids_never_look_like_contacts():
    people = hire(Dice(1, "staff"))
    assert len(people.staff) == len({s.id for s in people.staff}) == 30
    assert not [s.id for s in people.staff if s.id.lower().startswith(("wm", "wo", "wb"))]
    assert {s.role for s in people.staff} == {"运营", "客服", "主管"}
    assert len(people.operators) == 22


def test_house_accounts_look_like_contacts_and_bots_like_robots():
    people = hire(Dice(1, "staff"))
    assert [a.id[:2] for a in people.house] == ["wm", "wm"]
    assert [b.id[:2] for b in people.bots] == ["wb", "wb"]


def test_customers_mostly_keep_to_their_cell_and_have_all_tiers():
    dice = Dice(1, "customers")
    made = [customer(dice, "books", 800, "华南", 0.02) for _ in range(4000)]
    assert len({c.id for c in made}) == 4000
    assert {c.id[:2] for c in made} == {"wm", "wo"}
    assert {c.tier for c in made} == set(TIERS)
    assert {c.region for c in made} == set(REGIONS)
    assert sum(c.tier == 800 for c in made) > 3400
    assert 40 < sum(c.buyer for c in made) < 120


def test_nicknames_vary_and_hold_traps():
    dice = Dice(1, "names")
    names = [nickname(dice) for _ in range(5000)]
    assert len(set(names)) > 1500
    assert all(names)
    assert any(n.startswith("=") for n in names)
    assert any("<b>" in n for n in names)

"""The groups of somebody, to choose from: page by page, or by a part of the name; none is left out."""

from tests.handover.tenant import Tenant

from fakecom.people import found_group
from yutang.handover import directory


def test_all_of_them_in_pages_and_by_name(here: Tenant) -> None:
    for n in range(7):
        found_group(here.fake, "li", f"wr{n}", "wm000")
    here.world.sync()
    seen: list[int] = []
    names: list[str | None] = []
    with here.ledger.state.read() as conn:
        while page := directory.groups(
            conn, here.boss, here.id("li"), after=seen[-1] if seen else 0, limit=3
        ):
            seen += [one.id for one in page]
            names += [one.name for one in page]
        found = directory.groups(conn, here.boss, here.id("li"), text="WR5", limit=3)
        strange = directory.groups(conn, here.boss, here.id("li"), text="100%", limit=3)
    assert sorted(filter(None, names)) == [f"群wr{n}" for n in range(7)]
    assert len(seen) == len(set(seen)) == 7
    assert ([one.name for one in found], strange) == (["群wr5"], [])

"""An operator decides on the customers they follow, or who sit in a group of theirs, and on nobody else's."""

from tests.segments.population import Population, Relation, Seat, at

from yutang.accounts.model import Scope
from yutang.segments.layers.model import Proposal, ProposalState
from yutang.segments.layers.sight import seen


def proposals(*customers: int) -> list[Proposal]:
    return [
        Proposal(id=n, layer_id=1, customer_id=c, from_tier=11, to_tier=12, since=0, state=ProposalState.OPEN)
        for n, c in enumerate(customers)
    ]


def test_followers_and_owners_of_groups_see_theirs() -> None:
    world = Population()
    world.person(1, 2, 3, 4)
    world.staff(8)
    world.group(21)
    world.relations = [Relation(1, 8, at(9)), Relation(2, 8, at(9), at(3), 1), Relation(3, 9, at(9))]
    world.seats = [Seat(21, 4, at(5))]
    asked = proposals(1, 2, 3, 4, 1)
    with world.store() as con:
        con.execute("update customer_group set owner_id = 8")
        assert seen(con, Scope(everything=False, staff=frozenset({8})), asked) == {1, 4}
        assert seen(con, Scope(everything=False), asked) == set()
        assert seen(con, Scope(everything=True), asked) == {1, 2, 3, 4}
        assert seen(con, Scope(everything=True), []) == set()

"""The week of the issue, person by person: 4,300 retained, 86 come, 131 go, 4,255 are left."""

from tests.insight.retention.world import Contact, Relation, World, at

WEEK = 182  # its Monday, in days after START
DELETED, STAFF_DELETED, DORMANT, REFUSED = 58, 21, 27, 25
RETURNED, NEW = 14, 72
HANDED = 40  # to another follower, over night: neither inflow nor evaporation
KEPT_BY_OTHER = 30  # refused a transfer, but somebody else follows them


def golden() -> World:
    """Everybody is added in the weeks before, and writes in the week before this one, but for those who fall silent."""
    world = World(customers=0)
    many = 4300 - DELETED - STAFF_DELETED - DORMANT - REFUSED - HANDED - KEPT_BY_OTHER
    for n in range(many):
        _one(world, n)
    for n in range(DELETED):
        _one(world, n, ended=WEEK + n % 7 + 0.5, cause=1)
    for n in range(STAFF_DELETED):
        _one(world, n, ended=WEEK + n % 7 + 0.4, cause=2)
    for n in range(REFUSED):
        _one(world, n, ended=WEEK + n % 7 + 0.3, cause=4)
    for n in range(DORMANT):
        _one(world, n, wrote=WEEK + n % 7 - 91)  # on the 91st day of silence they are dormant
    for n in range(HANDED):
        ended = WEEK + n % 6 + 0.9
        who = _one(world, n, ended=ended, cause=3)
        world.relations.append(Relation(who, 103, at(ended + 0.4), how=2))
    for n in range(KEPT_BY_OTHER):
        who = _one(world, n, ended=WEEK + 2.5, cause=4)
        world.relations.append(Relation(who, 104, at(150)))
    for n in range(RETURNED):
        who = _one(world, n, wrote=20)
        world.contacts.append(Contact(who, at(WEEK + n % 7 + 0.6)))
    for n in range(NEW):
        world.customers += 1
        world.relations.append(Relation(world.customers, 101 + n % 2, at(WEEK + n % 7 + 0.2), source=9))
    return world


def _one(
    world: World, n: int, *, wrote: float = WEEK - 5.5, ended: float | None = None, cause: int | None = None
) -> int:
    world.customers += 1
    who = world.customers
    since = at(n % 80 * 0.11)
    world.relations.append(
        Relation(who, 101 + n % 2, since, None if ended is None else at(ended), cause, source=7 + n % 2)
    )
    world.contacts.append(Contact(who, at(wrote)))
    return who

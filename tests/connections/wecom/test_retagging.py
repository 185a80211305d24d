"""A tag is called otherwise: whoever has it has the other one, and nobody of another corp."""

import sqlalchemy as sa
from tests.connections.conftest import BOSS, SETTINGS
from tests.connections.wecom.conftest import TAGS, World

from yutang.connections import actions, mirror
from yutang.connections.tables import wecom_staff


def _tagged(world: World, *pairs: tuple[str, str]) -> None:
    """Each member's customer has 意向/高."""
    made = world.fake.ctl("console/tags", group_name="意向", tags=["高"])["tags"]
    for staff, person in pairs:
        world.fake.ctl("add", userid=staff, external_userid=person)
        world.fake.ctl("note", userid=staff, external_userid=person, add_tag=list(made.values()))
    world.sync("staff", "tags", "customers")


def _of_another_corp(world: World, staff: str) -> int:
    """They are seen by a connection to another corp alone."""
    told = SETTINGS | {"corp_id": "ww0000000000000000"}

    def write(conn: sa.Connection) -> int:
        made, _ = actions.connect(
            conn, "wecom", "other", told, secrets=world.secrets, viewer=BOSS, now=world.now()
        )
        conn.execute(sa.delete(wecom_staff).where(wecom_staff.c.userid == staff))
        mirror.set_staff(conn, made.id, [staff], now=world.now())
        return made.id

    return world.ledger.state.write(write)


def test_a_tag_of_the_same_name_in_another_corp_stays(world: World) -> None:
    _tagged(world, ("li", "wmA"), ("zhao", "wmB"))
    other = _of_another_corp(world, "zhao")
    with world.ledger.state.read() as conn:
        assert mirror.strangers(conn, world.id) == {"zhao"}
        assert mirror.strangers(conn, other) == {"li", "wang"}
    world.learner.renamed(world.id, {"意向/高": "意向/很高"}, now=world.now())
    assert world.rows(TAGS) == {("li", "wmA", "意向/很高"), ("zhao", "wmB", "意向/高")}
    world.learner.renamed(world.id, {"意向/高": None, "意向/很高": None}, now=world.now())
    assert world.rows(TAGS) == {("zhao", "wmB", "意向/高")}


def test_two_tags_that_change_their_names_with_each_other(world: World) -> None:
    made = world.fake.ctl("console/tags", group_name="意向", tags=["高", "低"])["tags"]
    for person, name in (("wmA", "高"), ("wmB", "低")):
        world.fake.ctl("add", userid="li", external_userid=person)
        world.fake.ctl("note", userid="li", external_userid=person, add_tag=[made[name]])
    world.sync("staff", "tags", "customers")
    world.learner.renamed(world.id, {"意向/高": "意向/低", "意向/低": "意向/高"}, now=world.now())
    assert world.rows(TAGS) == {("li", "wmA", "意向/低"), ("li", "wmB", "意向/高")}


def test_who_left_the_applications_sight_is_none_of_another_corp(world: World) -> None:
    _tagged(world, ("li", "wmA"), ("zhao", "wmB"))
    world.ledger.state.write(lambda conn: mirror.set_staff(conn, world.id, ["li"], now=world.now()))
    world.learner.renamed(world.id, {"意向/高": "意向/很高"}, now=world.now())
    assert world.rows(TAGS) == {("li", "wmA", "意向/很高"), ("zhao", "wmB", "意向/很高")}

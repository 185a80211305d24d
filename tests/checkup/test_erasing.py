"""A person erased is found in no code's books and in no callback; that somebody came stays."""

from tests.sources.conftest import Greeting, fake, greeting, world  # noqa: F401 - fixtures
from tests.sources.test_lane import HELLO

from yutang.accounts.model import Role, Viewer
from yutang.checkup.erasing import erase_everywhere

BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.ADMINISTRATOR)


def test_who_came_by_a_code_is_forgotten_and_still_counted(greeting: Greeting) -> None:  # noqa: F811 - a fixture
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code, 2)
    greeting.greet()
    greeting.pushed.settle()
    gone, stays = (one.person for one in greeting.scans(code))
    ledger = greeting.world.ledger
    ((id_,),) = ledger.analytics.rows(f"select customer_id from identity where external_id = '{gone}'")
    erase_everywhere(ledger, greeting.world.folder, BOSS, id_, now=greeting.now())
    people = [one.person for one in greeting.scans(code)]
    assert (len(people), gone in people, stays in people) == (2, False, True)
    assert {one.subject for one in greeting.pushed.events()} == {stays}
    assert gone not in str(greeting.pushed.events())
    assert len(greeting.welcomes()) == 2

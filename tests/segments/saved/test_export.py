"""Members as a file: contacts are in full for exactly those customers whose contacts a single look would show."""

from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from tests.accounts.people import by_token, person
from tests.customers.shop import ADMIN, ANALYST, NOW, Shop, follows, operator, small, unfollows

from ledger.batch import DAY, START
from yutang.accounts.model import Permission, Role, Viewer
from yutang.accounts.tables import audit_log
from yutang.customers.queries.sight import may_reveal, seen
from yutang.kit.errors import YutangError
from yutang.segments.saved import export, lists
from yutang.segments.saved.lists import By

IN_FULL = {
    "li": "'+8613800138000",
    "chen": "'+8613700137000",
    "wang": "wang@example.com",
    "zhou": "'+8613900139000",
}
MASKED = {"li": "138****8000", "chen": "137****7000", "wang": "w***@example.com", "zhou": "139****9000"}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """small(), and chen has a phone: of an's customers the one whom nobody follows."""
    shop = small(tmp_path)
    shop.tell(shop.has_phone("chen", "13700137000"))
    boss = person(shop.ledger.state, "boss")
    shop.list = lists.upload(
        shop.ledger, shop.contacts, "名单", "", "\n".join(IN_FULL), By.EXTERNAL, viewer=boss, now=NOW
    ).segment_id
    return shop


def _export(shop: Shop, viewer: Viewer, *, contacts: bool = True) -> export.Members:
    with shop.ledger.state.read() as conn, shop.ledger.analytics.cursor() as cursor:
        held = shop.contacts if contacts else None
        return export.rows(conn, cursor, shop.list, viewer=viewer, contacts=held)


def _reached(shop: Shop, viewer: Viewer) -> dict[str, str]:
    return {line[2]: line[3] + line[4] for line in _export(shop, viewer).lines}


def test_who_may_have_anybodys_gets_them_all(shop: Shop) -> None:
    assert _reached(shop, ADMIN) == IN_FULL
    assert _export(shop, ADMIN).opened == 4
    assert _export(shop, ADMIN, contacts=False).opened == 0


def test_whom_nobody_in_scope_follows_stays_masked(shop: Shop) -> None:
    an = operator(shop, "an")
    assert _reached(shop, an) == {"li": IN_FULL["li"], "wang": IN_FULL["wang"], "chen": MASKED["chen"]}
    assert _export(shop, an).opened == 2
    both = operator(shop, "an", "bo")
    assert _reached(shop, both) == {**IN_FULL, "chen": MASKED["chen"]}


def test_whom_one_no_longer_follows_is_masked_again(shop: Shop) -> None:
    shop.tell(unfollows("li", "an", START + 20 * DAY), follows("li", "bo", START + 21 * DAY))
    assert _reached(shop, operator(shop, "an"))["li"] == MASKED["li"]
    assert _reached(shop, operator(shop, "bo")) == {"li": IN_FULL["li"], "zhou": IN_FULL["zhou"]}


@pytest.mark.parametrize("staff", [("an",), ("bo",), ("an", "bo")])
def test_a_file_opens_what_a_single_look_would(shop: Shop, staff: tuple[str, ...]) -> None:
    viewer = operator(shop, *staff)
    with shop.ledger.analytics.cursor() as cursor:
        within = seen(cursor, viewer.scope, [shop.id(one) for one in IN_FULL])
        looks = {
            one: may_reveal(cursor, viewer, shop.customer(one)) for one in IN_FULL if shop.id(one) in within
        }
    told = _reached(shop, viewer)
    assert {one: text == IN_FULL[one] for one, text in told.items()} == looks


def test_who_may_not_reveal_gets_no_contacts(shop: Shop) -> None:
    an = by_token(person(shop.ledger.state, "an", Role.OPERATOR, staff_id=shop.id("an")))
    less = an.token_scopes - {Permission.CONTACTS_REVEAL}
    token = msgspec.structs.replace(an, token_scopes=less, staff_id=shop.id("an"))
    for viewer in (ANALYST, token):
        with pytest.raises(YutangError, match="not_allowed"):
            _export(shop, viewer)
        assert _export(shop, viewer, contacts=False).lines


def test_the_log_says_how_many_were_opened(shop: Shop) -> None:
    an = operator(shop, "an")
    told = _export(shop, an)
    shop.ledger.state.write(lambda conn: export.log(conn, shop.list, told, viewer=an, now=NOW, contacts=True))
    with shop.ledger.state.read() as conn:
        wanted = sa.select(audit_log.c.after).where(audit_log.c.act == "segment_exported")
        after = conn.execute(wanted).scalar_one()
    assert '"opened":2' in after
    assert '"members":3' in after

"""Staff and house accounts follow the identities' roles, in State's own tables."""

from ledger.batch import START, say, take
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger


def kept(ledger: Ledger, table: str) -> list[str]:
    with ledger.state.read() as conn:
        rows = conn.exec_driver_sql(
            f"select i.external_id from {table} s join identity i on i.id = s.identity_id order by 1"
        )
        return [row[0] for row in rows]


def says(who: str, role: Role, rank: int = 3) -> tuple[Kind, int, dict[str, object]]:
    return (Kind.IDENTITY_SEEN, 0, {"actor": who, "role": role, "props": f'{{"rank":{rank}}}'})


def test_a_role_puts_them_into_its_table(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "s", START, "x", role=Role.STAFF), say("g", "h", START, "x", role=Role.HOUSE),
         say("g", "b", START, "x", role=Role.BOT), say("g", "p", START, "x"))  # fmt: skip
    assert (kept(ledger, "staff"), kept(ledger, "house_account")) == (["s"], ["h"])


def test_another_role_moves_them(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x", role=Role.STAFF))
    take(ledger, "b", says("u", Role.HOUSE))
    assert (kept(ledger, "staff"), kept(ledger, "house_account")) == ([], ["u"])
    take(ledger, "c", says("u", Role.SYSTEM))
    assert (kept(ledger, "staff"), kept(ledger, "house_account")) == ([], [])


def test_a_weaker_voice_moves_nobody(ledger: Ledger) -> None:
    take(ledger, "a", says("u", Role.STAFF))
    take(ledger, "b", say("g", "u", START, "x", role=Role.HOUSE), says("u", Role.HOUSE, 1))
    assert (kept(ledger, "staff"), kept(ledger, "house_account")) == (["u"], [])


def test_who_is_no_staff_leaves_no_row(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"))
    assert (kept(ledger, "staff"), kept(ledger, "house_account")) == ([], [])

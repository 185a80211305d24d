"""Who a row is about: the account it goes by, and what else it tells of that account."""

from yutang.importers.sheets.contacted import MASKED, OTHER
from yutang.importers.sheets.people import BY, STRONG, WEAK
from yutang.importers.sheets.said import quoted, rows
from yutang.importers.sheets.shapes import KEYS
from yutang.ledger.catalogue import Kind

# When what a table says of an account was so.
WHEN = {
    "messages": "sent", "counts": "day", "members": "seen_at", "orders": "ordered", "people": "seen_at",
}  # fmt: skip
# Stars in an id or a name hide who it is: many share "张*".
_OPEN = "case when not contains({0}, '*') then {0} end"


def other(platform: str) -> str:
    """SQL: what stands before an id of another platform."""
    return quoted(f"{OTHER}{platform}{OTHER}")


def keys(platform: str) -> dict[str, str]:
    """NAME_ref → SQL, of the accounts elsewhere that a row names. `platform`: of the batch."""
    return {f"{name}_ref": name if of == platform else f"{other(of)} || {name}" for name, of in KEYS.items()}


def person(table: str) -> str:
    """SQL of the account that a row is about: an id first, then what is surely one person's, a bare name last."""
    if table not in ("people", "orders"):
        contact = "phone_ref, " if table in WHEN else ""
        return f"coalesce(person_id, {contact}'name:' || person_name)"
    name = "coalesce(person_name, receiver_name)" if table == "orders" else "named"
    masked, receiver = "phone_hint", ""
    if table == "orders":
        masked, receiver = "coalesce(phone_hint, receiver_phone_hint)", "receiver_phone_ref, "
    # Two who share the digits that a mask shows are told apart by their names.
    hidden = f"{other(MASKED)} || {masked} || left(md5(coalesce({name}, '')), 8)"
    own = _OPEN.format("person_id")
    return (
        f"coalesce({own}, {', '.join(STRONG)}, {WEAK}, {receiver}{hidden}, 'name:' || {_OPEN.format(name)})"
    )


def buyer() -> str:
    """SQL of what an order's buyer is called: whoever gets the parcel may be another, where there is an account."""
    receiver = f"case when {_OPEN.format('person_id')} is null then {_OPEN.format('receiver_name')} end"
    return f"coalesce({_OPEN.format('person_name')}, {receiver})"


def statements(table: str, fields: set[str]) -> list[str]:
    """What a table that isn't one of people says of accounts: contacts that are kept, and which account is whose."""
    contacts = [name for name in ("phone", "email", "receiver_phone") if name in fields]
    if table not in WHEN or table == "people":
        return []
    found = [_told(table, name) for name in contacts]
    return found + [_link(table, name) for name in ("phone", "email", *KEYS) if name in fields]


def _told(table: str, name: str) -> str:
    """What is kept of the contacts that people go by."""
    one = f"""(select p, min({WHEN[table]}) as told_at, any_value({name}_told) as told from v
      where p = {name}_ref group by p)"""
    return rows(Kind.IDENTITY_SEEN, "told_at", source=one, actor_ref="p", text="told")


def _link(table: str, name: str) -> str:
    told = f"any_value({name}_told)" if name not in KEYS else "null"
    one = f"""(select p, {name}_ref as ref, min({WHEN[table]}) as told_at, {told} as told from v
      where {name}_ref <> p group by p, {name}_ref)"""
    return rows(
        Kind.IDENTITY_LINKED, "told_at", "not starts_with(p, 'name:')", one, actor_ref="p", related_ref="ref",
        amount="0" if name == "email" else "1", text="told", props=BY,
    )  # fmt: skip

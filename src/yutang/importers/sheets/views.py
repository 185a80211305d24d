"""What a table's statements select from: its fields, and what follows from them."""

from yutang.importers.sheets import accounts, orders, people
from yutang.importers.sheets.guess import Guess
from yutang.importers.sheets.said import quoted

_GROUPED = frozenset({"messages", "counts", "members", "groups", "orders"})
_SEEN = frozenset({"members", "groups", "people"})  # these may say when they were so


def columns_of(guess: Guess, platform: str, group: str | None, undated: int) -> dict[str, str]:
    """Name → SQL over the fields. `group`: of rows that name none; `undated`: when a list without dates was so."""
    table = guess.table
    named = quoted(group) if group and table != "orders" else "null"  # an order table's name is no group's
    grouped = table in _GROUPED
    given = {
        "g": f"coalesce(group_id, 'name:' || coalesce(group_name, {named}))" if grouped else "null",
        "title": f"coalesce(group_name, {named})" if grouped else "null",
    }
    if table == "people":
        given |= people.computed(accounts.keys(platform), _staff_of(guess, platform))
    elif table == "orders":
        given |= accounts.keys(platform) | {"buyer": accounts.buyer()}
        given |= orders.computed(lines=guess.order_lines, totals=guess.totals)
    given["p"] = accounts.person(table) if table != "groups" else "null"
    given["seen_at"] = f"coalesce(seen, {undated})" if table in _SEEN else str(undated)
    return given


def _staff_of(guess: Guess, platform: str) -> str:
    """What stands before ids of staff: theirs are WeCom's where customers have WeCom's beside a shop's own."""
    return "\x1fwecom\x1f" if platform != "wecom" and "wecom_id" in guess.mapping.values() else ""

"""A table of orders: what was bought, what went back, and what came to nothing."""

from yutang.importers.sheets.said import merged, rows
from yutang.ledger.catalogue import Kind
from yutang.ledger.facts import CURRENCIES, GONE

SPENT = "coalesce(amount, price * coalesce(quantity, 1))"
# Where an order takes several rows, each is a fact of its own: the order's id alone would keep only the first. `nth`:
# which of the lines that say the same (sheets.alike).
_LINE = f"order_id || coalesce('/' || items, '') || coalesce('/' || ({SPENT}), '')"
_ONE = f"{_LINE} || case when nth > 1 then '#' || nth else '' end"
ALIKE = f"select hash(order_id) as o, hash({_LINE}) as k from made"
_UNPAID = "未付款|待付款|未支付|待支付|等待.*付款|unpaid|^pending|awaiting payment"
_BACK = "退款|退货|退单|refund|return|credit"  # a row that is a refund itself
# What says of an order that all of it went back.
_ALL_BACK = "退款成功|已全额退款|全额退款|退款完成|售后完成|已退货退款|refunded|fully refunded"
_PART = "部分|partial"
_CURRENCIES = {
    "CNY": ("¥", "元", "人民币", "RMB", "CNH"), "USD": ("$", "US$", "美元", "美金"), "EUR": ("€", "欧元"),
    "GBP": ("£", "英镑"), "HKD": ("HK$", "港币", "港元"), "TWD": ("NT$", "台币", "新台币"), "JPY": ("日元", "円"),
}  # fmt: skip
_WORDS = " ".join(
    f"when upper(currency) in ({', '.join(repr(word) for word in words)}) then '{code}'"
    for code, words in _CURRENCIES.items()
)
CURRENCY = f"coalesce(case {_WORDS} else upper(currency) end, amount_in, price_in)"

# Rows by currency, of those that no total counts.
FOREIGN = (
    f"select in_money, count(*) from ({{}}) where not unpaid and in_money not in ({CURRENCIES}) group by 1"
)


def computed(*, lines: bool, totals: frozenset[str]) -> dict[str, str]:
    """Columns of the view besides the table's own. `lines`: an order takes several rows; see `Guess.totals`."""
    whole = "amount" in totals
    status, after = "lower(order_status)", "lower(after_sale)"
    line = "order_id" if whole or not lines else _ONE
    return {
        "place": "row_number() over ()",
        "spent": SPENT,
        "line_ref": f"coalesce(line_id, {line})",
        # Of what went back under the order's own number there may be more on another day.
        "back_ref": "line_ref"
        if lines and not whole
        else f"coalesce(line_id, order_id || '/back/' || abs({SPENT}) || '/' || ordered)",
        "in_money": CURRENCY,
        "gone": f"coalesce(regexp_matches({status}, '{GONE}'), false)",
        "unpaid": f"coalesce(regexp_matches({status}, '{_UNPAID}'), false)",
        "is_back": f"{SPENT} < 0 or coalesce(regexp_matches(lower(row_type), '{_BACK}'), false)",
        "all_back": f"""coalesce(regexp_full_match({status}, '{_ALL_BACK}'), false)
            or coalesce(regexp_full_match({after}, '{_ALL_BACK}'), false)""",
        "back": f"""coalesce(nullif(abs(refunded), 0),
            case when all_back and not coalesce(regexp_matches({status}, '{_PART}'), false) then {SPENT} end)""",
    }


def statements(fields: set[str], totals: frozenset[str]) -> list[str]:
    """One statement a sort of sighting."""
    found = [_PLACED_WHOLE if "amount" in totals else _PLACED, _BACK_ROWS]
    if fields & {"refunded", "after_sale", "order_status"}:
        found.append(_refunds("order_id" if "refunded" in totals else "line_ref"))
    if "order_status" in fields:
        found.append(_CHANGED)
    return found


_WHO = {"group_ref": "g", "actor_ref": "p", "actor_name": "buyer"}
_PROPS = merged(items="items", status="order_status", currency="in_money")
_BOUGHT = "not is_back and not unpaid"


_GIVEN = {"object_ref": "line_ref", "related_ref": "order_id", "amount": "spent", "props": _PROPS}
_PLACED = rows(Kind.ORDER_PLACED, "ordered", _BOUGHT, **_WHO, **_GIVEN)
# Where each row tells of the whole order, its rows are put together: it is one, of several items.
_TOGETHER = f"""(select order_id, line_ref, min(ordered) as ordered, any_value(g) as g, any_value(p) as p,
    any_value(buyer) as buyer, coalesce(any_value(amount), sum(price * coalesce(quantity, 1)))::bigint as spent,
    any_value(order_status) as order_status, any_value(in_money) as in_money,
    nullif(left(string_agg(items, '、'), 500), '') as items
  from v where {_BOUGHT} group by order_id, line_ref, case when order_id is null then place end)"""
_PLACED_WHOLE = rows(Kind.ORDER_PLACED, "ordered", source=_TOGETHER, **_WHO, **_GIVEN)
# A row that is a refund itself, whatever sign its sum has.
_BACK_ROWS = rows(
    Kind.ORDER_REFUNDED, "ordered", "is_back and spent <> 0", **_WHO, object_ref="back_ref", related_ref="order_id",
    amount="abs(spent)", props=merged(items="items", currency="in_money"),
)  # fmt: skip


def _refunds(ref: str) -> str:
    """What a column says has gone back of an order so far: a later file may say more, so the sum is in its id.

    `of`: of which of the order's lines, where it says that: these add up, what is said of one of them again does not.
    """
    one = f"""(select {ref} || '/refund/' || back as refund_ref, any_value(order_id) as order_id, any_value(g) as g,
        any_value(case when {ref} <> order_id then left(md5({ref}), 12) end) as part, any_value(p) as p,
        any_value(buyer) as buyer, min(coalesce(refunded_at, ordered)) as back_at, back,
        any_value(in_money) as in_money
      from v where back > 0 and not gone and {_BOUGHT} group by {ref}, back)"""
    return rows(
        Kind.ORDER_REFUNDED, "back_at", source=one, **_WHO, object_ref="refund_ref", related_ref="order_id",
        amount="back", props=merged(currency="in_money", so_far="true", of="part"),
    )  # fmt: skip


# One an order, however many rows it takes.
_CANCELLED = """(select distinct coalesce(seen, ordered) as changed_at, g, p, buyer, order_id, order_status
  from v where gone and not unpaid and order_id is not null)"""
_CHANGED = rows(
    Kind.ORDER_CHANGED, "changed_at", source=_CANCELLED, **_WHO, object_ref="order_id", related_ref="order_id",
    props=merged(status="order_status"),
)  # fmt: skip

from collections import defaultdict
from decimal import Decimal


def spending(seen):
    by = defaultdict(list)
    for order in seen.orders:
        by[order["客户ID"]].append(order)
    return by


def test_silent_buyers_buy_and_never_speak(seen):
    spoke = {m["from"] for m in seen.said}
    bought = spending(seen)
    assert len(seen.truth["silent_buyers"]) > 60
    for buyer in seen.truth["silent_buyers"]:
        mine = bought[buyer["id"]]
        assert buyer["id"] not in spoke
        assert len(mine) == buyer["orders"] >= 3
        assert sum(Decimal(o["金额(元)"]) for o in mine) * 100 == buyer["spend_cents"]


def test_no_other_silent_customer_buys_more_than_twice(seen):
    spoke = {m["from"] for m in seen.said}
    built = {b["id"] for b in seen.truth["silent_buyers"]}
    others = {who: o for who, o in spending(seen).items() if who not in built}
    assert max(map(len, others.values())) == 2
    assert any(who in spoke for who in others)
    assert any(who not in spoke for who in others)


def test_orders_are_numbered_by_time_and_come_after_the_customer(seen):
    numbers = [o["订单号"] for o in seen.orders]
    assert numbers == sorted(set(numbers))
    times = [o["下单时间"] for o in seen.orders]
    assert times == sorted(times)
    first = {}
    for row in seen.members:
        first[row["成员ID"]] = min(first.get(row["成员ID"], "9"), row["入群时间"][:10])
    assert all(first[o["客户ID"]] <= o["下单时间"][:10] for o in seen.orders)


def test_states_and_prices_are_those_of_a_shop(seen):
    assert {o["状态"] for o in seen.orders} == {"已完成", "待发货", "已退款", "已取消"}
    assert all(Decimal(o["金额(元)"]) > 0 for o in seen.orders)

"""What was intended: the answers that a check-up of this world should find. Nothing here is measured from messages;
totals are those of what was written."""

import json

from yutang.demo.broadcast import Blast
from yutang.demo.days import LAST, SPAN, ZONE, Calendar
from yutang.demo.groups import Group
from yutang.demo.lives import DEAD, KINDS, ROSTER_ONLY, UNKNOWN, Life
from yutang.demo.people import People
from yutang.demo.post import Book
from yutang.demo.scenes import Wave
from yutang.demo.shop import Order
from yutang.demo.words import common, line


def groups_truth(groups: list[Group], calendar: Calendar) -> list[dict[str, object]]:
    return [_group(g, calendar) for g in groups]


def _group(group: Group, calendar: Calendar) -> dict[str, object]:
    stopped = group.course.stopped
    evidence = "roster" if group.life in ROSTER_ONLY else "little" if group.life in UNKNOWN else "messages"
    return {
        "id": group.id,
        "name": group.name,
        "line": line(group.line)["name"][0],
        "tier": group.tier,
        "region": group.region,
        "life": group.life.value,
        "state": KINDS[group.life][1],
        "dead": group.life in DEAD,
        "staff_only": group.life is Life.MONOLOGUE,
        "evidence": evidence,
        "created": calendar.date(group.course.created).isoformat(),
        "people_stopped": None if stopped is None else calendar.date(stopped).isoformat(),
        "active_next_28d": None if not group.talks else 2 in group.course.voices[SPAN:],
        "merge_with": group.partner,
        "core": [s.customer.id for s in group.core],
        "creators": group.creators,
    }


def blast_truth(blast: Blast, calendar: Calendar) -> dict[str, object]:
    return {
        "code": blast.code,
        "kind": blast.kind,
        "day": calendar.date(blast.day).isoformat(),
        "days_ago": LAST - blast.day,
        "sample": blast.sample,
        "url": blast.url or None,
        "texts": blast.texts,
        "groups": blast.groups,
        "messages": len(blast.groups),
    }


def silent_truth(groups: list[Group], people: People, orders: list[Order]) -> list[dict[str, object]]:
    """Customers built to buy and say nothing, with the groups that they sit in now."""
    sits: dict[str, list[str]] = {}
    for group in groups:
        for seat in group.seats:
            if seat.customer.buyer and seat.left is None:
                sits.setdefault(seat.customer.id, []).append(group.id)
    spent: dict[str, list[int]] = {}
    for order in orders:
        spent.setdefault(order.customer, []).append(order.cents)
    return [
        {
            "id": c.id,
            "groups": sits.get(c.id, []),
            "orders": len(spent[c.id]),
            "spend_cents": sum(spent[c.id]),
        }
        for c in people.customers
        if c.buyer
    ]


def totals(
    book: Book, groups: list[Group], people: People, orders: list[Order], private: int
) -> dict[str, int]:
    """Of what was written. `joins` and `leaves` are rows of the roster with such a time, staff and bots included."""
    seated = [g for g in groups if g.life not in UNKNOWN]
    own = sum(1 + len(g.aides) + len(g.bots) + len(g.house) for g in seated)
    said = [p for p in book.posts if p.recalls < 0]
    return {
        "messages": len(said),
        "group_messages": sum(1 for p in said if p.room),
        "private_messages": sum(1 for p in said if not p.room),
        "private_chats": private,
        "recalls": len(book.posts) - len(said),
        "joins": own + sum(len(g.seats) for g in seated),
        "customer_joins": sum(len(g.seats) for g in seated),
        "leaves": sum(1 for g in seated for s in g.seats if s.left),
        "removals": sum(s.removed for g in seated for s in g.seats),
        "rejoins": sum(len(g.seats) - len({s.customer.id for s in g.seats}) for g in seated),
        "renames": sum(1 for g in groups if g.former),
        "orders": len(orders),
        "customers": len(people.customers),
        "groups": len(groups),
        "staff": len(people.staff),
    }


def document(
    parts: dict[str, object], groups: list[Group], calendar: Calendar, seed: int, people: People
) -> bytes:
    """`truth.json`, readable and in a fixed order of keys."""
    head: dict[str, object] = {
        "seed": seed,
        "day": calendar.anchor.isoformat(),
        "zone": ZONE,
        "first_day": calendar.date(0).isoformat(),
        "active_each_of_7_days": [g.id for g in groups if g.life is Life.STEADY],
        "staff_only": [g.id for g in groups if g.life is Life.MONOLOGUE],
        "merge_pairs": [{"weak": g.id, "strong": g.partner} for g in groups if g.partner],
        "house_accounts": [a.id for a in people.house],
        "bots": [a.id for a in people.bots],
        "filler": list(common()["filler"]),
        "bot_words": list(common()["welcome"]),
        "groups": groups_truth(groups, calendar),
    }
    return (json.dumps(head | parts, ensure_ascii=False, indent=1) + "\n").encode()


def wave_truth(wave: Wave, calendar: Calendar) -> dict[str, object]:
    day = calendar.date(wave.day).isoformat()
    return {"group": wave.group, "day": day, "people": wave.people, "messages": wave.messages}

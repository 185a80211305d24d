"""Every sort of customer that the gate tells apart, and a naive reading of its rules, one customer at a time."""

import itertools
from typing import Any, NamedTuple

import pyarrow as pa

from ledger.batch import DAY, START, table
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.outbox.audience import USED
from yutang.outbox.model import Reason

NOW = START + 100 * DAY
MOST = 3
# (staff, ended by whom or None): in order of beginning.
BONDS: dict[str, list[tuple[str, int | None]]] = {
    "none": [], "deleted_us": [("li", 1)], "deleted_by_us": [("li", 2)], "li": [("li", None)], "zhao": [("zhao", None)],
    "both": [("li", None), ("wang", None)], "back": [("li", 1), ("li", None)],
    "left_li_for_wang": [("li", 1), ("wang", None)], "came_back_and_was_deleted": [("li", 1), ("li", None), ("li", 2)],
}  # fmt: skip
WORDS = {"silent": [], "no_here": [("促销", "wecom", False)], "no_anywhere": [("促销", None, False)],
         "no_sms": [("促销", "sms", False)], "no_other": [("通知", "wecom", False)],
         "yes_after_no": [("促销", "wecom", False), ("促销", "wecom", True)]}  # fmt: skip
USES = {"fresh": (0, 0), "some": (1, 1), "booked": (1, 2), "full": (3, 0)}


class One(NamedTuple):
    ref: str
    role: Role
    platform: str
    bonds: str
    word: str
    use: str


def everybody() -> list[One]:
    """Each combination once, and a few who are no customers or unreachable."""
    who = [Role.PERSON], ["wecom"], BONDS, WORDS, USES
    made = [One("", *choice) for choice in itertools.product(*who)]
    made += [
        One("", Role.HOUSE, "wecom", "li", "silent", "fresh"),
        One("", Role.STAFF, "wecom", "none", "silent", "fresh"),
    ]
    made += [One("", Role.PERSON, "qq", "none", word, "fresh") for word in WORDS]
    return [one._replace(ref=f"wm{n:04}") for n, one in enumerate(made)]


def arrive(ledger: Ledger, people: list[One]) -> None:
    """They and what is known of them, as facts."""
    for platform in ("wecom", "qq"):
        staff = ("li", "wang", "zhao") if platform == "wecom" else ()
        told = [(Kind.IDENTITY_SEEN, START, {"actor": name, "role": Role.STAFF}) for name in staff]
        for one in people:
            if one.platform == platform:
                told += _facts(one)
        ledger.take(f"crowd {platform}", "test", platform, table(*told), now=NOW)


def _facts(one: One) -> list[tuple[Kind, int, dict[str, Any]]]:
    at = START + DAY
    told: list[tuple[Kind, int, dict[str, Any]]] = [
        (Kind.IDENTITY_SEEN, START, {"actor": one.ref, "role": one.role})
    ]
    for staff, ended in BONDS[one.bonds]:
        at += DAY
        told.append((Kind.RELATION_BEGUN, at, {"actor": one.ref, "related": staff}))
        if ended:
            told.append(
                (Kind.RELATION_ENDED, at + DAY // 2, {"actor": one.ref, "related": staff, "amount": ended})
            )
    for purpose, channel, given in WORDS[one.word]:
        at += DAY
        kind = Kind.CONSENT_GIVEN if given else Kind.CONSENT_WITHDRAWN
        props = f'{{"channel":"{channel}"}}' if channel else "{}"
        told.append((kind, at, {"actor": one.ref, "ref": purpose, "props": props}))
    return told


def uses(people: list[One], ids: dict[str, int]) -> pa.Table:
    """What the caps count of them: rows of USED."""
    rows = [
        {"identity_id": ids[one.ref], "sent": USES[one.use][0], "booked": USES[one.use][1]}
        for one in people
        if one.use != "fresh"
    ]
    return pa.Table.from_pylist(rows, USED)


def verdict(one: One, mine: set[str] | None, rule: str) -> tuple[Reason | None, str | None]:
    """The naive reading: (why not, by whom). `mine`: staff in scope, None: all; `rule`: first or last follower owns."""
    live = dict.fromkeys(staff for staff, ended in BONDS[one.bonds] if ended is None)
    last = dict(BONDS[one.bonds])
    for staff, ended in last.items():
        if ended is not None:
            live.pop(staff, None)
    if one.role is not Role.PERSON:
        return Reason.HOUSE, None
    if one.platform != "wecom":
        return Reason.NO_ACCOUNT, None
    if not live:
        return (Reason.BLOCKED if 1 in last.values() else Reason.NO_RELATION), None
    owner = list(live)[0 if rule == "first" else -1]
    if mine is not None and owner not in mine:
        return Reason.NOT_YOURS, owner
    if owner == "zhao":
        return Reason.SENDER_UNSEEN, owner
    if one.word in ("no_here", "no_anywhere"):
        return Reason.NO_CONSENT, owner
    sent, booked = USES[one.use]
    if sent >= MOST:
        return Reason.CAPPED, owner
    return (Reason.BOOKED if sent + booked >= MOST else None), owner

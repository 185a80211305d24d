"""A small tenant in a real ledger: two members of staff, seven groups of every advice, and one nobody owns."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from ledger.batch import DAY, SECOND, join, say, take
from yutang.accounts.model import Role as AccountRole
from yutang.accounts.model import Viewer
from yutang.importers.marking import mark
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger

LAST = dt.date(2026, 6, 30)  # the last day of talk, in Shanghai
END = int(dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC).timestamp()) * SECOND  # 20:00 there
LINK = "https://sale.example/618"
# name → (owner, days before LAST on which its people talk, its people)
GROUPS: dict[str, tuple[str | None, Iterable[int], Iterable[int]]] = {
    "alive": ("ann", range(150), range(1, 8)),
    "double": ("ann", range(100, 200, 2), (3, 4, 5, 20)),  # dead; its people are in "alive"
    "quiet": ("ann", range(130, 190), range(30, 36)),  # dead
    "bright": ("bob", range(150), range(40, 48)),
    "shadow": ("bob", range(100, 200, 2), (4, 5, 6, 21)),  # dead; its people are in ann's "alive"
    "fading": ("bob", range(18, 150), range(50, 56)),
    "orphan": (None, range(150), range(60, 66)),
}


def seen(group: str, at: int, **props: Any) -> tuple[Kind, int, dict[str, Any]]:
    props = {k: v for k, v in props.items() if v is not None}
    return (Kind.GROUP_SEEN, at, {"group": group, "text": f"群{group}", "props": json.dumps(props)})


def talk(group: str, days: Iterable[int], people: Iterable[int], end: int = END) -> list[Any]:
    crowd = list(people)
    return [
        say(group, f"p{who}", end - day * DAY + i * SECOND, f"聊{who}")
        for day in days
        for i, who in enumerate(crowd)
    ]


def fill(ledger: Ledger, key: str = "tenant") -> None:
    """Bring the tenant in: groups, stays of everybody who talks, talk, and one link put into three groups."""
    rows: list[Any] = []
    for name, (owner, days, people) in GROUPS.items():
        rows.append(seen(name, END - 200 * DAY, owner=owner, line="美妆", size_limit=200))
        rows += [join(name, f"p{who}", END - 199 * DAY) for who in people]
        rows += talk(name, days, people)
    rows += [
        say(g, "ann" if g != "bright" else "bob", END - DAY, f"来看 {LINK}")
        for g in ("alive", "bright", "orphan")
    ]
    rows += [(Kind.IDENTITY_SEEN, END, {"actor": who, "name": who.title()}) for who in ("ann", "bob")]
    rows += [say("alive", f"p{who}", END - 400 * DAY) for who in (8, 9)]
    take(ledger, key, *rows)
    mark(ledger, ["ann", "bob"], Role.STAFF, now=END)


def staff_id(ledger: Ledger, name: str) -> int:
    return ledger.analytics.rows("select id from identity where external_id = ?", [name])[0][0]


def operator(ledger: Ledger, name: str, user_id: int = 2) -> Viewer:
    return Viewer(user_id=user_id, login=name, name=name.title(), role=AccountRole.OPERATOR,
                  staff_id=staff_id(ledger, name))  # fmt: skip


BOSS = Viewer(user_id=1, login="boss", name="老板", role=AccountRole.SUPERVISOR)

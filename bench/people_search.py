"""The list of customers, found by what people type: part of a name, a remark, a phone, its last four digits, a tag.

On the ledger that `people_import` made: a relation with a remark and two tags are put to everybody, as a table of the
analytics store has them; what is timed is the whole answer of the list, its total and its page of 50.
"""

import statistics
import time
from pathlib import Path

from yutang.accounts.model import Role, Viewer
from yutang.contacts import Contacts
from yutang.customers.model import Wanted
from yutang.customers.queries import listing
from yutang.kit.clock import now
from yutang.kit.secrets import Secrets
from yutang.ledger.ledger import Ledger
from yutang.segments.tags import actions
from yutang.segments.tags.model import Draft
from yutang.web.api.customer_names import LedgerNames

ADMIN = Viewer(user_id=1, login="bench", name="bench", role=Role.ADMINISTRATOR, token_id=None, address="")
TAGS, STAFF, RUNS = 200, 2_000, 5
_RELATIONS = f"""insert into relation (customer_id, identity_id, staff_id, since, how, remark)
    select id, id, -(1 + id % {STAFF}), since, 1, '第' || (hash(id) % 90000 + 10000) || '批 ' || name from customer"""
_TAGGED = f"""insert into tagging (customer_id, tag_id, since, source, confidence)
    select id, $tags[1 + (hash(id, n) % {TAGS})::integer], since, 2, 100 from customer, range(2) t(n)"""


def spread(ledger: Ledger) -> None:
    """A remark and two of the tags for everybody."""
    (group,) = actions.create_groups(ledger, ADMIN, [("兴趣", False)], now=now())
    wanted = [Draft(group_id=group.id, name=f"露营{n}") for n in range(TAGS)]
    tags = actions.create_tags(ledger, ADMIN, wanted, now=now())
    with ledger.analytics.cursor() as cursor:
        cursor.execute(_RELATIONS)
        cursor.execute(_TAGGED, {"tags": [one.id for one in tags]})
        cursor.execute("checkpoint")


def timed(ledger: Ledger, home: Path, count: int) -> list[tuple[str, float, int]]:
    """(what was typed, milliseconds at the median of five, how many were found) of each way to search."""
    contacts, names = Contacts.open(ledger.state, Secrets(home)), LedgerNames(ledger)
    typed = {
        "name": f"客户{count - 7}", "part of a name": "77", "nobody": "没有这个人", "remark": "第12345批",
        "last four": "7919", "phone": "13000007919", "tag": "兴趣/露营7", "all": "",
    }  # fmt: skip
    found: list[tuple[str, float, int]] = []
    for way, text in typed.items():
        taken: list[float] = []
        total = 0
        for _ in range(RUNS):
            begun = time.perf_counter()
            page = listing.page(
                ledger, contacts, ADMIN, Wanted(q=text), names, cursor=None, limit=50, now=now()
            )
            taken.append(1_000 * (time.perf_counter() - begun))
            total = page.total
        found.append((way, statistics.median(taken), total))
    return found

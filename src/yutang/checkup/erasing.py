"""A person erased everywhere: ledger, contacts, kept check-ups, files of imports. Nothing above keeps any.

Summaries and their deliveries name groups, never customers.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from yutang.accounts.model import Viewer
from yutang.checkup import kept
from yutang.connections import inbox_store, mirror
from yutang.connections.wecom import erased
from yutang.connections.wecom.tagging import store as marks
from yutang.contacts import Contacts
from yutang.customers.acts.erasing import erase, of
from yutang.importers.leftovers import clear
from yutang.kit.secrets import Secrets
from yutang.ledger.erase import NOBODY
from yutang.ledger.ledger import Ledger
from yutang.segments.allocation import kept as plans
from yutang.segments.saved import forgetting
from yutang.sources import scans
from yutang.tasks import clashes, moderation

SHORTEST = 6  # characters of an id that is searched for in files: shorter ones stand everywhere


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """`accounts` had a name, `facts` name nobody any more, `days` of sealed facts were written anew, `files` that held
    the person were deleted (uploads, rejects). All 0: they were erased before."""

    accounts: int
    facts: int
    days: int
    files: int


def erase_everywhere(ledger: Ledger, home: Path, viewer: Viewer, id_: int, *, now: int) -> Gone:
    """For good. Raises YutangError not_found."""
    reach = contacts_of(ledger, home, viewer, id_)
    with _remembered(ledger, home, viewer, id_, now):
        done, gone = erase(ledger, viewer, id_, now=now)
    refs = {account.external_id for account in gone}
    ledger.state.write(lambda conn: kept.forget_people(conn, refs))
    ledger.state.write(lambda conn: inbox_store.forget_subjects(conn, refs))
    ledger.state.write(lambda conn: mirror.forget_people(conn, refs))
    ledger.state.write(lambda conn: marks.forget_people(conn, refs))
    ledger.state.write(lambda conn: scans.forget_people(conn, refs))
    ids = [account.id for account in gone]
    ledger.state.write(lambda conn: plans.forget_people(conn, ids))
    ledger.state.write(lambda conn: clashes.forget_people(conn, ids))
    ledger.state.write(lambda conn: moderation.forget_people(conn, ids))
    forgetting.forget_people(ledger, ids)
    sought = [*refs, *reach.values(), *(plain.removeprefix("+86") for plain in reach.values())]
    files = clear(home, [one for one in sought if len(one) >= SHORTEST])
    ledger.state.blank()
    return Gone(accounts=len(gone), facts=done.facts, days=done.days, files=files)


@contextmanager
def _remembered(ledger: Ledger, home: Path, viewer: Viewer, id_: int, now: int) -> Generator[None]:
    """Before it is done, for a platform may tell on of them at any moment; forgotten again where it can't be done."""
    _, accounts = of(ledger, viewer, id_)
    ids = [one.external_id for one in accounts if not one.external_id.startswith(NOBODY)]
    hashed = Contacts.open(ledger.state, Secrets(home)).marks(ids)
    ledger.state.write(lambda conn: erased.remember(conn, hashed, now=now))
    try:
        yield
    except Exception:
        ledger.state.write(lambda conn: erased.forget(conn, hashed))
        raise


def contacts_of(ledger: Ledger, home: Path, viewer: Viewer, id_: int) -> dict[int, str]:
    """Phones and e-mails of a customer in full, by account. Raises YutangError not_found."""
    _, accounts = of(ledger, viewer, id_)
    keys = Contacts.open(ledger.state, Secrets(home))
    with ledger.state.read() as conn:
        return {
            one: plain for one, (_, plain) in keys.read(conn, [account.id for account in accounts]).items()
        }

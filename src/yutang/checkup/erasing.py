"""A person erased everywhere: ledger, contacts, kept check-ups, pages of syncs, files of imports. Nothing above keeps
any.

Summaries and their deliveries name groups, never customers.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.checkup import kept, unfinished
from yutang.connections import inbox_store, mirror
from yutang.connections.wecom import erased
from yutang.connections.wecom.tagging import store as marks
from yutang.contacts import Contacts
from yutang.customers.acts.erasing import Account, erase, named, of
from yutang.importers import store as imports
from yutang.importers.leftovers import clear
from yutang.kit.secrets import Secrets
from yutang.ledger.erase import NOBODY, chats_of
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
    called = _called(ledger, viewer, id_)
    with _remembered(ledger, home, viewer, id_, now):
        done, gone = erase(ledger, viewer, id_, now=now, also=lambda conn, whom: _forget(conn, whom, called))
    refs = {account.external_id for account in gone}
    forgetting.forget_people(ledger, [account.id for account in gone])
    sought = [*refs, *reach.values(), *(plain.removeprefix("+86") for plain in reach.values())]
    files = clear(home, [one for one in sought if len(one) >= SHORTEST])
    ledger.state.blank()
    return Gone(accounts=len(gone), facts=done.facts, days=done.days, files=files)


def _forget(conn: sa.Connection, gone: list[Account], called: set[str]) -> None:
    """In the transaction that erases them: whatever cuts it short behind that, nobody would know any more whom to
    forget."""
    refs, ids = {account.external_id for account in gone}, [account.id for account in gone]
    for forget in (
        kept.forget_people, mirror.forget_people, marks.forget_people, scans.forget_people,
        unfinished.forget_people,
    ):  # fmt: skip
        forget(conn, refs)
    inbox_store.forget_subjects(conn, refs)
    for forget in (plans.forget_people, clashes.forget_people, moderation.forget_people):
        forget(conn, ids)
    imports.forget_names(conn, called)


def _called(ledger: Ledger, viewer: Viewer, id_: int) -> set[str]:
    """What the file of a private chat with them may be called by; nothing where there is no such chat."""
    _, accounts = of(ledger, viewer, id_)
    refs = named(accounts)
    with ledger.analytics.cursor() as cursor:
        chats = chats_of(cursor, refs)
    if not chats:
        return set()
    theirs = [one for one in accounts if one.id in refs]
    found = [*(one.external_id for one in theirs), *(one.name for one in theirs)]
    found += [part for ref, name in chats for part in (ref, name)]
    return {part.removeprefix("name:") for part in found if part}


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

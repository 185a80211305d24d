"""`yutang customers`: import people and orders, hand one person's data out, erase one person."""

import sys
from pathlib import Path

import click

from yutang.accounts.model import Role, Viewer
from yutang.checkup.erasing import Gone, contacts_of, erase_everywhere
from yutang.cli import remote
from yutang.cli.bring import import_
from yutang.cli.stores import Stores
from yutang.customers.acts.erasing import exported, of
from yutang.kit import clock
from yutang.kit.folder import write_whole
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang, t

ME = Viewer(user_id=0, login="cli", name="yutang", role=Role.ADMINISTRATOR, token_id=0)
ID = click.argument("customer", type=click.IntRange(1, (1 << 53) - 1))
LANG = click.option("--lang", type=click.Choice(["zh", "en"]))


@click.group()
def customers() -> None:
    """Customers: import, export one, erase one."""


customers.add_command(import_, "import")


@customers.command()
@ID
@click.option("--out", type=click.Path(path_type=Path))
@LANG
@click.pass_obj
def export(stores: Stores, customer: int, out: Path | None, lang: Lang | None) -> int:
    """All that is known of one customer, as JSON lines."""
    if server := remote.serving(stores.settings.home):
        lines = server.fetch(f"/customers/{customer}/export")
    else:
        lines = stores.work(
            lang or stores.lang, lambda ledger: _lines(ledger, stores.settings.home, customer)
        )
    if out:
        write_whole(out, lines)
    else:
        sys.stdout.buffer.write(lines)
    return 0


@customers.command()
@ID
@click.option("--yes", is_flag=True)
@LANG
@click.pass_obj
def erase(stores: Stores, customer: int, *, yes: bool, lang: Lang | None) -> int:
    """Erase one customer, for good."""
    speech = lang or stores.lang
    if not yes and not click.confirm(t(speech, "cli.erase_sure", id=customer), default=False, err=True):
        return 1
    home = stores.settings.home
    if server := remote.serving(home):
        done = Gone(**server.ask("POST", f"/customers/{customer}/erase"))
    else:
        done = stores.work(
            speech, lambda ledger: erase_everywhere(ledger, home, ME, customer, now=clock.now())
        )
    told = {"accounts": done.accounts, "facts": done.facts, "days": done.days, "files": done.files}
    print(t(speech, "cli.erased", **told), file=sys.stderr)
    return 0


def _lines(ledger: Ledger, home: Path, customer: int) -> bytes:
    found, _ = of(ledger, ME, customer)
    return b"".join(exported(ledger, found, contacts_of(ledger, home, ME, found)))

"""The command line's frame: commands are found by name, errors become one line."""

import importlib
import os
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import click

from yutang.cli.signals import Stopped, Watch, stoppable
from yutang.cli.stores import Stores
from yutang.cli.told import unreadable
from yutang.importers.contract import Unreadable
from yutang.kit.errors import YutangError
from yutang.locales import FOLDERS, Lang, t
from yutang.locales.errors import error

# Modules are imported when their command is called: `yutang --help` stays quick.
COMMANDS = {
    "serve": "yutang.cli.serve",
    "checkup": "yutang.cli.checkup",
    "import": "yutang.cli.bring",
    "demo": "yutang.cli.demo",
    "fakecom": "yutang.cli.fakecom",
    "columns": "yutang.cli.columns",
    "customers": "yutang.cli.customers",
    "segment": "yutang.cli.segment",
    "settings": "yutang.cli.settings",
    "rebuild": "yutang.cli.upkeep",
    "backup": "yutang.cli.upkeep",
    "restore": "yutang.cli.upkeep",
    "rekey": "yutang.cli.upkeep",
    "password": "yutang.cli.serve",
    "wecom": "yutang.cli.wecom",
}


class App(click.Group):
    """`yutang`: its commands load late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name])
        return getattr(module, cmd_name if cmd_name != "import" else "import_")


@click.group(cls=App)
@click.version_option(package_name="yutang")
def cli() -> None:
    """Yutang (鱼塘): which groups are dead, and what to do. 哪些群已经死了，该怎么办。"""


def run(load: Callable[[], Stores], lang: Lang, argv: list[str] | None = None) -> int:
    """Run a command line; the exit code comes back. Errors for people are one line on stderr, code 2."""
    given = sys.argv[1:] if argv is None else argv
    speech = _speech(given) or lang
    with stoppable() as watch:
        try:
            stores = load()
            speech = _speech(given) or stores.lang
            result: Any = cli.main(args=given, prog_name="yutang", obj=stores, standalone_mode=False)
        except (Exception, Stopped) as wrong:  # noqa: BLE001 - sorted out below; what is unknown is raised again
            return watch.code if _stopped(watch, speech) else _end(wrong, speech)
        except SystemExit:  # click's and rich's answer to a closed pipe
            return _mute()
        return result if isinstance(result, int) else 0


def _speech(argv: list[str]) -> Lang | None:
    """The language asked for on the command line: an error may come before it is parsed."""
    for here, after in pairwise([*argv, ""]):
        asked = (
            here.removeprefix("--lang=") if here.startswith("--lang=") else after if here == "--lang" else ""
        )
        if asked in FOLDERS:
            return asked
    return None


def _stopped(watch: Watch, lang: Lang) -> bool:
    if watch.number:
        print(t(lang, "cli.stopped"), file=sys.stderr)
    return bool(watch.number)


def _end(wrong: BaseException, lang: Lang) -> int:
    """What is said about an error, and the exit code. What nobody foresaw is raised again."""
    match wrong:
        case click.exceptions.Exit():
            return wrong.exit_code
        case click.Abort():
            print(t(lang, "cli.stopped"), file=sys.stderr)
            return 130
        case click.ClickException():
            wrong.show()
            return wrong.exit_code
        case BrokenPipeError():
            return _mute()
        case YutangError():
            print(error(lang, wrong.code, wrong.params), file=sys.stderr)
        case Unreadable():
            print(unreadable(lang, wrong.code, wrong.params), file=sys.stderr)
        case OSError() if wrong.filename:  # a place the user named, or the system's own
            why = wrong.strerror or str(wrong)
            print(t(lang, "error.cannot_use", path=str(wrong.filename), detail=why), file=sys.stderr)
        case _:
            raise wrong
    return 2


def _mute() -> int:
    """Nobody reads any more (`yutang … | head`): no error, and nothing to be said at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return 0

"""The command line's frame: commands are found by name, errors become one line."""

import importlib
import sys
from collections.abc import Callable
from typing import Any

import click

from yutang.cli.stores import Stores
from yutang.importers.contract import Unreadable
from yutang.kit.errors import YutangError
from yutang.locales import Lang, t

# Modules are imported when their command is called: `yutang --help` stays quick.
COMMANDS = {
    "checkup": "yutang.cli.checkup",
    "import": "yutang.cli.bring",
    "demo": "yutang.cli.demo",
    "settings": "yutang.cli.settings",
    "rebuild": "yutang.cli.upkeep",
    "backup": "yutang.cli.upkeep",
    "restore": "yutang.cli.upkeep",
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


def run(load: Callable[[], Stores], lang: Callable[[], Lang], argv: list[str] | None = None) -> int:
    """Run a command line; the exit code comes back. Errors for people are one line on stderr, code 2."""
    try:
        stores = load()
        result: Any = cli.main(args=argv, obj=stores, standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        print(t(lang(), "cli.stopped"), file=sys.stderr)
        return 130
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except YutangError as wrong:
        print(t(lang(), f"error.{wrong.code}", **wrong.params), file=sys.stderr)
        return 2
    except Unreadable as wrong:
        print(t(lang(), f"unreadable.{wrong.code}", **wrong.params), file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    return result if isinstance(result, int) else 0

"""What the composition root hands to the commands."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import msgspec

from yutang.kit.errors import AnalyticsDamaged
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang, t

T = TypeVar("T")


class Stores(msgspec.Struct, frozen=True):
    """`keep(settings)` opens the data folder's ledger, `private(settings)` one that is gone afterwards.

    `backup(settings, target)` needs no lock: it may run beside another process. `discard(settings)` throws the
    data folder's analytics away. `mappings(settings)` and `remember(settings, found)`: what columns of tables mean,
    by the signature of the table; kept in the data folder, for the private check-up too. `serve(settings, lang,
    demo, live, report)` runs the server until a signal; `new_password(settings, login)` makes a one-time one.
    `rekey(settings)` seals contacts anew: how many, and how many were damaged.
    """

    settings: Settings
    origin: dict[str, str]
    lang: Lang
    keep: Callable[[Settings], AbstractContextManager[Ledger]]
    private: Callable[[Settings], AbstractContextManager[Ledger]]
    backup: Callable[[Settings, Path], int]
    restore: Callable[[Settings, Path], None]
    discard: Callable[[Settings], None]
    mappings: Callable[[Settings], dict[str, dict[str, str]]]
    remember: Callable[[Settings, dict[str, dict[str, str]]], None]
    serve: Callable[[Settings, Lang, bool, bool, Path | None], int]
    new_password: Callable[[Settings, str], str]
    rekey: Callable[[Settings], tuple[int, int]]

    def work(self, lang: Lang, task: Callable[[Ledger], T]) -> T:
        """Do `task` on the data folder's ledger. Analytics found damaged are made anew, said so, and it is done again.

        DuckDB checks a block when it reads it, so damage may show in the middle; every task may be done twice.
        """
        try:
            return self._once(lang, task)
        except AnalyticsDamaged:
            self.discard(self.settings)
            print(t(lang, "cli.recovered"), file=sys.stderr)
            return self._once(lang, task)

    def _once(self, lang: Lang, task: Callable[[Ledger], T]) -> T:
        with self.keep(self.settings) as ledger:
            if ledger.recovered:
                print(t(lang, "cli.recovered"), file=sys.stderr)
            return task(ledger)

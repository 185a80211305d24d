"""What the composition root hands to the commands."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang


class Stores(msgspec.Struct, frozen=True):
    """`keep(settings)` opens the data folder's ledger, `private(settings)` one that is gone afterwards.

    `backup(settings, target)` needs no lock: it may run beside another process.
    """

    settings: Settings
    origin: dict[str, str]
    lang: Lang
    keep: Callable[[Settings], AbstractContextManager[Ledger]]
    private: Callable[[Settings], AbstractContextManager[Ledger]]
    backup: Callable[[Settings, Path], int]
    restore: Callable[[Settings, Path], None]

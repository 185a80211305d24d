"""Errors for people: a code and its numbers. The edge (cli, web) turns them into one clear line."""


class YutangError(Exception):
    """Something a person must know and can act on. Text: locales "error.<code>"."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class DataBusy(YutangError):
    """Another process works on the same data folder."""


class StateCorrupt(YutangError):
    """The State can't be read. It is left untouched: it is truth, only a backup replaces it."""


class AnalyticsDamaged(YutangError):
    """The analytics file can't be read. It is derived: thrown away and made anew."""


class DiskFull(YutangError):
    """No space, or no right to write. What was acknowledged before is kept."""

"""Finished days go to Parquet: after imports, and once a day."""

from collections.abc import Callable

from yutang.ledger.ledger import Ledger
from yutang.worker.loop import Handler
from yutang.worker.work import Work


def sealing(ledger: Ledger, now: Callable[[], int]) -> Handler:
    """The handler of "seal"; its result is how many days it wrote."""

    def seal(_: Work) -> dict[str, int]:
        return {"days": len(ledger.seal(now=now()))}

    return seal

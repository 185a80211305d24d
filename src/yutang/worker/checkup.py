"""The check-up made anew: after imports, when somebody asks, and each night."""

from collections.abc import Callable
from typing import Any

from yutang.checkup.snapshots import Board
from yutang.engine.steps import Cancelled
from yutang.worker.loop import Handler
from yutang.worker.work import Work


def examining(board: Board, now: Callable[[], int]) -> Handler:
    """The handler of "checkup"; its result: the day and how many groups, or no day when there is nothing to judge."""

    def examine(work: Work) -> dict[str, Any]:
        try:
            made = board.take(now=now(), cancelled=lambda: work.cancelled)
        except Cancelled:
            work.check()  # says who asked: a person, or the server that goes down
            raise
        groups = 0 if made is None else len(made.survey.rooms)
        return {"as_of": None if made is None else made.as_of.isoformat(), "groups": groups}

    return examine

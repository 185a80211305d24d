"""Errors of threads that nobody waits for, to the log: what has a name in a line, the rest with its trace."""

import logging

from yutang.kit.errors import YutangError


def complain(log: logging.Logger, who: str, wrong: Exception) -> None:
    """A full disk is met again each few seconds: forty lines of trace each time would fill it some more."""
    if isinstance(wrong, YutangError):
        log.error("%s: %s %s", who, wrong.code, wrong.params)
    else:
        log.error("%s", who, exc_info=wrong)

"""Tags by rule and by words, brought up to now: each night, after imports (`runs.follow`), and when somebody asks."""

from collections.abc import Callable
from typing import Any

from yutang.customers import aliases
from yutang.ledger.ledger import Ledger
from yutang.segments.tags.sweep import by_rule
from yutang.segments.tags.words.scan import by_words
from yutang.worker.loop import Handler
from yutang.worker.push import follow
from yutang.worker.work import Work


def auto_tagging(ledger: Ledger, now: Callable[[], int]) -> Handler:
    """The handler of "autotag"; its result: how many rules ran, whom they gave their tags and from whom they took them.

    It ends soon when asked to: what was kept stays, and the next run goes on there.
    """

    def tag(work: Work) -> dict[str, Any]:
        aliases.level(ledger)
        ruled = by_rule(ledger, now=now(), check_stop=work.check)
        worded = by_words(ledger, now=now(), check_stop=work.check, progress=work.progress)
        follow(ledger.state, now)
        return {
            "rules": ruled.rules + worded.rules, "added": ruled.added + worded.added,
            "removed": ruled.removed, "failed": ruled.failed,
        }  # fmt: skip

    return tag

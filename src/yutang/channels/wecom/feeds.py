"""What came of a member's Moment: who can see it, and who likes and comments on it.

Page 96352: who and when, never the words; all of it in one answer, asked member by member. Until that member has
published, WeCom answers 41062.
"""

from collections.abc import Iterable

from yutang.channels.contract.outcomes import NOT_OFFERED, Failure, Reached, Reaction, Reactions, Refused
from yutang.channels.wecom.calls import moments
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.sending import MOMENT
from yutang.kit.clock import SECOND


def reached(client: Client, ref: str, sender: str) -> Reached | Refused | Failure:
    kind, _, moment_id = ref.partition(":")
    if kind != MOMENT:
        return NOT_OFFERED
    people: list[str] = []
    for page in moments.seen_by(client, moment_id, sender):
        if isinstance(page, Failure):
            return page
        people += [one.external_userid for one in page.items]
    return Reached(tuple(people))


def reactions(client: Client, ref: str, sender: str) -> Reactions | Refused | Failure:
    kind, _, moment_id = ref.partition(":")
    if kind != MOMENT:
        return NOT_OFFERED
    found = moments.reactions(client, moment_id, sender)
    if isinstance(found, Failure):
        return found
    return Reactions(likes=_told(found.like_list), comments=_told(found.comment_list))


def _told(rows: Iterable[moments.Reaction]) -> tuple[Reaction, ...]:
    """A row without anybody in it says nothing."""
    return tuple(
        Reaction(row.external_userid or row.userid, row.create_time * SECOND, staff=not row.external_userid)
        for row in rows
        if row.external_userid or row.userid
    )

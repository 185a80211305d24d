"""Whom a refused call was refused for. Of a customer it names two members, and the platform's codes don't tell which of
them it doesn't know (40003, 60111, 84074), or only that the customer is not the giver's any more."""

from collections.abc import Sequence

import msgspec

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import customers
from yutang.channels.wecom.client import Client
from yutang.handover.items import News
from yutang.handover.model import ItemState, Reason
from yutang.handover.store import Handover

_OF_EITHER = (Reason.RECEIVER, Reason.NO_RELATION)


def fairly(client: Client, of: Handover, news: Sequence[News]) -> list[News]:
    """With the giver named where it is they who left since it was confirmed: then the platform takes such a call of
    nobody's, and what is left must be handed over anew, as a leaver's. Asks it once, and only where it matters; no
    answer: as it was told."""
    doubtful = [
        one for one in news if one.state is ItemState.FAILED and one.code and one.reason in _OF_EITHER
    ]
    if of.giver_left or not doubtful:
        return list(news)
    found = customers.follow_users(client)
    if isinstance(found, Failure) or of.giver_ref in found.follow_user:
        return list(news)
    return [msgspec.structs.replace(one, reason=Reason.GIVER) if one in doubtful else one for one in news]

"""Who has a seat in the archive, and which customers refused it: WeCom tells it over HTTP, to the archive's secret."""

from yutang.channels.contract.conversations import Consented
from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import archive
from yutang.channels.wecom.client import Client


class WecomConsents:
    """`client`: one with the archive's own secret."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def seats(self) -> tuple[str, ...] | Failure:
        found = archive.seats(self._client)
        return found if isinstance(found, Failure) else tuple(found.ids)

    def in_group(self, group: str) -> Consented | Failure:
        """Who was not asked yet counts as not refusing: they are archived until they say no."""
        found = archive.group_agreed(self._client, group)
        if isinstance(found, Failure):
            return found
        refused = sum(one.agree_status == archive.DISAGREED for one in found.agreeinfo)
        return Consented(len(found.agreeinfo), refused)

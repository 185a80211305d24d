"""Tags on chat groups: put on, taken off, and which groups bear one. Those of one group: its detail in the check-up."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.customers.answers import Changed
from yutang.groups import tagging
from yutang.web.api.customer_acts import MOST, Instant, TagName
from yutang.web.api.customer_names import names
from yutang.web.api.moderation import Ref
from yutang.web.api.refusals import refusals
from yutang.web.api.users import LARGEST_ID
from yutang.web.needs import NeedsContext, NeedsViewer


class GroupTagChange(msgspec.Struct, frozen=True, kw_only=True):
    """Tags on and off many groups. `ids`: as in the check-up ("<platform>:<external id>"); the rest as TagChange."""

    ids: Annotated[list[Ref], msgspec.Meta(min_length=1, max_length=MOST)]
    add: Annotated[list[TagName], msgspec.Meta(max_length=50)] = []
    remove: Annotated[list[TagName], msgspec.Meta(max_length=50)] = []
    until_at: Instant | None = None


class TaggedGroups(msgspec.Struct, frozen=True):
    """Ids as in the check-up."""

    ids: list[str]


@post("/groups/tags", operation_id="change_group_tags", tags=["tags"], opt={"permission": Permission.ADVICE_ACT},
      sync_to_thread=True, status_code=200)  # fmt: skip
def change_group_tags(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[GroupTagChange]) -> Changed:
    """Put tags on and take them off. What is already so counts as nothing; private chats are skipped."""
    now = context.now()
    with refusals():
        add, remove = names(context).meant(data.add, data.remove, data.until_at, now)
        return tagging.change_tags(context.ledger, viewer, data.ids, now=now, add=add, remove=remove)


@get("/tags/{tag_id:int}/groups", operation_id="list_tagged_groups", tags=["tags"],
     opt={"permission": Permission.GROUPS_SEE}, sync_to_thread=True)  # fmt: skip
def list_tagged_groups(
    context: NeedsContext, viewer: NeedsViewer, tag_id: Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
) -> TaggedGroups:
    """Groups in sight that bear the tag now."""
    with context.ledger.analytics.cursor() as cursor:
        return TaggedGroups(tagging.bearers(cursor, viewer.scope, tag_id, now=context.now()))


routes: list[Any] = [change_group_tags, list_tagged_groups]

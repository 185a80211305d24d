"""Tags: groups and names, who bears them in numbers, and what to do about names that only data knows."""

from typing import Annotated, Any

import msgspec
from litestar import get, patch, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.segments.saved.model import Use
from yutang.segments.tags import actions, endings
from yutang.segments.tags import listing as tags
from yutang.segments.tags.figures import Figures
from yutang.segments.tags.listing import NONE
from yutang.segments.tags.model import Change, Draft, Group, GroupChange, Tag
from yutang.segments.tags.rules import TagRule, kept
from yutang.segments.tags.uses import uses
from yutang.web.api import tag_shapes as shape
from yutang.web.api.refusals import refusals
from yutang.web.api.users import LARGEST_ID
from yutang.web.needs import NeedsContext, NeedsViewer

Path = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
EDIT: dict[str, Any] = {"permission": Permission.SEGMENTS_EDIT}


@get("/tags", operation_id="list_tags", tags=["tags"], opt=SEE, sync_to_thread=True)
def list_tags(context: NeedsContext, viewer: NeedsViewer) -> shape.TagList:
    """Groups in their order with their tags, and the tags that only data knows."""
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = tags.listing(conn, cursor, viewer, now=context.now())
        asked, driven = uses(conn), {one.tag_id: one for one in kept(conn)}
    rows: dict[int, list[shape.TagRow]] = {}
    for one in found.tags:
        row = _row(one.tag, one.figures, asked.get(one.tag.code, []), driven.get(one.tag.id))
        rows.setdefault(one.tag.group_id, []).append(row)
    return shape.TagList(
        customers=found.customers,
        groups=[
            shape.TagGroupRow(id=group.id, name=group.name, exclusive=group.exclusive, position=group.position,
                        tags=rows.get(group.id, []))
            for group in found.groups
        ],
        unmanaged=[
            shape.UnmanagedTag(id=one.id, code=one.code, figures=_figures(one.figures)) for one in found.unmanaged
        ],
    )  # fmt: skip


@post("/tags/groups", operation_id="create_tag_groups", tags=["tags"], opt=EDIT, sync_to_thread=True)
def create_tag_groups(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.TagGroupDrafts]
) -> shape.TagGroupsMade:
    """New groups: all of them or none."""
    wanted = [(one.name, one.exclusive) for one in data.items]
    with refusals():
        made = actions.create_groups(context.ledger, viewer, wanted, now=context.now())
    return shape.TagGroupsMade([_group(one) for one in made])


@patch("/tags/groups/{group_id:int}", operation_id="change_tag_group", tags=["tags"], opt=EDIT,
       sync_to_thread=True)  # fmt: skip
def change_tag_group(
    context: NeedsContext, viewer: NeedsViewer, group_id: Path, data: JSONBody[shape.TagGroupPatch]
) -> shape.TagGroupMade:
    """Another name, place, or whether it is exclusive. Its tags keep their ids and codes."""
    wanted = GroupChange(id=group_id, name=data.name, exclusive=data.exclusive, position=data.position)
    with refusals():
        return _group(actions.change_groups(context.ledger, viewer, [wanted], now=context.now())[0])


@post("/tags", operation_id="create_tags", tags=["tags"], opt=EDIT, sync_to_thread=True)
def create_tags(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.TagDrafts]
) -> shape.TagsMade:
    """New tags: all of them or none. One that was archived comes back with its history."""
    wanted = [_draft(one) for one in data.items]
    with refusals():
        return shape.TagsMade(
            [_made(one) for one in actions.create_tags(context.ledger, viewer, wanted, now=context.now())]
        )


@patch("/tags/{tag_id:int}", operation_id="change_tag", tags=["tags"], opt=EDIT, sync_to_thread=True)
def change_tag(
    context: NeedsContext, viewer: NeedsViewer, tag_id: Path, data: JSONBody[shape.TagPatch]
) -> shape.TagMade:
    """Another name, group, expiry or description. Imports find the tag under both names."""
    wanted = Change(
        id=tag_id, name=data.name, group_id=data.group_id, until_days=data.until_days, description=data.description
    )  # fmt: skip
    with refusals():
        return _made(actions.change_tags(context.ledger, viewer, [wanted], now=context.now())[0])


@post("/tags/adopt", operation_id="adopt_tags", tags=["tags"], opt=EDIT, sync_to_thread=True, status_code=200)
def adopt_tags(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.TagIds]) -> shape.TagsMade:
    """Tags that only data knows become tags like others; a group that isn't there is made."""
    with refusals():
        return shape.TagsMade(
            [_made(one) for one in endings.adopt(context.ledger, viewer, data.ids, now=context.now())]
        )


@post("/tags/merge", operation_id="merge_tags", tags=["tags"], opt=EDIT, sync_to_thread=True, status_code=200)
def merge_tags(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.TagMerge]) -> shape.TagMade:
    """`from_id` becomes `into_id`, for good: who bears either bears it, and imports under both names find it."""
    with refusals():
        return _made(endings.merge(context.ledger, viewer, data.from_id, data.into_id, now=context.now()))


@post("/tags/archive", operation_id="archive_tags", tags=["tags"], opt=EDIT, sync_to_thread=True,
      status_code=204)  # fmt: skip
def archive_tags(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.TagIds]) -> None:
    """Tags that no rule asks for are offered no more; 409 tag_in_use otherwise."""
    with refusals():
        endings.archive(context.ledger, viewer, data.ids, now=context.now())


@post("/tags/groups/archive", operation_id="archive_tag_groups", tags=["tags"], opt=EDIT, sync_to_thread=True,
      status_code=204)  # fmt: skip
def archive_tag_groups(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.TagIds]) -> None:
    """Groups without a tag."""
    with refusals():
        endings.archive_groups(context.ledger, viewer, data.ids, now=context.now())


def _draft(one: shape.TagDraft) -> Draft:
    days = None if one.until_days is msgspec.UNSET else one.until_days
    return Draft(group_id=one.group_id, name=one.name, until_days=days, description=one.description)


def _row(tag: Tag, counted: Figures, asked: list[Use], driven: TagRule | None) -> shape.TagRow:
    rule = None if driven is None else shape.TagRuleBrief(driven.kind, driven.on, driven.error is not None)
    return shape.TagRow(
        id=tag.id, code=tag.code, group_id=tag.group_id, name=tag.name, until_days=tag.until_days,
        description=tag.description, figures=_figures(counted), rule=rule,
        used_by=[shape.TagUse(use.kind, use.id, use.name) for use in asked],
    )  # fmt: skip


def _figures(one: Figures = NONE) -> shape.TagFigures:
    return shape.TagFigures(
        count=one.count, change=one.count - one.before, groups=one.groups, splits=one.splits, same_as=one.same_as,
        sources=[shape.TagSourceCount(source, count) for source, count in one.sources.items()],
    )  # fmt: skip


def _group(group: Group) -> shape.TagGroupMade:
    return shape.TagGroupMade(
        id=group.id, name=group.name, exclusive=group.exclusive, position=group.position
    )


def _made(tag: Tag) -> shape.TagMade:
    return shape.TagMade(
        id=tag.id, code=tag.code, group_id=tag.group_id, name=tag.name, until_days=tag.until_days,
        description=tag.description,
    )  # fmt: skip


routes = [list_tags, create_tag_groups, change_tag_group, create_tags, change_tag, adopt_tags, merge_tags,
          archive_tags, archive_tag_groups]  # fmt: skip

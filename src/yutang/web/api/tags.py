"""Tags: groups and names, who bears them in numbers, and what to do about names that only data knows."""

from typing import Annotated, Any

import msgspec
from litestar import get, patch, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.segments.tags import actions
from yutang.segments.tags import listing as tags
from yutang.segments.tags.figures import Figures
from yutang.segments.tags.listing import NONE
from yutang.segments.tags.model import Change, Draft, Group, GroupChange, Splits, Tag
from yutang.web.api.refusals import refusals
from yutang.web.api.users import LARGEST_ID, Name
from yutang.web.needs import NeedsContext, NeedsViewer

MOST = 500  # of one request
TagId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
Days = Annotated[int, msgspec.Meta(ge=1, le=3_650)]
Text = Annotated[str, msgspec.Meta(max_length=2_000)]
Position = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Path = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
EDIT: dict[str, Any] = {"permission": Permission.SEGMENTS_EDIT}


class TagSourceCount(msgspec.Struct, frozen=True):
    """Customers whose tag came from there: rule, staff, answer, platform, model, import, unknown."""

    source: str
    count: int


class TagFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Of the customers the viewer sees. `change`: in number, over 30 days; `groups`: chat groups that bear it.

    `splits`: why the tag tells nobody from anybody, null where it does; `same_as`: the tag of the very same people.
    """

    count: int
    change: int
    groups: int
    sources: list[TagSourceCount]
    splits: Splits | None
    same_as: int | None


class TagRow(msgspec.Struct, frozen=True, kw_only=True):
    """A tag. `code`: what a rule names it by, for good; `name`: its own, without the group's."""

    id: int
    code: str
    group_id: int
    name: str
    until_days: int | None
    description: str
    figures: TagFigures


class TagGroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """A group with its tags. `exclusive`: a customer bears one of them at most."""

    id: int
    name: str
    exclusive: bool
    position: int
    tags: list[TagRow]


class UnmanagedTag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag that imports brought and nobody defined. `code`: "group/name", null where the data doesn't say it."""

    id: int
    code: str | None
    figures: TagFigures


class TagList(msgspec.Struct, frozen=True, kw_only=True):
    customers: int  # that the viewer sees
    groups: list[TagGroupRow]
    unmanaged: list[UnmanagedTag]


class TagGroupDraft(msgspec.Struct, frozen=True, kw_only=True):
    name: Name
    exclusive: bool = False


class TagGroupDrafts(msgspec.Struct, frozen=True):
    items: Annotated[list[TagGroupDraft], msgspec.Meta(min_length=1, max_length=MOST)]


class TagGroupPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    exclusive: bool | msgspec.UnsetType = msgspec.UNSET
    position: Position | msgspec.UnsetType = msgspec.UNSET


class TagGroupMade(msgspec.Struct, frozen=True, kw_only=True):
    """A group that was just made or changed."""

    id: int
    name: str
    exclusive: bool
    position: int


class TagGroupsMade(msgspec.Struct, frozen=True):
    items: list[TagGroupMade]


class TagDraft(msgspec.Struct, frozen=True, kw_only=True):
    """`until_days`: how long it holds when nothing else is said; left out: until it is taken off."""

    group_id: TagId
    name: Name
    until_days: Days | msgspec.UnsetType | None = msgspec.UNSET
    description: Text = ""


class TagDrafts(msgspec.Struct, frozen=True):
    items: Annotated[list[TagDraft], msgspec.Meta(min_length=1, max_length=MOST)]


class TagPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays. Another `group_id` moves the tag."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    group_id: TagId | msgspec.UnsetType = msgspec.UNSET
    until_days: Days | msgspec.UnsetType | None = msgspec.UNSET
    description: Text | msgspec.UnsetType = msgspec.UNSET


class TagMade(msgspec.Struct, frozen=True, kw_only=True):
    """A tag that was just made or changed."""

    id: int
    code: str
    group_id: int
    name: str
    until_days: int | None
    description: str


class TagsMade(msgspec.Struct, frozen=True):
    items: list[TagMade]


@get("/tags", operation_id="list_tags", tags=["tags"], opt=SEE, sync_to_thread=True)
def list_tags(context: NeedsContext, viewer: NeedsViewer) -> TagList:
    """Groups in their order with their tags, and the tags that only data knows."""
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = tags.listing(conn, cursor, viewer, now=context.now())
    rows: dict[int, list[TagRow]] = {}
    for one in found.tags:
        rows.setdefault(one.tag.group_id, []).append(_row(one.tag, one.figures))
    return TagList(
        customers=found.customers,
        groups=[
            TagGroupRow(id=group.id, name=group.name, exclusive=group.exclusive, position=group.position,
                        tags=rows.get(group.id, []))
            for group in found.groups
        ],
        unmanaged=[UnmanagedTag(id=one.id, code=one.code, figures=_figures(one.figures)) for one in found.unmanaged],
    )  # fmt: skip


@post("/tags/groups", operation_id="create_tag_groups", tags=["tags"], opt=EDIT, sync_to_thread=True)
def create_tag_groups(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[TagGroupDrafts]
) -> TagGroupsMade:
    """New groups: all of them or none."""
    wanted = [(one.name, one.exclusive) for one in data.items]
    with refusals():
        made = actions.create_groups(context.ledger, viewer, wanted, now=context.now())
    return TagGroupsMade([_group(one) for one in made])


@patch("/tags/groups/{group_id:int}", operation_id="change_tag_group", tags=["tags"], opt=EDIT,
       sync_to_thread=True)  # fmt: skip
def change_tag_group(
    context: NeedsContext, viewer: NeedsViewer, group_id: Path, data: JSONBody[TagGroupPatch]
) -> TagGroupMade:
    """Another name, place, or whether it is exclusive. Its tags keep their ids and codes."""
    wanted = GroupChange(id=group_id, name=data.name, exclusive=data.exclusive, position=data.position)
    with refusals():
        return _group(actions.change_groups(context.ledger, viewer, [wanted], now=context.now())[0])


@post("/tags", operation_id="create_tags", tags=["tags"], opt=EDIT, sync_to_thread=True)
def create_tags(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[TagDrafts]) -> TagsMade:
    """New tags: all of them or none. One that was archived comes back with its history."""
    wanted = [_draft(one) for one in data.items]
    with refusals():
        return TagsMade(
            [_made(one) for one in actions.create_tags(context.ledger, viewer, wanted, now=context.now())]
        )


@patch("/tags/{tag_id:int}", operation_id="change_tag", tags=["tags"], opt=EDIT, sync_to_thread=True)
def change_tag(context: NeedsContext, viewer: NeedsViewer, tag_id: Path, data: JSONBody[TagPatch]) -> TagMade:
    """Another name, group, expiry or description. Imports find the tag under both names."""
    wanted = Change(
        id=tag_id, name=data.name, group_id=data.group_id, until_days=data.until_days, description=data.description
    )  # fmt: skip
    with refusals():
        return _made(actions.change_tags(context.ledger, viewer, [wanted], now=context.now())[0])


def _draft(one: TagDraft) -> Draft:
    days = None if one.until_days is msgspec.UNSET else one.until_days
    return Draft(group_id=one.group_id, name=one.name, until_days=days, description=one.description)


def _row(tag: Tag, counted: Figures) -> TagRow:
    return TagRow(
        id=tag.id, code=tag.code, group_id=tag.group_id, name=tag.name, until_days=tag.until_days,
        description=tag.description, figures=_figures(counted),
    )  # fmt: skip


def _figures(one: Figures = NONE) -> TagFigures:
    return TagFigures(
        count=one.count, change=one.count - one.before, groups=one.groups, splits=one.splits, same_as=one.same_as,
        sources=[TagSourceCount(source, count) for source, count in one.sources.items()],
    )  # fmt: skip


def _group(group: Group) -> TagGroupMade:
    return TagGroupMade(id=group.id, name=group.name, exclusive=group.exclusive, position=group.position)


def _made(tag: Tag) -> TagMade:
    return TagMade(
        id=tag.id, code=tag.code, group_id=tag.group_id, name=tag.name, until_days=tag.until_days,
        description=tag.description,
    )  # fmt: skip


routes = [list_tags, create_tag_groups, change_tag_group, create_tags, change_tag]

"""The corp's tags: which there are, what they are called, whose they are."""

import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import tags
from yutang.channels.wecom.calls.tags import TagGroup, TagGroups
from yutang.connections import mirror
from yutang.connections.mirror import Tag
from yutang.connections.model import SyncKind
from yutang.connections.wecom.sync.run import Run, Tools


def sync(tools: Tools, connection_id: int) -> dict[str, int]:
    """Raises Stopped."""
    run = Run(tools, connection_id, SyncKind.TAGS)
    found = tools.patience.ask(lambda: tags.groups(run.client))
    if isinstance(found, Failure):
        return run.end(found)
    run.count(keep(tools, connection_id, found))
    return run.end()


def keep(tools: Tools, connection_id: int, found: TagGroups) -> dict[str, int]:
    """These are all the tags there are. Who has one that is called otherwise has the other now; but who has one of our
    own making is for us to say, and what it is called (`wecom.tagging`)."""
    told = {tag.tag_id: tag for group in found.tag_group for tag in tags_of(group)}
    now = tools.clients.now()
    with tools.state.read() as conn:
        held = mirror.tags(conn, connection_id)
    theirs = {id_: tag for id_, tag in held.items() if not tag.ours}
    moved: dict[str, str | None] = {tag.whole: None for id_, tag in theirs.items() if id_ not in told}
    moved |= {
        theirs[id_].whole: tag.whole
        for id_, tag in told.items()
        if id_ in theirs and theirs[id_].whole != tag.whole
    }
    if moved:
        tools.learner.renamed(connection_id, moved, now=now)
    gone = sorted(set(held) - set(told))
    renamed = sum(name is not None for name in moved.values())

    def write(conn: sa.Connection) -> None:
        mirror.put_tags(conn, connection_id, told.values())
        mirror.lose_tags(conn, connection_id, gone, now=now)

    tools.state.write(write)
    return {"tags": len(told), "tags_renamed": renamed, "tags_gone": len(gone)}


def tags_of(group: TagGroup) -> list[Tag]:
    """Those of a group that are there."""
    return [
        Tag(tag_id=tag.id, group_id=group.group_id, group_name=group.group_name, name=tag.name)
        for tag in group.tag
        if not tag.deleted and not group.deleted
    ]

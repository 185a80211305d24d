"""The corp's tags: which there are, what they are called, whose they are."""

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import tags
from yutang.channels.wecom.calls.tags import TagGroup
from yutang.connections import mirror
from yutang.connections.mirror import Tag
from yutang.connections.model import SyncKind
from yutang.connections.wecom.sync.run import Run, Tools


def sync(tools: Tools, connection_id: int) -> dict[str, int]:
    """Raises Stopped. A tag with another name is another tag of ours: the customers' sync puts it in its place."""
    run = Run(tools, connection_id, SyncKind.TAGS)
    found = tools.patience.ask(lambda: tags.groups(run.client))
    if isinstance(found, Failure):
        return run.end(found)
    told = {tag.tag_id: tag for group in found.tag_group for tag in tags_of(group)}
    now = run.now
    with tools.state.read() as conn:
        held = mirror.tags(conn, connection_id)
    gone = sorted(set(held) - set(told))
    renamed = [id_ for id_, tag in told.items() if id_ in held and held[id_].whole != tag.whole]
    tools.state.write(lambda conn: mirror.put_tags(conn, connection_id, told.values()))
    tools.state.write(lambda conn: mirror.lose_tags(conn, connection_id, gone, now=now))
    run.count({"tags": len(told), "tags_renamed": len(renamed), "tags_gone": len(gone)})
    return run.end()


def tags_of(group: TagGroup) -> list[Tag]:
    """Those of a group that are there."""
    return [
        Tag(tag_id=tag.id, group_id=group.group_id, group_name=group.group_name, name=tag.name)
        for tag in group.tag
        if not tag.deleted and not group.deleted
    ]

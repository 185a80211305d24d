"""Who sees whom: an app's visible range, and what it may do there."""

from collections.abc import Iterator

from yutang.fakecom.errors import Refused
from yutang.fakecom.state.contacts import External, Follow, Tag, TagGroup
from yutang.fakecom.state.corps import App, Member
from yutang.fakecom.state.world import Corp


def parties_above(corp: Corp, party: int) -> Iterator[int]:
    """The party and all it lies in. The root is 1, whether or not the corp wrote it down."""
    seen: set[int] = set()
    while party not in seen:
        seen.add(party)
        yield party
        found = corp.parties.get(party)
        party = found.parent if found and found.parent else 1


def sees(corp: Corp, app: App, member: Member) -> bool:
    """Whether the member is in the app's visible range. Who has resigned is in nobody's."""
    if member.resigned_at:
        return False
    if member.userid in app.visible_users:
        return True
    visible = set(app.visible_parties)
    return any(above in visible for party in member.parties for above in parties_above(corp, party))


def members_of(corp: Corp, parties: list[int]) -> list[Member]:
    """Everybody in these parties and below them, who has not resigned."""
    asked = set(parties)
    return [
        member
        for member in corp.members.values()
        if not member.resigned_at
        and any(above in asked for party in member.parties for above in parties_above(corp, party))
    ]


def serving(corp: Corp, app: App) -> list[Member]:
    """Members with 客户联系 that the app sees, in the corp's order."""
    return [one for one in corp.members.values() if one.in_follow_scope and sees(corp, app, one)]


def member_known(corp: Corp, app: App, userid: str) -> Member:
    """A member that the app sees: 40003 unknown, 60011 out of range."""
    member = corp.members.get(userid)
    if member is None or member.resigned_at:
        raise Refused(40003)
    if not sees(corp, app, member):
        raise Refused(60011)
    return member


def member_serving(corp: Corp, app: App, userid: str) -> Member:
    """As `member_known`, who also has 客户联系 (84074)."""
    member = member_known(corp, app, userid)
    if not member.in_follow_scope:
        raise Refused(84074)
    return member


def external_known(corp: Corp, external_userid: str) -> External:
    """A contact of the corp (40096)."""
    found = corp.externals.get(external_userid)
    if found is None:
        raise Refused(40096)
    return found


def listed(corp: Corp, follow: Follow) -> bool:
    """Whether a relation is in the platform's lists: who has deleted the member is not, unless the policy says so."""
    return not follow.lost_at or corp.policy.lost_stay_listed


def relation(corp: Corp, userid: str, external_userid: str) -> Follow | None:
    """The relation of the pair, if it is listed."""
    found = corp.follows.get(userid, {}).get(external_userid)
    return found if found is not None and listed(corp, found) else None


def relation_known(corp: Corp, app: App, userid: str, external_userid: str) -> Follow:
    """The relation of a member whom the app sees with a customer: 84061 when there is none."""
    member_serving(corp, app, userid)
    external_known(corp, external_userid)
    found = relation(corp, userid, external_userid)
    if found is None:
        raise Refused(84061)
    return found


def tag_found(corp: Corp, tag_id: str) -> tuple[TagGroup, Tag] | None:
    """A tag that is not deleted, with its group."""
    for group in corp.tag_groups.values():
        found = group.tags.get(tag_id)
        if found is not None and not found.deleted:
            return group, found
    return None

"""Rules tried out without saving them: previews, one customer explained, overlaps; the language's JSON schema."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import JSONBody

from yutang.accounts.model import Permission
from yutang.engine import check, schema
from yutang.segments.saved.preview import preview
from yutang.web.api.segment_shapes import LARGEST_ID, RuleGiven, bad_rule, read_rule
from yutang.web.api.segment_world import make_world
from yutang.web.needs import NeedsContext, NeedsViewer

SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
MOST_OVERLAPS = 5


class RuleTry(msgspec.Struct, frozen=True, kw_only=True):
    """`overlap`: saved segments to compare with."""

    rule: RuleGiven
    overlap: Annotated[list[Id], msgspec.Meta(max_length=MOST_OVERLAPS)] = []


class SamplePerson(msgspec.Struct, frozen=True, kw_only=True):
    """`values`: what each condition found, by its place ("rule.rules[0]") and then by name; times are milliseconds."""

    id: int
    name: str | None
    values: dict[str, dict[str, int | str | None]]


class ChannelReach(msgspec.Struct, frozen=True, kw_only=True):
    """Of those who qualify: how many have an address on the channel, how many of these took consent back, how many gave
    it. `reachable`: having less refused."""

    channel: str
    having: int
    refused: int
    agreed: int
    reachable: int


class SegmentOverlap(msgspec.Struct, frozen=True, kw_only=True):
    """`both`: in the rule and in the segment; `members`: in the segment."""

    segment_id: int
    both: int
    members: int


class RulePreview(msgspec.Struct, frozen=True, kw_only=True):
    """Of those whom the viewer sees. null: not ready in time. `left`: how many there are, and how many are left after
    each rule of the topmost `all`, in the order given."""

    count: int | None
    left: list[int] | None
    people: list[SamplePerson] | None
    reach: list[ChannelReach] | None
    overlap: list[SegmentOverlap] | None
    complete: bool


@post("/segments/preview", operation_id="preview_rule", tags=["segments"], opt=SEE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def preview_rule(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[RuleTry]) -> RulePreview:
    """Nothing is saved. 400 segment_rule: what is wrong with the rule, each fault with its place."""
    rule, world = read_rule(data.rule), make_world(context)
    wrong = check(rule, world)
    if wrong:
        raise bad_rule(wrong)
    with context.ledger.analytics.cursor() as cursor:
        made = preview(cursor, rule, world, viewer.scope, now=context.now(), segments=data.overlap)
    people = made.people and [
        SamplePerson(id=one.id, name=one.name, values={at: dict(told) for at, told in one.values.items()})
        for one in made.people
    ]
    reach = made.reach and [
        ChannelReach(channel=one.channel, having=one.having, refused=one.refused, agreed=one.agreed,
                     reachable=one.having - one.refused)
        for one in made.reach
    ]  # fmt: skip
    overlap = None if made.overlap is None else [
        SegmentOverlap(segment_id=one.segment_id, both=one.both, members=one.members) for one in made.overlap
    ]  # fmt: skip
    return RulePreview(count=made.count, left=made.left, people=people, reach=reach, overlap=overlap,
                       complete=overlap is not None)  # fmt: skip


@get(
    "/segments/rule-schema", operation_id="get_rule_schema", tags=["segments"], opt=SEE, sync_to_thread=False
)
def get_rule_schema() -> dict[str, Any]:
    """The JSON schema of the rule language."""
    return schema()


routes = [preview_rule, get_rule_schema]

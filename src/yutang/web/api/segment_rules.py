"""Rules tried out without saving them: previews, one customer explained, overlaps; the language's JSON schema."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import JSONBody

from yutang.accounts.model import Permission
from yutang.engine import Rule, World, check, explain, schema
from yutang.engine.codec import encode
from yutang.segments.saved.listing import matrix, qualifying, sees
from yutang.segments.saved.preview import MARKETING, preview
from yutang.segments.saved.starters import STARTERS
from yutang.web.api.segment_shapes import LARGEST_ID, RuleGiven, RuleTold, bad_rule, read_rule
from yutang.web.api.segment_world import make_world
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, not_found

SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
MOST_OVERLAPS = 5


class RuleTry(msgspec.Struct, frozen=True, kw_only=True):
    """`overlap`: saved segments to compare with; `purpose`: whose consents say who can be reached."""

    rule: RuleGiven
    purpose: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] = MARKETING
    overlap: Annotated[list[Id], msgspec.Meta(max_length=MOST_OVERLAPS)] = []


class SamplePerson(msgspec.Struct, frozen=True, kw_only=True):
    """`values`: what each condition found, by its place ("rule.rules[0]") and then by name; times are milliseconds."""

    id: int
    name: str | None
    values: dict[str, dict[str, int | str | None]]


class ChannelReach(msgspec.Struct, frozen=True, kw_only=True):
    """Of those who qualify: how many have an address on the channel, how many of these took consent to the purpose
    back, how many gave it. `reachable`: having less refused."""

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
    rule, world = sound(context, data.rule)
    with context.ledger.analytics.cursor() as cursor:
        made = preview(
            cursor, rule, world, viewer.scope, now=context.now(), segments=data.overlap, purpose=data.purpose
        )
    people = (
        None
        if made.people is None
        else [
            SamplePerson(id=one.id, name=one.name, values={at: dict(told) for at, told in one.values.items()})
            for one in made.people
        ]
    )
    reach = None if made.reach is None else [
        ChannelReach(channel=one.channel, having=one.having, refused=one.refused, agreed=one.agreed,
                     reachable=one.having - one.refused)
        for one in made.reach
    ]  # fmt: skip
    overlap = None if made.overlap is None else [
        SegmentOverlap(segment_id=one.segment_id, both=one.both, members=one.members) for one in made.overlap
    ]  # fmt: skip
    return RulePreview(count=made.count, left=made.left, people=people, reach=reach, overlap=overlap,
                       complete=overlap is not None)  # fmt: skip


class RuleAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A rule and a customer."""

    rule: RuleGiven
    customer_id: Id


class RuleVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """Of one node of the rule, the root first. `numbers`: what was found, by name; times are milliseconds."""

    at: str
    op: str
    holds: bool
    numbers: dict[str, int | str | None]


class RuleVerdicts(msgspec.Struct, frozen=True):
    items: list[RuleVerdict]


class RuleOnly(msgspec.Struct, frozen=True):
    rule: RuleGiven


class RuleFaults(msgspec.Struct, frozen=True):
    """Each with its place; the code is a key of the locales, "fault.<code>"."""

    items: list[Place]


class RuleIds(msgspec.Struct, frozen=True):
    """Customers whom the viewer sees, by id."""

    ids: list[int]


class OverlapAsk(msgspec.Struct, frozen=True):
    segment_ids: Annotated[list[Id], msgspec.Meta(min_length=2, max_length=20)]


class OverlapMatrix(msgspec.Struct, frozen=True):
    """`counts[i][j]`: how many are in both the i-th and the j-th, as last swept; in the diagonal, how many in one."""

    segment_ids: list[int]
    counts: list[list[int]]


class Starter(msgspec.Struct, frozen=True):
    """Locales: "starter.<code>" and "starter.<code>.about"."""

    code: str
    rule: RuleTold


class Starters(msgspec.Struct, frozen=True):
    items: list[Starter]


@post("/segments/explain", operation_id="explain_rule", tags=["segments"], opt=SEE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def explain_rule(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[RuleAsk]) -> RuleVerdicts:
    """Why somebody qualifies, or doesn't: condition by condition. 404: nobody whom the viewer sees."""
    rule, world = sound(context, data.rule)
    with context.ledger.analytics.cursor() as cursor:
        if not sees(cursor, viewer.scope, data.customer_id):
            raise not_found("customer")
        found = explain(cursor, rule, world, data.customer_id, now=context.now())
    return RuleVerdicts(
        [RuleVerdict(at=v.at, op=v.op, holds=v.holds, numbers=dict(v.numbers)) for v in found]
    )


@post("/segments/ids", operation_id="list_rule_ids", tags=["segments"], opt=SEE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def list_rule_ids(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[RuleOnly]) -> RuleIds:
    """Everybody who qualifies."""
    rule, world = sound(context, data.rule)
    with context.ledger.analytics.cursor() as cursor:
        return RuleIds(qualifying(cursor, rule, world, viewer.scope, now=context.now()))


@post("/segments/overlap", operation_id="overlap_segments", tags=["segments"], opt=SEE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def overlap_segments(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[OverlapAsk]) -> OverlapMatrix:
    """How much saved segments have in common."""
    with context.ledger.analytics.cursor() as cursor:
        return OverlapMatrix(data.segment_ids, matrix(cursor, data.segment_ids, viewer.scope))


@get("/segments/starters", operation_id="list_segment_starters", tags=["segments"], opt=SEE,
     sync_to_thread=False)  # fmt: skip
def list_segment_starters() -> Starters:
    """Rules to begin with."""
    return Starters([Starter(code, msgspec.Raw(encode(rule))) for code, rule in STARTERS.items()])


@post("/segments/check", operation_id="check_rule", tags=["segments"], opt=SEE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def check_rule(context: NeedsContext, data: JSONBody[RuleOnly]) -> RuleFaults:
    """What is wrong with a rule; nothing: it may run."""
    wrong = check(read_rule(data.rule), make_world(context))
    return RuleFaults([Place(fault.at, f"fault.{fault.code}", fault.params) for fault in wrong])


def sound(context: Context, given: Any) -> tuple[Rule, World]:
    """A rule in which nothing is wrong, or a problem with every place."""
    rule, world = read_rule(given), make_world(context)
    wrong = check(rule, world)
    if wrong:
        raise bad_rule(wrong)
    return rule, world


@get(
    "/segments/rule-schema", operation_id="get_rule_schema", tags=["segments"], opt=SEE, sync_to_thread=False
)
def get_rule_schema() -> dict[str, Any]:
    """The JSON schema of the rule language."""
    return schema()


routes = [
    preview_rule,
    check_rule,
    explain_rule,
    list_rule_ids,
    overlap_segments,
    list_segment_starters,
    get_rule_schema,
]

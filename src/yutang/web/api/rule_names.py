"""What a rule may name, for those who write one: few enough to be listed, or searched for (groups, staff)."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import get
from litestar.params import PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.engine.catalogue import TAG_SOURCES, TRAITS, Type
from yutang.groups.called import called
from yutang.groups.owners import members
from yutang.groups.owners import names as staff_names
from yutang.segments.layers import store as layers
from yutang.segments.saved import store as segments
from yutang.segments.saved.model import SegmentKind
from yutang.sources.called import live_codes
from yutang.web.api.segment_world import make_world
from yutang.web.needs import NeedsContext, NeedsViewer

SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
LARGEST_ID = (1 << 53) - 1
MOST = 50  # found by a text
Id = Annotated[int, QueryParameter(ge=0, le=LARGEST_ID)]


class NamedAttribute(msgspec.Struct, frozen=True):
    """`choices`: of the types that choose."""

    code: str
    type: Type
    choices: list[str]


class NamedKind(msgspec.Struct, frozen=True):
    """A kind of fact that a rule may ask about, and the filters that it knows."""

    code: str
    filters: list[str]


class NamedSegment(msgspec.Struct, frozen=True):
    id: int
    name: str
    kind: SegmentKind


class NamedId(msgspec.Struct, frozen=True):
    id: int
    name: str


class NamedLayer(msgspec.Struct, frozen=True):
    """`tiers`: in their order."""

    id: int
    name: str
    tiers: list[NamedId]


class RuleNames(msgspec.Struct, frozen=True, kw_only=True):
    """Codes as a rule writes them. `tags`: "group/name"; `tag_sources`: where a tag came from; `live_codes`: what those
    `sources` are called that are live codes."""

    attributes: list[NamedAttribute]
    kinds: list[NamedKind]
    segments: list[NamedSegment]
    layers: list[NamedLayer]
    tags: list[str]
    tag_sources: list[str]
    sources: list[str]
    live_codes: dict[str, str]
    purposes: list[str]
    platforms: list[str]
    channels: list[str]
    traits: list[str]
    stages: list[str]
    ties: list[str]
    states: list[str]
    advice: list[str]


class RuleNamesFound(msgspec.Struct, frozen=True):
    items: list[NamedId]


@get("/segments/names", operation_id="list_rule_names", tags=["segments"], opt=SEE, sync_to_thread=True)
def list_rule_names(context: NeedsContext) -> RuleNames:
    """Everything a rule may name, but groups and staff."""
    world = make_world(context)
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        saved, levels = segments.segments(conn), layers.layers(conn)
        accounts = "select distinct platform from identity where customer_id is not null order by 1"
        platforms = [str(row[0]) for row in cursor.execute(accounts).fetchall()]
        codes = live_codes(conn)
    return RuleNames(
        attributes=[
            NamedAttribute(code, Type(one.type), sorted(one.choices)) for code, one in sorted(world.attributes.items())
        ],
        kinds=[NamedKind(code, sorted(one.columns)) for code, one in world.kinds.items()],
        segments=[NamedSegment(one.id, one.name, one.kind) for one in saved],
        layers=[
            NamedLayer(one.id, one.name, [NamedId(tier.id, tier.name) for tier in one.tiers]) for one in levels
        ],
        tags=sorted(world.tags), tag_sources=list(TAG_SOURCES), sources=sorted(world.sources), live_codes=codes,
        purposes=sorted(world.purposes), platforms=platforms, channels=list(world.channels), traits=list(TRAITS),
        stages=list(world.stages), ties=list(world.ties), states=sorted(world.states or ()),
        advice=sorted(world.advice or ()),
    )  # fmt: skip


@get("/segments/names/{of:str}", operation_id="find_rule_names", tags=["segments"], opt=SEE,
     sync_to_thread=True)  # fmt: skip
def find_rule_names(
    context: NeedsContext, viewer: NeedsViewer,
    of: Annotated[Literal["groups", "staff"], PathParameter()],
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    ids: Annotated[list[Id] | None, QueryParameter(max_length=200)] = None,
) -> RuleNamesFound:  # fmt: skip
    """Groups or staff that the viewer sees: those of `ids`, else the first fifty whose name holds `q`."""
    text = q.replace("\x00", "").strip()
    with context.state.read() as conn:
        if of == "groups":
            found = called(conn, viewer.scope, text=text, ids=ids, limit=len(ids) if ids else MOST)
            return RuleNamesFound([NamedId(one.id, one.name) for one in found])
        if ids is None:
            return RuleNamesFound(
                [NamedId(one.id, one.name) for one in members(conn, viewer.scope, text=text)]
            )
        seen = set(ids) if viewer.scope.everything else set(ids) & viewer.scope.staff
        return RuleNamesFound([NamedId(id_, name) for id_, name in sorted(staff_names(conn, seen).items())])


routes = [list_rule_names, find_rule_names]

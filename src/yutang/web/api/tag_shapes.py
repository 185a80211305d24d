"""Tags as the API takes and tells them. Instants are milliseconds since 1970, UTC."""

from typing import Annotated, Any, Literal

import msgspec

from yutang.segments.tags.model import Splits
from yutang.segments.tags.words.model import Words
from yutang.web.api.segment_shapes import RuleGiven, RuleTold
from yutang.web.api.users import LARGEST_ID, Name

MOST = 500  # of one request
TagId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
Days = Annotated[int, msgspec.Meta(ge=1, le=3_650)]
Text = Annotated[str, msgspec.Meta(max_length=2_000)]
Position = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Confidence = Annotated[int, msgspec.Meta(ge=0, le=100)]


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


class TagUse(msgspec.Struct, frozen=True):
    """What asks for a tag, so that it can't be archived or merged away. `kind`: segment, layer, autotag."""

    kind: str
    id: int
    name: str


class TagRuleBrief(msgspec.Struct, frozen=True):
    """That a tag has a rule. `kind`: a condition on customers, or words in what they write."""

    kind: Literal["rule", "words"]
    on: bool
    failed: bool  # the last run could not be


class TagRow(msgspec.Struct, frozen=True, kw_only=True):
    """A tag. `code`: what a rule names it by, for good; `name`: its own, without the group's."""

    id: int
    code: str
    group_id: int
    name: str
    until_days: int | None
    description: str
    figures: TagFigures
    used_by: list[TagUse]
    rule: TagRuleBrief | None


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


class TagIds(msgspec.Struct, frozen=True):
    ids: Annotated[list[TagId], msgspec.Meta(min_length=1, max_length=MOST)]


class TagMerge(msgspec.Struct, frozen=True):
    from_id: TagId
    into_id: TagId


class TagRuleDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A rule for a tag: either `rule`, a condition, or `words`. `until_days`: left out, as the tag says.

    `remove_when_left`: of a condition, whether who no longer qualifies loses the tag, if the rule gave it.
    """

    rule: RuleGiven | None = None
    words: Words | msgspec.UnsetType | None = msgspec.UNSET
    remove_when_left: bool = True
    confidence: Confidence = 100
    until_days: Days | msgspec.UnsetType | None = msgspec.UNSET
    on: bool = True


class TagRuleError(msgspec.Struct, frozen=True):
    code: str
    params: dict[str, Any]


class TagRuleView(msgspec.Struct, frozen=True, kw_only=True):
    """A tag's rule. Instants are milliseconds since 1970, UTC; `ran_at`: null before the first run."""

    kind: Literal["rule", "words"]
    rule: RuleTold | None
    words: Words | None
    remove_when_left: bool
    confidence: int
    until_days: int | None
    on: bool
    version: int
    changed_at: int
    ran_at: int | None
    error: TagRuleError | None


class TagRuleSwitch(msgspec.Struct, frozen=True):
    on: bool


class TagConditionTry(msgspec.Struct, frozen=True):
    """`tag_id`: the tag it is for."""

    rule: RuleGiven
    tag_id: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)] | msgspec.UnsetType | None = msgspec.UNSET


class TagConditionOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Of the customers the viewer sees. `splits`: why the tag would tell nobody apart, null where it would."""

    count: int
    customers: int
    splits: Splits | None
    same_as: int | None


class WordSpan(msgspec.Struct, frozen=True):
    """Characters of the text, counted as Unicode code points: from `start` to before `end`."""

    start: int
    end: int
    word: str
    by_sound: bool


class WordExample(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: int
    name: str | None
    at: int  # milliseconds
    text: str
    spans: list[WordSpan]


class WordsOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Over the last 30 days, or the window where that is shorter. `complete`: all messages were looked through."""

    customers: int
    messages: int
    looked: int
    complete: bool
    examples: list[WordExample]


class TagQuote(msgspec.Struct, frozen=True, kw_only=True):
    """A message behind a tag, and where the word stands. `text`: null when it is no longer kept."""

    text: str | None
    span: WordSpan


class TagEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A tag was put on, or taken off. Instants are milliseconds. `staff_id`: the relation that bears it."""

    at: int
    added: bool
    tag_id: int
    name: str | None
    staff_id: int | None
    source: str
    confidence: int | None
    until_at: int | None
    evidence: dict[str, Any] | None
    quotes: list[TagQuote]


class TagHistory(msgspec.Struct, frozen=True):
    """The newest 500, the newest first."""

    items: list[TagEvent]


class TagRunAsked(msgspec.Struct, frozen=True):
    """The job; null: one is under way."""

    job_id: int | None

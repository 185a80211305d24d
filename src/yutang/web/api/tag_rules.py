"""The rules behind tags, tried out before they run; and when who got a tag, and why."""

from typing import Annotated, Any

import msgspec
from litestar import delete, get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.engine import check, compile_rule
from yutang.engine.codec import encode
from yutang.groups import store as groups
from yutang.kit import jobs
from yutang.segments.tags import actions, history, rules
from yutang.segments.tags.figures import outcome
from yutang.segments.tags.rules import Condition, Setting, TagRule
from yutang.segments.tags.words.model import Words
from yutang.segments.tags.words.sample import sample
from yutang.web.api import tag_shapes as shape
from yutang.web.api.segment_shapes import bad_rule, read_rule
from yutang.web.api.segment_world import make_world
from yutang.web.api.segments import refused
from yutang.web.api.users import LARGEST_ID
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import not_found

SEE: dict[str, Any] = {"permission": Permission.SEGMENTS_SEE}
EDIT: dict[str, Any] = {"permission": Permission.SEGMENTS_EDIT}
PEOPLE: dict[str, Any] = {"permission": Permission.CUSTOMERS_SEE}
Path = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
Wanted = Annotated[int | None, QueryParameter(ge=1, le=LARGEST_ID)]


@get("/tags/{tag_id:int}/rule", operation_id="get_tag_rule", tags=["tags"], opt=SEE, sync_to_thread=True)
def get_tag_rule(context: NeedsContext, tag_id: Path) -> shape.TagRuleView:
    return _kept(context, tag_id)


@put("/tags/{tag_id:int}/rule", operation_id="set_tag_rule", tags=["tags"], opt=EDIT, sync_to_thread=True)
def set_tag_rule(
    context: NeedsContext, viewer: NeedsViewer, tag_id: Path, data: JSONBody[shape.TagRuleDraft]
) -> shape.TagRuleView:
    """The tag's rule from now on; it runs at once where it is switched on. What an earlier one put on is its own."""
    if isinstance(data.words, Words):
        says: Condition | Words = data.words
    else:
        says = Condition(rule=read_rule(data.rule), remove_when_left=data.remove_when_left)
    days = None if data.until_days is msgspec.UNSET else data.until_days
    wanted = Setting(says=says, confidence=data.confidence, until_days=days, on=data.on)
    world = make_world(context)
    with refused():
        made = rules.put(context.ledger, viewer, tag_id, wanted, world, now=context.now())
    if made.on:
        _ask(context, viewer)
    return _view(made)


@post("/tags/{tag_id:int}/rule/switch", operation_id="switch_tag_rule", tags=["tags"], opt=EDIT,
      sync_to_thread=True, status_code=200)  # fmt: skip
def switch_tag_rule(
    context: NeedsContext, viewer: NeedsViewer, tag_id: Path, data: JSONBody[shape.TagRuleSwitch]
) -> shape.TagRuleView:
    """Let the rule run, or rest."""
    with refused():
        rules.switch(context.ledger, viewer, [tag_id], on=data.on, now=context.now())
    if data.on:
        _ask(context, viewer)
    return _kept(context, tag_id)


@delete(
    "/tags/{tag_id:int}/rule", operation_id="remove_tag_rule", tags=["tags"], opt=EDIT, sync_to_thread=True
)
def remove_tag_rule(context: NeedsContext, viewer: NeedsViewer, tag_id: Path) -> None:
    """What the rule put on stays."""
    context.state.write(lambda conn: rules.remove(conn, viewer, tag_id, now=context.now()))


@post(
    "/tags/run", operation_id="run_tag_rules", tags=["tags"], opt=EDIT, sync_to_thread=True, status_code=200
)
def run_tag_rules(context: NeedsContext, viewer: NeedsViewer) -> shape.TagRunAsked:
    """All rules that are switched on, now."""
    return shape.TagRunAsked(_ask(context, viewer))


@post("/tags/preview", operation_id="preview_tag_rule", tags=["tags"], opt=SEE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def preview_tag_rule(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.TagConditionTry]
) -> shape.TagConditionOutcome:
    """Whom a condition would give its tag, and whether that would tell anybody apart."""
    rule, world, now = read_rule(data.rule), make_world(context), context.now()
    wrong = check(rule, world)
    if wrong:
        raise bad_rule(wrong)
    own = None if data.tag_id is msgspec.UNSET else data.tag_id
    with context.ledger.analytics.cursor() as cursor:
        told = outcome(cursor, compile_rule(rule, world, now=now), viewer.scope, now=now, own=own)
    return shape.TagConditionOutcome(
        count=told.count, customers=told.customers, splits=told.splits, same_as=told.same_as
    )


@post("/tags/words/preview", operation_id="preview_tag_words", tags=["tags"], opt=PEOPLE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def preview_tag_words(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[Words]
) -> shape.WordsOutcome:
    """What these words would have found, with ten messages. Nothing is kept."""
    with refused():
        rules.refuse_words(data)
    with context.ledger.analytics.cursor() as cursor:
        told = sample(cursor, data, viewer.scope, now=context.now())
    examples = [
        shape.WordExample(
            customer_id=one.customer_id, name=one.name, at=one.happened // 1000, text=one.text,
            spans=[shape.WordSpan(span.start, span.end, span.word, span.by_sound) for span in one.spans],
        )
        for one in told.examples
    ]  # fmt: skip
    return shape.WordsOutcome(customers=told.customers, messages=told.messages, looked=told.looked,
                        complete=told.complete, examples=examples)  # fmt: skip


@get("/tags/history/customers/{customer_id:int}", operation_id="customer_tag_history", tags=["tags"], opt=PEOPLE,
     sync_to_thread=True)  # fmt: skip
def customer_tag_history(
    context: NeedsContext,
    viewer: NeedsViewer,
    customer_id: Path,
    tag_id: Wanted = None,
    staff_id: Wanted = None,
) -> shape.TagHistory:
    """`staff_id`: of the relation with that member of staff alone. Messages that stand behind a tag are quoted."""
    with context.ledger.analytics.cursor() as cursor:
        found = history.of_customer(
            cursor, viewer.scope, customer_id, tag_id=tag_id, staff_id=staff_id, texts=True
        )
    if found is None:
        raise not_found("customer")
    return _events(context, found)


@get("/tags/history/groups/{group_id:int}", operation_id="group_tag_history", tags=["tags"],
     opt={"permission": Permission.GROUPS_SEE}, sync_to_thread=True)  # fmt: skip
def group_tag_history(
    context: NeedsContext, viewer: NeedsViewer, group_id: Path, tag_id: Wanted = None
) -> shape.TagHistory:
    """Of a chat group."""
    with context.state.read() as conn:
        if group_id not in groups.owned(conn, [group_id], viewer.scope):
            raise not_found("group")
    with context.ledger.analytics.cursor() as cursor:
        return _events(context, history.of_group(cursor, group_id, tag_id=tag_id))


def _kept(context: NeedsContext, tag_id: int) -> shape.TagRuleView:
    with context.state.read() as conn:
        found = rules.of_tag(conn, tag_id)
    if found is None:
        raise not_found("tag_rule")
    return _view(found)


def _ask(context: NeedsContext, viewer: NeedsViewer) -> int | None:
    wanted = rules.order(by=viewer.user_id or None)
    made = context.state.write(lambda conn: jobs.enqueue(conn, wanted, now=context.now()))
    context.wake()
    return made


def _view(rule: TagRule) -> shape.TagRuleView:
    says = rule.says
    words = says if isinstance(says, Words) else None
    return shape.TagRuleView(
        kind=rule.kind, rule=None if isinstance(says, Words) else msgspec.Raw(encode(says.rule)), words=words,
        remove_when_left=isinstance(says, Condition) and says.remove_when_left, confidence=rule.confidence,
        until_days=rule.until_days, on=rule.on, version=rule.version, changed_at=rule.changed_at // 1000,
        ran_at=None if rule.ran_at is None else rule.ran_at // 1000,
        error=None if rule.error is None else shape.TagRuleError(**rule.error),
    )  # fmt: skip


def _events(context: NeedsContext, acts: list[history.TagAct]) -> shape.TagHistory:
    with context.state.read() as conn:
        book = actions.read_book(conn)
    return shape.TagHistory([
        shape.TagEvent(
            at=one.happened // 1000, added=one.added, tag_id=one.tag_id, staff_id=one.staff_id, source=one.source,
            name=book.whole(book.tags[one.tag_id]) if one.tag_id in book.tags else None, confidence=one.confidence,
            until_at=None if one.until is None else one.until // 1000, evidence=one.evidence,
            quotes=[
                shape.TagQuote(text=q.text, span=shape.WordSpan(q.start, q.end, q.word, q.by_sound))
                for q in one.quotes
            ],
        )
        for one in acts
    ])  # fmt: skip


routes = [get_tag_rule, set_tag_rule, switch_tag_rule, remove_tag_rule, run_tag_rules, preview_tag_rule,
          preview_tag_words, customer_tag_history, group_tag_history]  # fmt: skip

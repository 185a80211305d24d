"""Acts on customers: what is said of them, tags, owners, merging and parting. Decided below (`customers.acts`)."""

from typing import Annotated, Any

import msgspec
from litestar import get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.customers.acts import joining, saying, tagging
from yutang.customers.answers import Changed, MergeSuggestions
from yutang.customers.queries.suggestions import suggestions
from yutang.customers.views import ChannelName, CustomerNote
from yutang.groups.owners import is_member
from yutang.tasks import clashes
from yutang.web.api.customer_names import contacts_of, names
from yutang.web.api.customers import LARGEST_ID, Cursor, CustomerId
from yutang.web.api.refusals import refusals
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, Problem

MOST = 1_000  # customers in one request
Id = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,16}$")]
Ids = Annotated[list[Id], msgspec.Meta(min_length=1, max_length=MOST)]
TagName = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Purpose = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
NoteId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
Instant = Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)]
_ACT: dict[str, Any] = {
    "tags": ["customers"], "opt": {"permission": Permission.CUSTOMERS_EDIT}, "sync_to_thread": True, "status_code": 200,
}  # fmt: skip
_CREATE: dict[str, Any] = _ACT | {"status_code": 201}


class AttributeSetting(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute of many customers; `value` null takes it back. Types as in CustomerAttribute."""

    ids: Ids
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    value: Any


class TagChange(msgspec.Struct, frozen=True, kw_only=True):
    """Tags on and off many customers. `add`: "group/name"; `remove`: names, or ids of tags that have none.
    `until_at`: when those put on end by themselves. `staff_id`: of their relations with this member of staff, not of
    the customers."""

    ids: Ids
    staff_id: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)] | None = None
    add: Annotated[list[TagName], msgspec.Meta(max_length=50)] = []
    remove: Annotated[list[TagName], msgspec.Meta(max_length=50)] = []
    until_at: Instant | None = None


class NoteDraft(msgspec.Struct, frozen=True):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]


class ConsentChange(msgspec.Struct, frozen=True, kw_only=True):
    """`notice`: the version of the notice they read, needed when they consent. `channel` null: all of them."""

    purpose: Purpose
    given: bool
    channel: ChannelName | None = None
    notice: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    until_at: Instant | None = None


class FrequencyWish(msgspec.Struct, frozen=True):
    """Messages a week at most; null: no wish."""

    per_week: Annotated[int, msgspec.Meta(ge=0, le=100)] | None


class CustomerPair(msgspec.Struct, frozen=True):
    one: Id
    other: Id


class MergeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A suggestion taken or refused. What was refused is not suggested again."""

    one: Id
    other: Id
    accept: bool


class PartAccounts(msgspec.Struct, frozen=True):
    """Accounts (ids of CustomerAccount or CustomerContact) that are somebody else's."""

    account_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=MOST)]


class OwnerChange(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns these customers; null: as the rules say. They must follow them to count."""

    ids: Ids
    staff_id: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)] | None


class CustomersNow(msgspec.Struct, frozen=True):
    """Ids of the customers that came of it: one of a merge, several of a parting."""

    ids: list[str]


@put("/customers/attributes", operation_id="set_customer_attribute", **_ACT)
def set_customer_attribute(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AttributeSetting]
) -> Changed:
    """Set or take back an attribute. 400 attribute_value; 409 consent_needed: a sensitive value, or one of a minor,
    of somebody who has not consented."""
    ids = [int(id_) for id_ in data.ids]
    with refusals():
        return saying.set_attribute(context.ledger, viewer, ids, data.code, data.value, now=context.now())


@post("/customers/tags", operation_id="change_customer_tags", **_ACT)
def change_customer_tags(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[TagChange]) -> Changed:
    """Put tags on and take them off. What is already so counts as nothing. With `staff_id`: who never had a relation
    with them is skipped; 404: they are out of your scope."""
    now, ids = context.now(), [int(id_) for id_ in data.ids]
    with refusals():
        add, remove = names(context).meant(data.add, data.remove, data.until_at, now)
        return tagging.change_tags(
            context.ledger, viewer, ids, now=now, add=add, remove=remove, staff=data.staff_id
        )


@post("/customers/{customer_id:int}/notes", operation_id="write_note", **_CREATE)
def write_note(
    context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId, data: JSONBody[NoteDraft]
) -> CustomerNote:
    """At most 2,000 characters."""
    with refusals():
        return saying.write_note(context.ledger, viewer, customer_id, data.text, now=context.now())


@post("/customers/{customer_id:int}/notes/{note_id:int}/withdraw", operation_id="withdraw_note", **_ACT)
def withdraw_note(
    context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId, note_id: NoteId
) -> Changed:
    """Take a note back: its words are shown no more. 404: no such note about this customer."""
    with refusals():
        return saying.withdraw_note(context.ledger, viewer, customer_id, note_id, now=context.now())


@post("/customers/{customer_id:int}/consents", operation_id="change_consent", **_ACT)
def change_consent(
    context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId, data: JSONBody[ConsentChange]
) -> Changed:
    """Given or withdrawn, as the customer said."""
    until = None if data.until_at is None else data.until_at * 1000
    with refusals():
        return saying.change_consent(
            context.ledger, viewer, customer_id, data.purpose, given=data.given, now=context.now(),
            channel=data.channel, notice=data.notice, until=until,
        )  # fmt: skip


@put("/customers/{customer_id:int}/frequency-wish", operation_id="set_frequency_wish", **_ACT)
def set_frequency_wish(
    context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId, data: JSONBody[FrequencyWish]
) -> Changed:
    """How often they want to hear from us."""
    with refusals():
        return saying.wish_frequency(context.ledger, viewer, customer_id, data.per_week, now=context.now())


@put("/customers/owner", operation_id="assign_owner", **_ACT)
def assign_owner(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[OwnerChange]) -> Changed:
    """Decide by hand who owns them."""
    if data.staff_id is not None:
        with context.state.read() as conn:
            if not is_member(conn, data.staff_id):
                raise Problem(400, "unknown_staff", errors=[Place("staff_id", "unknown_staff")])
    ids, now = [int(id_) for id_ in data.ids], context.now()
    with refusals():
        return joining.assign(context.ledger, viewer, ids, data.staff_id, now=now,
                              also=lambda conn, whom: clashes.decided(conn, whom, viewer=viewer, now=now))  # fmt: skip


@post("/customers/merge", operation_id="merge_customers", **_ACT)
def merge_customers(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[CustomerPair]) -> CustomersNow:
    """Say that two are one. Undone by parting their accounts."""
    with refusals():
        return _now(joining.merge(context.ledger, viewer, int(data.one), int(data.other), now=context.now()))


@post("/customers/{customer_id:int}/part", operation_id="part_accounts", **_ACT)
def part_accounts(
    context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId, data: JSONBody[PartAccounts]
) -> CustomersNow:
    """Say that some of a customer's accounts are somebody else's. Undone by a merge."""
    accounts = [int(id_) for id_ in data.account_ids]
    with refusals():
        return _now(joining.part(context.ledger, viewer, customer_id, accounts, now=context.now()))


@get(
    "/customers/suggestions", operation_id="list_merge_suggestions", tags=["customers"], sync_to_thread=True,
    opt={"permission": Permission.CUSTOMERS_EDIT},
)  # fmt: skip
def list_merge_suggestions(
    context: NeedsContext,
    viewer: NeedsViewer,
    cursor: Cursor = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> MergeSuggestions:
    """Pairs of customers who may be one, with what speaks for it, the likeliest first."""
    try:
        return suggestions(context.ledger, contacts_of(context), viewer, cursor=cursor, limit=limit)
    except ValueError:
        raise Problem(400, "bad_cursor") from None


@post("/customers/suggestions", operation_id="answer_merge_suggestion", **_ACT)
def answer_merge_suggestion(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[MergeAnswer]
) -> CustomersNow:
    """Merge the two, or note that they are two people."""
    answer = joining.merge if data.accept else joining.refuse
    with refusals():
        return _now(answer(context.ledger, viewer, int(data.one), int(data.other), now=context.now()))


def _now(ids: list[int]) -> CustomersNow:
    return CustomersNow([str(id_) for id_ in ids])


routes: list[Any] = [
    set_customer_attribute, change_customer_tags, write_note, withdraw_note, change_consent, set_frequency_wish,
    assign_owner, merge_customers, part_accounts, list_merge_suggestions, answer_merge_suggestion,
]  # fmt: skip

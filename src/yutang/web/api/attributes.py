"""Attributes as the tenant defines them."""

from typing import Annotated, Any

import msgspec
from litestar import delete, get, patch, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.customers import definitions
from yutang.customers.acts import defining
from yutang.customers.attributes import RESERVED, AttributeType, Definition
from yutang.web.api.customer_names import rules_ask
from yutang.web.api.refusals import refusals
from yutang.web.needs import NeedsContext, NeedsViewer

Code = Annotated[str, PathParameter(max_length=40)]
Name = Annotated[str, msgspec.Meta(max_length=200)]
Choices = Annotated[list[Annotated[str, msgspec.Meta(max_length=200)]], msgspec.Meta(max_length=500)]
Position = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
_EDIT: dict[str, Any] = {
    "tags": ["attributes"], "opt": {"permission": Permission.SEGMENTS_EDIT}, "sync_to_thread": True,
}  # fmt: skip


class AttributeDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute. `sensitive`: set only with a consent of purpose "sensitive". `reserved`: Yutang itself reads it."""

    code: str
    name_zh: str
    name_en: str
    type: AttributeType
    choices: list[str]
    sensitive: bool
    reserved: bool
    position: int
    archived_at: int | None


class AttributeDefinitions(msgspec.Struct, frozen=True):
    items: list[AttributeDefinition]


class AttributeDraft(msgspec.Struct, frozen=True, kw_only=True):
    code: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
    name_zh: Name
    name_en: Name
    type: AttributeType
    choices: Choices = []
    sensitive: bool = False
    position: Position = 0


class AttributePatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays. The type stays for good. `archived`: out of sight, or back."""

    name_zh: Name | msgspec.UnsetType = msgspec.UNSET
    name_en: Name | msgspec.UnsetType = msgspec.UNSET
    choices: Choices | msgspec.UnsetType = msgspec.UNSET
    sensitive: bool | msgspec.UnsetType = msgspec.UNSET
    position: Position | msgspec.UnsetType = msgspec.UNSET
    archived: bool | msgspec.UnsetType = msgspec.UNSET


class AttributeGone(msgspec.Struct, frozen=True):
    """`archived`: values or rules need it, so it was only put out of sight."""

    archived: bool


@get("/attributes", operation_id="list_attributes", tags=["attributes"], sync_to_thread=True,
     opt={"permission": Permission.CUSTOMERS_SEE})  # fmt: skip
def list_attributes(context: NeedsContext) -> AttributeDefinitions:
    """All of them, in their order; archived ones last."""
    with context.state.read() as conn:
        return AttributeDefinitions([_shown(one) for one in definitions.listed(conn)])


@post("/attributes", operation_id="create_attribute", **_EDIT)
def create_attribute(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AttributeDraft]
) -> AttributeDefinition:
    """A new attribute. Values that imports brought under this code are its own at once."""
    wanted = Definition(
        code=data.code, name_zh=data.name_zh, name_en=data.name_en, type=data.type, choices=tuple(data.choices),
        sensitive=data.sensitive, position=data.position,
    )  # fmt: skip
    with refusals():
        return _shown(defining.create(context.ledger, viewer, wanted, now=context.now()))


@patch("/attributes/{code:str}", operation_id="change_attribute", **_EDIT)
def change_attribute(
    context: NeedsContext, viewer: NeedsViewer, code: Code, data: JSONBody[AttributePatch]
) -> AttributeDefinition:
    """Other names, choices or order."""
    given = {
        name: value for name, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET
    }
    archived = given.pop("archived", None)
    if "choices" in given:
        given["choices"] = tuple(given["choices"])
    with refusals():
        made = defining.change(context.ledger, viewer, code, given, now=context.now(), archived=archived)
    return _shown(made)


@delete("/attributes/{code:str}", operation_id="delete_attribute", status_code=200, **_EDIT)
def delete_attribute(context: NeedsContext, viewer: NeedsViewer, code: Code) -> AttributeGone:
    """Gone where nothing needs it; archived where a customer has a value, or a rule asks for it."""
    with refusals():
        return AttributeGone(defining.remove(context.ledger, viewer, code, now=context.now(), used=rules_ask))


def _shown(one: Definition) -> AttributeDefinition:
    return AttributeDefinition(
        code=one.code, name_zh=one.name_zh, name_en=one.name_en, type=one.type, choices=list(one.choices),
        sensitive=one.sensitive, reserved=one.code in RESERVED, position=one.position,
        archived_at=None if one.archived_at is None else one.archived_at // 1000,
    )  # fmt: skip


routes: list[Any] = [list_attributes, create_attribute, change_attribute, delete_attribute]

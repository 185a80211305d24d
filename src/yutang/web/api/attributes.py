"""Attributes as the tenant defines them."""

from typing import Annotated, Any

import msgspec
from litestar import delete, get, patch, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.customers.attributes import AttributeType
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem

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
    raise Problem(409, "not_ready")


@post("/attributes", operation_id="create_attribute", **_EDIT)
def create_attribute(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AttributeDraft]
) -> AttributeDefinition:
    """A new attribute. Values that imports brought under this code are its own at once."""
    raise Problem(409, "not_ready")


@patch("/attributes/{code:str}", operation_id="change_attribute", **_EDIT)
def change_attribute(
    context: NeedsContext, viewer: NeedsViewer, code: Code, data: JSONBody[AttributePatch]
) -> AttributeDefinition:
    """Other names, choices or order."""
    raise Problem(409, "not_ready")


@delete("/attributes/{code:str}", operation_id="delete_attribute", status_code=200, **_EDIT)
def delete_attribute(context: NeedsContext, viewer: NeedsViewer, code: Code) -> AttributeGone:
    """Gone where nothing needs it; archived where a customer has a value, or a rule asks for it."""
    raise Problem(409, "not_ready")


routes: list[Any] = [list_attributes, create_attribute, change_attribute, delete_attribute]

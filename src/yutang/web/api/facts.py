"""Facts from other programs: durable when answered, applied a moment later."""

from collections.abc import Generator
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.dto import AbstractDTO, DTOConfig, DTOFieldDefinition
from litestar.openapi.spec import Reference, Schema
from litestar.params import JSONBody, QueryParameter
from litestar.typing import FieldDefinition

from yutang.accounts.model import Permission, Viewer
from yutang.customers.acts.importing import posted
from yutang.importers.postable import MOST, Fact, Facts
from yutang.importers.posted import Rejected, read_post
from yutang.kit.errors import YutangError
from yutang.web.context import Context
from yutang.web.needs import NeedsContext
from yutang.web.problem import Problem
from yutang.web.scope import signed_of

BODY_LIMIT = 16 << 20  # bytes: MOST facts of a kilobyte and a half
KEY_LENGTH = 200
BUSY = 2  # seconds until it's worth trying again
_STATUS = {"bad_json": 400, "too_many_facts": 413, "inlet_full": 503, "stopping": 503}

PostedBody = Facts | Fact


class FactsAccepted(msgspec.Struct, frozen=True):
    """`accepted` facts are kept, the others are named by their place in the request."""

    accepted: int
    rejected: list[Rejected]


class AsItCame(AbstractDTO[Facts]):
    """Documented as `PostedBody`, handed over as bytes: one wrong fact must not refuse the others."""

    config = DTOConfig()

    def decode_bytes(self, value: bytes) -> bytes:
        return value

    @classmethod
    def create_for_field_definition(cls, *_: Any, **__: Any) -> None:
        """Nothing to make: no field is looked at here."""

    @classmethod
    def create_openapi_schema(cls, *_: Any, schema_creator: Any, **__: Any) -> Reference | Schema:
        return schema_creator.for_field_definition(FieldDefinition.from_annotation(PostedBody))

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition]:  # noqa: ARG003
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003
        return False


class QuarantinedPost(msgspec.Struct, frozen=True, kw_only=True):
    """A posted request that was durable and could not be applied. `facts`: how many it holds. `code`: "state_corrupt"
    (its bytes are damaged), or "not_applied". `detail` is for whoever mends it. `excerpt`: how it begins, as it is
    kept; null when it can't be read. Instants are milliseconds since 1970, UTC."""

    id: int
    platform: str
    received_at: int
    facts: int
    code: str
    detail: str
    excerpt: str | None


class QuarantinedPosts(msgspec.Struct, frozen=True, kw_only=True):
    """`total`: how many there are; `items`: the newest of them."""

    total: int
    items: list[QuarantinedPost]


@post(
    "/facts",
    status_code=202,
    operation_id="post_facts",
    tags=["facts"],
    opt={"permission": Permission.FACTS_POST, "own_idempotency": True, "no_gzip": True},
    dto=AsItCame,
    return_dto=None,
    request_max_body_size=BODY_LIMIT,
    description=f"One fact, or up to {MOST:,} in `facts`. Durable when answered. Facts that are not well formed are"
    " named by their place; the others are taken. The same request twice (by Idempotency-Key, else by its body) is"
    " taken once; a fact that is known already adds nothing.",
)
async def post_facts(
    data: JSONBody[PostedBody], request: Request[Any, Any, Any], context: NeedsContext
) -> Response[FactsAccepted]:
    """One dependency only: Litestar resolves two in a task group, which costs as much as all the rest."""
    body: Any = data  # bytes: see AsItCame
    signed = signed_of(request.scope)
    assert signed is not None  # noqa: S101 - the guard has seen to it
    key = request.headers.get("idempotency-key")
    try:
        said = await taken(context, signed.viewer, body, key)
    except YutangError as wrong:
        if wrong.code not in _STATUS:
            raise
        problem = Problem(_STATUS[wrong.code], wrong.code)
        problem.params = wrong.params
        problem.retry_after = BUSY if problem.status == 503 else None
        raise problem from None
    return Response(said, status_code=202)


async def taken(context: Context, viewer: Viewer, body: bytes, key: str | None) -> FactsAccepted:
    """Check a request and keep what is good of it: durable when this returns. `key`: its Idempotency-Key.

    Raises Problem, or YutangError of `_STATUS`. `web.lane` calls it too.
    """
    if key is not None and not 0 < len(key) <= KEY_LENGTH:
        raise Problem(400, "bad_idempotency_key", limit=KEY_LENGTH)
    now = context.now()
    read = read_post(
        body, who=f"{viewer.user_id}.{viewer.token_id}", key=key, now=now, judge=posted(context.state)
    )
    if read.posts and not await context.ledger.intake.put(read.posts, now=now):
        raise Problem(409, "idempotency_reused")
    return FactsAccepted(read.accepted, read.rejected)


@get(
    "/facts/quarantined", operation_id="list_quarantined_facts", tags=["facts"],
    opt={"permission": Permission.FACTS_POST}, sync_to_thread=True,
)  # fmt: skip
def list_quarantined_facts(
    context: NeedsContext, limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20
) -> QuarantinedPosts:
    """Newest first. What was put aside holds nothing else up, and stays until a person has looked."""
    total, found = context.ledger.quarantined(limit)
    items = [
        QuarantinedPost(
            id=one.id, platform=one.platform, received_at=one.received_at // 1000, facts=one.rows,
            code=one.fault.partition(":")[0], detail=one.fault.partition(": ")[2], excerpt=one.excerpt,
        )
        for one in found
    ]  # fmt: skip
    return QuarantinedPosts(total=total, items=items)


routes = [post_facts, list_quarantined_facts]
"""What `yutang.web.api` mounts."""

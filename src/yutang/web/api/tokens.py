"""API tokens."""

from typing import Annotated, Any

import msgspec
from litestar import delete, get, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts import tokens
from yutang.accounts.model import Permission
from yutang.accounts.tokens import Token
from yutang.web.api.refusals import refusals
from yutang.web.needs import NeedsContext, NeedsViewer

TokenId = Annotated[int, PathParameter(ge=1, le=(1 << 53) - 1)]
MANAGE: dict[str, Any] = {"permission": Permission.TOKENS_MANAGE, "people_only": True}


class ApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token, without its secret. Instants are milliseconds since 1970, UTC."""

    id: int
    user_id: int
    user_name: str
    name: str
    scopes: list[Permission]
    hint: str  # its last four characters
    created_at: int
    expires_at: int | None
    used_at: int | None  # to the minute


class ApiTokens(msgspec.Struct, frozen=True):
    items: list[ApiToken]


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    name: Annotated[str, msgspec.Meta(max_length=200)]
    scopes: Annotated[list[Permission], msgspec.Meta(max_length=50)]
    expires_at: Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)] | None = None


class MadeToken(msgspec.Struct, frozen=True):
    token: ApiToken
    secret: str  # told only here


@get("/tokens", operation_id="list_tokens", tags=["tokens"], opt={"permission": Permission.TOKENS_MANAGE},
     sync_to_thread=True)  # fmt: skip
def list_tokens(context: NeedsContext) -> ApiTokens:
    """Everybody's tokens that are not revoked, newest first."""
    with context.state.read() as conn:
        return ApiTokens([_view(token) for token in tokens.listed(conn)])


@post("/tokens", operation_id="create_token", tags=["tokens"], opt=MANAGE, sync_to_thread=True)
def create_token(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[NewToken]) -> MadeToken:
    """A token of one's own: `scopes` within what one may do oneself. Its secret is told once."""
    expires_at = None if data.expires_at is None else data.expires_at * 1000
    with refusals():
        token, secret = tokens.create_token(
            context.state, viewer, data.name, data.scopes, expires_at, now=context.now()
        )
    return MadeToken(_view(token), secret)


@delete(
    "/tokens/{token_id:int}", operation_id="revoke_token", tags=["tokens"], opt=MANAGE, sync_to_thread=True
)
def revoke_token(context: NeedsContext, viewer: NeedsViewer, token_id: TokenId) -> None:
    """From the answer on, nobody is let in with it."""
    with refusals():
        tokens.revoke_token(context.state, viewer, token_id, now=context.now())


def _view(token: Token) -> ApiToken:
    values = msgspec.structs.asdict(token)
    for name in ("created_at", "expires_at", "used_at"):
        values[name] = None if values[name] is None else values[name] // 1000
    return ApiToken(**values)


routes = [list_tokens, create_token, revoke_token]

"""What each person set up for themself."""

from typing import Annotated, Any

import msgspec
from litestar import get, put
from litestar.params import JSONBody, PathParameter

from yutang.accounts import preferences
from yutang.web.api.refusals import refusals
from yutang.web.needs import NeedsContext, NeedsViewer


class Preferences(msgspec.Struct, frozen=True):
    values: dict[str, Any]


class Preference(msgspec.Struct, frozen=True):
    value: Any  # any JSON, at most 20,000 bytes; null takes it away


@get("/me/preferences", operation_id="get_preferences", tags=["preferences"], opt={"permission": None},
     sync_to_thread=True)  # fmt: skip
def get_preferences(context: NeedsContext, viewer: NeedsViewer) -> Preferences:
    """Saved views, columns, language: of the viewer."""
    with context.state.read() as conn:
        return Preferences(preferences.all_of(conn, viewer))


@put("/me/preferences/{name:str}", operation_id="put_preference", tags=["preferences"],
     opt={"permission": None, "people_only": True}, sync_to_thread=True, status_code=204)  # fmt: skip
def put_preference(
    context: NeedsContext,
    viewer: NeedsViewer,
    name: Annotated[str, PathParameter(max_length=100)],
    data: JSONBody[Preference],
) -> None:
    """Set one."""
    with refusals():
        context.state.write(lambda conn: preferences.put(conn, viewer, name, data.value, now=context.now()))


routes = [get_preferences, put_preference]

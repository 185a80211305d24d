"""Files on their way in: streamed to disk, looked into. Who was cut off asks what is there, and goes on."""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, post, put
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission, Viewer
from yutang.contacts import Contacts
from yutang.customers.acts.importing import defined
from yutang.importers import runs, store
from yutang.importers.contract import Reading
from yutang.importers.inspect import Inspection, inspect
from yutang.importers.uploads import Sink, Upload
from yutang.kit.clock import zone
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem, not_found

LARGEST = (1 << 53) - 1
BUFFER = (
    1 << 20
)  # bytes gathered before a thread writes them: a hop a packet would cost more than the writing
AT_ONCE = 32  # files being received: each has a buffer
STATUS = {
    "upload_path": 422, "upload_too_long": 413, "upload_total": 413, "upload_files": 413, "upload_many": 429,
    "upload_gone": 404, "upload_no_space": 507, "disk_full": 507, "read_only": 507, "unknown_zone": 422,
    "import_column": 422, "import_sensitive": 422, "import_type": 422,
}  # fmt: skip

UploadId = Annotated[int, PathParameter(ge=1, le=LARGEST)]
_Field = Annotated[str, msgspec.Meta(max_length=40)]
_Heading = Annotated[str, msgspec.Meta(max_length=500)]
_Columns = Annotated[dict[_Heading, _Field], msgspec.Meta(max_length=500)]
Mappings = Annotated[
    dict[Annotated[str, msgspec.Meta(max_length=40)], _Columns], msgspec.Meta(max_length=500)
]
Zone = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_RUN: dict[str, Any] = {
    "tags": ["imports"], "opt": {"permission": Permission.IMPORTS_RUN}, "sync_to_thread": True,
}  # fmt: skip


class UploadFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file: how much of it is there, in bytes."""

    path: str
    size: int
    received: int


class UploadView(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    files: list[UploadFile]


class Received(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    received: int


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How to look: the zone of times without one, the order of slashed dates, what columns mean by signature."""

    zone: Zone | None = None
    day_first: bool | None = None
    mappings: Mappings = {}


@contextmanager
def refusals() -> Generator[None]:
    """What importers refuse, as problems; a conflict (409) is what has no status here."""
    try:
        yield
    except YutangError as why:
        if why.code == "upload_gone":
            raise not_found("upload") from None
        problem = Problem(STATUS.get(why.code, 409), why.code)
        problem.params = why.params
        raise problem from None


def mine(context: Context, viewer: Viewer, id_: int) -> Upload:
    """The viewer's upload; 404 for anybody else's."""
    found = context.uploads.find(id_, viewer.user_id)
    if found is None:
        raise not_found("upload")
    return found


def whole(upload: Upload) -> Upload:
    """409 upload_incomplete while a file of it is."""
    missing = upload.missing
    if missing or not upload.files:
        first = missing[0].path if missing else ""
        raise Problem(409, "upload_incomplete", missing=len(missing), first=first[:200])
    return upload


@post("/uploads", operation_id="begin_upload", **_RUN, status_code=201)
def begin_upload(context: NeedsContext, viewer: NeedsViewer) -> UploadView:
    """A place for files, this person's own. 429 upload_many. Unless imported it is gone after a week."""
    with refusals():
        made = context.uploads.begin(viewer.user_id, now=context.now())
    return UploadView(id=made.id, files=[])


@get("/uploads/{upload_id:int}", operation_id="get_upload", **_RUN)
def get_upload(context: NeedsContext, viewer: NeedsViewer, upload_id: UploadId) -> UploadView:
    found = mine(context, viewer, upload_id)
    files = [UploadFile(path=f.path, size=f.size, received=f.received) for f in found.files]
    return UploadView(id=found.id, files=files)


@delete("/uploads/{upload_id:int}", operation_id="remove_upload", **_RUN)
def remove_upload(context: NeedsContext, viewer: NeedsViewer, upload_id: UploadId) -> None:
    """With all its files. 409 import_running."""
    with context.state.read() as conn:
        if runs.reading(conn, mine(context, viewer, upload_id).id):
            raise Problem(409, "import_running")
    context.uploads.drop(upload_id)


@dataclass
class _Bytes(Operation):
    """Its body is the file itself: read as a stream, so no parameter of the handler tells OpenAPI of it."""

    def __post_init__(self) -> None:
        schema = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        self.request_body = RequestBody(content={"application/octet-stream": OpenAPIMediaType(schema=schema)})


class _Turns:
    """How many files are being received now. Only the loop's thread counts."""

    def __init__(self) -> None:
        self.taken = 0

    @contextmanager
    def one(self) -> Generator[None]:
        if self.taken >= AT_ONCE:
            raise Problem(429, "too_many", retry_after=2)
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1


_turns = _Turns()


@put(
    "/uploads/{upload_id:int}/file", operation_id="put_upload_file", tags=["imports"], operation_class=_Bytes,
    opt={"permission": Permission.IMPORTS_RUN, "own_idempotency": True}, request_max_body_size=None, status_code=200,
)  # fmt: skip
async def put_upload_file(
    request: Request[Any, Any, Any], context: NeedsContext, viewer: NeedsViewer, upload_id: UploadId,
    path: Annotated[str, QueryParameter(min_length=1, max_length=2000)],
    size: Annotated[int, QueryParameter(ge=0, le=LARGEST)],
    offset: Annotated[int, QueryParameter(ge=0, le=LARGEST)] = 0,
) -> Received:  # fmt: skip
    """The file's bytes from `offset` on, in as many requests as it takes; `size`: of the whole file.

    409 upload_offset {received}: go on from there. 409 upload_busy, upload_size; 413 upload_total, upload_too_long;
    422 upload_path {why}; 507 upload_no_space. Sent again it does no harm.
    """
    with _turns.one(), refusals():
        await asyncio.to_thread(mine, context, viewer, upload_id)
        sink = await asyncio.to_thread(
            context.uploads.open, upload_id, path, offset=offset, size=size, now=context.now()
        )
        try:
            await _receive(request.stream(), sink)
        finally:
            received = await asyncio.to_thread(sink.close)
    return Received(path=path, received=received)


async def _receive(stream: AsyncIterator[bytes], sink: Sink) -> None:
    """What arrived before a connection breaks stays: it is what the next request goes on behind."""
    buffer = bytearray()
    try:
        async for piece in stream:
            buffer += piece
            if len(buffer) >= BUFFER:
                data, buffer = bytes(buffer), bytearray()
                await asyncio.to_thread(sink.write, data)
    finally:
        if buffer:
            await asyncio.to_thread(sink.write, bytes(buffer))


@post("/uploads/{upload_id:int}/inspect", operation_id="inspect_upload", **_RUN, status_code=200)
def inspect_upload(
    context: NeedsContext, viewer: NeedsViewer, upload_id: UploadId, data: JSONBody[Look]
) -> Inspection:
    """What each file is, what columns are taken for, how the first rows read. Changes nothing."""
    upload = whole(mine(context, viewer, upload_id))
    told = data.zone or context.ledger.zone
    with refusals():
        runs.check(runs.Wish(zone=told, mappings=data.mappings))
        keys = Contacts.open(context.state, Secrets(context.home))
    with context.state.read() as conn:
        known = store.mappings(conn) | data.mappings
        attributes = defined(conn)
    how = Reading(
        zone=zone(told), now=context.now(), day_first=data.day_first, attributes=attributes, contacts=keys
    )
    limit = context.settings.zip_limit_gb << 30
    return inspect(upload.paths, how, known=known, zip_limit=limit, named=upload.namer())


routes = [begin_upload, get_upload, remove_upload, put_upload_file, inspect_upload]

"""Summaries: the list, one whole, as a file, two side by side, and making one now."""

import datetime as dt
import io
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.audit import record
from yutang.accounts.model import Permission
from yutang.checkup.model import Reason
from yutang.digests import book, page, store
from yutang.digests.difference import compare
from yutang.digests.model import Digest, Entry, Figure, Period
from yutang.digests.orders import digest_order
from yutang.kit import jobs
from yutang.locales import Lang
from yutang.web.api.jobs import JobView, view
from yutang.web.context import Context
from yutang.web.downloads import HTML, JSON, XLSX, download
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem, not_found

LARGEST_ID = (1 << 53) - 1
DigestId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
Known = Annotated[int, QueryParameter(ge=1, le=LARGEST_ID)]


class DigestEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One summary in the list. `made_at`: milliseconds since 1970, UTC; words: "digest.sentence.<code>"."""

    id: int
    period: Period
    as_of: dt.date
    since: dt.date | None
    made_at: int
    sentence: Reason
    changes: int


class DigestList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[DigestEntry]
    next: str | None


class DigestView(msgspec.Struct, frozen=True, kw_only=True):
    entry: DigestEntry
    digest: Digest


class DigestComparison(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of two summaries: of each, `before` is the one's and `after` the other's."""

    before: DigestEntry
    after: DigestEntry
    figures: list[Figure]


class DigestAsked(msgspec.Struct, frozen=True, kw_only=True):
    period: Period


def _entry(entry: Entry) -> DigestEntry:
    return DigestEntry(
        id=entry.id, period=entry.period, as_of=entry.as_of, since=entry.since, made_at=entry.made_at // 1000,
        sentence=entry.sentence, changes=entry.changes,
    )  # fmt: skip


_SEE: dict[str, Any] = {
    "tags": ["digests"], "opt": {"permission": Permission.REPORTS_SEE}, "sync_to_thread": True,
}  # fmt: skip


@get("/digests", operation_id="list_digests", **_SEE)
def list_digests(
    context: NeedsContext,
    period: Annotated[Period | None, QueryParameter()] = None,
    cursor: Annotated[str | None, QueryParameter(max_length=20, pattern="^[0-9]{1,15}$")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> DigestList:
    """The newest first."""
    with context.state.read() as conn:
        found = store.listed(conn, period=period, before=int(cursor) if cursor else None, limit=limit + 1)
    more = str(found[limit - 1].id) if len(found) > limit else None
    return DigestList(items=[_entry(one) for one in found[:limit]], next=more)


@get("/digests/{digest_id:int}", operation_id="get_digest", **_SEE)
def get_digest(context: NeedsContext, digest_id: DigestId) -> DigestView:
    entry, whole = _found(context, digest_id)
    return DigestView(entry=_entry(entry), digest=whole)


@get("/digests/compare", operation_id="compare_digests", **_SEE)
def compare_digests(context: NeedsContext, earlier: Known, later: Known) -> DigestComparison:
    """Two summaries' figures side by side, whatever their periods."""
    (one, before), (other, after) = _found(context, earlier), _found(context, later)
    return DigestComparison(before=_entry(one), after=_entry(other), figures=compare(before, after))


@get(
    "/digests/{digest_id:int}/file", operation_id="get_digest_file", **_SEE,
    operation_class=download(HTML, XLSX, JSON),
)  # fmt: skip
def get_digest_file(
    context: NeedsContext,
    digest_id: DigestId,
    format_: Annotated[Literal["html", "xlsx", "json"], QueryParameter(name="format")] = "html",
    lang: Annotated[Lang, QueryParameter()] = "zh",
) -> Response[bytes]:
    """The page (shown), the workbook or the JSON (saved)."""
    _, whole = _found(context, digest_id)
    name = f"yutang-{whole.period}-{whole.as_of.isoformat()}.{format_}"
    if format_ == "html":
        return _file(page.render(whole, lang).encode(), HTML, f'inline; filename="{name}"')
    if format_ == "json":
        return _file(msgspec.json.encode(whole), JSON, f'attachment; filename="{name}"')
    out = io.BytesIO()
    book.write_xlsx(whole, lang, out)
    return _file(out.getvalue(), XLSX, f'attachment; filename="{name}"')


def _file(body: bytes, media_type: str, disposition: str) -> Response[bytes]:
    return Response(body, media_type=media_type, headers={"Content-Disposition": disposition})


@post(
    "/digests", operation_id="make_digest", tags=["digests"], opt={"permission": Permission.REPORTS_MANAGE},
    sync_to_thread=True, status_code=202,
)  # fmt: skip
def make_digest(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[DigestAsked]) -> JobView:
    """Make a summary now; it takes the place of that day's, and goes to the webhooks. 409 digest_running."""
    now = context.now()

    def ask(conn: Any) -> int | None:
        id_ = jobs.enqueue(conn, digest_order(data.period, asked=True, by=viewer.user_id), now=now)
        if id_ is not None:
            record(
                conn, viewer, "digest_asked", now=now, subject_kind="digest", after={"period": data.period}
            )
        return id_

    id_ = context.state.write(ask)
    if id_ is None:
        raise Problem(409, "digest_running")
    context.wake()
    with context.state.read() as conn:
        job = jobs.one(conn, id_)
    if job is None:
        raise not_found("job")
    return view(job, now)


def _found(context: Context, id_: int) -> tuple[Entry, Digest]:
    with context.state.read() as conn:
        found = store.load(conn, id_)
    if found is None:
        raise not_found("digest")
    return found


routes = [list_digests, get_digest, compare_digests, get_digest_file, make_digest]

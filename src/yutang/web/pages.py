"""The console's files and the few pages without it."""

import asyncio
import functools
import importlib.resources
import mimetypes
from pathlib import Path
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from yutang.locales import FOLDERS, t
from yutang.web.problem import not_found

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")
FOREVER = "public, max-age=31536000, immutable"  # names under assets/ carry their content's hash
ASK = "no-cache"


class Built(msgspec.Struct, frozen=True):
    """static/build.json, written by the console's build."""

    api: str  # digest of the OpenAPI document it was built against


def static() -> Path:
    return Path(str(importlib.resources.files("yutang.web"))) / "static"


def built(folder: Path) -> Built | None:
    """What the console in `folder` was built against; None: there is no console."""
    try:
        return msgspec.json.decode((folder / "build.json").read_bytes(), type=Built)
    except (OSError, msgspec.DecodeError):
        return None


@functools.cache
def _files(folder: Path) -> dict[str, Path]:
    """Every file that may be served, by its path: nothing outside this list is ever opened."""
    return {
        p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p.name[0] != "."
    }


@get(["/app", "/app/{rest:path}"], opt={"public": True}, include_in_schema=False)
async def console(rest: FromPath[str] = "") -> Response[Any]:
    """Litestar wraps a sync handler once a path, and two wrappers are one too many."""
    return await asyncio.to_thread(_console, rest)


def _console(rest: str) -> Response[Any]:
    """A file of the console; any other address below /app is a screen, so the console itself."""
    folder = static()
    name = rest.strip("/")
    found = _files(folder).get(name)
    if found is not None:
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        cache = FOREVER if name.startswith("assets/") else ASK
        return Response(found.read_bytes(), media_type=kind, headers={"Cache-Control": cache})
    if name.startswith("assets/"):  # of a build that is gone: the open tab asks for a reload
        raise not_found("file")
    index = _files(folder).get("index.html")
    if index is None:
        return Response(_without_console(), media_type="text/html", status_code=503)
    return Response(index.read_bytes(), media_type="text/html", headers={"Cache-Control": ASK})


def _without_console() -> str:
    """Both languages: nobody has told us theirs yet."""
    parts = "".join(
        f'<section lang="{tag}"><h1>{t(lang, "page.no_console")}</h1><p>{t(lang, "page.get_console")}</p></section>'
        for lang, tag in FOLDERS.items()
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width"><title>Yutang 鱼塘</title>'
        f'<body style="font:16px/1.6 sans-serif;max-width:36em;margin:3em auto;padding:0 1em">{parts}</body></html>'
    )


@get("/", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def root() -> Redirect:
    return Redirect("/app/")


@get("/favicon.ico", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def favicon() -> Response[bytes]:
    """A pond in sixteen pixels; a missing one is an error in every browser's console."""
    icon = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" '
        b'fill="#0B6E63"/><path d="M3 9q2.5-2.5 5 0t5 0" fill="none" stroke="#fff" stroke-width="1.6"/></svg>'
    )
    return Response(icon, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


routes = [console, root, favicon]

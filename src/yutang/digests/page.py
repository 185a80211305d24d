"""A summary as one HTML page that loads nothing: for a phone, a browser and paper. At most 60 KB."""

import functools
import importlib.resources

import jinja2
from markupsafe import Markup

from yutang.checkup.model import Reason
from yutang.digests import text
from yutang.digests.model import Digest, Figure, Move, MovedGroup
from yutang.insight.wording import Words
from yutang.locales import Lang

MOVED, ADVISED, BLASTS = 8, 20, 8  # rows on the page (of each move); the workbook has all
NAME, WHY = 60, 120  # characters


def render(digest: Digest, lang: Lang) -> str:
    """The whole page (UTF-8). Same summary, same bytes."""
    words = Words(lang)
    return _template().render(
        w=words,
        lang={"zh": "zh-CN", "en": "en"}[lang],
        digest=digest,
        style=_style(),
        sentence=text.sentence(digest, words),
        tasks=text.tasks(digest, words),
        figures=[(figure, change(figure, words)) for figure in digest.figures],
        moves=[_moves(digest, move, words) for move in Move],
        advised=[(one, _named(one.name, words), _why(one.reason, words)) for one in digest.advised[:ADVISED]],
        blasts=digest.blasts[:BLASTS],
        more=(len(digest.advised) - ADVISED, len(digest.blasts) - BLASTS),
    )


def _moves(digest: Digest, move: Move, words: Words) -> tuple[str, int, list[tuple[MovedGroup, str, str]]]:
    """A move, how many groups made it, and the first of them with name and reason."""
    here = [one for one in digest.moved if one.move is move]
    return (
        move.value,
        len(here),
        [(one, _named(one.name, words), _why(one.reason, words)) for one in here[:MOVED]],
    )


def change(figure: Figure, words: Words) -> str:
    """The difference with its sign, "" where one side is unknown or nothing changed."""
    if figure.before is None or figure.after is None or figure.before == figure.after:
        return ""
    moved = round(figure.after - figure.before, 1)
    shown = words.number(abs(moved))
    return f"+{shown}" if moved > 0 else f"−{shown}" if moved < 0 else ""


def _named(name: str, words: Words) -> str:
    whole = text.name(name, words)
    return whole if len(whole) <= NAME else whole[: NAME - 1] + "…"


def _why(reason: Reason | None, words: Words) -> str:

    whole = words.reason(reason) if reason else ""
    return whole if len(whole) <= WHY else whole[: WHY - 1] + "…"


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("yutang.digests"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("digest.html")


@functools.cache
def _style() -> Markup:
    """The tokens of the check-up's report (its first rules, up to the marked reset) and this page's own layout."""
    report = (importlib.resources.files("yutang.insight.report") / "templates" / "report.css").read_text(
        "utf-8"
    )
    own = (importlib.resources.files("yutang.digests") / "templates" / "digest.css").read_text("utf-8")
    tokens, reset, _ = report.partition("*{box-sizing:border-box}")
    return Markup(tokens + reset + "\n" + own)  # noqa: S704 - both are ours

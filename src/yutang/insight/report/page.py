"""One self-contained page from a check-up: template, style and script inlined, all else forbidden by its CSP."""

import base64
import functools
import hashlib
import importlib.resources

import jinja2
from markupsafe import Markup

from yutang.checkup.model import Advice, Checkup, Confidence, State
from yutang.insight.columns import defined
from yutang.insight.report.decay import curves
from yutang.insight.report.lines import flows, structures
from yutang.insight.report.lists import lists
from yutang.insight.report.tiles import tiles
from yutang.insight.scale import shared_top
from yutang.insight.wording import Words
from yutang.locales import Lang

PACKAGE = "yutang.insight.report"
CARDS = (Advice.STOP, Advice.MERGE, Advice.REVIVE, Advice.KEEP)
OPERATORS, BLASTS = 40, 20  # rows on the page; the workbook has all


def render(checkup: Checkup, lang: Lang) -> str:
    """The whole report as one HTML document (UTF-8). Same check-up, same bytes."""
    words, top = Words(lang), shared_top(checkup)
    return _template().render(
        w=words,
        lang={"zh": "zh-CN", "en": "en"}[lang],
        checkup=checkup,
        totals=checkup.totals,
        top=top,
        style=_asset("report.css"),
        script=_asset("report.js"),
        script_hash=_hash(_asset("report.js")),
        states=_states(checkup, words),
        cards=[_card(checkup, advice) for advice in CARDS],
        tiles=tiles(checkup, words, top),
        lists=lists(checkup, words, top),
        state_codes=[state.value for state in State if checkup.totals.states.get(state)],
        curves=curves(checkup),
        structures=structures(checkup, words),
        flows=flows(checkup, words),
        operators=sorted(checkup.operators, key=lambda one: -one.hours_per_week)[:OPERATORS],
        blasts=sorted(checkup.blasts, key=lambda blast: -blast.groups)[:BLASTS],
        levels=[(level.value, sum(g.confidence is level for g in checkup.groups)) for level in Confidence],
        terms=[(words(f"column.{code}"), words(f"define.{code}")) for code in defined()],
    )


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(PACKAGE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@functools.cache
def _asset(name: str) -> Markup:
    """Our own style or script, trusted as it is: nothing of the user's is ever put into either."""
    return Markup((importlib.resources.files(PACKAGE) / "templates" / name).read_text("utf-8"))  # noqa: S704


def _hash(script: str) -> str:
    """The CSP source that lets exactly this script run (CSP 3, §2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _states(checkup: Checkup, words: Words) -> list[dict[str, str | int | float]]:
    """The distribution: state, count, share of the bar in per cent."""
    totals = checkup.totals
    return [
        {
            "code": state.value,
            "word": words(f"state.{state}"),
            "n": totals.states[state],
            "share": words.percent(totals.states[state] / totals.groups),
            "width": round(100 * totals.states[state] / totals.groups, 3),
        }
        for state in State
        if totals.states.get(state)
    ]


def _card(checkup: Checkup, advice: Advice) -> dict[str, str | int | float]:
    hours = sum(group.hours_freed_per_week for group in checkup.groups if group.advice is advice)
    return {"code": advice.value, "n": checkup.totals.advice.get(advice, 0), "hours": round(hours, 1)}

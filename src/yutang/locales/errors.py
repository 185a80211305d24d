"""Errors as sentences, what they name by a code of ours in words. The console's own such place is app/problem.ts."""

from collections.abc import Mapping

from yutang.locales import Lang, catalogue, t

# (error, parameter): the area of the words for it.
_NAMED = {
    ("not_found", "what"): "what", ("connection_field", "field"): "field.connection",
    ("sync_stopped", "kind"): "connection.sync",
}  # fmt: skip


def error(lang: Lang, code: str, params: Mapping[str, object]) -> str:
    texts = catalogue(lang)
    told = {
        name: texts.get(f"{area}.{value}", value) if (area := _NAMED.get((code, name))) else value
        for name, value in params.items()
    }
    return t(lang, f"error.{code}", **told)

"""Codes of the importers as sentences."""

from collections.abc import Mapping

from yutang.locales import Lang, catalogue, t


def unreadable(lang: Lang, code: str, params: Mapping[str, object]) -> str:
    """Why a file was not read, or not to its end."""
    try:
        return t(lang, f"unreadable.{code}", **params)
    except KeyError:  # a kind's own code without a sentence: better its words than none
        return " ".join((code, *map(str, params.values())))


def note(lang: Lang, told: str) -> str:
    """A choice that a reader made: "note.<code>:<detail>"; some details have sentences of their own."""
    code, _, detail = told.partition(":")
    for key in (f"{code}.{detail}", code):
        if key in catalogue(lang):
            return t(lang, key, detail=detail)
    return f"{code} {detail}"


def kind(lang: Lang, code: str) -> str:
    return t(lang, f"kind.{code}") if f"kind.{code}" in catalogue(lang) else code

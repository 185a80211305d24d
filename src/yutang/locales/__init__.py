"""The catalogue of strings, for Python and pages: `<lang>/<area>.json`, flat keys, `{param}` places.

Both languages hold the same keys with the same places (tests/house proves it). Plurals: a key may have a
twin `<key>.one`, chosen when the parameter `n` is 1.
"""

import functools
import importlib.resources
import json
from collections.abc import Mapping
from typing import Literal

Lang = Literal["zh", "en"]
FOLDERS: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


@functools.cache
def catalogue(lang: Lang) -> dict[str, str]:
    """All strings of one language, by key."""
    parts = (importlib.resources.files(__name__) / FOLDERS[lang]).iterdir()
    texts = [json.loads(part.read_text("utf-8")) for part in parts if part.name.endswith(".json")]
    return {key: text for area in texts for key, text in area.items()}


# What an error names by a code of ours, and where the words for it are.
_NAMED = {("not_found", "what"): "what", ("connection_field", "field"): "field.connection"}


def error(lang: Lang, code: str, params: Mapping[str, object]) -> str:
    """The sentence of an error, its codes in words; the console's own such place is app/problem.ts."""
    texts = catalogue(lang)
    told = {
        name: texts.get(f"{area}.{value}", value) if (area := _NAMED.get((code, name))) else value
        for name, value in params.items()
    }
    return t(lang, f"error.{code}", **told)


def t(lang: Lang, key: str, **params: object) -> str:
    """The string of `key` with its places filled. KeyError for a missing key: the house test finds it first."""
    texts = catalogue(lang)
    one = texts.get(f"{key}.one") if params.get("n") == 1 else None
    return (one or texts[key]).format(**params)

"""The catalogue of strings, for Python and pages: `<lang>/<area>.json`, flat keys, `{param}` places.

Both languages hold the same keys with the same places (tests/house proves it). Plurals: a key may have a
twin `<key>.one`, chosen when the parameter `n` is 1.
"""

import functools
import importlib.resources
import json
from typing import Literal

Lang = Literal["zh", "en"]
FOLDERS: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


@functools.cache
def catalogue(lang: Lang) -> dict[str, str]:
    """All strings of one language, by key."""
    parts = (importlib.resources.files(__name__) / FOLDERS[lang]).iterdir()
    texts = [json.loads(part.read_text("utf-8")) for part in parts if part.name.endswith(".json")]
    return {key: text for area in texts for key, text in area.items()}


def t(lang: Lang, key: str, **params: object) -> str:
    """The string of `key` with its places filled. KeyError for a missing key: the house test finds it first."""
    texts = catalogue(lang)
    one = texts.get(f"{key}.one") if params.get("n") == 1 else None
    return (one or texts[key]).format(**params)

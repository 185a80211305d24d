"""Both languages say everything, with the same places; no code asks for a string that isn't there."""

import ast
import json
import re
import string
from pathlib import Path

import pytest

from yutang.locales import FOLDERS, catalogue, t

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "yutang"
AREAS = sorted(p.name for p in (SOURCE / "locales" / "en").glob("*.json"))


def _places(text: str) -> set[str]:
    return {
        re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_strings(area: str) -> None:
    en, zh = (
        json.loads((SOURCE / "locales" / FOLDERS[lang] / area).read_text("utf-8")) for lang in ("en", "zh")
    )
    assert {k for k in en if not k.endswith(".one")} == {k for k in zh if not k.endswith(".one")}


def test_no_key_stands_in_two_areas() -> None:
    for folder in FOLDERS.values():
        keys = [
            k for p in (SOURCE / "locales" / folder).glob("*.json") for k in json.loads(p.read_text("utf-8"))
        ]
        assert len(keys) == len(set(keys))


def test_the_places_of_a_string_are_the_same_in_both() -> None:
    en, zh = catalogue("en"), catalogue("zh")
    differ = [k for k in en if k in zh and _places(en[k]) != _places(zh[k])]
    assert differ == []


def test_chinese_uses_full_width_punctuation() -> None:
    wrong = re.compile(r"[\u4e00-\u9fff][,:;?!](?![/\d\w])|[\u4e00-\u9fff]\.\s")
    assert [k for k, text in catalogue("zh").items() if wrong.search(text)] == []


def _asked() -> set[str]:
    """Constant keys of t(lang, "…") calls."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t" and len(node.args) >= 2:
                key = node.args[1]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.add(key.value)
    return found


def test_every_string_asked_for_exists() -> None:
    assert _asked() - set(catalogue("en")) == set()


def _codes(names: str) -> set[str]:
    """First arguments of calls of any of `names`: error codes."""
    return {
        str(node.args[0].value)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names.split("|")
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def test_every_error_has_its_sentence() -> None:
    codes = _codes("YutangError|DataBusy|StateCorrupt|DiskFull")
    assert {f"error.{c}" for c in codes} - set(catalogue("en")) == set()


def test_every_unreadable_file_has_its_sentence() -> None:
    assert {f"unreadable.{c}" for c in _codes("Unreadable")} - set(catalogue("en")) == set()


def test_one_is_said_in_the_singular() -> None:
    assert t("en", "cli.private", n=1) == "1 private chat left out (--private lists it)"
    assert t("zh", "cli.private", n=1).startswith("1 个单聊")

"""Both languages say everything, with the same places; no code asks for a string that isn't there."""

import ast
import json
import re
import string
from pathlib import Path

import pytest

from yutang.connections.form import FORMS
from yutang.importers.registry import readers
from yutang.importers.sheets.judge import CODES
from yutang.importers.sheets.shapes import BY_TABLE, FIELDS
from yutang.locales import FOLDERS, Lang, catalogue, t
from yutang.locales.errors import error

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


def _not_found() -> set[str]:
    """What `not_found(…)` is told in web: a constant, one of two, or what a function of the file is given last."""
    found: set[str] = set()
    for path in (SOURCE / "web").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and one.args]
        passes = {"not_found"} | {
            one.name
            for one in ast.walk(tree)
            if isinstance(one, ast.FunctionDef) and one.args.args and one.args.args[-1].arg == "what"
        }
        for call in calls:
            if getattr(call.func, "id", "") in passes:
                found |= {
                    str(one.value) for one in ast.walk(call.args[-1])
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }  # fmt: skip
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_not_found_has_a_word(lang: Lang) -> None:
    told = _not_found()
    assert {"customer", "connection", "page", "source", "code"} <= told
    written = {key.removeprefix("what.") for key in catalogue(lang) if key.startswith("what.")}
    assert told == written
    assert error(lang, "not_found", {"what": "code"}) in {"没有这个活码，或者你没有查看权限。",
                                                          "There is no such live code, or you may not see it."}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_field_of_a_connection_has_a_word(lang: Lang) -> None:
    fields = {field.name for form in FORMS.values() for field in form}
    assert {f"field.connection.{name}" for name in fields} - set(catalogue(lang)) == set()


def _counted() -> set[str]:
    """Names of what a sync counts: keys of what `count` is given, of COUNTED, and of what is counted from."""
    found: set[str] = set()
    for path in (SOURCE / "connections" / "wecom").rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            told = isinstance(one, ast.Call) and getattr(one.func, "attr", "") == "count"
            named = isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == "COUNTED"
            kept = isinstance(one, ast.FunctionDef) and one.name == "keep" and path.name == "tags.py"
            if told or named or kept:
                dicts = [each for each in ast.walk(one) if isinstance(each, ast.Dict)]
                found |= {
                    str(key.value) for each in dicts for key in each.keys if isinstance(key, ast.Constant)
                }
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_a_sync_counts_has_a_word(lang: Lang) -> None:
    assert {"pairs", "relations_begun", "tags_gone", "seats_taken", "owner_days"} <= _counted()
    written = {key for key in catalogue(lang) if key.startswith("connection.count.")}
    assert {f"connection.count.{name}" for name in _counted()} == written


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


def test_every_problem_of_the_api_has_its_sentence() -> None:
    """`Problem(status, "code")` and `Place(where, "code")`: the console and the command line say them by code."""
    codes = {
        str(node.args[1].value)
        for node in _calls(SOURCE / "web", "Problem", "Place")
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }
    assert len(codes) > 20
    assert {f"error.{c}" for c in codes} - set(catalogue("en")) == set()


IMPORTERS = SOURCE / "importers"


def _unreadable() -> dict[str, set[str]]:
    """Codes of `Unreadable("code", param=…)`, with the parameters given everywhere."""
    found: dict[str, set[str]] = {}
    for node in _calls(IMPORTERS, "Unreadable"):
        if isinstance(node.args[0], ast.Constant):
            given = {word.arg or "" for word in node.keywords}
            code = str(node.args[0].value)
            found[code] = found.get(code, given) & given
    return found


def _calls(folder: Path, *names: str) -> list[ast.Call]:
    """Calls of functions or methods of these names, with arguments."""
    return [
        node
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args
        if getattr(node.func, "id", getattr(node.func, "attr", "")) in names
    ]


def _words(node: ast.AST) -> set[str]:
    return {
        str(part.value)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def _reasons() -> set[str]:
    """Reasons of rejects: second arguments of `Reject` and `reject`, what judges give back, the tables' codes."""
    code = re.compile(r"[a-z]+(?:_[a-z]+)*")
    found = {
        word
        for node in _calls(IMPORTERS, "Reject", "reject", "_reject", "Broken")
        for place in node.args[:3]
        for word in _words(place)
    }
    judges = ("times.py", "check"), ("kinds/wecom_archive.py", "sound"), ("jsonstream.py", "_take")
    for file, function in judges:
        for node in ast.walk(ast.parse((IMPORTERS / file).read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                body = [n for n in ast.walk(node) if isinstance(n, ast.Return | ast.Assign)]
                found |= {word for part in body for word in _words(part)}
    return {word for word in found | set(CODES) if code.fullmatch(word)} - {"reason", "line", "ts", "message"}


def _notes() -> set[str]:
    """Codes of notes: strings and f-strings that begin with "note."."""
    texts = [
        str(node.value)
        for path in IMPORTERS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    found = {m[1] for text in texts if (m := re.match(r"note\.([a-z_]+)(?:$|:)", text))}
    questions = {m[1] for text in texts if (m := re.fullmatch(r"(day_first|amount_unit|ids_rounded):", text))}
    return found | questions - {"day_first"} | {"mixed_encoding", "lines_cut"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_unreadable_file_has_its_sentence(lang: str) -> None:
    told, said = _unreadable(), catalogue(lang)
    assert {f"unreadable.{code}" for code in told} - set(said) == set()
    assert {"unknown_kind", "zip_bomb", "truncated_json", "not_text", "table_unknown"} <= set(told) | {
        "unknown_kind"
    }
    lacking = {code: _places(said[f"unreadable.{code}"]) - given for code, given in told.items()}
    assert {code: places for code, places in lacking.items() if places} == {}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_reject_has_its_reason(lang: str) -> None:
    reasons = _reasons()
    assert {
        "bad_csv",
        "nested_too_deep",
        "time_future",
        "missing_field",
        "total_row",
        "line_too_long",
    } <= reasons
    assert {f"reject.{code}" for code in reasons} - set(catalogue(lang)) == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_slack_file_that_breaks_off_has_a_reason_too(lang: str) -> None:
    """There a file is one of many, so what makes it unreadable is told as a reject."""
    codes = {
        "empty_file",
        "truncated_json",
        "bad_json",
        "value_too_large",
        "not_text",
        "zip_damaged",
        "cannot_open",
    }
    assert {f"reject.{code}" for code in codes} - set(catalogue(lang)) == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_note_has_its_sentence(lang: str) -> None:
    notes = _notes()
    assert {
        "zone_assumed",
        "time_unit",
        "date_order",
        "private_guessed",
        "amount_unit",
        "system_lines",
    } <= notes
    said = catalogue(lang)
    assert {f"note.{code}" for code in notes} - set(said) == set()
    assert all(_places(said[f"note.{code}"]) <= {"detail"} for code in notes)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_and_sort_of_table_has_a_name(lang: str) -> None:
    said = catalogue(lang)
    assert {f"kind.{reader.kind}" for reader in readers()} - set(said) == set()
    assert {f"table_kind.{table}" for table in BY_TABLE} - set(said) == set()
    assert {f"field.{field}" for field in FIELDS} - set(said) == set()


def test_no_reason_is_written_that_nothing_gives() -> None:
    """A reject's words that no reader uses would be words nobody keeps true."""
    of_slack = {"empty_file", "truncated_json", "value_too_large", "not_text", "zip_damaged", "cannot_open"}
    written = {key.removeprefix("reject.") for key in catalogue("en") if key.startswith("reject.")}
    assert written - _reasons() - of_slack == set()


def test_one_is_said_in_the_singular() -> None:
    assert t("en", "cli.private", n=1) == "1 private chat left out (--private lists it)"
    assert t("zh", "cli.private", n=1).startswith("1 个单聊")


def _shown() -> set[str]:
    """Areas whose strings the console loads, in both languages: the patterns of console/src/i18n."""
    folder = ROOT / "console" / "src" / "i18n"
    en, zh = (
        re.search(r"@locales/[\w-]+/\{([^}]+)\}\.json", (folder / f"{lang}.ts").read_text("utf-8"))
        for lang in ("en", "zh")
    )
    assert en
    assert zh
    assert en[1] == zh[1]
    return {area for area in AREAS for one in en[1].split(",") if Path(area).match(f"{one}.json")}


def test_the_console_loads_all_that_the_log_and_the_tasks_may_say() -> None:
    loaded = _shown()
    said = ("act.", "task.", "ui.")
    lost = {
        area: keys
        for area in AREAS
        if area not in loaded
        and (
            keys := [
                k
                for k in json.loads((SOURCE / "locales" / "en" / area).read_text("utf-8"))
                if k.startswith(said)
            ]
        )
    }
    assert lost == {}


def test_every_kind_of_subject_in_the_log_has_a_name() -> None:
    written = (
        r'subject_kind="([a-z_]+)"|\b_log\([^)]*?, "[a-z_]+", "([a-z_]+)"|\bnote\([^)]*?kind="([a-z_]+)"'
    )
    kinds = {
        next(filter(None, found))
        for path in SOURCE.rglob("*.py")
        for found in re.findall(written, path.read_text("utf-8"))
    }
    assert {"code", "source", "send", "connection", "tag_group"} <= kinds
    assert {kind for kind in kinds if f"ui.subject.{kind}" not in catalogue("zh")} == set()

"""The pages say what is true of this build: settings, options, kinds, columns, files, commands and pictures."""

import re
from pathlib import Path

import click
import msgspec
import pytest

from yutang.cli.app import COMMANDS, cli
from yutang.importers.registry import readers
from yutang.importers.sheets.guess import Sample, guess
from yutang.kit.settings import Settings
from yutang.locales import catalogue

ROOT = Path(__file__).parents[2]
CHECK_UP = (ROOT / "docs" / "how-to" / "check-up-your-groups.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "operate" / "settings.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
READMES = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
TABLES = {"groups": "groups", "members": "members", "daily counts": "counts", "messages": "messages",
          "orders": "orders", "people": "people", "staff": "staff"}  # fmt: skip


def _options(command: str) -> set[str]:
    with click.Context(cli) as ctx:
        found = cli.get_command(ctx, command)
    assert found is not None
    return {name for param in found.params for name in param.opts if name.startswith("--")}


def _rows(page: str, title: str) -> list[list[str]]:
    """Cells of the rows of the table under the heading row that begins with `title`."""
    lines = page.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {title}"))
    body = lines[start + 2 :]
    end = next((n for n, line in enumerate(body) if not line.startswith("|")), len(body))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body[:end]]


def test_every_setting_is_on_its_page_with_default_and_meaning() -> None:
    told = {row[0].strip("`"): row[1:] for row in _rows(SETTINGS, "Setting")}
    assert list(told) == list(Settings.__struct_fields__)
    for field in msgspec.structs.fields(Settings):
        environment, default, meaning = told[field.name]
        assert (environment, meaning) == (
            f"`YUTANG_{field.name.upper()}`",
            catalogue("en")[f"setting.{field.name}"],
        )
        if field.name != "home":
            assert default == (f"`{field.default}`" if field.default != "" else "empty")


def test_every_option_of_the_check_up_is_on_its_page() -> None:
    assert {o for o in _options("checkup") if f"`{o}" not in CHECK_UP and f" {o}`" not in CHECK_UP} == set()


def test_options_and_commands_named_on_pages_exist() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    spans = re.findall(r"`yutang (\w+)([^`\n]*)`", text)
    lines = re.findall(r"^(?:\S+=\S+ )*(?:\.venv/bin/)?yutang (\w+)([^#\n]*)", text, re.MULTILINE)
    assert len(spans + lines) > 15
    for command, rest in spans + lines:
        assert command in COMMANDS
        assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) <= _options(command), (command, rest)


def test_every_kind_is_on_the_page() -> None:
    told = set(re.findall(r"`(\w+)`", " ".join(row[-1] for row in _rows(CHECK_UP, "You have"))))
    assert told == {reader.kind for reader in readers()}


@pytest.mark.parametrize("row", _rows(CHECK_UP, "Table of"), ids=lambda row: row[0])
def test_headings_on_the_page_are_understood(row: list[str]) -> None:
    table, cells = row
    chinese, english = zip(*re.findall(r"([^\s,`]+) `(\w+)`", cells), strict=True)
    for columns in (chinese, english):
        found = guess(Sample(f"{TABLES[table]}.csv", columns, ()))
        assert found is not None
        assert found.table == TABLES[table]
        assert set(found.mapping) == set(columns)


def test_files_named_in_the_architecture_exist() -> None:
    source = ROOT / "src" / "yutang"
    places = [source, *(p for p in source.rglob("*") if p.is_dir()), ROOT]
    named = set(re.findall(r"`((?:[\w-]+/)+[\w.-]*|(?:[\w-]+/)*\w+\.(?:py|md|toml))`", ARCHITECTURE))
    of_folder = {"sealed/", "rejects/", "spill/", "settings.toml"}  # of the data folder, made when used
    by_role = {"tables.py", "store.py", "actions.py", "reactions.py", "model.py"}
    lost = [n for n in named - of_folder - by_role if not any((place / n).exists() for place in places)]
    assert lost == []


def test_what_the_walk_of_one_fact_names_is_there() -> None:
    pairs = re.findall(r"`((?:\w+/)+\w+\.py)`\s+`(?:\w+\.)?(\w+)`", ARCHITECTURE)
    assert len(pairs) >= 10
    source = ROOT / "src" / "yutang"
    lost = [
        (path, name)
        for path, name in pairs
        if not re.search(rf"^\s*(def|class) {name}\b", (source / path).read_text("utf-8"), re.MULTILINE)
    ]
    assert lost == []


def test_pictures_are_there_and_light() -> None:
    shown = {name for text in READMES for name in re.findall(r"docs/pictures/(\w+\.png)", text)}
    assert shown == {path.name for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert [n for n in shown if (ROOT / "docs" / "pictures" / n).stat().st_size >= 400_000] == []


def test_readmes_link_to_each_other_and_hold_figures() -> None:
    assert "](README.zh-CN.md)" in READMES[0]
    assert "](README.md)" in READMES[1]
    for text in READMES:
        assert re.search(r"<!-- figures: make pictures -->\n.*\d+.*\n<!-- /figures -->", text)


def test_chinese_pages_keep_a_space_between_scripts() -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>", " ", READMES[1], flags=re.DOTALL)
    assert re.findall(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]", prose) == []
    assert re.findall(r"[\u4e00-\u9fff][,;:?!]", prose) == []

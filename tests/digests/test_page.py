"""The page, the lines to paste and the workbook: both languages, hostile names, small enough, loading nothing."""

import io
import re
from html.parser import HTMLParser

import msgspec
import pytest
from python_calamine import CalamineWorkbook
from tests.digests.pair import BEFORE, large, small
from tests.insight.sample import NASTY

from yutang.digests.book import write_xlsx
from yutang.digests.difference import digest
from yutang.digests.model import Figure, Move, Period, TaskFigures
from yutang.digests.page import change, render
from yutang.digests.text import text
from yutang.insight.wording import Words
from yutang.locales import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
VOID = {"meta", "link", "br", "img", "input", "hr"}


class _Checker(HTMLParser):
    """Tags in balance, and which there are."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.seen, self.attributes = [], set(), []

    def handle_starttag(self, tag, attrs) -> None:
        self.seen.add(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def _checked(page: str) -> _Checker:
    checker = _Checker()
    checker.feed(page)
    assert checker.open == []
    return checker


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_a_large_tenant_is_small_and_loads_nothing(lang: Lang) -> None:
    page = render(large(5000), lang)
    assert len(page.encode()) <= 60_000
    checker = _checked(page)
    assert not checker.seen & {"script", "iframe", "img", "object", "embed", "form"}
    assert not [name for name in checker.attributes if name.startswith("on")]
    assert not re.findall(r"(?:src|href)=\"(?!data:,\")", page)
    assert "url(" not in page


@pytest.mark.parametrize("lang", LANGS)
def test_no_name_becomes_markup(lang: Lang) -> None:
    before = small(BEFORE, **dict.fromkeys(NASTY, "alive"))
    made = digest(before, small(**dict.fromkeys(NASTY, "dead")), period=Period.DAILY)
    page = render(made, lang)
    assert _checked(page).seen <= {
        "html", "head", "meta", "title", "link", "style", "body", "header", "b", "span", "main", "section", "h1", "p",
        "ul", "li", "h2", "h3", "div", "small", "table", "thead", "tr", "th", "tbody", "td", "footer",
    }  # fmt: skip
    assert "\u202e" not in page
    assert "49" not in re.findall(r"<b>(.*?)</b>", page)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_what_changed(lang: Lang) -> None:
    tasks = TaskFigures(done=4, overdue=2, due_today=1, later=0)
    made = digest(small(BEFORE, 甲="alive"), small(甲="dead"), period=Period.DAILY, tasks=tasks)
    page = render(made, lang)
    words = Words(lang)
    for part in (
        words("digest.title.daily"),
        "甲",
        words("digest.move.died"),
        words("state.dead"),
        words("advice.stop"),
    ):
        assert part in page
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in page


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("before", [None, "alive"])
def test_the_first_and_the_quiet_one_have_a_page_too(lang: Lang, before: str | None) -> None:
    made = digest(small(BEFORE, a=before) if before else None, small(a="alive"), period=Period.WEEKLY)
    page = render(made, lang)
    assert "{" not in page.partition("</style>")[2]
    _checked(page)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [(1, 3, "+2"), (3, 1, "−2"), (3, 3, ""), (None, 3, ""), (3, None, ""), (0.0, 0.04, ""), (0, 12345, "+1.23 万")],
)  # fmt: skip
def test_a_change_has_its_sign(before: float | None, after: float | None, shown: str) -> None:
    assert change(Figure(code="x", before=before, after=after), Words("zh")) == shown


def test_lines_that_can_be_pasted() -> None:
    made = digest(
        small(BEFORE, 减脂营="alive", 读书会="dead"), small(减脂营="dead", 读书会="alive"), period=Period.DAILY,
        tasks=TaskFigures(done=1, overdue=0, due_today=2, later=3),
    )  # fmt: skip
    assert text(made, "zh", "https://y.example/app/digests/1").splitlines() == [
        "群体检日报 · 2026-03-31",
        "和 2026-03-24 比，1 个群变差（1 个成了死群），1 个群好转",
        "活跃 1 / 2 个群；近 28 天流量 9，蒸发 4，净增 5",
        "成了死群：减脂营",
        "好转：读书会",
        "建议变了的群：2",
        "待办：做完 1 件；逾期 0 件，今天到期 2 件，以后 3 件",
        "打开小结：https://y.example/app/digests/1",
    ]
    assert text(made, "en").splitlines()[:2] == [
        "Daily check-up summary · 2026-03-31",
        "Since 2026-03-24, 1 group has got worse (dead now: 1) and 1 group better",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_lines_stay_short_and_one_each(lang: Lang) -> None:
    lines = text(large(5000), lang).splitlines()
    assert len(lines) <= 4 + len(Move) + 2
    assert max(len(line) for line in lines) < 240


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_has_every_row_and_no_formula(lang: Lang) -> None:
    made, out = large(400), io.BytesIO()
    write_xlsx(made, lang, out)
    out.seek(0)
    book = CalamineWorkbook.from_filelike(out)
    words = Words(lang)
    assert book.sheet_names == [
        words(f"digest.section.{s}") for s in ("figures", "moved", "advised", "blasts")
    ]
    moved = book.get_sheet_by_index(1).to_python()
    assert len(moved) == len(made.moved) + 1
    assert len(book.get_sheet_by_index(2).to_python()) == len(made.advised) + 1
    cells = [cell for row in moved for cell in row if isinstance(cell, str)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "＝"))]


def test_the_same_summary_gives_the_same_page() -> None:
    made = large(60)
    assert render(made, "zh") == render(msgspec.json.decode(msgspec.json.encode(made), type=type(made)), "zh")


def test_no_tasks_at_all_are_said_so() -> None:
    none = TaskFigures(done=0, overdue=0, due_today=0, later=0)
    made = digest(None, small(a="alive"), period=Period.DAILY, tasks=none)
    assert "没有待办" in text(made, "zh")
    assert "没有待办" in render(made, "zh")

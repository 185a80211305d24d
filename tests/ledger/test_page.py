"""docs/facts.md is printed from the catalogue, and the catalogue is whole."""

from pathlib import Path

from yutang.ledger.catalogue import Kind
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.page import page

DOCS = Path(__file__).parents[2] / "docs"


def test_every_kind_is_described_once() -> None:
    assert [doc.kind for doc in CATALOGUE] == list(Kind)
    assert len({doc.name for doc in CATALOGUE}) == len(Kind)


def test_the_page_is_current() -> None:
    assert (DOCS / "facts.md").read_text("utf-8") == page(), "run: make docs"

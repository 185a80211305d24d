"""The page docs/facts.md, printed from the catalogue: `make docs` writes it, a test proves it is current."""

from yutang.ledger.catalogue import KindDoc
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.traits import Trait

_HEAD = """# Facts

Everything that happens is one immutable fact. This page is printed from `src/yutang/ledger/kinds.py` by
`make docs`; change it there.

Every fact has: `id` (batch · 2^20 + index), `kind`, `happened` (microseconds, UTC), `day` (the tenant's zone), `key`
(two halves of 63 bits: the same thing seen twice has the same key). The other columns by kind; those not named are
null.
"""


def page() -> str:
    """Markdown of the whole catalogue."""
    kinds = "\n".join(_kind(doc) for doc in CATALOGUE)
    bits = "\n".join(f"| {int(trait)} | {trait.name} |" for trait in Trait)
    return f"{_HEAD}\n{kinds}\n## Traits\n\n| Bit | Trait |\n|---|---|\n{bits}\n"


def _kind(doc: KindDoc) -> str:
    rows = "\n".join(f"| `{column}` | {meaning} |" for column, meaning in doc.columns.items())
    return f"## {int(doc.kind)} · {doc.name}\n\n{doc.meaning}.\n\n| Column | Holds |\n|---|---|\n{rows}\n"

"""What files may say of people. An attribute that takes a consent of its own is set where that is looked for, customer
by customer: a file shows none."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from yutang.customers import definitions
from yutang.importers.sheets.free import IGNORED, told
from yutang.kit.errors import YutangError

Columns = Mapping[str, str]  # heading → field


def may_be_read(conn: sa.Connection, mappings: Iterable[Columns]) -> None:
    """Raises YutangError import_sensitive {heading, attribute} for a column that is to be a sensitive attribute."""
    codes = _sensitive(conn)
    for mapping in mappings:
        for heading, field in mapping.items():
            if (found := told(field)) is not None and found[0] in codes:
                raise YutangError("import_sensitive", heading=heading[:80], attribute=found[0])


def without_sensitive(conn: sa.Connection, kept: Mapping[str, Columns]) -> dict[str, dict[str, str]]:
    """Mappings of before (signature → columns) that name an attribute which is sensitive by now, with it left out."""
    codes = _sensitive(conn)
    made: dict[str, dict[str, str]] = {}
    for signature, mapping in kept.items():
        out = {
            h: IGNORED[1] for h, field in mapping.items() if (f := told(field)) is not None and f[0] in codes
        }
        if out:
            made[signature] = {**mapping, **out}
    return made


def _sensitive(conn: sa.Connection) -> set[str]:
    return {one.code for one in definitions.listed(conn) if one.sensitive}

"""What a customer's source is called. The only place that knows, beside the console's own (app/sources.ts).

A source is what a relation says it came from: a live code's key, "add_way:<number>" where the platform tells its own
way alone (wecom-api.md §4.1), or a name that an import brought.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from yutang.locales import Lang, catalogue, t
from yutang.sources.tables import live_code, source

WAY = "add_way:"


def live_codes(conn: sa.Connection) -> dict[str, str]:
    """Of all codes, ended ones too: "<campaign> / <code>" by the key that the platform carries."""
    wanted = sa.select(live_code.c.key, source.c.name, live_code.c.name).join(source)
    return {key: f"{campaign} / {name}" for key, campaign, name in conn.execute(wanted)}


def source_name(conn: sa.Connection, told: str, lang: Lang) -> str:
    """A way that has no number here yet is another one."""
    if told.startswith(WAY):
        key = f"source.way.{told.removeprefix(WAY)}"
        return t(lang, key if key in catalogue(lang) else "source.way.other")
    wanted = sa.select(source.c.name, live_code.c.name).join(live_code).where(live_code.c.key == told)
    found = conn.execute(wanted).one_or_none()
    return told if found is None else f"{found[0]} / {found[1]}"


def best_name(conn: sa.Connection, told: Sequence[str], lang: Lang) -> str:
    """Of several sources the one that tells most: ours before the platform's ways. "": none tells anything."""
    for one in sorted(told, key=lambda one: one.startswith(WAY)):
        if (name := source_name(conn, one, lang)) != t(lang, "source.way.other"):
            return name
    return ""

"""Pictures that no welcome needs any more: replaced, never used, or of a campaign that was over long ago."""

import msgspec
import sqlalchemy as sa

from yutang.kit.clock import DAY
from yutang.sources import pictures, store
from yutang.sources.desk import Desk
from yutang.sources.model import HELD, Source, Welcome

YOUNG = DAY  # since its upload: somebody may still be filling in the form
RETIRED = 180 * DAY  # after a campaign's end, its codes gone: nobody comes by it any more


def over(one: Source, now: int) -> int | None:
    """When a campaign was over, if it is."""
    ends = [at for at in (one.ended_at, one.ends_at) if at is not None and at <= now]
    return min(ends, default=None)


def tidy(desk: Desk) -> int:
    """Let go of them; how many pictures that were."""
    now = desk.now()

    def write(conn: sa.Connection) -> int:
        codes = store.codes(conn)
        held = {one.source_id for one in codes if one.state in HELD}
        sources = store.sources(conn)
        retired = {one.id for one in sources if _retired(one, now) and one.id not in held}
        for one in sources:
            if one.id in retired and one.welcome.picture is not None:
                store.change_source(conn, one.id, welcome=_without(one.welcome))
        for code in codes:
            if code.source_id in retired and code.welcome is not None and code.welcome.picture is not None:
                store.change_code(conn, code.id, welcome=_without(code.welcome))
        welcomes = [one.welcome for one in sources if one.id not in retired]
        welcomes += [one.welcome for one in codes if one.welcome is not None and one.source_id not in retired]
        kept = {one.picture for one in welcomes if one.picture is not None}
        return pictures.drop(conn, kept, before=now - YOUNG)

    return desk.state.write(write)


def _retired(one: Source, now: int) -> bool:
    end = over(one, now)
    return end is not None and end + RETIRED <= now


def _without(welcome: Welcome) -> Welcome:
    return msgspec.structs.replace(welcome, picture=None)

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The ledger as one thing: take sightings in, know what is applied, seal, rebuild."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from yutang.kit.clock import moment, zone
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.ledger import rebuild, sealer, store
from yutang.ledger.analytics import Analytics
from yutang.ledger.applier import Applier
from yutang.ledger.blob import pack
from yutang.ledger.contract import Domain
from yutang.ledger.tables import RECEIVED, RESERVED

MAX_ROWS = 1 << 20


class Ledger:
    """Open stores, level with each other. `recovered`: analytics was damaged and has been rebuilt."""

    def __init__(
        self, state: Database, analytics: Analytics, domains: Sequence[Domain], *, folder: Path, zone_: str
    ) -> None:
        zone(zone_)
        self.state, self.analytics, self.folder = state, analytics, folder / "sealed"
        self._domains = domains
        self.zone = state.write(lambda conn: store.remember(conn, "zone", zone_))
        if self.zone != zone_:
            raise YutangError("zone_fixed", kept=self.zone, asked=zone_)
        self._applier = Applier(state, analytics, domains, self.zone)
        self.recovered = analytics.recovered
        self._level = False
        self._catch_up()

    def _catch_up(self) -> None:
        """Analytics level with State, nothing left waiting. Also after a batch that failed half-way."""
        self.state.write(store.forget_reserved)
        rebuild.catch_up(self.state, self.analytics, self.folder, self._domains)
        self._applier.apply_waiting()
        self._level = True

    def receive(self, key: str, origin: str, platform: str, sightings: pa.Table, *, now: int) -> bool:
        """Take one batch in without applying it: durable when this returns. False: its key is known."""
        row = _row(key, origin, platform, sightings, now) | {"state": RECEIVED, "blob": pack(sightings)}
        return self.state.write(lambda conn: store.put(conn, row)) is not None

    def prepare(self, platform: str, sightings: pa.Table) -> pa.Table:
        """The first half of `take`, which needs no store: for a thread that reads while another applies."""
        return self._applier.prepare(platform, sightings)

    def take(
        self,
        key: str,
        origin: str,
        platform: str,
        sightings: pa.Table,
        *,
        now: int,
        also: Callable[[sa.Connection], None] | None = None,
    ) -> int | None:
        """Take one batch in, apply and project it; all of it is durable when this returns, or none is.

        `sightings`: columns of importers.contract.SIGHTING plus `ordinal` (int64, order in the batch) and
        `file_no` (int32), at most MAX_ROWS rows, prepared or not. `also` runs in the transaction that
        acknowledges the batch. Returns the number of new facts, or None when the key is known already.
        """
        row = _row(key, origin, platform, sightings, now) | {"state": RESERVED}
        if not self._level:
            self._catch_up()
        id_ = self.state.write(lambda conn: store.put(conn, row))
        if id_ is None:
            return None
        ready = sightings if "key_hi" in sightings.column_names else self.prepare(platform, sightings)
        self._level = False
        count = self._applier.apply(id_, platform, ready, also)
        self._level = True
        return count

    def seal(self, *, now: int) -> list[str]:
        """Seal every day that is over."""
        today = moment(now, zone(self.zone)).date()
        return sealer.seal(self.state, self.analytics, self.folder, today)

    def rebuild(self) -> int:
        """Analytics anew from truth; the number of facts comes back."""
        return rebuild.rebuild(self.state, self.analytics, self.folder, self._domains)

    def last_day(self) -> dt.date | None:
        """The last day that anything happened on."""
        return self.span()[1]

    def span(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day that anything happened on."""
        found = self.analytics.rows("select min(day), max(day) from fact where kind not in (6, 7, 10)")
        return found[0][0], found[0][1]

    def close(self) -> None:
        self._applier.close()
        self.analytics.close()
        self.state.close()


def _row(key: str, origin: str, platform: str, sightings: pa.Table, now: int) -> dict[str, Any]:
    if sightings.num_rows > MAX_ROWS:
        raise YutangError("batch_too_large", rows=sightings.num_rows, limit=MAX_ROWS)
    return {
        "key": key,
        "origin": origin,
        "platform": platform,
        "received_at": now,
        "rows": sightings.num_rows,
    }

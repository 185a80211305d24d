# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The ledger as one thing: take sightings in, know what is applied, seal, rebuild."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

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
        rebuild.catch_up(self.state, self.analytics, self.folder, self._domains)
        self._applier.apply_waiting()
        self._level = True

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
        """Take one batch in (durable from here on), apply and project it.

        `sightings`: columns of importers.contract.SIGHTING plus `ordinal` (int64, order in the batch) and
        `file_no` (int32), at most MAX_ROWS rows. `also` runs in the transaction that acknowledges the batch.
        Returns the number of new facts, or None when a batch of this key is known already.
        """
        if sightings.num_rows > MAX_ROWS:
            raise YutangError("batch_too_large", rows=sightings.num_rows, limit=MAX_ROWS)
        row = {"key": key, "origin": origin, "platform": platform, "received_at": now, "state": 0,
               "rows": sightings.num_rows, "blob": pack(sightings)}  # fmt: skip

        def receive(conn: sa.Connection) -> int | None:
            id_ = store.put(conn, row)
            if also:
                also(conn)
            return id_

        if not self._level:
            self._catch_up()
        id_ = self.state.write(receive)
        if id_ is None:
            return None
        self._level = False
        count = self._applier.apply(id_, platform, sightings)
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
        return self.analytics.rows("select max(day) from fact where kind not in (6, 7, 10)")[0][0]

    def close(self) -> None:
        self.analytics.close()
        self.state.close()

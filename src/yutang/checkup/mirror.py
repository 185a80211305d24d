# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""State and advice of every group in analytics (`group_state`), where rules ask for them: those of the newest check-up.

State keeps the check-up itself; this follows. Killed in between, or after a rebuild, it is put there again by the job
"standing".
"""

import duckdb
import pyarrow as pa

from yutang.checkup.kept import Snapshot
from yutang.ledger.ledger import Ledger

SHAPE = pa.schema([("group_id", pa.int64()), ("state", pa.string()), ("advice", pa.string())])


def put(ledger: Ledger, newest: Snapshot | None) -> int:
    """Make the table say what the check-up says, nothing without one; how many groups."""
    rows: list[dict[str, int | str]] = []
    if newest is not None:
        survey = newest.survey
        rows = [
            {"group_id": room.group_id, "state": g.state.value, "advice": g.advice.value}
            for room, g in zip(survey.rooms, survey.checkup.groups, strict=True)
        ]

    def write(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.register("_states", pa.Table.from_pylist(rows, SHAPE))
        cursor.execute("delete from group_state")
        cursor.execute("insert into group_state by name select * from _states")
        cursor.unregister("_states")

    ledger.derive(write)
    return len(rows)

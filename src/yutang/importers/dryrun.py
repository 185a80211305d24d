# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What an import would bring: facts of one ledger that another doesn't have, by their keys."""

from yutang.contacts import keys, store
from yutang.kit.secrets import Secrets
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger

PIECE = 1_000_000  # keys compared at once: each piece costs one pass over the other's keys
# Keys that differ are of the same thing only if their days are: the days bound what is read.
NEW = """
select count(*) from _keys k anti join
  (select key_hi, key_lo from fact where day between ? and ?) f using (key_hi, key_lo)
"""


def lend_keys(mine: Ledger, others: Ledger) -> None:
    """Let a ledger that has no keys of contacts yet hash as another does: or every phone would look new to it."""
    with others.state.read() as conn:
        found = keys.load(conn, Secrets(others.folder.parent))
    if found is None:
        return
    secrets = Secrets(mine.folder.parent)
    closed = {number: keys.close(secrets, key) for number, key in found.sealing.items()}
    closed[keys.HASHING] = keys.close(secrets, found.hashing)
    for number, key in closed.items():
        mine.state.write(lambda conn, n=number, k=key: store.add_key(conn, n, k, settled=True))


def count_new(mine: Analytics, others: Analytics) -> int:
    """How many facts of `mine` are not in `others`."""
    new = 0
    with mine.cursor() as cursor:
        days = cursor.execute("select min(day), max(day) from fact").fetchall()[0]
        if days[0] is None:
            return 0
        for batch in cursor.sql("select key_hi, key_lo from fact").to_arrow_reader(PIECE):
            with others.cursor() as other:
                other.register("_keys", batch)
                new += int(other.execute(NEW, list(days)).fetchall()[0][0])
                other.unregister("_keys")
    return new

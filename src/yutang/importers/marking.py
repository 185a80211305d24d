# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Say what accounts are: from the user's lists of staff and house accounts, and guesses that say so."""

import hashlib
import re
from pathlib import Path

import pyarrow as pa

from yutang.importers.contract import Unreadable
from yutang.importers.rows import Rows
from yutang.importers.text import decode_head, detect
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger

GUESS, USER = 1, 3  # ranks of who says it: customers.model.Rank
_HEADERS = {"id", "name", "staff", "userid", "user_id", "员工id", "成员id", "账号", "姓名", "昵称", "名单"}
LIST_BYTES = 10 << 20


def entries(path: Path) -> list[str]:
    """The first column of a list: one account a line, id or name; "#" begins a comment, a header is passed over.

    Raises Unreadable("list", …).
    """
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise Unreadable("list", path=str(path), why=wrong.strerror) from None
    encoding = detect(data[: 1 << 16]) if data else "utf-8"
    if encoding == "binary" or len(data) > LIST_BYTES:
        raise Unreadable("list", path=str(path), why=encoding)
    return listed(decode_head(data, encoding))


def listed(text: str) -> list[str]:
    """The entries of a list that is text already."""
    rows = [re.split(r"[,;\t，]", line)[0].strip().strip('"') for line in text.lstrip("\ufeff").splitlines()]
    found = [cell for cell in rows if cell and not cell.startswith("#")]
    return found[1:] if found and found[0].lower() in _HEADERS else found


def mark(
    ledger: Ledger, names: list[str], role: Role, *, now: int, rank: int = USER, run: int | None = None
) -> list[str]:
    """Give the accounts of these ids or names that role. The entries that fit no account come back.

    `run`: the import it was told with, and is undone with.

    A name fits every account that bears it: two people of one name are both marked, which is the safe side
    for measures of customers.
    """
    wanted = pa.table({"entry": pa.array(sorted(set(names)), pa.string())})
    with ledger.analytics.cursor() as cursor:
        cursor.register("_wanted", wanted)
        found = cursor.execute(
            "select w.entry, i.platform, i.external_id from _wanted w join identity i"
            " on i.external_id = w.entry or i.external_id = 'name:' || w.entry or i.name = w.entry"
            " order by i.platform, i.external_id"
        ).fetchall()
        cursor.unregister("_wanted")
    for platform in sorted({p for _, p, _ in found}):
        rows = Rows()
        for _, _, ref in (f for f in found if f[1] == platform):
            rows.add(Kind.IDENTITY_SEEN, 0, actor=ref, role=role, props=f'{{"rank":{rank}}}')
        batch = pa.Table.from_batches([rows.take()])
        count = batch.num_rows
        batch = batch.append_column("ordinal", pa.array(range(count), pa.int64()))
        batch = batch.append_column("file_no", pa.repeat(pa.scalar(0, pa.int32()), count))
        told = repr(
            (platform, role, rank, sorted(f for f in found if f[1] == platform), *([run] if run else []))
        )
        key = "mark:" + hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
        ledger.take(key, f"{role.name.lower()} list", platform, batch, now=now, run=run)
    return sorted(set(names) - {entry for entry, _, _ in found})


# Whole words only: "Robotham" is a person. Names alone decide nothing that a format or a user says otherwise.
_BOT_NAME = r"(?i)(机器人|小助手|自动回复|(^|[^a-z])(chat|group|auto|notify|dyno|mee6)?[-_ ]?bot([^a-z]|$))"


def guess_bots(ledger: Ledger, *, now: int, run: int | None = None) -> list[str]:
    """Accounts that bear a bot's name and of which nobody said what they are: taken for bots, and listed."""
    found = ledger.analytics.rows(
        "select external_id, name from identity where role_rank <= 1 and role in (0, 3)"
        " and regexp_matches(name, ?) order by external_id",
        [_BOT_NAME],
    )
    if found:
        mark(ledger, [ref for ref, _ in found], Role.BOT, now=now, rank=GUESS, run=run)
    return [name for _, name in found]

"""What drafts of sends ask for: nobody may take it away meanwhile. What is confirmed holds its people itself."""

import sqlalchemy as sa

from yutang.outbox import store
from yutang.segments.saved.model import Use
from yutang.segments.saved.uses import in_json


def asking(conn: sa.Connection) -> list[tuple[Use, set[int]]]:
    """Drafts, whoever made them, and the segments that each names: by itself, or somewhere in its rule."""
    found: list[tuple[Use, set[int]]] = []
    for one in store.drafts(conn):
        whole = set[int]() if one.audience.segment is None else {one.audience.segment}
        found.append((Use("send", one.id, one.name), whole | set(in_json(one.audience.rule))))
    return found

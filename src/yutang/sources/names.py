# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What members of staff and groups are called, by the platform's ids."""

from collections.abc import Sequence

from yutang.ledger.analytics import Analytics
from yutang.sources.model import CodeKind

_STAFF = "select external_id, name from identity where platform = 'wecom' and list_contains(?, external_id)"
_GROUPS = (
    "select external_id, name from customer_group where platform = 'wecom' and list_contains(?, external_id)"
)


def names_of(analytics: Analytics, kind: CodeKind, refs: Sequence[str]) -> dict[str, str]:
    """Those that have a name."""
    if not refs:
        return {}
    with analytics.cursor() as cursor:
        rows = cursor.execute(_STAFF if kind is CodeKind.PERSON else _GROUPS, [list(refs)]).fetchall()
    return {ref: name for ref, name in rows if name}

"""Doors by which people come in, and uploads."""

import msgspec

from yutang.channels.contract.capabilities import Target


class EntryPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A door by which people come in: a code or a link that carries `state`."""

    id: str
    url: str
    state: str = ""


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """The wish for an entry point: to these staff (a person's door) or into these groups."""

    target: Target
    state: str
    staff: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    remark: str = ""
    verify: bool = False  # whether staff must accept each newcomer


class Handle(msgspec.Struct, frozen=True, kw_only=True):
    """An upload. `expires_at`: None = never."""

    id: str
    expires_at: int | None = None

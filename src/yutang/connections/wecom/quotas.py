"""How full the platform's quotas are. Both are of the whole corp, whatever application uses them up."""

import enum

import msgspec
import sqlalchemy as sa

from yutang.channels.wecom.limits import Limits
from yutang.connections import mirror

NEAR = 0.9  # from there on it is said what to do


class QuotaName(enum.StrEnum):
    """Names for people: locales "connection.quota.<code>"; what to do when it is nearly used up: ".<code>.near"."""

    CODES = "codes"  # contact ways and join ways together (96311, 99547)
    TAGS = "tags"  # with rule groups' tags (wecom-api.md, corp tags)


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    name: QuotaName
    used: int
    most: int

    @property
    def near(self) -> bool:
        return self.used >= NEAR * self.most


def codes(used: int) -> Quota:
    return Quota(name=QuotaName.CODES, used=used, most=Limits().ways)


def tags(used: int) -> Quota:
    return Quota(name=QuotaName.TAGS, used=used, most=Limits().tags)


def known(conn: sa.Connection, connection_id: int, *, held: int) -> list[Quota]:
    """As far as is known here, without asking: `held` live codes of ours, and the tags of the last look at them."""
    return [codes(held), tags(mirror.tag_count(conn, connection_id))]

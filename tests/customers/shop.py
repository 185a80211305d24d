"""A small shop's customers, for tests of what is read of them and done to them: a real ledger, real sealed contacts."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from tests.ledger.batch import DAY, START, fresh, join, say, take

from yutang.accounts.model import Role, Viewer
from yutang.contacts import Contacts, Kind
from yutang.kit.secrets import Secrets
from yutang.ledger import catalogue
from yutang.ledger.ledger import Ledger

K = catalogue.Kind
NOW = START + 100 * DAY
ADMIN = Viewer(user_id=1, login="a", name="管理员", role=Role.ADMINISTRATOR)
ANALYST = Viewer(user_id=2, login="n", name="分析", role=Role.ANALYST)


class NoNames:
    """Nothing is called anything, but the tag with this name."""

    def __init__(self, tags: Mapping[int, str] | None = None) -> None:
        self.known = dict(tags or {})

    def tags(self, ids: Collection[int]) -> Mapping[int, str]:
        return {id_: self.known[id_] for id_ in ids if id_ in self.known}

    def tags_like(self, text: str) -> Collection[int]:
        return [id_ for id_, name in self.known.items() if text in name]

    def layers(self, ids: Collection[int]) -> Mapping[int, str]:
        return {}

    def tiers(self, ids: Collection[int]) -> Mapping[int, str]:
        return {}

    def segments(self, ids: Collection[int]) -> Mapping[int, str]:
        return {}


class Shop:
    """`ledger` and `contacts` over one folder, and facts in the shop's words."""

    def __init__(self, folder: Path) -> None:
        self.ledger: Ledger = fresh(folder)
        self.contacts = Contacts.open(self.ledger.state, Secrets(folder, {}))
        self._batches = 0

    def tell(self, *sightings: Any, platform: str = "wecom") -> None:
        self._batches += 1
        take(self.ledger, f"b{self._batches}", *sightings, platform=platform)

    def id(self, external: str) -> int:
        return self.ledger.analytics.rows("select id from identity where external_id = ?", [external])[0][0]

    def customer(self, external: str) -> int:
        return self.ledger.analytics.rows(
            "select customer_id from identity where external_id = ?", [external]
        )[0][0]

    def reach(self, kind: Kind, text: str) -> tuple[str, str]:
        """(reference, what is sealed) of a phone or an e-mail."""
        if kind is Kind.EMAIL:
            return _other(kind, self.contacts.hash(kind, text)), self.contacts.seal_many(kind, [text])[0]
        phone: Any = self.contacts.phone(text)
        sealed = self.contacts.seal_many(kind, [phone.number])[0]
        parts = (sealed, self.contacts.last_four_hash(phone.last_four), self.contacts.shown_hash(phone.shown))
        return _other(kind, self.contacts.hash(kind, phone.number)), "\x1f".join(parts)

    def has_phone(self, who: str, text: str, *, strong: int = 1) -> Any:
        ref, sealed = self.reach(Kind.PHONE, text)
        return (K.IDENTITY_LINKED, START, {"actor": who, "related": ref, "amount": strong, "text": sealed,
                                           "props": '{"by":"import"}'})  # fmt: skip

    def has_email(self, who: str, text: str) -> Any:
        ref, sealed = self.reach(Kind.EMAIL, text)
        return (K.IDENTITY_LINKED, START, {"actor": who, "related": ref, "amount": 0, "text": sealed,
                                           "props": '{"by":"import"}'})  # fmt: skip


def _other(platform: str, external: str) -> str:
    return f"\x1f{platform}\x1f{external}"


def met(who: str, name: str | None = None, role: catalogue.Role = catalogue.Role.PERSON) -> Any:
    return (K.IDENTITY_SEEN, START, {"actor": who, "name": name, "role": role})


def staff(who: str, name: str) -> Any:
    return met(who, name, catalogue.Role.STAFF)


def follows(who: str, by: str, at: int = START, **told: str) -> Any:
    props = json.dumps({"how": "added", **told})
    return (K.RELATION_BEGUN, at, {"actor": who, "related": by, "props": props})


def unfollows(who: str, by: str, at: int, cause: int = 1) -> Any:
    return (K.RELATION_ENDED, at, {"actor": who, "related": by, "amount": cause})


def buys(who: str, order: str, cents: int, at: int = START, *, line: str = "", **told: str) -> Any:
    return (K.ORDER_PLACED, at, {"actor": who, "ref": order + line, "related": order, "amount": cents,
                                 "props": json.dumps(told)})  # fmt: skip


def tagged(who: str, tag: str, at: int = START, **told: Any) -> Any:
    return (K.TAG_ADDED, at, {"actor": who, "ref": tag, "props": json.dumps({"source": "staff", **told})})


def operator(shop: Shop, *staff_refs: str) -> Viewer:
    """Who works as a member of staff; of several, a supervisor of their unit."""
    ids = frozenset(shop.id(ref) for ref in staff_refs)
    if len(ids) == 1:
        return Viewer(user_id=3, login="o", name="小赵", role=Role.OPERATOR, staff_id=next(iter(ids)))
    return Viewer(user_id=4, login="s", name="店长", role=Role.SUPERVISOR, unit_id=1, unit_staff=ids)


def small(folder: Path) -> Shop:
    """Four customers: li and wang of staff an, zhou of staff bo, chen in an's group alone."""
    shop = Shop(folder)
    shop.tell(
        staff("an", "安"), staff("bo", "波"), met("li", "李雷"), met("wang", "王芳"), met("zhou", "周舟"),
        met("chen", "陈晨"),
        (K.GROUP_SEEN, START, {"group": "g1", "text": "安的群", "props": '{"owner":"an"}'}),
        (K.GROUP_SEEN, START, {"group": "g2", "text": "波的群", "props": '{"owner":"bo"}'}),
        follows("li", "an", START + DAY, source="门店码", remark="老李 买茶"), follows("wang", "an", START + 2 * DAY),
        follows("zhou", "bo", START + 3 * DAY, source="直播", remark="周老师"),
        join("g1", "chen", START + DAY), join("g1", "li", START + DAY), join("g2", "li", START + DAY),
        say("g1", "li", START + 5 * DAY, "这个茶怎么泡？"), say("g2", "li", START + 6 * DAY, "波哥在吗"),
        buys("li", "o1", 9_900, START + 7 * DAY, line="/茶", items="茶", status="已完成"),
        buys("li", "o1", 100, START + 7 * DAY, line="/杯", items="杯"),
        buys("wang", "o2", 5_000, START + 8 * DAY, items="咖啡"),
        tagged("li", "偏好/茶", START + 2 * DAY, evidence="想要龙井", confidence=70),
        shop.has_phone("li", "13800138000"), shop.has_phone("zhou", "13900139000"),
        shop.has_email("wang", "wang@example.com"),
    )  # fmt: skip
    return shop

"""People who bear tags as imports brought them, and a boss who may change tags."""

from collections.abc import Iterable
from typing import Any

import pytest
from tests.accounts.people import person

from ledger.batch import DAY, START, table
from yutang.engine import Rule
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.segments.saved.world import world
from yutang.segments.tags import actions, rules, store
from yutang.segments.tags.listing import Listed, Listing, listing
from yutang.segments.tags.model import Change, Draft, Tag
from yutang.segments.tags.rules import Condition, Setting, TagRule

NOW = START + 100 * DAY


class Shop:
    """A ledger with a boss; `import_tags`, `make` and `list` in words."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.boss, self._batches = ledger, person(ledger.state, "boss"), 0

    def take(self, *sightings: tuple[Kind, int, dict[str, Any]]) -> None:
        self._batches += 1
        self.ledger.take(f"b{self._batches}", "test", "wecom", table(*sightings), now=NOW)

    def people(self, names: Iterable[str]) -> dict[str, int]:
        """Ids by name; who is new is met."""
        wanted = list(names)
        self.take(*((Kind.IDENTITY_SEEN, START, {"actor": one, "role": Role.PERSON}) for one in wanted))
        known = dict(self.ledger.analytics.rows("select external_id, id from identity"))
        return {one: known[one] for one in wanted}

    def imported(self, tag: str, names: Iterable[str], *, at: int = START, off: bool = False) -> None:
        kind = Kind.TAG_REMOVED if off else Kind.TAG_ADDED
        told = {"ref": tag, "props": '{"source":"platform"}'}
        self.take(*((kind, at, {"actor": one, "role": Role.PERSON, **told}) for one in names))

    def make(self, whole: str, *, exclusive: bool = False, until_days: int | None = None) -> Tag:
        group, name = whole.split("/")
        with self.ledger.state.read() as conn:
            there = {one.name: one.id for one in store.groups(conn)}
        if group not in there:
            made = actions.create_groups(self.ledger, self.boss, [(group, exclusive)], now=NOW)
            there[group] = made[0].id
        draft = Draft(group_id=there[group], name=name, until_days=until_days)
        return actions.create_tags(self.ledger, self.boss, [draft], now=NOW)[0]

    def listed(self, viewer: Any = None, *, now: int = NOW) -> Listing:
        with self.ledger.state.read() as conn, self.ledger.analytics.cursor() as cursor:
            return listing(conn, cursor, viewer or self.boss, now=now)

    def row(self, name: str) -> Listed:
        return next(one for one in self.listed().tags if one.name == name)

    def rule(
        self, tag_id: int, rule: Rule, *, remove_when_left: bool = True, until_days: int | None = None
    ) -> TagRule:
        """A condition drives the tag from now on."""
        says = Condition(rule=rule, remove_when_left=remove_when_left)
        return self.put(tag_id, Setting(says=says, confidence=80, until_days=until_days))

    def put(self, tag_id: int, wanted: Setting) -> TagRule:
        with self.ledger.state.read() as conn, self.ledger.analytics.cursor() as cursor:
            known = world(conn, cursor, self.ledger.zone)
        return rules.put(self.ledger, self.boss, tag_id, wanted, known, now=NOW)

    def rename(self, tag_id: int, name: str) -> None:
        actions.change_tags(self.ledger, self.boss, [Change(id=tag_id, name=name)], now=NOW)

    def unsafely_archive(self, tag_id: int) -> None:
        """As two people at one moment might: one archives, the other names it in a rule."""
        self.ledger.state.write(lambda conn: store.set_tags(conn, [tag_id], archived_at=NOW))

    def props(self, tag_id: int) -> list[str]:
        """What the facts of a tag say, in their order."""
        sql = "select props from fact where object_id = ? order by id"
        return [row[0] for row in self.ledger.analytics.rows(sql, [tag_id])]

    def bearers(self, tag_id: int, *, now: int = NOW) -> set[str]:
        """Names of who bears a tag."""
        found = self.ledger.analytics.rows(
            "select i.external_id from tagging t join identity i on i.id = t.customer_id"
            " where t.tag_id = ? and (t.until is null or t.until > make_timestamp(?))", [tag_id, now],
        )  # fmt: skip
        return {row[0] for row in found}


@pytest.fixture
def shop(ledger: Ledger) -> Shop:
    return Shop(ledger)

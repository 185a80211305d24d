"""Tags of ours kept on a fake WeCom over HTTP: `here.keep("意向/高")`, `here.bear("wm000", tag)`, `here.push()`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.accounts.people import person
from tests.connections.wecom.conftest import MEMBERS, TAGS, World, truth_tags

from fakecom.people import befriend, corp_in, follow_of
from fakecom.running import CORP, ONE_APP, Running
from yutang.connections.wecom.tagging import store as tagging
from yutang.kit.clock import SECOND
from yutang.ledger.catalogue import Kind
from yutang.ledger.record import acts
from yutang.segments.tags import actions, store, wecom
from yutang.segments.tags.model import Draft, Tag

MARK, ADD, LIST = (f"externalcontact/{one}" for one in ("mark_tag", "add_corp_tag", "get_corp_tag_list"))
ALL = ("staff", "tags", "customers")


class Keeper(World):
    """li follows wm000 … wm009, wang wm000 … wm004; all of it is learned."""

    def __init__(self, folder: Path, fake: Running) -> None:
        super().__init__(folder, fake)
        self.boss = person(self.ledger.state, "boss")
        self.acts = 0

    def tag(self, whole: str) -> Tag:
        """A tag of ours; its group is made where there is none."""
        group, name = whole.split("/")
        with self.ledger.state.read() as conn:
            there = {one.name: one.id for one in store.groups(conn)}
        if group not in there:
            there[group] = actions.create_groups(self.ledger, self.boss, [(group, False)], now=self.now())[
                0
            ].id
        draft = Draft(group_id=there[group], name=name)
        return actions.create_tags(self.ledger, self.boss, [draft], now=self.now())[0]

    def switch(self, group_id: int, *, on: bool = True) -> None:
        wecom.switch(self.ledger, self.boss, group_id, self.id, on=on, now=self.now())

    def keep(self, *wholes: str) -> list[Tag]:
        made = [self.tag(whole) for whole in wholes]
        for group_id in dict.fromkeys(one.group_id for one in made):
            self.switch(group_id)
        return made

    def bear(self, person_: str, tag: Tag, *, off: bool = False, source: str = "rule") -> None:
        """A customer bears a tag, or no longer, by our word."""
        self.acts += 1
        id_ = self.ledger.analytics.rows("select id from identity where external_id = ?", [person_])[0][0]
        kind = Kind.TAG_REMOVED if off else Kind.TAG_ADDED
        said = {"kind": kind, "happened": self.now() + self.acts, "identity_id": id_, "object_id": tag.id,
                "props": f'{{"source":"{source}"}}'}  # fmt: skip
        self.ledger.record(acts([said]), origin="test", now=self.now())

    def push(self) -> dict[str, int]:
        return wecom.push(self.tools, self.id)

    def preview(self, tag: Tag) -> Any:
        return wecom.preview(self.tools, self.id, tag.group_id)

    def there(self) -> set[tuple[str, str, str]]:
        """(member, customer, "group/name") as the platform has it."""
        return truth_tags(self.fake)

    def facts(self) -> set[tuple[Any, ...]]:
        """(member, customer, "group/name") as facts of the platform's say it here."""
        return {row for row in self.rows(TAGS) if row[2]}  # what we say ourselves names no tag

    def count(self) -> int:
        return self.ledger.analytics.rows("select count(*) from fact")[0][0]

    def names(self) -> dict[str, list[str]]:
        """Tags of the platform by group."""
        return {
            group.group_name: [tag.name for tag in group.tags.values() if not tag.deleted]
            for group in corp_in(self.fake).tag_groups.values() if not group.deleted
        }  # fmt: skip

    def marks(self) -> list[Any]:
        with self.ledger.state.read() as conn:
            return sorted(tagging.marks(conn, self.id))

    def calls(self, path: str = MARK) -> int:
        """Calls of one endpoint, in this hour of the fake's."""
        window = self.fake.state.windows.get(f"corp {CORP} {path}")
        return 0 if window is None else window.in_hour

    def by_hand(self, userid: str, person_: str, *, add: str = "", remove: str = "") -> None:
        """A member of staff marks in the app, a moment later."""
        self.fake.pass_time(2)
        ids = {f"{group.group_name}/{tag.name}": tag.id for group in corp_in(self.fake).tag_groups.values()
               for tag in group.tags.values() if not tag.deleted}  # fmt: skip
        asked = {"add_tag": [ids[add]] if add else [], "remove_tag": [ids[remove]] if remove else []}
        self.fake.ctl("note", userid=userid, external_userid=person_, **asked)
        self.fake.pass_time(2)

    def bears(self, userid: str, person_: str) -> int:
        return len(follow_of(self.fake, userid, person_).tag_ids)

    def learn(self) -> dict[str, int]:
        """A sync, a little later."""
        self.fake.pass_time(2)
        found = self.sync(*ALL)
        self.fake.pass_time(2)
        return found

    def again(self) -> None:
        """What a restart finds."""
        self.clients.close()
        self.wire()

    @property
    def later(self) -> int:
        return self.now() + SECOND


@pytest.fixture
def fake() -> Iterator[Running]:
    """A corp with three members who serve customers."""
    made = Running()
    made.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=MEMBERS)
    yield made
    made.close()


@pytest.fixture
def here(fake: Running, tmp_path: Path) -> Iterator[Keeper]:
    made = Keeper(tmp_path, fake)
    befriend(fake, "li", *(f"wm{n:03}" for n in range(10)))
    befriend(fake, "wang", *(f"wm{n:03}" for n in range(5)))
    made.learn()
    yield made
    made.close()

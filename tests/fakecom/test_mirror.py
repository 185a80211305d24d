"""Whoever only listens knows the same as who only asks: a naive mirror of the events equals the API, whatever happens."""

import random
from collections import defaultdict
from collections.abc import Callable

import pytest

from fakecom.receiver import Receiver
from fakecom.running import Caller, Running

MEMBERS = ("zhangsan", "lisi", "wangwu")
CUSTOMERS = tuple(f"wm{n}" for n in range(6))


class Mirror:
    """What the events say: friends of each member, seats, owner and version of each group, ids of tags."""

    def __init__(self) -> None:
        self.friends: dict[str, set[str]] = defaultdict(set)
        self.seats: dict[str, set[str]] = defaultdict(set)
        self.versions: dict[str, str] = {}
        self.tags: set[str] = set()

    def hear(self, event: dict) -> None:
        kind = event["Event"].removeprefix("change_external_")
        if kind == "contact":
            self._contact(event["ChangeType"], event["UserID"], event["ExternalUserID"])
        elif kind == "chat":
            self._chat(event)
        elif event["TagType"] == "tag":
            {"create": self.tags.add, "delete": self.tags.discard, "update": str}[event["ChangeType"]](
                event["Id"]
            )

    def _contact(self, change: str, userid: str, external: str) -> None:
        if change in {"add_external_contact", "add_half_external_contact"}:
            self.friends[userid].add(external)
        elif change in {"del_external_contact", "del_follow_user"}:
            self.friends[userid].discard(external)

    def _chat(self, event: dict) -> None:
        seats, chat_id = self.seats[event["ChatId"]], event["ChatId"]
        if event["ChangeType"] == "dismiss":
            self.versions.pop(chat_id, None)
        elif "MemChangeList" in event:
            items = event["MemChangeList"]["Item"]
            people = {items} if isinstance(items, str) else set(items)
            assert len(people) == int(event["MemChangeCnt"])
            assert self.versions.get(chat_id, event["LastMemVer"]) == event["LastMemVer"]
            self.versions[chat_id] = event["CurMemVer"]
            self.seats[chat_id] = seats | people if event["UpdateDetail"] == "add_member" else seats - people


def live(running: Running, chance: random.Random, count: int) -> None:
    """So many acts of chance; one that can't be done is refused, and nothing is told of it."""
    chats: list[str] = []
    tags: list[str] = []

    def pair() -> dict:
        return {"userid": chance.choice(MEMBERS), "external_userid": chance.choice(CUSTOMERS)}

    def group(act: str, **more: object) -> tuple[str, dict]:
        return f"groups/{chance.choice(chats or ['none'])}/{act}", more

    acts: list[Callable[[], tuple[str, dict]]] = [
        lambda: ("add", pair() | {"half": chance.random() < 0.3}),
        lambda: ("accept", pair()),
        lambda: ("delete", pair() | {"by": chance.choice(["member", "customer"])}),
        lambda: ("note", pair() | {"remark": str(chance.random())}),
        lambda: ("groups", {"userid": chance.choice(MEMBERS)}),
        lambda: group("join", people=chance.sample(CUSTOMERS, 2)),
        lambda: group("leave", people=chance.sample(CUSTOMERS, 2), removed=chance.random() < 0.5),
        lambda: group("change", name=str(chance.random())),
        lambda: group("dismiss") if chance.random() < 0.2 else group("join", people=[chance.choice(MEMBERS)]),
        lambda: ("console/tags", {"group_name": chance.choice("一二"), "tags": [str(chance.random())]}),
        lambda: (f"console/tags/{chance.choice(tags or ['none'])}/delete", {}),
    ]
    for _ in range(count):
        path, asked = chance.choice(acts)()
        said = running.http.post(f"/__ctl/{path}", json=asked)
        assert said.status_code in {200, 400}
        if said.status_code == 200:
            chats += [said.json()["chat_id"]] if path == "groups" else []
            tags += said.json()["tags"].values() if path == "console/tags" else []
        running.ctl("callbacks/settle")


def friends(app: Caller, userid: str) -> set[str]:
    said = app.raw("GET", "externalcontact/list", params={"userid": userid}).json()
    assert said["errcode"] in {0, 84061}
    return set(said.get("external_userid", []))


@pytest.mark.parametrize("seed", range(6))
def test_who_listens_knows_what_who_asks_knows(running: Running, app: Caller, seed: int) -> None:
    receiver, mirror = Receiver(), Mirror()
    assert receiver.connect(running)["saved"]
    live(running, random.Random(seed), 120)
    assert len(receiver.events) > 40
    for event in receiver.events:
        mirror.hear(event)
    assert {one: friends(app, one) for one in MEMBERS} == {one: mirror.friends[one] for one in MEMBERS}
    rows = app.post("externalcontact/groupchat/list", limit=1000)["group_chat_list"]
    for row in rows:
        group = app.post("externalcontact/groupchat/get", chat_id=row["chat_id"])["group_chat"]
        seated = {seat["userid"] for seat in group["member_list"]} - {group["owner"]}
        assert mirror.seats[row["chat_id"]] - {group["owner"]} == seated
        assert mirror.versions.get(row["chat_id"], group["member_version"]) == group["member_version"]
    assert {row["chat_id"] for row in rows} >= mirror.versions.keys()
    listed = app.post("externalcontact/get_corp_tag_list")["tag_group"]
    assert {tag["id"] for one in listed for tag in one["tag"]} == mirror.tags
    receiver.close()

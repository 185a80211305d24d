"""Lives of a small corp: what people and an app do in any order, drawn by hypothesis, answered without a socket.

A step is a name and three numbers; what they stand for depends on what is there when it is done, so that every life can
be lived, and a shorter one is a simpler one.
"""

import asyncio
from typing import Any

import msgspec
from hypothesis import strategies as st

from fakecom.running import CORP, START
from yutang.fakecom import Fake, snapshot
from yutang.fakecom.state.corps import App, Callback, Member, Policy, Token
from yutang.fakecom.state.world import Corp, State
from yutang.fakecom.web import Request

AGENT, TOKEN = 1000002, "token-of-a-long-life"
MEMBERS = ("zhangsan", "lisi", "wangwu")
CUSTOMERS = tuple(f"wm{number}" for number in range(5))
CHATS = tuple(f"wr{number}" for number in range(3))
WAITS = (1, 60, 3600, 6 * 3600, 86_400, 2 * 86_400, 8 * 86_400, 31 * 86_400)  # seconds
KINDS = (
    "wait", "wait", "scan", "scan", "part", "accept", "speak", "habit", "resign", "found", "join", "leave", "change",
    "mass", "mass", "group_mass", "confirm", "confirm", "storm", "cancel", "remind", "moment", "publish", "hand_on",
    "hand_on", "refuse", "hand_group", "mark",
)  # fmt: skip
Step = tuple[str, int, int, int]
STEPS = st.tuples(st.sampled_from(KINDS), st.integers(0, 11), st.integers(0, 11), st.integers(0, 11))
LIVES = st.lists(STEPS, min_size=5, max_size=40)
E = "externalcontact/"


class Life:
    """One corp with three members with a customer each, two more outside, three codes and a tag. Close it when it is over."""

    def __init__(self, state: State | None = None, **policy: Any) -> None:
        self._runner = asyncio.Runner()
        self.fake = Fake(state or State(now=START * 1000, tokens={TOKEN: Token(CORP, AGENT, 1 << 60)}))
        self.scans: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = []  # outcome, before, after
        if state is None:
            self._begin(policy)

    def _begin(self, policy: dict[str, Any]) -> None:
        app = App(agentid=AGENT, secret="s")
        members = {one: Member(userid=one, name=one) for one in MEMBERS}
        self.fake.state.corps[CORP] = Corp(
            corpid=CORP, policy=Policy(**policy), apps={AGENT: app}, members=members
        )
        for one in CUSTOMERS:
            self.ctl("externals", external_userid=one, name=one)
        for userid, external in zip(MEMBERS, CUSTOMERS, strict=False):
            self.ctl("add", userid=userid, external_userid=external)
        for number, users in enumerate((["zhangsan"], ["lisi", "wangwu"], ["wangwu"])):
            made = {"type": 2, "scene": 2, "user": users, "skip_verify": number < 2, "state": f"s{number}"}
            self.api(f"{E}add_contact_way", **made)
        self.api(f"{E}add_corp_tag", group_name="档位", tag=[{"name": "299"}])

    def close(self) -> None:
        self._runner.close()

    def again(self) -> "Life":
        """Another life that goes on from a snapshot of this one."""
        return Life(snapshot.load(self.dump()))

    def dump(self) -> bytes:
        return snapshot.dump(self.fake.state)

    def listen(self) -> None:
        """Give the app a callback where nobody listens: what is emitted is counted all the same."""
        self.corp.apps[AGENT].callback = Callback("http://127.0.0.1:1/", "token", "a" * 43)
        self.fake.state.settings.push_attempts = 1

    @property
    def corp(self) -> Corp:
        return self.fake.state.corps[CORP]

    def _ask(self, path: str, query: dict[str, str], asked: dict[str, Any]) -> tuple[int, Any]:
        body = msgspec.json.encode(asked)
        request = Request("POST", path, query, {"host": "fake"}, body, "127.0.0.1")
        answer = self._runner.run(self.fake.respond(request))
        assert answer.status in {200, 400}, (path, asked, answer.body.decode())
        return answer.status, msgspec.json.decode(answer.body)

    def ctl(self, path: str, /, **asked: Any) -> Any:
        """What somebody does; None when he can't."""
        status, said = self._ask(f"/__ctl/{path}", {}, asked)
        return said if status == 200 else None

    def api(self, path: str, /, **asked: Any) -> Any:
        """What the app calls: the answer, refused or not. It never emits."""
        told = self.fake.state.push_count
        _, said = self._ask(f"/cgi-bin/{path}", {"access_token": TOKEN}, asked)
        assert self.fake.state.push_count == told, path
        return said

    def pages(self, path: str, rows: str, /, **asked: Any) -> list[dict[str, Any]]:
        found, cursor = [], ""
        while True:
            said = self.api(path, **asked, **({"cursor": cursor} if cursor else {}))
            found += said[rows]
            cursor = said.get("next_cursor", "")
            if not cursor:
                return found

    def wait(self, seconds: float) -> None:
        assert self.ctl("clock", advance=seconds) is not None

    def live(self, steps: list[Step]) -> "Life":
        for kind, a, b, c in steps:
            getattr(self, f"_{kind}")(a, b, c)
        return self

    def relations(self) -> dict[str, Any]:
        """Who is whose friend since when, and who asks to be."""
        friends = {
            f"{userid} {external}": one.createtime
            for userid, mine in self.corp.follows.items()
            for external, one in mine.items()
            if not one.lost_at
        }
        return {"friends": friends, "asking": len(self.corp.asking), "serial": self.corp.serial}

    def _wait(self, a: int, b: int, c: int) -> None:
        self.wait(WAITS[a % len(WAITS)])

    def _scan(self, a: int, b: int, c: int) -> None:
        code, before = list(self.corp.ways)[a % 3], self.relations()
        said = self.ctl("scan", code=code, external_userid=CUSTOMERS[b % 5], half=c > 8)
        self.scans.append((said | {"led": self.corp.ways[code].user}, before, self.relations()))

    def _pair(self, a: int, b: int) -> dict[str, str]:
        return {"userid": MEMBERS[a % 3], "external_userid": CUSTOMERS[b % 5]}

    def _part(self, a: int, b: int, c: int) -> None:
        self.ctl("delete", by=("customer", "member")[c % 2], **self._pair(a, b))

    def _accept(self, a: int, b: int, c: int) -> None:
        self.ctl("accept", **self._pair(a, b))

    def _speak(self, a: int, b: int, c: int) -> None:
        pair = self._pair(a, b)
        said = {"userid": pair["userid"], "external_userid": pair["external_userid"], "text": "在吗"}
        self.ctl(f"member/{pair['userid']}/speak" if c % 2 else f"customer/{CUSTOMERS[b % 5]}/speak", **said)

    def _habit(self, a: int, b: int, c: int) -> None:
        self.ctl(f"member/{MEMBERS[a % 3]}/habit", probability=b / 11, low_s=60, high_s=3600 * c, mean_s=600)

    def _resign(self, a: int, b: int, c: int) -> None:
        if c > 9:
            self.ctl(f"member/{MEMBERS[a % 3]}/resign")

    def _found(self, a: int, b: int, c: int) -> None:
        self.ctl("groups", userid=MEMBERS[a % 3], chat_id=CHATS[b % 3], people=list(CUSTOMERS[: c % 6]))

    def _group(self, number: int, act: str, **more: Any) -> None:
        self.ctl(f"groups/{CHATS[number % 3]}/{act}", **more)

    def _join(self, a: int, b: int, c: int) -> None:
        self._group(a, "join", people=[CUSTOMERS[b % 5], MEMBERS[c % 3], CUSTOMERS[b % 5]])

    def _leave(self, a: int, b: int, c: int) -> None:
        self._group(a, "leave", people=[CUSTOMERS[b % 5], MEMBERS[c % 3], CUSTOMERS[b % 5]], removed=c > 5)

    def _change(self, a: int, b: int, c: int) -> None:
        self._group(a, "change", owner=MEMBERS[b % 3], name=f"群{c}")

    def _mass(self, a: int, b: int, c: int) -> None:
        asked: dict[str, Any] = {"sender": MEMBERS[a % 3]} if a < 6 else {}
        if b < 8 or not asked:
            asked["external_userid"] = list(CUSTOMERS[b % 4 :])
        self.api(f"{E}add_msg_template", text={"content": "活动"}, allow_select=c > 8, **asked)

    def _group_mass(self, a: int, b: int, c: int) -> None:
        asked: dict[str, Any] = {"chat_id_list": [CHATS[b % 3]]} if b < 8 else {}
        asked |= {"chat_type": "group", "sender": MEMBERS[a % 3], "text": {"content": "活动"}}
        self.api(f"{E}add_msg_template", **asked)

    def _confirm(self, a: int, b: int, c: int) -> None:
        if c < 6:
            self.ctl(f"member/{MEMBERS[a % 3]}/confirm", msgid=self._message(b), without=[CUSTOMERS[c % 5]])
        else:
            self.ctl(f"member/{MEMBERS[a % 3]}/confirm")

    def _message(self, number: int) -> str:
        made = list(self.corp.mass)
        return made[number % len(made)] if made else "msg-none"

    def _storm(self, a: int, b: int, c: int) -> None:
        """A member sends on his own account, many times."""
        to: dict[str, Any] = {"external_userid": list(CUSTOMERS[: 1 + b % 5])}
        if c > 8:
            to = {"chat_id_list": [CHATS[b % 3]]}
        for _ in range(c):
            self.ctl(f"member/{MEMBERS[a % 3]}/mass", text="自己", **to)

    def _cancel(self, a: int, b: int, c: int) -> None:
        self.api(f"{E}cancel_groupmsg_send", msgid=self._message(a))

    def _remind(self, a: int, b: int, c: int) -> None:
        self.api(f"{E}remind_groupmsg_send", msgid=self._message(a))

    def _moment(self, a: int, b: int, c: int) -> None:
        self.api(f"{E}add_moment_task", text={"content": "朋友圈"})

    def _publish(self, a: int, b: int, c: int) -> None:
        made = ["", *self.corp.moments]
        self.ctl(f"member/{MEMBERS[a % 3]}/publish", moment_id=made[b % len(made)], text="自己")

    def _hand_on(self, a: int, b: int, c: int) -> None:
        left = self.corp.members[MEMBERS[a % 3]].resigned_at
        path = f"{E}resigned/transfer_customer" if left else f"{E}transfer_customer"
        asked = {"handover_userid": MEMBERS[a % 3], "takeover_userid": MEMBERS[b % 3]}
        self.api(path, **asked, external_userid=list(CUSTOMERS[c % 5 :]))

    def _refuse(self, a: int, b: int, c: int) -> None:
        self.ctl(f"customer/{CUSTOMERS[a % 5]}/refuse")

    def _hand_group(self, a: int, b: int, c: int) -> None:
        path = f"{E}groupchat/transfer" if c > 8 else f"{E}groupchat/onjob_transfer"
        self.api(path, chat_id_list=list(CHATS[a % 3 :]), new_owner=MEMBERS[b % 3])

    def _mark(self, a: int, b: int, c: int) -> None:
        tags = [one for group in self.corp.tag_groups.values() for one in group.tags]
        self.api(f"{E}mark_tag", **self._pair(a, b), **{("add_tag", "remove_tag")[c % 2]: tags})

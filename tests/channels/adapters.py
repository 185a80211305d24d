"""Every adapter on a stage of its own: the far side really there, and able to fail. The contract's tests run on each.

To test a new channel: a class with the same members, and a line in STAGES.
"""

from typing import Any

from tests.channels.wecom.platform import Platform
from tests.kit.receiver import Receiver as Listening

from yutang.channels.console.channel import ConsoleChannel
from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.channel import Channel
from yutang.channels.contract.message import Audience, Message, Recipient, Task
from yutang.channels.contract.outcomes import Polled, Standing, State
from yutang.channels.webhook.channel import Receiver, WebhookChannel
from yutang.kit.clock import now

HELLO = Message(text="周五直播，记得来")


class Desk:
    """A desk in memory, for the console channel."""

    def __init__(self) -> None:
        self.laid: dict[str, Task] = {}
        self.said: set[str] = set()

    def lay(self, key: str, task: Task) -> None:
        self.laid.setdefault(key, task)

    def look(self, key: str) -> Polled | None:
        task = self.laid.get(key)
        if task is None:
            return None
        done = key in self.said
        state = State.SENT if done else State.AWAITING_STAFF
        standings = tuple(Standing(each, state, sender=task.sender) for each in task.recipients)
        return Polled(ref=key, standings=standings, confirmed={task.sender: done}, final=done)

    def take_away(self, key: str) -> bool:
        return key not in self.said and self.laid.pop(key, None) is not None

    def nudge(self, key: str) -> bool:
        return key in self.laid and key not in self.said


class OnConsole:
    def __init__(self) -> None:
        self.desk = Desk()
        self.channel: Channel = ConsoleChannel(self.desk)
        self.audience = Audience(
            target=Target.PERSON, recipients=(Recipient("p1", "li"), Recipient("p2", "li"))
        )

    can_fail = False

    def confirm(self) -> None:
        self.desk.said |= set(self.desk.laid)

    def copies(self) -> int:
        return len(self.desk.laid)

    def close(self) -> None:
        pass


class OnWebhook:
    can_fail = True

    def __init__(self) -> None:
        self.there = Listening([200])
        self.channel: Channel = WebhookChannel(
            Receiver(url=self.there.url, secret="yws_x", reach="local"), now=now, whole=10.0
        )
        self.audience = Audience(target=Target.PERSON, recipients=(Recipient("p1"), Recipient("p2")))

    def refuse_for_now(self) -> None:
        self.there.plan = [503]

    def lose_the_answer(self) -> None:
        self.there.plan = ["garbage", 200]

    def mend(self) -> None:
        self.there.plan = [200]

    def copies(self) -> int:
        """Messages that the receiver keeps: it drops what it has seen."""
        return len({headers["X-Yutang-Delivery"] for _, headers, _ in self.there.got})

    def confirm(self) -> None:
        pass

    def close(self) -> None:
        self.there.close()


class OnWeCom:
    can_fail = True
    path = "externalcontact/add_msg_template"

    def __init__(self) -> None:
        self.there = Platform()
        self.channel: Channel = self.there.channel
        self.audience = Audience(
            target=Target.PERSON, recipients=(Recipient("wm1", "zhangsan"), Recipient("wm2", "zhangsan"))
        )

    def refuse_for_now(self) -> None:
        self.there.fault("rate", self.path)

    def lose_the_answer(self) -> None:
        self.there.fault("reset_after", self.path, 1)

    def mend(self) -> None:
        self.there.mend()
        self.there.running.pass_time(3_600)

    def confirm(self) -> None:
        self.there.running.ctl("member/zhangsan/confirm")

    def copies(self) -> int:
        corps: Any = self.there.running.state.corps
        return sum(len(corp.mass) for corp in corps.values())

    def close(self) -> None:
        self.there.close()


STAGES = {"console": OnConsole, "webhook": OnWebhook, "wecom": OnWeCom}

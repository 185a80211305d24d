"""The console channel: shown once, followed, taken away while nobody has done it."""

from tests.channels.adapters import Desk

from yutang.channels.console.channel import ConsoleChannel
from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Audience, Message, Recipient, Task
from yutang.channels.contract.outcomes import AwaitingStaff, Done, HumanTask, Polled, Refused, State

TASK = Task(target=Target.PERSON, recipients=("p1",), message=Message(text="请回电"), sender="li")


def test_a_task_lies_on_the_desk_once() -> None:
    desk = Desk()
    channel = ConsoleChannel(desk)
    other = Task(target=Target.PERSON, recipients=("p2",), message=Message(text="另一条"), sender="li")
    assert channel.submit(TASK, "k1") == channel.submit(other, "k1") == AwaitingStaff("k1")
    assert desk.laid == {"k1": TASK}


def test_it_is_followed_until_staff_have_done_it() -> None:
    desk = Desk()
    channel = ConsoleChannel(desk)
    channel.submit(TASK, "k1")
    waiting = channel.poll("k1")
    assert ([each.state for each in waiting.standings], waiting.final) == ([State.AWAITING_STAFF], False)
    assert channel.remind("k1") == Done("k1")
    desk.said.add("k1")
    assert channel.poll("k1").final
    assert channel.remind("k1") == Refused("nobody_left", permanent=True)
    assert channel.cancel("k1") == Refused("too_late", permanent=True)


def test_what_was_taken_away_was_never_done() -> None:
    channel = ConsoleChannel(Desk())
    channel.submit(TASK, "k1")
    assert channel.cancel("k1") == Done("k1")
    assert channel.poll("k1") == Polled(ref="", final=True)


def test_a_message_for_nobody_in_particular_has_no_desk() -> None:
    made = ConsoleChannel(Desk()).plan(
        TASK.message, Audience(target=Target.GROUP, recipients=(Recipient("wr1"),))
    )
    assert (made.tasks, made.dropped) == ((), {"wr1": "no_sender"})


def test_an_empty_message_is_refused_and_anything_else_is_for_a_person() -> None:
    channel = ConsoleChannel(Desk())
    assert channel.submit(Task(target=Target.PERSON, recipients=("p",), message=Message()), "k") == Refused(
        "empty", permanent=True
    )
    assert channel.moderate("mute", "wm1") == HumanTask(action="mute", target="wm1", how="by_hand")

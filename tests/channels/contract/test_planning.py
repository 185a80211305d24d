"""Planning: everybody ends in one task or with a reason, and no task is larger than the far side takes."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.channels.contract.capabilities import Capabilities, Limits, Receipt, SendMode, Target, Unit
from yutang.channels.contract.capabilities import Inbound as Completeness
from yutang.channels.contract.message import Audience, File, Image, Link, Message, Recipient
from yutang.channels.contract.planning import faults, length, plan

HELLO = Message(text="你好")


def _able(recipients: int = 3, *, text: int = 10, unit: Unit = Unit.BYTES) -> Capabilities:
    limits = Limits(text=text, unit=unit, attachments=1, recipients=recipients)
    return Capabilities(
        name="x",
        send_mode=SendMode.STAFF_CONFIRMED,
        limits={Target.PERSON: limits, Target.GROUP: limits},
        needs_sender=frozenset({Target.GROUP}),
        receipts=Receipt.SENT,
        inbound=Completeness.HINTS,
    )


def _audience(*recipients: Recipient, target: Target = Target.PERSON) -> Audience:
    return Audience(target=target, recipients=recipients)


RECIPIENTS = st.lists(
    st.builds(
        Recipient,
        id=st.integers(0, 30).map("wm{}".format),
        sender=st.sampled_from(["", "li", "wang"]),
        left=st.none() | st.integers(-1, 3),
        consented=st.booleans(),
    ),
    max_size=60,
)


@given(RECIPIENTS, st.integers(1, 7), st.sampled_from([Target.PERSON, Target.GROUP]))
def test_everybody_is_in_one_task_or_dropped_with_a_reason(
    who: list[Recipient], most: int, target: Target
) -> None:
    made = plan(HELLO, _audience(*who, target=target), _able(most))
    placed = Counter(one for task in made.tasks for one in task.recipients)
    assert set(placed) | set(made.dropped) == {each.id for each in who}
    assert not set(placed) & set(made.dropped)
    assert set(placed.values()) <= {1}
    assert all(1 <= len(task.recipients) <= most for task in made.tasks)
    first = {each.id: each for each in reversed(who)}
    assert all(first[one].sender == task.sender for task in made.tasks for one in task.recipients)


@given(RECIPIENTS)
def test_planning_again_gives_the_same_plan(who: list[Recipient]) -> None:
    assert plan(HELLO, _audience(*who), _able()) == plan(HELLO, _audience(*who), _able())


def test_reasons_come_in_the_order_of_weight() -> None:
    who = [
        Recipient("a", "li", 0, consented=False),
        Recipient("b", "li", 0),
        Recipient("c", "", 1),
        Recipient("d", "li", 1),
    ]
    made = plan(HELLO, _audience(*who, target=Target.GROUP), _able())
    assert made.dropped == {"a": "no_consent", "b": "capped", "c": "no_sender"}
    assert [(task.sender, task.recipients) for task in made.tasks] == [("li", ("d",))]


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        (Message(), ("empty",)),
        (Message(text="字字字字"), ("text_too_long",)),
        (Message(text="字字字"), ()),
        (Message(attachments=(Image("1"),)), ()),
        (Message(attachments=(Image("1"), Image("2"))), ("too_many_attachments",)),
        (
            Message(text="a" * 11, attachments=(Image("1"), Image("2"))),
            ("text_too_long", "too_many_attachments"),
        ),
    ],
)
def test_a_message_that_cant_go_reaches_nobody(message: Message, wrong: tuple[str, ...]) -> None:
    made = plan(message, _audience(Recipient("a"), Recipient("b")), _able())
    assert made.wrong == wrong
    assert made.dropped == ({"a": "message", "b": "message"} if wrong else {})
    assert bool(made.tasks) is not bool(wrong)


def test_a_target_that_the_channel_has_not_is_said() -> None:
    made = plan(HELLO, _audience(Recipient("li"), target=Target.FEED), _able())
    assert (made.wrong, made.tasks) == (("target",), ())


@pytest.mark.parametrize(("text", "octets", "chars"), [("", 0, 0), ("ab", 2, 2), ("字", 3, 1), ("😀", 4, 1)])
def test_texts_are_measured_in_the_channels_unit(text: str, octets: int, chars: int) -> None:
    assert (length(text, Unit.BYTES), length(text, Unit.CHARS)) == (octets, chars)


FEED = Limits(
    text=5, unit=Unit.CHARS, bytes=9, attachments=9, recipients=9, kinds={"image": 2, "link": 1}, mixes=False
)


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        (Message(text="字字字"), ()),
        (Message(text="字字字字"), ("text_too_long",)),  # four characters of twelve bytes
        (Message(attachments=(Image("a"), Image("b"))), ()),
        (Message(attachments=(Image("a"), Image("b"), Image("c"))), ("too_many_attachments",)),
        (Message(attachments=(File("a"),)), ("attachment_kind",)),
        (Message(attachments=(Image("a"), Link("t", "https://a.example"))), ("attachments_mixed",)),
    ],
)
def test_a_feed_takes_some_kinds_and_one_of_them_at_a_time(message: Message, wrong: tuple[str, ...]) -> None:
    assert faults(message, FEED) == wrong

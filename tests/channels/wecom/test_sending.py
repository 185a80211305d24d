"""Tasks as WeCom's calls, on the fake platform: what is asked for, and a lost answer that makes no second message."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.wecom.platform import Platform, platform
from tests.channels.wecom.scripted import error, serving

from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import File, Image, Link, Message, MiniProgram, Task, Video
from yutang.channels.contract.outcomes import AwaitingStaff, Polled, Refused, RetryAfter, Trouble, Unknown
from yutang.channels.wecom.client import Clock
from yutang.channels.wecom.polling import SETTLED, poll
from yutang.channels.wecom.sending import fingerprint, looks, submit
from yutang.kit.clock import SECOND

HELLO = Message(text="周五直播，记得来")
ADD = "externalcontact/add_msg_template"
EVERYTHING = Message(
    text="看图",
    attachments=(
        Image("m1"),
        Video("m2"),
        File("m3"),
        Link("标题", "https://a.example/1", "说明", "https://a.example/p.png"),
        MiniProgram("小程序", "wx1", "/index", "m4"),
    ),
)


def _task(
    *people: str, sender: str = "zhangsan", message: Message = HELLO, target: Target = Target.PERSON
) -> Task:
    return Task(target=target, recipients=people, message=message, sender=sender)


def test_a_message_is_asked_for_with_all_its_parts() -> None:
    with serving() as (server, client, _):
        server.play[ADD] = [error(0, msgid="msg1", fail_list=["wm9"])]
        found = submit(client, _task("wm1", "wm9", message=EVERYTHING))
        assert found == AwaitingStaff("mass:msg1", {"wm9": "invalid"})
        assert server.bodies(ADD) == [
            {
                "chat_type": "single", "external_userid": ["wm1", "wm9"], "sender": "zhangsan",
                "text": {"content": "看图"},
                "attachments": [
                    {"msgtype": "image", "image": {"media_id": "m1"}},
                    {"msgtype": "video", "video": {"media_id": "m2"}},
                    {"msgtype": "file", "file": {"media_id": "m3"}},
                    {"msgtype": "link", "link": {"title": "标题", "url": "https://a.example/1", "desc": "说明",
                                                 "picurl": "https://a.example/p.png"}},
                    {"msgtype": "miniprogram", "miniprogram": {"title": "小程序", "appid": "wx1", "page": "/index",
                                                               "pic_media_id": "m4"}},
                ],
            }
        ]  # fmt: skip


def test_groups_and_moments_have_forms_of_their_own() -> None:
    with serving() as (server, client, _):
        server.play[ADD] = [error(0, msgid="msg1")]
        submit(client, _task("wr1", "wr2", target=Target.GROUP))
        assert server.bodies(ADD)[0] == {
            "chat_type": "group", "chat_id_list": ["wr1", "wr2"], "sender": "zhangsan", "text": {"content": HELLO.text}
        }  # fmt: skip
        server.play["externalcontact/add_moment_task"] = [error(0, jobid="j1")]
        post = Message(attachments=(Link("标题", "https://a.example", "", "cover1"),))
        task = Task(target=Target.FEED, recipients=("zhangsan", "lisi"), message=post, tags=("et1",))
        found = submit(client, task)
        assert isinstance(found, AwaitingStaff)
        assert found.ref.startswith("job:j1 [")
        assert server.bodies("externalcontact/add_moment_task")[0] == {
            "attachments": [
                {
                    "msgtype": "link",
                    "link": {"title": "标题", "url": "https://a.example", "media_id": "cover1"},
                }
            ],
            "visible_range": {
                "sender_list": {"user_list": ["zhangsan", "lisi"]},
                "external_contact_list": {"tag_list": ["et1"]},
            },
        }


@pytest.mark.parametrize(
    ("code", "kind", "trouble", "permanent"),
    [
        (41048, Refused, Trouble.DATA, True),
        (48002, Refused, Trouble.CONFIG, False),
        (40058, Refused, Trouble.BUG, True),
        (45009, RetryAfter, None, None),
        (-1, RetryAfter, None, None),
    ],
)
def test_a_refusal_is_a_value(code: int, kind: type, trouble: Trouble | None, permanent: bool | None) -> None:
    with serving() as (server, client, time):
        server.play[ADD] = [error(code)]
        found = submit(client, _task("wm1"))
        assert isinstance(found, kind)
        if isinstance(found, Refused):
            assert (found.trouble, found.permanent, found.reason) == (trouble, permanent, str(code))
        else:
            assert found.until > time.now - 60 * SECOND


@pytest.mark.parametrize(
    "lost", ["reset_after", "timeout_after", "bad_gateway_after", "truncated", "not_json"]
)
def test_a_creation_whose_answer_was_lost_is_found(lost: str) -> None:
    with platform() as there:
        there.fault(lost, ADD, 1, how={"seconds": 0.1})
        found = submit(there.client, _task("wm1", "wm2"))
        assert isinstance(found, Unknown)
        (msgid,) = _masses(there)
        settled = poll(there.client, found.ref)
        assert isinstance(settled, Polled)
        assert (settled.ref, settled.final) == (f"mass:{msgid}", False)


@pytest.mark.parametrize("apart", [590, -590])
def test_a_creation_is_found_also_by_a_clock_that_is_wrong(apart: int) -> None:
    """Ours, against the platform's: whatever is let in as a callback is found as well."""
    with platform() as there:
        right = there.client.clock
        there.client.clock = Clock(lambda: right.now() + apart * SECOND, right.sleep, right.jitter)
        there.fault("reset_after", ADD, 1)
        lost = submit(there.client, _task("wm1", "wm2"))
        assert isinstance(lost, Unknown)
        there.running.pass_time(SETTLED // SECOND + 1)
        found = poll(there.client, lost.ref)
        assert isinstance(found, Polled)
        assert found.ref == f"mass:{_masses(there)[0]}"


def test_among_equal_texts_the_one_with_this_recipient_is_meant() -> None:
    with platform() as there:
        first = submit(there.client, _task("wm1"))
        there.fault("reset_after", ADD, 1)
        lost = submit(there.client, _task("wm2", "wm3"))
        third = submit(there.client, _task("wm4", sender="lisi"))
        assert isinstance(first, AwaitingStaff)
        assert isinstance(third, AwaitingStaff)
        assert isinstance(lost, Unknown)
        found = poll(there.client, lost.ref)
        assert isinstance(found, Polled)
        assert {first.ref, third.ref, found.ref} == {f"mass:{msgid}" for msgid in _masses(there)}


def test_what_was_never_made_is_said_so_once_time_has_passed() -> None:
    with platform() as there:
        submit(there.client, _task("wm1"))  # the same text, and not what is sought
        there.fault("reset_before", ADD, 1)
        lost = submit(there.client, _task("wm2"))
        assert isinstance(lost, Unknown)
        assert poll(there.client, lost.ref) == Polled(ref=lost.ref)
        there.running.pass_time(SETTLED // SECOND + 1)
        assert poll(there.client, lost.ref) == Polled(ref="", final=True)
        assert len(_masses(there)) == 1


def test_a_group_send_whose_answer_was_lost_is_found_by_its_sender() -> None:
    with platform() as there:
        there.fault("reset_after", ADD, 1)
        lost = submit(there.client, _task("wr1", target=Target.GROUP))
        assert isinstance(lost, Unknown)
        found = poll(there.client, lost.ref)
        assert isinstance(found, Polled)
        assert found.ref == f"mass:{_masses(there)[0]}"


def test_a_moment_whose_answer_was_lost_is_found() -> None:
    with platform() as there:
        there.fault("reset_after", "externalcontact/add_moment_task", 1)
        lost = submit(there.client, Task(target=Target.FEED, recipients=("zhangsan",), message=HELLO))
        assert isinstance(lost, Unknown)
        there.running.pass_time(60)
        found = poll(there.client, lost.ref)
        assert isinstance(found, Polled)
        assert found.ref.startswith("moment:")
        assert found.confirmed == {"zhangsan": False}


@given(st.text(max_size=30), st.lists(st.sampled_from(["image", "link"]), max_size=3), st.text(max_size=30))
def test_messages_that_differ_look_different(text: str, kinds: list[str], other: str) -> None:
    assert (fingerprint(text, kinds) == fingerprint(other, kinds)) is (text.split() == other.split())
    assert fingerprint(text, kinds) != fingerprint(text, [*kinds, "video"])


@pytest.mark.parametrize("told", ["周五 直播\n记得来", "周五 直播\r\n记得来\r\n", " 周五 直播\n记得来 "])
def test_a_text_that_is_told_again_with_other_white_space_is_the_same(told: str) -> None:
    """Else it were taken for never made, and asked twice."""
    assert fingerprint(told, []) == looks(Message(text="周五 直播\n记得来"))


def test_a_message_looks_the_same_when_it_is_told_again() -> None:
    assert looks(EVERYTHING) == fingerprint("看图", ["image", "video", "file", "link", "miniprogram"])
    assert json.dumps(looks(HELLO))


def _masses(there: Platform) -> list[str]:
    return [msgid for corp in there.running.state.corps.values() for msgid in corp.mass]


def test_a_trace_finds_what_was_made_though_nobody_heard_the_answer() -> None:
    """As after a kill: the trace was kept before the call."""
    with platform() as there:
        task = _task("wm1", "wm2")
        ref = there.channel.trace(task, "k", there.now(), ())
        made = submit(there.client, task)
        assert isinstance(made, AwaitingStaff)
        there.running.pass_time(120)
        found = poll(there.client, ref)
        assert isinstance(found, Polled)
        assert found.ref == made.ref


def test_a_trace_is_not_taken_in_by_an_equal_message_that_is_known() -> None:
    with platform() as there:
        task = _task("wm1", "wm2")
        first = submit(there.client, task)
        assert isinstance(first, AwaitingStaff)
        ref = there.channel.trace(task, "k", there.now(), [first.ref])
        there.running.pass_time(SETTLED // SECOND + 1)
        assert poll(there.client, ref) == Polled(ref="", final=True)
        second = submit(there.client, task)
        assert isinstance(second, AwaitingStaff)
        there.running.pass_time(120)
        found = poll(there.client, there.channel.trace(task, "k", there.now() - 120 * SECOND, [first.ref]))
        assert isinstance(found, Polled)
        assert found.ref == second.ref


def test_a_trace_finds_a_message_that_left_out_who_is_gone() -> None:
    with platform() as there:
        task = _task("nobody", "wm1")
        ref = there.channel.trace(task, "k", there.now(), ())
        assert submit(there.client, task) == AwaitingStaff(_made(there), {"nobody": "invalid"})
        there.running.pass_time(120)
        found = poll(there.client, ref)
        assert isinstance(found, Polled)
        assert found.ref == _made(there)


def _made(there: Platform) -> str:
    (corp,) = there.running.state.corps.values()
    return f"mass:{next(iter(corp.mass))}"

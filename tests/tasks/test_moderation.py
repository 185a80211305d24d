"""What is asked for in a group as a task: its kind, its deadline, what tells two of them apart."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.tasks.taskworld import DAY, NOW

from yutang.channels.contract.capabilities import Moderation
from yutang.kit.errors import YutangError
from yutang.locales import catalogue
from yutang.tasks.moderation import HARM, KINDS, LATEST, Quote, Wanted, due_at, source_id, wanted

ZONE = ZoneInfo("Asia/Shanghai")
MIDNIGHT = 1_772_035_200_000_000  # 2026-02-26 00:00 in Shanghai, the first after NOW


def one(action: Moderation = Moderation.KICK, **more: Any) -> Wanted:
    told = (
        {"member": 7, "member_name": "张三"}
        if action in {Moderation.KICK, Moderation.MUTE}
        else {"text": "大家好"}
    )
    values: dict[str, Any] = {"subject_id": "wecom:wr1", "subject_name": "早读", "owner_id": 3, "how": "wecom_client",
                              "reason": "刷广告"}  # fmt: skip
    return Wanted(action=action, **values | told | more)


def test_it_says_who_why_where_and_by_when() -> None:
    made = wanted(one(quote=Quote(NOW - DAY, "加我返利")), by="莉", now=NOW, zone=ZONE)
    assert (made.kind, made.subject_id, made.owner_staff_id) == ("remove_member", "wecom:wr1", 3)
    assert made.params == {
        "how": "wecom_client",
        "who": "张三",
        "quote": "加我返利",
        "quote_at": (NOW - DAY) // 1000,
    }
    assert (made.why.code, made.why.params) == ("moderation_reason", {"by": "莉", "reason": "刷广告"})
    assert made.due_at == MIDNIGHT + DAY - 1_000_000


def test_a_message_alone_is_evidence() -> None:
    made = wanted(one(reason="", quote=Quote(NOW, "x")), by="莉", now=NOW, zone=ZONE)
    assert (made.why.code, made.why.params) == ("moderation_message", {"by": "莉"})


@pytest.mark.parametrize(
    ("action", "days"), [("mute", 1), ("kick", 1), ("post_in_group", 1), ("rename_group", 3)]
)
def test_due_at_the_end_of_a_day(action: str, days: int) -> None:
    assert due_at(None, Moderation(action), NOW, ZONE) == MIDNIGHT + days * DAY - 1_000_000


def test_a_deadline_lies_ahead_and_not_too_far() -> None:
    assert due_at(NOW + 1, Moderation.KICK, NOW, ZONE) == NOW + 1
    assert due_at(NOW + LATEST, Moderation.KICK, NOW, ZONE) == NOW + LATEST
    for wrong in (NOW, NOW - DAY, NOW + LATEST + 1):
        with pytest.raises(YutangError, match="moderation_due"):
            due_at(wrong, Moderation.KICK, NOW, ZONE)


def test_another_act_person_group_or_text_is_another_task() -> None:
    post = Moderation.POST
    told = [one(), one(Moderation.MUTE), one(member=8), one(subject_id="wecom:wr2"), one(post), one(post, text="再见"),
            one(Moderation.RENAME)]  # fmt: skip
    assert len({source_id(each) for each in told}) == len(told)
    assert source_id(one(Moderation.RENAME, text="甲")) == source_id(one(Moderation.RENAME, text="乙"))
    assert source_id(one(reason="别的")) == source_id(one())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_has_its_words(lang: Any) -> None:
    said = catalogue(lang)
    assert set(KINDS) == set(HARM) == set(Moderation)
    assert [
        k for kind in KINDS.values() for k in (f"task.{kind}", f"task.does.{kind}") if k not in said
    ] == []
    why = ("reason", "message", "erased")
    assert [one for one in why if f"task.why.moderation_{one}" not in said] == []

"""Who came, who went, who invited whom: the lines platforms write themselves, to the right people."""

import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.files import HOW, Memory, kept

from yutang.importers import whatsapp_lines
from yutang.importers.chatrows import ChatRows, Message, Person, pour
from yutang.importers.contract import CHUNK_ROWS, Reading
from yutang.importers.kinds import slack, whatsapp
from yutang.importers.notices import Notice, read
from yutang.ledger.catalogue import Kind

J, L, R, X = Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.GROUP_RENAMED, Kind.MESSAGE_RECALLED
NOTICES = [
    ('"张三"邀请你和"李四、王五"加入了群聊', Notice(J, ("你", "李四", "王五"), "张三", "invited")),
    ('"张三"邀请你加入了群聊，群聊参与人还有：李四、王五', Notice(J, ("你",), "张三", "invited")),
    ('你邀请"李四、王五"加入了群聊', Notice(J, ("李四", "王五"), "你", "invited")),
    ("张三邀请李四加入了本群。", Notice(J, ("李四",), "张三", "invited")),
    ('"A"邀请"B"进群', Notice(J, ("B",), "A", "invited")),
    ("“张三”邀请“李四”加入了群聊", Notice(J, ("李四",), "张三", "invited")),
    ("你通过扫描二维码加入群聊，群聊参与人还有：B、C", Notice(J, ("你",))),
    ('"B"通过扫描你分享的二维码加入群聊', Notice(J, ("B",), "你", "code")),
    ("张三通过“搜索”加入群聊", Notice(J, ("张三",))),
    ('"李、四"加入了群聊', Notice(J, ("李、四",))),
    ("小李(23456789)加入本群。", Notice(J, ("小李(23456789)",))),
    ('你被"A"移出群聊', Notice(L, ("你",), "A", "removed")),
    ('"A"被移出群聊', Notice(L, ("A",), None, "removed")),
    ('你已将"B"移出群聊', Notice(L, ("B",), "你", "removed")),
    ("管理员已将A移出本群", Notice(L, ("A",), "管理员", "removed")),
    ("张三被李四移出群", Notice(L, ("张三",), "李四", "removed")),
    ("你已退出群聊", Notice(L, ("你",), None, "left")),
    ("李四离开群", Notice(L, ("李四",), None, "left")),
    ("你修改群名为“新群”", Notice(R, ("你",), name="新群")),
    ("张三将群名称改为“新群”", Notice(R, ("张三",), name="新群")),
    ("管理员A撤回了成员B的一条消息", Notice(X, ("管理员A",))),
    ("群主撤回了一条成员消息", Notice(X, ("群主",))),
    (
        '<sysmsg type="revokemsg"><revokemsg><session>1@chatroom</session><msgid>12</msgid><replacemsg><![CDATA["张三" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>',
        Notice(X, ("张三",)),
    ),
]  # fmt: skip
NOTHING = [
    '"A"与群里其他人都不是微信朋友关系，请注意隐私安全', "群主已恢复默认进群方式。", '"A"想邀请1位朋友加入群聊',
    '群主"A"已启用“群聊邀请确认”，群成员需经群主确认才能邀请朋友进群。', "大家一起进群吧朋友们", "收到红包，请在手机上查看",
    "你已添加了A，现在可以开始聊天了。", "A拍了拍B", "该群因违规已被限制使用", "消息已发出，但被对方拒收了。",
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), NOTICES)
def test_wechats_and_qqs_lines(line, expected):
    assert read(line) == expected
    assert read(f" {line} ") == expected


@pytest.mark.parametrize("line", NOTHING)
def test_lines_that_change_nobodys_place(line):
    assert read(line) is None


@given(
    st.text(max_size=80),
    st.sampled_from(["加入了群聊", "退出了群聊", "邀请你加入了群聊", "撤回了一条消息", "修改群名为“x”"]),
)
def test_any_name_is_survived(name, line):
    told = read(name + line)
    assert told is None or all(isinstance(one, str) and one for one in told.people)


NAME = st.text(st.characters(categories=["L", "N", "S"]), min_size=1, max_size=12)


@given(NAME, NAME)
def test_quoted_names_come_out_as_they_went_in(who, by):
    told = read(f'"{by}"邀请"{who}"加入了群聊')
    assert told == Notice(J, (who,), by, "invited")
    assert read(f'"{who}"退出了群聊') == Notice(L, (who,), None, "left")


def settled(platform: str, told: Notice, *people: Person) -> list[tuple[object, object]]:
    """(who, by whom) of a notice, when these people write in the chat."""
    rows = ChatRows(platform, HOW)
    rows.chat("g", "g", {})
    rows.sound(HOW.now, 1, "")
    rows.notice(told, HOW.now)
    for who in people:
        rows.message(Message(HOW.now, who, "x"))
    rows.settle()
    return [
        (r["actor_ref"], r["related_ref"]) for r in rows.take(0).rows.to_pylist() if r["kind"] == told.kind
    ]


@pytest.mark.parametrize(
    ("platform", "name", "ref"),
    [
        ("wechat", "你", None), ("wechat", "Du", "name:Du"), ("wechat", "Tu", "name:Tu"), ("whatsapp", "Du", None),
        ("whatsapp", "You", None), ("whatsapp", "Ann", "name:Ann"), ("qq", "小李(23456789)", "23456789"),
        ("wechat", "小李(23456789)", "name:小李(23456789)"), ("qq", "小李(老板)", "name:小李(老板)"),
    ],
)  # fmt: skip
def test_you_is_nobody_and_a_name_is_somebody(platform, name, ref):
    assert settled(platform, Notice(J, (name,))) == ([(ref, None)] if ref else [])


def test_who_writes_under_a_name_that_also_means_you_is_a_person():
    assert settled("whatsapp", Notice(J, ("Tu",)), Person("u5", "Tu")) == [("u5", None)]


def test_a_name_of_two_people_is_nobodys_number():
    told = Notice(L, ("甲",), "乙", "removed")
    assert settled("qq", told, Person("1", "甲"), Person("2", "甲"), Person("3", "乙")) == [("name:甲", "3")]


def test_the_one_who_takes_a_members_words_back_is_the_actor():
    """And no message is named: the line doesn't say which."""
    told = read("群主撤回了成员阿梅的一条消息")
    assert told is not None
    assert settled("qq", told, Person("1", "群主"), Person("2", "阿梅")) == [("1", None)]


def test_what_is_left_at_the_end_comes_in_pieces_of_a_size_that_may_be():
    rows = ChatRows("t", Reading(ZoneInfo("UTC"), HOW.now))
    rows.chat("g", "g", {})
    rows.sound(HOW.now, 1, "")
    many = CHUNK_ROWS + 7
    for n in range(many):
        rows.notice(Notice(J, (f"n{n}",)), HOW.now)
    rows.reject(1, "bad_time", "x")
    chunks = kept(pour(rows, (), lambda: 9, lambda: ["note.x:1"]))
    assert [c.rows.num_rows for c in chunks] == [CHUNK_ROWS, 8]
    assert [len(c.rejects) for c in chunks] == [1, 0]
    assert [c.notes for c in chunks] == [(), ("note.x:1",)]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ann added Bo, Cy and Di", ("Bo", "Cy", "Di")), ("Ann added Bo and Cy", ("Bo", "Cy")), ("Ann hat Bo und Cy hinzugefügt", ("Bo", "Cy")),
        ("阿梅添加了张三和李四", ("张三", "李四")), ("阿梅添加了张三、李四和王五", ("张三", "李四", "王五")), ("阿梅添加了小和", ("小和",)),
        ("阿梅添加了和平", ("和平",)), ("阿梅添加了李和", ("李和",)), ("Ann added ~ Bo", ("Bo",)),
    ],
)  # fmt: skip
def test_whatsapps_lists_of_names(line, people):
    told = whatsapp_lines.event(line)
    assert told is not None
    assert (told.kind, told.how, told.people) == (J, "invited", people)


def chat(*lines: str) -> list[dict[str, object]]:
    file = Memory("WhatsApp Chat with G.txt", "".join(f"{line}\n" for line in lines))
    return [r for c in kept(whatsapp.READER.read(file, HOW)) for r in c.rows.to_pylist()]


@pytest.mark.parametrize(
    ("stamp", "hour"),
    [
        ("2024/1/20 上午12:05", 0), ("2024/1/20 上午11:05", 11), ("2024/1/20 中午12:05", 12), ("2024/1/20 下午12:05", 12),
        ("2024/1/20 下午1:05", 13), ("2024/1/20 晚上11:05", 23), ("2024/1/20 凌晨12:05", 0), ("2024/1/20 凌晨3:05", 3),
        ("1/20/24, 12:05 AM", 0), ("1/20/24, 12:05 PM", 12), ("1/20/24, 1:05 PM", 13), ("1/20/24, 11:05\u202fpm", 23),
        ("20/1/24, 1:05 a. m.", 1), ("20/1/24, 1:05 p.\u00a0m.", 13), ("2024. 1. 20. 오후 1:05", 13), ("2024. 1. 20. 오전 12:05", 0),
        ("20.01.24, 13:05", 13), ("2024-01-20 00:05", 0), ("20/01/2024 13.05", 13),
    ],
)  # fmt: skip
def test_clocks_of_twelve_hours(stamp, hour):
    (said,) = (r for r in chat(f"{stamp} - Ann: hi") if r["kind"] == Kind.MESSAGE_SENT)
    assert said["happened"] == 1_705_680_000_000_000 + (hour * 60 + 5) * 60_000_000  # 2024-01-20 in Shanghai


def test_a_message_about_a_join_is_a_message():
    rows = chat(
        "1/20/24, 13:05 - Ann: Bo joined", "1/20/24, 13:06 - Bo: 张三加入了群组", "1/20/24, 13:07 - Cy left"
    )
    assert [r["kind"] for r in rows] == [
        Kind.GROUP_SEEN,
        Kind.MESSAGE_SENT,
        Kind.MESSAGE_SENT,
        Kind.GROUP_LEFT,
    ]


def export(*lines: dict[str, object]) -> list[dict[str, object]]:
    from tests.importers.files import Grove

    tree = Grove({
        "channels.json": b'[{"id": "C01ABCDEF", "name": "g", "created": 1700000000, "members": ["U1"]}]',
        "users.json": b'[{"id": "U1", "name": "ann"}, {"id": "B9", "name": "bot", "is_bot": true}]',
        "g/2024-05-01.json": json.dumps(lines).encode(),
    })  # fmt: skip
    chunks = kept(slack.READER.read(tree, slack.READER.claim(tree), HOW))
    return [r for c in chunks for r in c.rows.to_pylist()] + [
        {"reject": r.reason} for c in chunks for r in c.rejects
    ]


@pytest.mark.parametrize("odd", [None, 5, 1.5, True, [], {}, ["U1"], {"a": 1}, "", "\ud83d"])
@pytest.mark.parametrize(
    "field",
    [
        "user",
        "subtype",
        "inviter",
        "text",
        "thread_ts",
        "bot_id",
        "files",
        "attachments",
        "user_profile",
        "username",
    ],
)
def test_slack_fields_of_any_type_cost_no_export(field, odd):
    line = {
        "type": "message",
        "user": "U1",
        "text": "hi",
        "ts": "1714529000.000100",
        "subtype": "channel_join",
    } | {field: odd}
    rows = export(line, {"type": "message", "user": "U1", "text": "next", "ts": "1714529001.000100"})
    assert [r["text"] for r in rows if r.get("kind") == Kind.MESSAGE_SENT][-1] == "next"


def test_slack_counts_a_join_once_and_names_the_inviter():
    join = {
        "type": "message",
        "subtype": "channel_join",
        "user": "U2",
        "inviter": "U1",
        "ts": "1714529000.000100",
        "text": "<@U2> joined",
    }
    rows = export(join)
    (joined,) = (r for r in rows if r.get("kind") == J)
    assert (joined["actor_ref"], joined["related_ref"]) == ("U2", "U1")
    assert not [r for r in rows if r.get("kind") == Kind.MESSAGE_SENT]
    (seen,) = (r for r in rows if r.get("kind") == Kind.GROUP_SEEN)
    assert seen["text"] == "g"

"""Whose chat, whose words: groups that only a file's place names, people that only a name does."""

import io
import json
import zipfile

import pytest
from tests.importers.files import HOW, Memory, fixtures, kept

from yutang.importers import registry
from yutang.importers.kinds import discord_csv, qq_text, wechat_csv, wechat_stat, whatsapp
from yutang.importers.names import chat_name, is_told
from yutang.importers.trees import FolderTree, LocalFile
from yutang.importers.zips import ZipTree
from yutang.ledger.catalogue import Kind

SAID = "[2024/1/2 10:00:00] {}: hi\n[2024/1/2 10:01:00] Bo: ho\n[2024/1/2 10:02:00] Cy: ha\n"
DISCORD = 'AuthorID,Author,Date,Content,Attachments,Reactions\n"111111111111111111","A","2024-01-02T10:00:00+00:00","hi","",""\n'


def rows(reader, file, kind):
    return [r for c in kept(reader.read(file, HOW)) for r in c.rows.to_pylist() if r["kind"] == kind]


def groups(reader, file) -> set[tuple[str, str]]:
    return {(r["group_ref"], r["text"]) for r in rows(reader, file, Kind.GROUP_SEEN)}


@pytest.mark.parametrize(
    ("place", "name", "told"),
    [
        ("/x/和平小区.txt", "和平小区", False), ("/x/与君同行.csv", "与君同行", False), ("/x/和谐家园群的WhatsApp聊天.txt", "谐家园群", True),
        ("/x/与王芳的 WhatsApp 聊天记录.txt", "王芳", True), ("/x/與王芳的WhatsApp對話.txt", "王芳", True),
        ("/x/WhatsApp Chat - 团购.zip/_chat.txt", "团购", True), ("/x/Ann.zip/_chat.txt", "Ann", False),
        ("/x/宝妈群/聊天记录.txt", "宝妈群", False), ("/x/宝妈群/messages.csv", "宝妈群", False), ("/x/ 空格 .txt", "空格", False),
        ("_chat.txt", "_chat", False), ("/x/Chat WhatsApp con Luca.txt", "Luca", True), ("/x/a.b.txt", "a.b", False),
    ],
)  # fmt: skip
def test_a_chat_is_called_by_its_place(place, name, told):
    assert chat_name(place) == name
    assert is_told(place) is told


def test_two_phones_exports_do_not_become_one_chat(tmp_path):
    """Each iPhone export is a zip with `_chat.txt` in it."""
    seen: set[tuple[str, str]] = set()
    for name in ("WhatsApp Chat - 团购.zip", "WhatsApp Chat - 福利.zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("_chat.txt", SAID.format("Ann"))
        tree = ZipTree(lambda packed=packed: io.BytesIO(packed.getvalue()), name, len(packed.getvalue()))
        (given,) = registry.assign(tree)
        assert given.kind == "whatsapp"
        seen |= groups(whatsapp.READER, tree.files()["_chat.txt"])
    assert seen == {("name:团购", "团购"), ("name:福利", "福利")}


def test_a_chat_is_the_same_whichever_folder_is_pointed_at(tmp_path):
    place = tmp_path / "exports" / "general" / "1.csv"
    place.parent.mkdir(parents=True)
    place.write_text(DISCORD)
    found = []
    for root in (place, place.parent, place.parent.parent):
        (file,) = FolderTree(root).files().values()
        found.append(groups(discord_csv.READER, file))
    assert found == [{("name:general", "general")}] * 3


def test_what_the_chat_says_of_its_name_is_surer_than_a_folder():
    head = "[2024/1/2 09:00:00] 花友会: \u200e消息和通话已进行端到端加密。\n"
    assert groups(
        whatsapp.READER, Memory("_chat.txt", head + SAID.format("Ann"), "/home/ann/Downloads/_chat.txt")
    ) == {("name:花友会", "花友会")}
    told = Memory("_chat.txt", head + SAID.format("Ann"), "/x/WhatsApp Chat - 花友.zip/_chat.txt")
    assert groups(whatsapp.READER, told) == {("name:花友", "花友")}


def test_the_account_folder_makes_no_group_private():
    name = "wechat/车友群(12345678901@chatroom).csv"
    data = fixtures()[name]
    place = "/x/我的号(wxid_me)/2024/车友群(12345678901@chatroom).csv"
    (seen,) = rows(wechat_csv.READER, Memory("a.csv", data, place), Kind.GROUP_SEEN)
    assert (seen["group_ref"], seen["props"]) == ("12345678901@chatroom", '{"private":false}')


HEADER = (
    "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n"
)


@pytest.mark.parametrize(
    ("line", "private"),
    [
        ('3,1,10000,0,0,1717200060,1,"""乙""加入了群聊",2024-06-01 08:01:00,,,\n', False),
        ('3,1,10000,0,0,1717200060,1,"你将""乙""移出了群聊",2024-06-01 08:01:00,,,\n', False),
        ('3,1,10000,0,0,1717200060,1,"""乙"" 撤回了一条消息",2024-06-01 08:01:00,,,\n', True),
        ("3,1,10000,0,0,1717200060,1,以上是打招呼的内容,2024-06-01 08:01:00,,,\n", True),
    ],
)
def test_people_come_and_go_in_groups_only(line, private):
    said = "1,1,1,0,1,1717200000,1,在吗,2024-06-01 08:00:00,,我,wxid_me\n2,1,1,0,0,1717200030,1,在,2024-06-01 08:00:30,,乙,wxid_b\n"
    (seen,) = rows(wechat_csv.READER, Memory("a.csv", HEADER + said + line), Kind.GROUP_SEEN)
    assert json.loads(seen["props"]) == {"private": private}


def test_stamps_of_milliseconds_are_told_by_their_length():
    said = HEADER + "1,1,1,0,1,1717200000123,1,在吗,2024-06-01 08:00:00,,我,wxid_me\n"
    (row,) = rows(wechat_csv.READER, Memory("a.csv", said), Kind.MESSAGE_SENT)
    assert row["happened"] == 1_717_200_000_123_000


def test_a_group_renamed_within_a_file_is_announced_under_both_names():
    head = "time(Asia/Shanghai),group_id,group_name,from_id,from_nickname,content_type,content\n"
    lines = [
        f"2024-01-0{day} 10:00:00,g1,{name},u1,甲,Text,hi\n"
        for day, name in ((1, "旧名"), (2, "旧名"), (3, "新名"), (4, "旧名"))
    ]
    seen = rows(wechat_stat.READER, Memory("a.csv", head + "".join(lines)), Kind.GROUP_SEEN)
    assert [r["text"] for r in seen] == ["旧名", "新名"]
    assert seen[0]["happened"] < seen[1]["happened"]


def test_two_groups_of_one_name_stay_two_where_they_have_ids():
    head = "time(Asia/Shanghai),group_id,group_name,from_id,from_nickname,content_type,content\n"
    lines = [f"2024-01-01 10:00:0{n},g{n},福利群,u1,甲,Text,hi\n" for n in (1, 2)]
    assert groups(wechat_stat.READER, Memory("a.csv", head + "".join(lines))) == {
        ("g1", "福利群"),
        ("g2", "福利群"),
    }


def qq(*said: tuple[str, str]) -> Memory:
    body = "".join(f"2024-01-02 10:00:0{n} {who}\n{words}\n\n" for n, (who, words) in enumerate(said))
    return Memory("a.txt", "消息对象:同城群\n\n" + body)


def test_a_line_of_qq_itself_does_not_make_a_private_chat_a_group():
    file = qq(("系统消息(10000)", "你们已成为好友"), ("小王", "你好"), ("我", "在"))
    (seen,) = rows(qq_text.READER, file, Kind.GROUP_SEEN)
    assert json.loads(seen["props"]) == {"private": True}
    assert [r["actor_ref"] for r in rows(qq_text.READER, file, Kind.MESSAGE_SENT)] == ["name:小王", "name:我"]


def test_joins_before_the_first_words_are_kept_with_the_number_in_brackets():
    file = qq(("系统消息(10000)", "小李(23456789)加入本群。"), ("小王(12345678)", "欢迎"))
    (joined,) = rows(qq_text.READER, file, Kind.GROUP_JOINED)
    assert (joined["group_ref"], joined["actor_ref"], joined["actor_name"]) == (
        "name:同城群",
        "23456789",
        "小李",
    )


def test_a_group_in_which_only_qq_speaks_is_one():
    file = qq(("系统消息(10000)", "小李加入本群。"), ("系统消息(10000)", "小李退出本群。"))
    assert groups(qq_text.READER, file) == {("name:同城群", "同城群")}
    assert (
        len(rows(qq_text.READER, file, Kind.GROUP_JOINED) + rows(qq_text.READER, file, Kind.GROUP_LEFT)) == 2
    )


def test_several_chats_in_one_file_keep_apart():
    one = "2024-01-02 10:00:00 系统消息(10000)\n甲加入本群。\n\n2024-01-02 10:00:01 乙(12345678)\nhi\n\n"
    file = Memory("a.txt", f"消息对象:一群\n\n{one}消息对象:二群\n\n{one}")
    joined = rows(qq_text.READER, file, Kind.GROUP_JOINED)
    assert sorted(r["group_ref"] for r in joined) == ["name:一群", "name:二群"]


def test_a_local_file_knows_where_it_is(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    assert LocalFile(tmp_path / "a.txt", "a.txt").place == (tmp_path / "a.txt").as_posix()

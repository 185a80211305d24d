"""Files that are no chats and no tables stay unknown, whatever they are called; what is one is found anywhere."""

import io
import json
import zipfile

import pytest
from tests.importers.files import TABLES, Grove, Memory, fixtures

from yutang.importers import registry
from yutang.importers.zips import ZipTree

ALL = fixtures()
LOGS = {
    "laravel": '[2024-01-02 10:00:00] local.ERROR: no such table {"exception":"[object]"}\n[2024-01-02 10:00:01] production.INFO: done\n',
    "python": "2024-01-02 10:00:00 - root - INFO - started: ok\n2024-01-02 10:00:01 - app.web - ERROR - failed: no\n",
    "python with milliseconds": "2024-01-02 10:00:00,123 INFO werkzeug: GET / 200\n2024-01-02 10:00:00,223 INFO werkzeug: GET /x 404\n",
    "nginx": '1.2.3.4 - - [02/Jan/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 12 "-" "curl"\n',
    "nginx errors": "2024/01/02 10:00:00 [error] 12#0: *1 open() failed (2: No such file)\n",
    "syslog": "Jan  2 10:00:00 host sshd[12]: Accepted publickey for ann\nJan  2 10:00:01 host sshd[12]: closed\n",
    "journal": "2024-01-02T10:00:00+0800 host systemd[1]: Started Session 1.\n2024-01-02T10:00:01+0800 host cron[2]: x\n",
    "log4j": "[2024-01-02 10:00:00] [main] DEBUG com.shop.Order - created: 5\n[2024-01-02 10:00:01] [main] WARN com.shop.Order - slow: 7\n",
    "bracketed": "[2024-01-02 10:00:00] INFO: start\n[2024-01-02 10:00:01] INFO: stop\n",
}  # fmt: skip
JSON = {
    "package": {"name": "app", "version": "1.0.0", "type": "module", "scripts": {"test": "x"}, "author": "ann"},
    "tsconfig": {"compilerOptions": {"target": "es2022"}, "include": ["src"], "files": []},
    "list of users": [{"id": 1, "name": "ann", "type": "admin"}, {"id": 2, "name": "bob", "type": "user"}],
    "api answer": {"code": 0, "message": "ok", "data": {"list": [], "total": 0}},
    "geojson": {"type": "FeatureCollection", "features": [{"type": "Feature", "id": 1, "properties": {}}]},
    "openapi": {"openapi": "3.1.0", "info": {"title": "x"}, "paths": {"/messages": {}}, "channel": 1},
    "notebook": {"cells": [{"cell_type": "code", "source": ["1"]}], "metadata": {}, "nbformat": 4},
    "chatgpt": [{"title": "x", "mapping": {"a": {"message": {"author": {"role": "user"}, "content": {"parts": ["x"]}}}}}],
    "log lines": {"level": "info", "time": "2024-01-02T10:00:00Z", "msg": "started", "pid": 1},
    "empty object": {},
    "empty list": [],
    "a number": 5,
}  # fmt: skip
TEXTS = {
    "mail": "From: ann@x.org\nTo: bob@x.org\nDate: Tue, 2 Jan 2024 10:00:00 +0800\nSubject: hi\n\nDear Bob, see you.\n",
    "markdown": "# Notes\n\n- 1/2/2024: did this, that, and more\n- 1/3/2024: did, that\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "python code": "import csv\n\n\ndef read(path, group, member, time):\n    return csv.reader(path), group, member, time\n",
    "javascript": "export const group = { id: 1, name: 'x' };\nconst a = [1, 2, 3];\nfunction f(user, time, text) { }\n",
    "sql": "select group_id, user_id, time, text from message where day > '2024-01-01';\ninsert into x values (1, 2, 3);\n",
    "ini": "[group]\nname = shop\nuser = ann\n\n[time]\nzone = Asia/Shanghai\n",
    "yaml": "group:\n  - name: shop\n    user: ann\n    time: 2024-01-02 10:00:00\n",
    "toml": '[project]\nname = "yutang"\nauthors = [{name = "ann"}]\ntime = 2024-01-02T10:00:00Z\n',
    "html": "<!doctype html>\n<html><head><title>群聊, 消息, 时间</title></head><body><p>hi, you, there</p></body></html>\n",
    "xml": '<?xml version="1.0"?>\n<messages><message time="2024-01-02" from="ann">hi</message></messages>\n',
    "timetable": "Opening 09:00:00\nwelcome words\nTalk 10:00:00\nabout groups\n",
    "subtitles": "1\n00:00:01,000 --> 00:00:04,000\nHello: there\n\n2\n00:00:05,000 --> 00:00:06,000\nBye\n",
    "ics": "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART:20240102T100000Z\nSUMMARY:Meet\nEND:VEVENT\nEND:VCALENDAR\n",
    "vcard": "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nTEL:123\nEND:VCARD\n",
    "diff": "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n-group, user, time\n+group, member, time\n",
    "chinese prose": "各位群友，大家好，今天下午三点，我们在群里直播。\n时间：2024-01-02 15:00:00，地点：群聊。\n请大家准时，谢谢，再见。\n",
    "a chapter": "第一章\n\n他说：“2024年1月2日 10:00，我们进群。”\n“好，”她说，“我去。”\n",
    "diary": "2024-01-02\n今天下雨, 没有出门, 在家看书\n2024-01-03\n晴, 去公园\n",
    "a list of files": "total 12\ndrwxr-xr-x 2 ann ann 4096 Jan  2 10:00 .\n-rw-r--r-- 1 ann ann  120 Jan  2 10:00 group.csv\n",
    "one word": "hello",
    "numbers": "1\n2\n3\n4\n",
    "csv of numbers": "1,2,3\n4,5,6\n7,8,9\n",
    "dates and prices": "2024-01-02,12.5,13\n2024-01-03,12.6,14\n",
}  # fmt: skip


def verdict(name: str, data: bytes) -> str | None:
    (given,) = registry.assign(Grove({name: data}))
    return given.kind or given.code


@pytest.mark.parametrize("ending", [".txt", ".log", "", ".md"])
@pytest.mark.parametrize("name", LOGS)
def test_logs_are_nobodys(name, ending):
    for times in (1, 60):
        assert verdict("chat" + ending, (LOGS[name] * times).encode()) == "unknown_kind"


@pytest.mark.parametrize("name", JSON)
def test_json_that_is_no_chat_is_nobodys(name):
    for dump in (json.dumps(JSON[name]), json.dumps(JSON[name], indent=2)):
        assert verdict("result.json", dump.encode()) == "unknown_kind"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_nobodys(name, encoding):
    assert verdict("chat.txt", TEXTS[name].encode(encoding)) == "unknown_kind"


@pytest.mark.parametrize("name", [*(n for n in ALL if not n.startswith(("slack", "qq/group")))])
def test_no_fixture_needs_its_name(name):
    """Under any name, a file is of the same kind; a table needs only that it has columns."""
    kind = verdict(name, ALL[name])
    assert kind not in (None, "unknown_kind")
    assert verdict("x", ALL[name]) == kind
    assert verdict("x.bin", ALL[name]) == kind


@pytest.mark.parametrize("name", TABLES)
def test_a_zip_in_a_zip_is_looked_into(name):
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(name, TABLES[name])
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("deep/inner.zip", inner.getvalue())
        archive.writestr("qq.txt", ALL["qq/pc_export.txt"])
    tree = ZipTree(lambda: io.BytesIO(outer.getvalue()), "outer.zip", len(outer.getvalue()))
    (member,) = tree.archives()
    below = ZipTree(member.open, "inner.zip", member.size, nested=True)
    assert [a.kind for a in registry.assign(tree)] == ["qq_text"]
    assert [a.kind for a in registry.assign(below)] == ["table"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("群名,人数\nA,10\nB,20\n", "groups"), ("日期,消息数\n2024-01-02,10\n2024-01-03,20\n", "counts"),
        ("成员,入群时间\n张三,2024-01-02\n李四,2024-01-03\n", "members"),
        ("群名称\t群主\n护肤群\tZhangSan\n", "groups"), ("day;messages\n2024-01-02;10\n", "counts"),
    ],
)  # fmt: skip
def test_two_columns_are_a_table(text, table):
    from yutang.importers.kinds.table import READER

    ((_, guess),) = READER.look(Memory("x.csv", text))
    assert guess is not None
    assert guess.table == table


def test_the_surest_reader_wins_and_a_tie_goes_by_name():
    kinds = [reader.kind for reader in registry.readers()]
    assert len(set(kinds)) == len(kinds)
    for name, data in ALL.items():
        head = Memory(name, data).head()
        sure = sorted(
            (r.sniff(head) for r in registry.readers() if not registry.reads_trees(r)), reverse=True
        )
        assert sure[0] <= registry.SURE or sure[0] > sure[1], name

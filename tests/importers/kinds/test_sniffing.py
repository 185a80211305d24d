"""Every sample is known for what it is, by its own reader and by no other."""

import pytest

from yutang.importers.contract import FileReader
from yutang.importers.kinds import (
    chatlab,
    chatlog,
    qq_exporter,
    qq_paste,
    qq_text,
    wechat_csv,
    wechat_stat,
    wecom_archive,
    weflow,
    whatsapp,
)
from yutang.importers.registry import SURE
from yutang.importers.trees import LocalFile, head_of

MODULES = (
    chatlab, chatlog, qq_exporter, qq_paste, qq_text, wechat_csv, wechat_stat, wecom_archive, weflow, whatsapp,
)  # fmt: skip
OWN: list[FileReader] = [module.READER for module in MODULES]
KINDS = {
    "wecom/archive.jsonl": "wecom_archive",
    "wecom/group_events.jsonl": "wecom_archive",
    "chatlab/group.json": "chatlab",
    "chatlab/group.jsonl": "chatlab",
    "chatlab/private_masked.jsonl": "chatlab",
    "qq/pc_export.txt": "qq_text",
    "qq/paste.txt": "qq_paste",
    "qq/exporter_v5.json": "qq_exporter",
    "qq/exporter_v4.json": "qq_exporter",
    "qq/group_露营群_700800900_chunked_jsonl/chunks/c000001.jsonl": "qq_exporter",
    "whatsapp/ios_de_group.txt": "whatsapp",
    "whatsapp/WhatsApp Chat with Garden Club.txt": "whatsapp",
    "whatsapp/es_private.txt": "whatsapp",
    "whatsapp/zh_group.txt": "whatsapp",
    "whatsapp/mixed_orders.txt": "whatsapp",
    "wechat/车友群(12345678901@chatroom).csv": "wechat_csv",
    "wechat/小陈.csv": "wechat_csv",
    "wechat/wechat_stat.csv": "wechat_stat",
    "wechat/chatlog.json": "chatlog",
    "wechat/weflow_raw.json": "weflow",
    "wechat/三人群.txt": "weflow",
}
STRANGE = {
    "empty": "",
    "prose": "Dear all,\nsee you at 9:30 on 1/2/2024.\n",
    "csv": "group_id,sender,time,text\ng1,li,2024-01-02 10:00:00,hi\n",
    "csv of dates": "2024-01-02 10:00:00,g1,li,hi\n2024-01-02 10:01:00,g1,li,ho\n",
    "tsv": "群\t成员\t时间\ng1\tli\t2024-01-02 10:00:00\n",
    "slashes": "1/2/2024,g1,5\n1/3/2024,g1,6\n",
    "ndjson": '{"group":"g1","sender":"li","time":"2024-01-02 10:00:00","text":"hi"}\n',
    "telegram": '{"name": "x", "type": "private_group", "id": 1, "messages": [{"id": 1, "type": "message"}]}',
    "discord": '{"guild": {}, "channel": {}, "messages": [{"id": "1", "timestamp": "2024-01-02T10:00:00+00:00"}]}',
    "log": "[2024-01-02 10:00:00] INFO: start\n[2024-01-02 10:00:01] INFO: stop\n",
    "markdown": "- 1/2/2024: did this\n- 1/3/2024: did that\n",
}


@pytest.mark.parametrize("name", KINDS)
def test_known_by_its_own_reader_only(fixtures, name):
    head = LocalFile(fixtures / name, name).head()
    assert {reader.kind for reader in OWN if reader.sniff(head) > SURE} == {KINDS[name]}


@pytest.mark.parametrize("name", STRANGE)
def test_strangers_are_left_alone(name):
    data = STRANGE[name].encode()
    head = head_of("a.txt", len(data), data)
    assert [reader.kind for reader in OWN if reader.sniff(head) > SURE] == []


@pytest.mark.parametrize("name", KINDS)
def test_a_cut_head_is_known_too(fixtures, name):
    """Detection sees the first 64 KiB only; here, the first two thirds."""
    data = (fixtures / name).read_bytes()
    head = head_of(name, len(data), data[: len(data) * 2 // 3])
    assert KINDS[name] in {reader.kind for reader in OWN if reader.sniff(head) > SURE}

from zoneinfo import ZoneInfo

from yutang.importers.contract import Reading
from yutang.importers.kinds.qq_chunks import READER
from yutang.importers.trees import FolderTree
from yutang.ledger.catalogue import Kind

FOLDER = "group_露营群_700800900_chunked_jsonl"
HOW = Reading(ZoneInfo("Asia/Shanghai"), 1_900_000_000_000_000)


def test_chunks_are_one_chat(fixtures):
    tree = FolderTree(fixtures / "qq")
    names = READER.claim(tree)
    assert names == [
        f"{FOLDER}/manifest.json",
        f"{FOLDER}/chunks/c000001.jsonl",
        f"{FOLDER}/chunks/c000002.jsonl",
    ]
    chunks = list(READER.read(tree, names, HOW))
    rows = [row for chunk in chunks for row in chunk.rows.to_pylist()]
    seen = [row for row in rows if row["kind"] == Kind.GROUP_SEEN]
    assert [(row["group_ref"], row["text"]) for row in seen] == [("700800900", "露营群")]
    assert sum(row["kind"] == Kind.MESSAGE_SENT for row in rows) == 3
    assert [r.reason for chunk in chunks for r in chunk.rejects] == ["bad_json"]
    assert chunks[-1].done == sum(tree.files()[n].size for n in names if n.endswith(".jsonl"))


def test_a_damaged_manifest_costs_the_head_only(tmp_path):
    folder = tmp_path / "group_群_123456_chunked_jsonl"
    (folder / "chunks").mkdir(parents=True)
    (folder / "manifest.json").write_text('{"metadata": {"name": "QQChatExporter V5"}, "chatInfo": ')
    line = '{"id":"1","timestamp":1717200000000,"sender":{"uid":"u"},"type":"text","content":{"text":"x"}}\n'
    (folder / "chunks" / "c1.jsonl").write_text(line)
    tree = FolderTree(tmp_path)
    (chunk,) = READER.read(tree, READER.claim(tree), HOW)
    assert chunk.rows.to_pylist()[0]["group_ref"] == "123456"


def test_other_manifests_are_left_alone(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "pwa"}')
    assert READER.claim(FolderTree(tmp_path)) == []

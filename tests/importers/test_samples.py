"""Every real sample is read through the whole import, and its figures are pinned."""

from pathlib import Path

import pytest

from yutang.importers.actions import bring_in
from yutang.importers.model import FileOutcome, Options
from yutang.ledger.ledger import Ledger

pytestmark = pytest.mark.samples
NOW = 1_795_000_000_000_000  # 2026-11-18: after the newest sample

# file → (kind, chats, messages, senders, joins, leaves, rejects), private chats listed
PINNED = {
    "telegram_2020-01/result.json": ("telegram_json", 4, 42, 9, 5, 1, 0),
    "telegram_2021-05/result.json": ("telegram_json", 1, 1, 1, 4, 0, 0),
    "telegram_2021-06_supergroup/result.json": ("telegram_json", 1, 3, 3, 1, 0, 0),
    "telegram_2021-07/result.json": ("telegram_json", 1, 0, 0, 0, 0, 0),
    "telegram_2023-01/result.json": ("telegram_json", 1, 1, 1, 1, 0, 0),
    "telegram_2023-08/result.json": ("telegram_json", 1, 1, 1, 1, 0, 0),
    "telegram_2023-10_audio-video/result.json": ("telegram_json", 1, 4, 1, 0, 0, 0),
    "telegram_2023-11/result.json": ("telegram_json", 1, 1, 1, 0, 0, 0),
    "slack/testarchive.zip": ("slack", 2, 147, 7, 8, 0, 0),
    "whatsapp_text/WhatsApp Chat with +123 45 6789.txt": ("whatsapp", 1, 10, 2, 0, 0, 0),
    "excerpts/chatlab_0.0.2_group.json": ("chatlab", 1, 1, 1, 0, 0, 0),
    "excerpts/chatlab_0.0.2_group.jsonl": ("chatlab", 1, 1, 1, 0, 0, 0),
    "excerpts/chatlab_weflow_private.jsonl": ("chatlab", 1, 3, 2, 0, 0, 0),
    "excerpts/chatlog_http_chatroom.json": ("chatlog", 1, 1, 1, 0, 0, 0),
    "excerpts/glrh111_wechat_stat.csv": ("wechat_stat", 2, 4, 1, 0, 0, 0),
    "excerpts/weflow_export.txt": ("weflow", 1, 3, 2, 0, 0, 0),
    "excerpts/weflow_http_messages_chatlab.json": ("chatlab", 1, 1, 1, 0, 0, 0),
    "excerpts/weflow_http_messages_raw.json": ("weflow", 1, 1, 1, 0, 0, 0),
}
SENDERS = "select count(distinct identity_id) from fact where kind = 1"


def _read(ledger: Ledger, path: Path, tmp_path: Path, *, private: bool) -> list[FileOutcome]:
    options = Options(zone="Asia/Shanghai", private=private)
    return bring_in(ledger, [path], options, now=NOW, rejects=tmp_path / "rejects.csv").files


def _find(samples: Path, name: str) -> Path:
    folder = samples / "chat_exports"
    return next(p for p in (folder / name, folder / "telegram" / name) if p.exists())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", PINNED)
def test_figures(name: str, samples: Path, ledger: Ledger, tmp_path: Path) -> None:
    (outcome,) = _read(ledger, _find(samples, name), tmp_path, private=True)
    ((senders,),) = ledger.analytics.rows(SENDERS)
    found = (
        outcome.kind,
        outcome.chats,
        outcome.messages,
        senders,
        outcome.joins,
        outcome.leaves,
        outcome.rejects,
    )
    assert (outcome.code, found) == (None, PINNED[name])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_sample_is_left_unread(samples: Path, ledger: Ledger, tmp_path: Path) -> None:
    files = _read(ledger, samples / "chat_exports", tmp_path, private=True)
    unread = {Path(f.name).name: f.code for f in files if f.code}
    assert unread == {"FORMATS.md": "unknown_kind", "LICENSE": "unknown_kind"}
    assert len([f for f in files if not f.code]) == len(PINNED)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_private_chats_are_counted_and_left_out(samples: Path, ledger: Ledger, tmp_path: Path) -> None:
    files = _read(ledger, samples / "chat_exports", tmp_path, private=False)
    assert sum(f.private_chats for f in files) == 9
    assert sum(f.messages for f in files) == 26 + 1 + 3 + 1 + 1 + 4 + 147 + 1 + 1 + 1 + 4

"""Where a connection's archive lies. Files win: whoever writes them runs the platform's own library."""

from pathlib import Path

from yutang.channels.contract.conversations import ConversationSource
from yutang.channels.wecom.archive.files import FileArchive
from yutang.channels.wecom.archive.loopback import LoopbackArchive, on_this_machine
from yutang.channels.wecom.settings import BASE
from yutang.connections.actions import Settings
from yutang.connections.wecom.archive.model import Where

FOLDER = "archive"  # below the data folder


def folder_of(home: Path, corp_id: str) -> Path:
    """Where files of that corp are looked for. Its id holds letters, digits, - and _ alone (`connections.form`)."""
    return home / FOLDER / corp_id


def where(home: Path, settings: Settings) -> Where:
    if folder_of(home, settings["corp_id"]).is_dir():
        return Where.FILES
    if not settings.get("archive_secret"):
        return Where.OFF
    return Where.LOOPBACK if on_this_machine(settings.get("base_url", BASE)) else Where.SECRET


def source_of(home: Path, settings: Settings) -> ConversationSource | None:
    """None: there is nothing to pull from."""
    found = where(home, settings)
    if found is Where.FILES:
        return FileArchive(folder_of(home, settings["corp_id"]))
    if found is Where.LOOPBACK:
        return LoopbackArchive(settings["base_url"], settings["corp_id"], settings["archive_secret"])
    return None

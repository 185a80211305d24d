"""Small exports that tests write themselves, in the formats' own words."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

BEGIN = 1_717_200_000  # 2024-06-01T00:00:00Z, a Saturday
HOUR, DAY = 3_600, 86_400

Said = tuple[str, int, str]  # who, seconds after BEGIN, text


def telegram(
    path: Path, name: str, said: list[Said], *, number: int = 0, start: int = 1, **more: Any
) -> Path:
    """A Telegram Desktop export of one group; senders' ids are made from their names."""
    number = number or 1 + sum(name.encode())
    messages = [
        {"id": start + n, "type": "message", "date": stamp(at), "date_unixtime": str(BEGIN + at), "from": who,
         "from_id": f"user{1 + sum(who.encode())}", "text": text}
        for n, (who, at, text) in enumerate(said)
    ]  # fmt: skip
    world = {"name": name, "type": "private_supergroup", "id": number, "messages": messages} | more
    path.write_text(json.dumps(world, ensure_ascii=False, indent=1), "utf-8")
    return path


def whatsapp(path: Path, said: list[Said]) -> Path:
    lines = [f"{moment(at):%d/%m/%Y, %H:%M} - {who}: {text}" for who, at, text in said]
    head = f"{moment(0):%d/%m/%Y, %H:%M} - Messages and calls are end-to-end encrypted."
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return path


def wecom(path: Path, said: list[Said], *, room: str = "wrROOM01") -> Path:
    """Decrypted session archive, JSON lines."""
    rows = [
        {"msgid": f"{room}_{n}", "action": "send", "from": who, "tolist": ["wmOTHER"], "roomid": room,
         "msgtime": (BEGIN + at) * 1000, "msgtype": "text", "text": {"content": text}}
        for n, (who, at, text) in enumerate(said)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return path


def talk(count: int, *, people: int = 5, gap: int = HOUR, words: str = "问一下 {n}") -> list[Said]:
    """`count` messages of `people` in turn, one every `gap` seconds."""
    return [(f"P{n % people}", n * gap, words.format(n=n)) for n in range(count)]


def moment(at: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(BEGIN + at, dt.UTC)


def stamp(at: int) -> str:
    return moment(at).strftime("%Y-%m-%dT%H:%M:%S")

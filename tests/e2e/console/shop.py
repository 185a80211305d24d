"""What a small brand has on its disk: one Telegram export of all chats, and a roster in Chinese that needs a word."""

import json
from pathlib import Path

import xlsxwriter

from cli.world import BEGIN, DAY, HOUR, stamp

OWNERS = ("王芳", "李强")
QUIET = 24  # groups that talked for two months, then stopped
COLUMN = "谁在带"  # whose group it is; no word that tables are known to use


def export(path: Path) -> Path:
    """`result.json`: QUIET groups that fell silent, and one that talks to the end."""
    chats = [_chat(n, f"团购{n}群", 60) for n in range(QUIET)] + [_chat(QUIET, "每天都聊的群", 200)]
    path.write_text(
        json.dumps({"about": "", "chats": {"about": "", "list": chats}}, ensure_ascii=False), "utf-8"
    )
    return path


def _chat(n: int, name: str, days: int) -> dict[str, object]:
    messages = []
    for day in range(days):
        for who in range(3):
            at = day * DAY + 9 * HOUR + (n * 7 + who * 11) * 60
            messages.append(
                {"id": len(messages) + 1, "type": "message", "date": stamp(at), "date_unixtime": str(BEGIN + at),
                 "from": f"客人{n}-{who}", "from_id": f"user{1000 + n * 10 + who}", "text": f"还有货吗 {day}"}
            )  # fmt: skip
    return {"name": name, "type": "private_supergroup", "id": 7000 + n, "messages": messages}


def roster(path: Path) -> Path:
    """`客户群台账.xlsx`: every group with its owner, who stands under a heading of the shop's own."""
    rows = [("telegram", str(7000 + n), f"团购{n}群", OWNERS[n % 2], "生鲜团购") for n in range(QUIET)]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("客户群")
        for at, row in enumerate([("平台", "群ID", "群名", COLUMN, "业务线"), *rows]):
            sheet.write_row(at, 0, row)
    return path


def files(folder: Path) -> Path:
    """Both, in a folder of their own."""
    folder.mkdir(parents=True)
    export(folder / "result.json")
    roster(folder / "客户群台账.xlsx")
    return folder

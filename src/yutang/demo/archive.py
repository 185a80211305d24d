"""The session archive as WeCom gives it after decryption: one JSON object a line, one file a month, by time."""

import msgspec

from yutang.demo.days import SPAN, Calendar
from yutang.demo.dice import Dice
from yutang.demo.people import Staff
from yutang.demo.post import Book

_ODD = 6_364_136_223_846_793_005  # an odd multiplier permutes 64-bit numbers: ids differ and look random
_SWITCHES = 4


def archive(book: Book, calendar: Calendar, dice: Dice, staff: list[Staff]) -> dict[str, bytes]:
    """`chatdata/YYYY-MM.jsonl` for each month of the span."""
    order = sorted(range(len(book.posts)), key=lambda i: (book.posts[i].day, book.posts[i].second, i))
    encode = msgspec.json.Encoder().encode
    offset = dice.below(1 << 50)
    month_of = [calendar.month(day) for day in range(SPAN)]
    ids = [
        f"{(offset + i) * _ODD % 2**64:020d}_{calendar.millis(p.day, p.second) // 1000}_external"
        for i, p in enumerate(book.posts)
    ]
    months: dict[str, list[bytes]] = {}
    for i in order:
        post = book.posts[i]
        recalled = post.recalls >= 0
        body = {"pre_msgid": ids[post.recalls]} if recalled else post.body
        line = {
            "msgid": ids[i],
            "action": "recall" if recalled else "send",
            "from": post.sender,
            "tolist": post.to,
            "roomid": post.room,
            "msgtime": calendar.millis(post.day, post.second) + i % 1000,
            "msgtype": post.type,
            post.type: body,
        }
        months.setdefault(month_of[post.day], []).append(encode(line))
    for n in range(_SWITCHES):
        day, second = 20 + 40 * n, 33_000 + n
        line = {"msgid": f"{n:020d}_switch", "action": "switch", "time": calendar.millis(day, second)}
        months[month_of[day]].append(encode(line | {"user": dice.pick(staff).id}))
    return {f"chatdata/{m}.jsonl": b"\n".join(lines) + b"\n" for m, lines in sorted(months.items())}

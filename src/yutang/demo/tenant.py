"""The simulated tenant: a brand with 30 staff, 300 groups and 9,000 customers, as the files an operator has.

`world` is a pure function: same seed and day, same bytes, on every platform; no clock, no network. The seed
decides who lives and what happens; the day (the last one of the data, UTC+8) only when.

Files, under `data/`, which is what the importers are given: `chatdata/YYYY-MM.jsonl` (session archive, 180 days),
`客户群.csv` (GB18030), `群成员.xlsx`, `员工.csv`, `客户.csv`, `订单.csv` (UTF-8 with BOM), `自有号.txt` (for --house).
Beside it `truth.json`: what was intended, never what a check-up says. Its words:

- `state`: alive, forming, fading, dormant, dead, unknown, by the life that was built (see `lives`). `dead` = its
  people stopped for good at least 60 days ago; they will never have an active day again, though somebody may
  send a lone message, people go on leaving, and staff go on posting. `active_next_28d` = whether an active day is
  planned after the last day.
- `active_each_of_7_days`: the 4 groups in which two or more people speak on each of the last 7 days; every other
  group has a day off. `staff_only`: the 90 groups in which nobody but staff, bots and house accounts has spoken
  for 28 days, while staff post on.
- `merge_pairs`: a weak (fading or bubbling) group, two thirds or more of whose people also sit in a strong one of
  the same line, tier and region. Other groups of a line share a few people by accident.
- `blasts`: one text, link or mini-program, or near-same wordings of one text (`near`), put into many groups by their
  owners within minutes. `filler`: greetings that staff copy every day, `bot_words`: what
  bots say in all their groups; no blasts, though they repeat too.
- `silent_buyers`: bought at least 3 times in the last 90 days and never spoke; no other silent customer has bought
  more than twice.
- `complaint_wave`: one angry evening. `evidence`: messages; roster (joins and leaves only); little (next to nothing).
- `core` of a group: its first `creators` people make most of the talk, the rest are its active ones.
"""

import datetime as dt
from pathlib import Path

from yutang.demo import truth
from yutang.demo.archive import archive
from yutang.demo.broadcast import blasts, monologue
from yutang.demo.chatter import Chatter
from yutang.demo.days import SPAN, Calendar
from yutang.demo.dice import Dice
from yutang.demo.files import tables
from yutang.demo.followers import follows
from yutang.demo.groups import found
from yutang.demo.members import first_seen, seat
from yutang.demo.people import hire
from yutang.demo.post import Book
from yutang.demo.scenes import private_chats, wave
from yutang.demo.shop import orders
from yutang.demo.words import common


def world(seed: int, day: dt.date) -> dict[str, bytes]:
    """The world's files by relative path. `day` is the last day of the data."""
    calendar, book = Calendar(day), Book()
    people = hire(Dice(seed, "staff"))
    groups = found(Dice(seed, "groups"), people)
    seat(Dice(seed, "members"), groups, people)
    talk, staff = Dice(seed, "talk"), Dice(seed, "staff posts")
    greeting = [staff.pick(common()["filler"]) for _ in range(SPAN)]
    for group in groups:
        Chatter(talk, book, group).run(calendar)
        if group.talks:
            monologue(staff, book, group, greeting)
    campaigns = blasts(Dice(seed, "blasts"), book, groups, calendar)
    scenes = Dice(seed, "scenes")
    angry, private = wave(scenes, book, groups), private_chats(scenes, book, people)
    seen = first_seen(groups)
    sold = orders(Dice(seed, "orders"), people.customers, seen)
    contacts = follows(Dice(seed, "contacts"), people, groups, seen)
    parts: dict[str, object] = {
        "blasts": [truth.blast_truth(b, calendar) for b in campaigns],
        "complaint_wave": truth.wave_truth(angry, calendar),
        "silent_buyers": truth.silent_truth(groups, people, sold),
        "totals": truth.totals(book, groups, people, sold, private),
    }
    data = archive(book, calendar, Dice(seed, "archive"), people.staff) | tables(
        people, groups, sold, contacts, calendar
    )
    made = {f"data/{name}": content for name, content in data.items()}
    return made | {"truth.json": truth.document(parts, groups, calendar, seed, people)}


def write(folder: Path, seed: int, day: dt.date) -> list[Path]:
    """Write the world into `folder` (made if absent; files of the same names are replaced). Gives the paths."""
    made: list[Path] = []
    for name, content in world(seed, day).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made.append(path)
    return made

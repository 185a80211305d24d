"""What the check-up finds of the simulated tenant, against what was intended for it, on any seeds.

    python bench/truth.py [SEED…]     one line a seed; without seeds those of docs/methods/check-up.md

`tests/e2e/test_truth.py` holds the limits, on three of them.
"""

import datetime as dt
import json
import sys
import tempfile
from pathlib import Path

from yutang.checkup.actions import examine
from yutang.checkup.model import Checkup, State
from yutang.checkup.settings import Assumptions
from yutang.demo import write
from yutang.importers.actions import bring_in
from yutang.importers.marking import entries, guess_bots, mark
from yutang.importers.model import Options
from yutang.kit.settings import Settings
from yutang.ledger.catalogue import Role
from yutang.main import private_ledger

DAY, NOW = dt.date(2026, 10, 31), 1_800_000_000_000_000
SEEDS = (7, 1, 2, 11, 23, 101)


def examined(folder: Path, seed: int) -> tuple[Checkup, dict]:
    """The check-up of a seed's files, and its truth."""
    write(folder, seed, DAY)
    data, settings = folder / "data", Settings(home=folder / "home")
    with private_ledger(settings) as ledger:
        bring_in(ledger, [data], Options(zone=settings.zone), now=NOW, rejects=folder / "rejects.csv")
        mark(ledger, entries(data / "自有号.txt"), Role.HOUSE, now=NOW)
        guess_bots(ledger, now=NOW)
        with ledger.analytics.cursor() as cursor:
            found = examine(cursor, as_of=DAY, zone=ledger.zone, settings=Assumptions())
    return found, json.loads((folder / "truth.json").read_text("utf-8"))


def short(ref: str) -> str:
    return ref.partition(":")[2]


def blasts(found: Checkup, truth: dict) -> tuple[int, int, int]:
    """(found, intended, too many)."""
    recent = [b for b in truth["blasts"] if b["days_ago"] < 28]
    noise = (*truth["filler"], *truth["bot_words"])
    samples = [b.sample for b in found.blasts if not any(b.sample in n for n in noise)]

    def of(sample: str) -> str | None:
        texts = ((b["code"], text) for b in recent for text in (b["sample"], *b["texts"]))
        return next((code for code, text in texts if sample in text or text in sample), None)

    which = [of(sample) for sample in samples]
    return len({w for w in which if w}), len(recent), sum(w is None for w in which)


def line(seed: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        found, truth = examined(Path(folder), seed)
    dead = {short(g.id) for g in found.groups if g.state is State.DEAD}
    meant = {g["id"] for g in truth["groups"] if g["dead"]}
    pairs = {(short(g.id), short(g.merge_with)) for g in found.groups if g.merge_with}
    wanted = {(p["weak"], p["strong"]) for p in truth["merge_pairs"]}
    both = len(dead & meant)
    seen, told, more = blasts(found, truth)
    return (
        f"{seed:>5} {both / len(dead):>10.3f} {both / len(meant):>7.3f}"
        f" {len(pairs & wanted):>6} of {len(wanted)} + {len(pairs - wanted)}   {seen:>4} of {told} + {more}"
    )


def main() -> None:
    print(
        f"{'seed':>5} {'dead: prec.':>10} {'recall':>7}   merge pairs   blasts (found of intended + too many)"
    )
    for seed in map(int, sys.argv[1:]) if len(sys.argv) > 1 else SEEDS:
        print(line(seed), flush=True)


if __name__ == "__main__":
    main()

"""An import taken back after jobs have run: what they made of its people holds nobody, and goes with them."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.segments.saved.shops import Shop, wrote

from ledger.batch import DAY, NOW, START, fresh, say, table
from ledger.test_undo import whole
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import acts
from yutang.ledger.undo import UndoPreview
from yutang.segments.lifecycle.sweep import restand
from yutang.segments.saved.mirror import level_all

MADE = ("segment_member", "standing", "tier_member")
RULE, STAFF = '{"source":"rule"}', '{"source":"staff"}'


def bring(ledger: Ledger, run: int, *who: str) -> None:
    rows = [
        row for one in who
        for row in (say("g", one, START, f"{one} {run}", name=one, role=Role.PERSON),
                    (Kind.ORDER_PLACED, START + run * DAY,
                     {"actor": one, "ref": f"{one} {run}", "amount": 100, "role": Role.PERSON}))
    ]  # fmt: skip
    ledger.take(f"run {run}", "test", "wecom", table(*rows), now=NOW, run=run)


def nightly(shop: Shop, segment: int, now: int = NOW) -> None:
    shop.sweep(segment, now)
    restand(shop.ledger, now=now)


def made(ledger: Ledger) -> list[Any]:
    """What jobs made, and of whom."""
    return [
        ledger.analytics.rows(
            f"select i.external_id, t.* exclude (customer_id) from {table} t"
            " left join identity i on i.id = t.customer_id order by all"
        )
        for table in MADE
    ]


def everything(ledger: Ledger) -> list[Any]:
    return [whole(ledger), made(ledger), ledger.analytics.rows("select sum(facts) from batch")]


def kinds(ledger: Ledger) -> set[tuple[str | None, Kind]]:
    rows = ledger.analytics.rows(
        "select i.external_id, f.kind from fact f left join identity i on i.id = f.identity_id"
    )
    return {(who, Kind(kind)) for who, kind in rows}


def undo(ledger: Ledger, run: int = 1) -> UndoPreview:
    """As its preview says."""
    told = ledger.undo_preview(run)
    assert ledger.undo(run, now=NOW) == told
    return told


@pytest.mark.parametrize("sealed", [False, True])
def test_after_jobs_an_import_takes_everybody_along(opened: SimpleNamespace, sealed: bool) -> None:
    shop = Shop(opened.ledger)
    segment = shop.make(wrote(days=200))
    bring(shop.ledger, 1, "ann", "bo")
    nightly(shop, segment)
    assert {("ann", Kind.STAGE_CHANGED), ("bo", Kind.SEGMENT_ENTERED)} <= kinds(shop.ledger)
    if sealed:
        shop.ledger.seal(now=NOW + 2 * DAY)
    told = undo(shop.ledger)
    assert (told.facts, told.people) == (4, 2)
    assert whole(shop.ledger)[0] == whole(shop.ledger)[1][0] == []
    assert made(shop.ledger) == [[], [], []]
    left = everything(shop.ledger)
    shop.ledger.rebuild()
    assert everything(shop.ledger) == left
    opened.close()
    (opened.folder / "analytics.duckdb").unlink()
    shop.ledger = opened.again()
    assert everything(shop.ledger) == left
    nightly(shop, segment, NOW + 3 * DAY)
    assert made(shop.ledger) == [[], [], []]
    assert kinds(shop.ledger) == set()
    assert shop.standing(segment).members == 0


@pytest.mark.parametrize("sealed", [False, True])
def test_what_jobs_made_of_the_others_stays(opened: SimpleNamespace, sealed: bool) -> None:
    shop = Shop(opened.ledger)
    segment = shop.make(wrote(days=200))
    for run, who in ((1, ("ann", "bo")), (2, ("bo", "cy"))):
        bring(shop.ledger, run, *who)
        nightly(shop, segment, NOW + run)
        if sealed:
            shop.ledger.seal(now=NOW + 2 * DAY)
    before = kinds(shop.ledger)
    assert undo(shop.ledger).people == 1
    assert kinds(shop.ledger) == {(who, kind) for who, kind in before if who != "ann"}
    assert [{row[0] for row in rows} for rows in made(shop.ledger)] == [{"bo", "cy"}, {"bo", "cy"}, set()]
    restand(shop.ledger, now=NOW + 3)  # scores are of all who are there
    left = everything(shop.ledger)
    shop.ledger.rebuild()
    level_all(shop.ledger)
    restand(shop.ledger, now=NOW + 3)
    assert everything(shop.ledger) == left
    shop.ledger.seal(now=NOW + 4 * DAY)  # it would refuse, did the inlet hold more than analytics
    nightly(shop, segment, NOW + 4 * DAY)
    assert made(shop.ledger)[1] == left[1][1]
    assert [shop.ledger.undo(2, now=NOW).people, kinds(shop.ledger)] == [2, set()]


def test_killed_behind_states_word_it_is_mended_when_opened(opened: SimpleNamespace) -> None:
    shop = Shop(opened.ledger)
    segment = shop.make(wrote(days=200))
    bring(shop.ledger, 1, "ann")
    bring(shop.ledger, 2, "bo")
    nightly(shop, segment)
    file = opened.folder / "analytics.duckdb"
    shop.ledger.analytics.rows("checkpoint")
    held = file.with_suffix(".old")
    held.write_bytes(file.read_bytes())
    undo(shop.ledger)
    left = whole(shop.ledger)
    opened.close()
    held.replace(file)
    file.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    assert whole(opened.again()) == left
    assert {who for who, _ in kinds(opened.ledger)} == {"bo"}


@pytest.mark.parametrize(
    ("kind", "said", "stays"),
    [
        (Kind.STAGE_CHANGED, {"object_id": 1}, False),
        (Kind.SEGMENT_ENTERED, {"object_id": 1}, False),
        (Kind.SEGMENT_LEFT, {"object_id": 1}, False),
        (Kind.TIER_CHANGED, {"source_id": 1, "object_id": 2}, False),
        (Kind.TIER_CHANGED, {"source_id": 1, "object_id": 2, "amount": 1}, True),  # somebody accepted it
        (Kind.TIER_CHANGED, {"source_id": 1, "amount": 1}, True),
        (Kind.TAG_ADDED, {"object_id": 1, "props": RULE}, False),
        (Kind.TAG_REMOVED, {"object_id": 1, "props": RULE}, False),
        (Kind.TAG_ADDED, {"object_id": 1, "props": STAFF}, True),
        (Kind.TAG_ADDED, {"object_id": 1}, True),
        (Kind.NOTE_WRITTEN, {"text": "记"}, True),
        (Kind.CONSENT_GIVEN, {"object_id": 1}, True),
        (Kind.TOUCH_PROPOSED, {"object_id": 1, "channel": 1}, True),
        (Kind.TOUCH_REFUSED, {"object_id": 1, "amount": 9}, True),
    ],
)
def test_what_people_did_holds_and_what_jobs_made_does_not(
    tmp_path: Any, kind: Kind, said: dict[str, Any], stays: bool
) -> None:
    ledger = fresh(tmp_path)
    try:
        bring(ledger, 1, "ann", "bo")
        ((ann,),) = ledger.analytics.rows("select id from identity where external_id = 'ann'")
        row = {"kind": int(kind), "happened": NOW, "identity_id": ann, **said}
        ledger.record(acts([row]), origin="test", now=NOW)
        assert undo(ledger).people == (1 if stays else 2)
        assert kinds(ledger) == ({("ann", kind)} if stays else set())
        left = whole(ledger)
        assert left[2][-2] == []  # spending
        assert bool(left[2][3 + 2]) == (stays and kind == Kind.TAG_ADDED)  # tagging: nobody's stays
        ledger.rebuild()
        assert whole(ledger) == left
    finally:
        ledger.close()

"""Acts on segments, on both databases: versions in a row, names that are free, limits, and what the log keeps."""

import threading

import pytest
from tests.segments.saved.shops import NOW, Shop, wrote

from yutang.accounts import audit
from yutang.engine.rule import InSegment, Not
from yutang.kit import jobs
from yutang.kit.errors import YutangError
from yutang.segments.saved import actions, lists, store
from yutang.segments.saved.model import BadRule, Refresh


def do(shop: Shop, act, *args, **more):
    return shop.ledger.state.write(lambda conn: act(conn, *args, viewer=shop.boss, now=NOW, **more))


def told(shop: Shop, id_: int):
    with shop.ledger.state.read() as conn:
        return actions.one(conn, id_)


def versions(shop: Shop, id_: int) -> list[tuple[int, str, str]]:
    with shop.ledger.state.read() as conn:
        return [(one.version, one.note, one.made_by_name) for one in store.versions(conn, id_)]


def acts(shop: Shop) -> list[str]:
    with shop.ledger.state.read() as conn:
        return [
            one.act for one in reversed(audit.listed(conn, subject=None)) if one.act.startswith("segment")
        ]


def sweeps(shop: Shop) -> list[list[int]]:
    with shop.ledger.state.read() as conn:
        return [job.params["segments"] for job in jobs.listed(conn, kinds=["sweep"])]


def test_the_same_rule_again_is_no_new_version_and_asks_for_no_sweep(shop: Shop) -> None:
    made = shop.make(wrote(30))
    assert sweeps(shop) == [[made]]
    assert shop.edit(made, wrote(30), 1) == 1
    assert (versions(shop, made), acts(shop)) == ([(1, "", "Boss")], ["segment_made"])
    assert shop.edit(made, wrote(7), 1) == 2
    assert sweeps(shop) == [[made]]  # one that waits is enough: it will read the newest
    assert acts(shop) == ["segment_made", "segment_changed"]


def test_who_edits_what_they_did_not_see_is_told_the_newest(shop: Shop) -> None:
    made = shop.make(wrote(30))
    shop.edit(made, wrote(7), 1)
    for seen in (0, 1, 3):
        with pytest.raises(YutangError) as why:
            shop.edit(made, wrote(14), seen)
        assert (why.value.code, why.value.params) == ("segment_changed", {"version": 2})
    assert told(shop, made).rule == wrote(7)


def test_of_many_who_edit_at_once_one_is_kept(shop: Shop) -> None:
    made = shop.make(wrote(30))
    start, ends = threading.Barrier(6), []

    def edit(days: int) -> None:
        start.wait()
        try:
            ends.append((shop.edit(made, wrote(days), 1), days))
        except YutangError as refused:
            ends.append((refused.code, days))

    asking = [threading.Thread(target=edit, args=(days,)) for days in range(1, 7)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    (kept,) = [days for said, days in ends if said == 2]
    assert sorted(str(said) for said, _ in ends) == ["2"] + ["segment_changed"] * 5
    assert told(shop, made).rule == wrote(kept)
    assert [number for number, *_ in versions(shop, made)] == [2, 1]


def test_an_older_version_comes_back_as_the_newest(shop: Shop) -> None:
    made = shop.make(wrote(30), note="起步")
    shop.edit(made, wrote(7), 1)
    known = shop.world()
    assert do(shop, actions.restore, made, 1, known, seen=2) == 3
    assert told(shop, made).rule == wrote(30)
    assert versions(shop, made) == [(3, "v1", "Boss"), (2, "", "Boss"), (1, "起步", "Boss")]
    assert do(shop, actions.restore, made, 3, known, seen=3) == 3  # what it is already
    for unknown in (0, 4, 99):
        with pytest.raises(YutangError, match="segment_version_unknown"):
            do(shop, actions.restore, made, unknown, known, seen=3)


def test_a_version_that_asks_for_what_is_gone_does_not_come_back(shop: Shop) -> None:
    base = shop.make(wrote(), "底")
    made = shop.make(InSegment(base), "引用")
    shop.edit(made, wrote(7), 1)
    do(shop, actions.archive, base)
    with pytest.raises(BadRule):
        do(shop, actions.restore, made, 1, shop.world(), seen=2)
    assert told(shop, made).version == 2


def test_a_name_is_free_again_once_its_segment_is_put_away(shop: Shop) -> None:
    made = shop.make(wrote(), "Café 会员")
    for taken in ("Café 会员", "  CAFÉ 会员 "):
        with pytest.raises(YutangError, match="segment_name_taken"):
            shop.make(wrote(), taken)
    do(shop, actions.rename, made, actions.Renamed(name="CAFÉ 会员"))  # its own, in other letters
    assert told(shop, made).name == "CAFÉ 会员"
    do(shop, actions.archive, made)
    again = shop.make(wrote(), "Café 会员")
    assert again != made
    for gone in (lambda: told(shop, made), lambda: do(shop, actions.archive, made),
                 lambda: do(shop, actions.rename, made, actions.Renamed(name="x")), lambda: shop.edit(made, wrote(3), 1)):  # fmt: skip
        with pytest.raises(YutangError, match="segment_unknown"):
            gone()


def test_what_is_not_named_stays_as_it_was(shop: Shop) -> None:
    made = shop.make(wrote(), description="发过言", refresh=Refresh.HOURLY)
    do(shop, actions.rename, made, actions.Renamed(description=" 最近发过言 "))
    one = told(shop, made)
    assert (one.name, one.description, one.refresh, one.version) == (
        "写过话",
        "最近发过言",
        Refresh.HOURLY,
        1,
    )
    for bad in ("x" * 501, "a\0b"):
        with pytest.raises(YutangError, match="segment_text"):
            do(shop, actions.rename, made, actions.Renamed(description=bad, name="不该留下"))
    assert told(shop, made).name == "写过话"


def test_a_list_is_renamed_and_nothing_else(shop: Shop) -> None:
    shop.say("ann")
    base = shop.make(wrote())
    known = shop.world()
    kept = lists.freeze(shop.ledger, base, "当时", known, viewer=shop.boss, now=NOW)
    do(shop, actions.rename, kept, actions.Renamed(name="那时", refresh=Refresh.MANUAL))
    for refused in (
        lambda: do(shop, actions.rename, kept, actions.Renamed(refresh=Refresh.DAILY)),
        lambda: do(shop, actions.copy, kept, "又一个", known), lambda: shop.edit(kept, wrote(7), 1),
    ):  # fmt: skip
        with pytest.raises(YutangError, match="segment_is_list"):
            refused()
    with pytest.raises(YutangError, match="segment_version_unknown"):
        do(shop, actions.restore, kept, 1, known, seen=1)
    assert (told(shop, kept).name, told(shop, kept).refresh) == ("那时", Refresh.MANUAL)


def test_a_copy_goes_its_own_way(shop: Shop) -> None:
    made = shop.make(wrote(30), description="发过言", refresh=Refresh.HOURLY, note="起步")
    copied = do(shop, actions.copy, made, "副本", shop.world())
    shop.edit(made, wrote(7), 1)
    one = told(shop, copied)
    assert (one.rule, one.description, one.refresh, one.version) == (wrote(30), "发过言", Refresh.HOURLY, 1)
    assert versions(shop, copied) == [(1, "", "Boss")]
    assert sorted(sweeps(shop)) == sorted([[made], [copied]])


def test_there_is_a_most_of_segments_in_use(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    first = shop.make(wrote(), "一")
    shop.make(wrote(), "二")
    with pytest.raises(YutangError) as why:
        shop.make(wrote(), "三")
    assert (why.value.code, why.value.params) == ("segment_too_many", {"limit": 2})
    do(shop, actions.archive, first)
    shop.make(wrote(), "三")


def test_what_was_refused_leaves_no_trace_in_the_log(shop: Shop) -> None:
    base = shop.make(wrote(), "底")
    shop.make(Not(InSegment(base)), "别的")
    with pytest.raises(YutangError, match="segment_used"):
        do(shop, actions.archive, base)
    with pytest.raises(YutangError, match="segment_name"):
        shop.make(wrote(), " ")
    assert acts(shop) == ["segment_made", "segment_made"]

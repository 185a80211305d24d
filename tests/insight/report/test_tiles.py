"""Every group is one tile, and says in words what its colour says."""

import msgspec
from tests.insight.sample import sample

from yutang.insight.report.lists import lists
from yutang.insight.report.tiles import tiles
from yutang.insight.wording import Words

ZH = Words("zh")
CHECKUP = sample()


def test_every_group_is_one_tile():
    assert sum(len(line.tiles) for line in tiles(CHECKUP, ZH, 100)) == 300


def test_the_line_without_a_name_comes_last_and_counts_who_is_alive():
    lines = tiles(CHECKUP, ZH, 100)
    assert lines[-1].name == "未分业务线"
    assert sum(line.alive for line in lines) == CHECKUP.totals.states["alive"]
    assert [line.groups for line in lines[:-1]] == sorted((line.groups for line in lines[:-1]), reverse=True)


def test_five_hundred_lines_of_business_become_forty_and_the_others():
    groups = [
        msgspec.structs.replace(group, line=f"L{i % 500}") for i, group in enumerate(sample(1_000).groups)
    ]
    lines = tiles(msgspec.structs.replace(CHECKUP, groups=groups), ZH, 100)
    assert len(lines) == 41
    assert sum(len(line.tiles) for line in lines) == 1_000


def test_a_tile_says_in_words_what_its_colour_says():
    tile = tiles(CHECKUP, ZH, 100)[0].tiles[0]
    assert tile.look.startswith("alive d")
    assert "活跃" in tile.label


def test_a_tile_knows_the_row_of_its_group():
    rows = {r.number: r.name for listing in lists(CHECKUP, ZH, 100) for r in listing.rows}
    told = [t for line in tiles(CHECKUP, ZH, 100) for t in line.tiles if t.row]
    assert sorted(rows) == sorted(t.row for t in told) == list(range(1, 301))
    assert all(t.label.startswith(rows[t.row]) for t in told)


def test_deeper_means_more_messages():
    busy, quiet = (msgspec.structs.replace(CHECKUP.groups[0], messages_28d=n) for n in (2_000, 3))
    looks = {
        t.look[-2:]
        for g in (busy, quiet)
        for t in tiles(msgspec.structs.replace(CHECKUP, groups=[g]), ZH, 100)[0].tiles
    }
    assert looks == {"d4", "d1"}

"""Names from browsers: those that are refused, and where the others lie."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.importers.uploadnames import beside, folded, place, refused


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/etc/passwd", "absolute"), ("\\\\server\\x", "absolute"), ("C:\\x", "absolute"), ("c:x", "absolute"),
        ("~/x", "absolute"), ("../x", "outside"), ("a/../../x", "outside"), ("a\\..\\x", "outside"), ("a/./x", "outside"),
        ("..", "outside"), ("a/.. /x", "outside"), ("a\x00.csv", "nul"), ("", "empty"), ("a//b", "empty"),
        ("a/", "empty"), ("x" * 2001, "long"), ("/".join("a" * 33), "deep"), ("a\ud800", "text"),
    ],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(path: str, why: str) -> None:
    assert refused(path) == why


@pytest.mark.parametrize(
    "path", ["a.csv", "群聊/2024/聊天记录 (1).txt", "…/x", "a..b", ".hidden", "A?.txt", "ab:c.txt"]
)
def test_ordinary_names_stay_as_they_are(path: str) -> None:
    assert (refused(path), place(path)) == (None, path)


@pytest.mark.parametrize(
    ("path", "lies"),
    [
        ("NUL", "_NUL"), ("con.txt", "_con.txt"), ("a/Com1", "a/_Com1"), ("console.txt", "console.txt"),
        ("a\nb.txt", "a_b.txt"), ("a\\b.txt", "a_b.txt"), ("   ", "_   "), ("e\u0301.csv", "\u00e9.csv"),
    ],
)  # fmt: skip
def test_names_that_disks_refuse_are_changed(path: str, lies: str) -> None:
    assert (refused(path), place(path)) == (None, lies)


def test_a_long_name_keeps_its_suffix_and_stays_its_own() -> None:
    one, two = place("群" * 200 + ".csv"), place("群" * 201 + ".csv")
    assert one != two
    assert one.endswith(".csv")
    assert max(len(one.encode()), len(two.encode())) <= 255


def test_case_and_composition_fold() -> None:
    assert folded("A/É.CSV") == folded(place("a/e\u0301.csv"))


def test_a_second_one_lies_beside_the_first() -> None:
    assert [beside(p, 2) for p in ("a/b.csv", "b", ".x")] == ["a/b~2.csv", "b~2", ".x~2"]


@given(st.text(max_size=400))
def test_nothing_ever_leaves_its_folder(path: str) -> None:
    if refused(path) is None:
        lies = place(path)
        assert not Path(lies).is_absolute()
        assert ".." not in Path(lies).parts
        assert "\x00" not in lies
        assert all(0 < len(part.encode()) <= 255 for part in lies.split("/"))

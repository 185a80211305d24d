"""The console's files: only those that were built, whatever is asked for; and what stands there without them."""

from pathlib import Path

import pytest

from yutang.web import pages


@pytest.fixture
def console(tmp_path: Path, monkeypatch) -> Path:
    """A built console, small."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Yutang</title>")
    (folder / "assets" / "a-1b.js").write_text("1")
    (folder / "build.json").write_text('{"api":"abc"}')
    (folder / ".ok-1").write_text("")
    (tmp_path / "secret").write_text("secret")
    monkeypatch.setattr(pages, "static", lambda: folder)
    return folder


def _get(served, path: str):
    return served.client().http.get(path, follow_redirects=False)


def test_without_a_build_the_address_says_in_both_languages_how_to_get_it(
    served, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(pages, "static", lambda: tmp_path / "none")
    answer = _get(served, "/app/")
    assert answer.status_code == 503
    assert answer.text.count("make console") == 2
    assert 'lang="zh-CN"' in answer.text
    assert 'lang="en"' in answer.text


@pytest.mark.parametrize("path", ["/app", "/app/", "/app/checkup", "/app/checkup/group/wecom:x"])
def test_any_address_of_a_screen_is_the_console(served, console, path: str) -> None:
    answer = _get(served, path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.text.startswith("<!doctype html>")


def test_hashed_files_are_kept_for_ever_and_gone_ones_are_missing(served, console) -> None:
    there = _get(served, "/app/assets/a-1b.js")
    assert there.headers["content-type"].startswith("text/javascript")
    assert "immutable" in there.headers["cache-control"]
    gone = _get(served, "/app/assets/a-0.js")
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/app/../secret", "/app/%2e%2e/secret", "/app/..%2fsecret", "/app/.ok-1",
                                  "/app//etc/passwd", "/app/assets/../../secret"])  # fmt: skip
def test_nothing_beside_the_build_is_served(served, console, path: str) -> None:
    answer = _get(served, path)
    assert "secret" not in answer.text
    assert "root:" not in answer.text
    assert answer.status_code in (200, 404)


def test_the_root_leads_to_the_console(served) -> None:
    answer = _get(served, "/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/app/")


def test_what_a_build_was_made_for(console, tmp_path) -> None:
    assert pages.built(console) == pages.Built(api="abc")
    (console / "build.json").write_text("broken")
    assert pages.built(console) is None

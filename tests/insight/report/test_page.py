"""The report as text: what it forbids, what it says, how big it is. What it looks like is tests/e2e."""

import base64
import hashlib
import html
import re

import pytest
from tests.insight.sample import NASTY, empty, sample

from yutang.insight.report import render

PAGES = {lang: render(sample(), lang) for lang in ("zh", "en")}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_policy_forbids_all_but_the_one_script(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}'" in policy
    assert page.count("<script") == 1


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_nothing_is_loaded_from_anywhere(page):
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:|//|file:)""", page)
    assert "@import" not in page
    assert not re.search(r"url\(", page)


@pytest.mark.parametrize("name", NASTY[:3])
def test_html_in_names_is_text(name):
    assert name not in PAGES["zh"]
    assert html.escape(name).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in PAGES["zh"]


def test_templates_in_names_are_text():
    assert "{{ 7*7 }} {name}" in PAGES["zh"]


@pytest.mark.parametrize(
    ("lang", "verdict"),
    [
        ("zh", "300 个群里，只有 4 个在近 7 天里天天有人聊。"),
        ("en", "Of 300 groups, only 4 had a conversation"),
    ],
)
def test_the_verdict_is_the_heading(lang, verdict):
    assert f"<h1>{verdict}" in PAGES[lang]
    assert f'<html lang="{ {"zh": "zh-CN", "en": "en"}[lang] }">' in PAGES[lang]


def test_no_hours_are_promised_where_none_are_freed():
    cards = re.findall(r'class="card advice (\w+)">(.*?)</(?:a|div)>', PAGES["zh"], re.DOTALL)
    assert {code: "小时" in body for code, body in cards} == {
        "stop": True,
        "merge": True,
        "revive": False,
        "keep": False,
    }


def test_english_has_no_chinese_of_ours():
    plain = re.sub(
        r"<bdi>.*?</bdi>|title=\"[^\"]*\"|aria-label=\"[^\"]*\"|<style>.*?</style>|<script>.*?</script>",
        "",
        PAGES["en"],
        flags=re.DOTALL,
    )
    assert not re.search("[\u4e00-\u9fff]", plain)


def test_same_check_up_same_bytes():
    assert render(sample(), "zh") == PAGES["zh"]


def test_the_page_stays_small():
    assert len(PAGES["zh"].encode()) < 1_000_000
    assert len(render(sample(5_000), "zh").encode()) < 4_000_000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_groups_there_is_a_verdict_and_nothing_to_act_on(lang):
    page = render(empty(), lang)
    assert "<h1>" in page
    assert 'id="lists"' not in page


def test_one_group_is_enough():
    assert 'id="list-' in render(sample(1), "en")

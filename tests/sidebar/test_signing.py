"""What the client of WeCom wants signed: the published example, and whose pages are signed."""

import pytest

from yutang.sidebar.signing import signable, signature

OURS = "https://pond.example:8443"


def test_the_published_example() -> None:
    """wecom-api.md §6, JS-SDK signature."""
    ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    made = signature(ticket, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value")
    assert made == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_of_our_pages_all_but_the_fragment_is_signed() -> None:
    page = f"{OURS}/sidebar/3/customer?account=wm%20x&tab=orders"
    assert signable(page, OURS) == page
    assert signable(f"{page}#ww=single_chat_tools:wm1", OURS) == page
    assert signable("https://PoNd.example:8443/sidebar/3", OURS) == "https://PoNd.example:8443/sidebar/3"


@pytest.mark.parametrize(
    "url",
    [
        "https://pond.example/sidebar/3",  # another port
        "http://pond.example:8443/sidebar/3",
        "https://pond.example.evil:8443/sidebar/3",
        "https://pond.example:8443@evil.example/sidebar/3",
        "https://evil@pond.example:8443/sidebar/3",
        "https://pond.example:8443/app/",
        "https://pond.example:8443/sidebar/../app/",
        "https://pond.example:8443\\@evil.example/sidebar/3",
        "https://pond.example:8443/sidebar/3\nx",
        "https://pond.example:port/sidebar/3",
        "//pond.example:8443/sidebar/3",
        "/sidebar/3",
        "javascript:alert(1)",
        "",
        "https://[::1/sidebar/",
        f"{OURS}/sidebar/{'x' * 2_000}",
    ],
)
def test_nobody_elses_page_is_signed(url: str) -> None:
    assert signable(url, OURS) is None

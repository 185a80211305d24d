"""Links in a text, and one spelling for each: DuckDB expressions over a varchar column named `text` (RE2)."""

# Bare hosts count only under endings that are hardly ever file names; short ones need a path. No e-mail.
_HOST = r"(?:^|[^0-9a-z@._/-])(?:[0-9a-z-]+\.)+"
_LONG = "(?:com|cn|net|org|shop|top|vip|xyz|club|hk|tw)"
_SHORT = "(?:io|link|app|ly|cc|me|tv|gl|co|gg)/"
_BARE = rf"{_HOST}(?:{_LONG}(?:[/?#:]|[^0-9a-z._@-]|$)|{_SHORT})"
ADDRESS = rf"(?i)https?://[0-9a-z]|\bwww\.[0-9a-z]|#小程序://|{_BARE}"
LINK = rf"{ADDRESS}|\[(?:小程序|链接|連結|link)\]|weixin://|[￥¥€₤][0-9a-z]{{9,13}}[￥¥€₤]"

_FIRST = (
    rf"(?i)(?:https?://|\bwww\.|#小程序://[^\s\p{{Z}}]+|{_HOST}(?:{_LONG}(?:[/?#:]|\b)|{_SHORT}))"
    r"[0-9a-z%/?#&=+._~:!$*,;()@-]*"
)
# Parameters that say who shared or where it was clicked, never what is shown.
_SHARE = (
    "utm_[^=&#]*|spm|scm|share[^=&#]*|xhsshare|igshid|igsh|fbclid|gclid|msclkid|yclid|mc_[ce]id"
    "|from|from_[^=&#]*|isappinstalled|invite[^=&#]*|referr?er|ref|chksm|scene|srcid|ascene|nsukey"
    "|pass_ticket|wx_header|exportkey|devicetype|nettype|clicktime|enterid|timestamp|_t"
    "|appuid|apptime|xsec_[^=&#]*|tt_from|si"
)
_STEPS = (
    (r"(?i)^[^0-9a-z#]*(?:https?://)?(?:www\.)?", "", ""),
    (r"#(?:[^/!小].*)?$", "", ""),  # a fragment, but not the page of a single-page shop ("#/goods/4")
    (rf"(?i)([?&])(?:{_SHARE})=[^&#]*", r"\1", "g"),
    (r"&&+", "&", "g"),
    (r"\?&", "?", "g"),
    (r"[/.,;:!?)*~&]+$", "", ""),
)


def quoted(pattern: str) -> str:
    """`pattern` as an SQL literal."""
    return "'" + pattern.replace("'", "''") + "'"


def _canonical() -> str:
    expression = f"regexp_extract(text, {quoted(_FIRST)})"
    for pattern, replacement, flags in _STEPS:
        expression = f"regexp_replace({expression}, {quoted(pattern)}, {quoted(replacement)}, '{flags}')"
    # Hosts ignore case, paths (short links above all) do not.
    host, rest = "lower(regexp_extract(u, '^[^/?#]*'))", "regexp_extract(u, '[/?#].*$')"
    return f"([{host} || {rest} for u in [{expression}]])[1]"


CANONICAL = _canonical()  # only meaningful where ADDRESS matches
SQL_LINK = f"case when regexp_matches(text, {quoted(ADDRESS)}) then {CANONICAL} end"
"""The first link without scheme, www, fragment and share ids; null where there is none."""

"""Cells that a spreadsheet will open: text must never run as a formula.

Rule: a text cell whose first character after blanks and invisible marks is = + - @ or their full-width twins
＝ ＋ － ＠ (or that starts with tab, CR or LF) gets an apostrophe in front. Numbers and days are never text, so a
net of -5 stays a number. (OWASP, "CSV Injection"; the full-width forms act in East Asian Excel.)
"""

import re

_FORMULA = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]*[=+\\-@＝＋－＠]|[\t\r\n]")
_HALF = re.compile("[\ud800-\udfff]")
EXCEL_CELL = 32_767  # characters that a cell of Excel holds


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet could take it for a formula."""
    whole = _HALF.sub("\ufffd", text).replace("\x00", "")
    return ("'" + whole if _FORMULA.match(whole) else whole)[:EXCEL_CELL]

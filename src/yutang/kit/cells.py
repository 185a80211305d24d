"""Cells that a spreadsheet will open: text must never run as a formula."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def plain(text: str) -> str:
    """`text` so that Excel, WPS and LibreOffice show it and do not compute it (OWASP: CSV injection).

    A leading apostrophe is the sign for "this is text"; full-width signs are folded to formulas by some of them.
    """
    return (
        f"'{text}" if text.lstrip(" \u200b\ufeff").startswith(_STARTS) or text.startswith(_STARTS) else text
    )

"""Codes as pictures to print.

The platform gives the address of a picture of its own, never what that picture says. So ours leads there: who scans it
sees the platform's code and presses on it. The platform's picture itself is one tap shorter; both lead to the same.
"""

import io

import segno

SVG, PNG = "image/svg+xml", "image/png"
SMALLEST, LARGEST, USUAL = 120, 2_400, 600  # pixels of a side


def svg(url: str) -> bytes:
    """For print: sharp at any size."""
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", border=4, xmldecl=False, svgns=True)
    return drawn.getvalue()


def png(url: str, pixels: int = USUAL) -> bytes:
    """At least so many pixels a side, whole ones a module: anything else is blurred by the printer."""
    code = segno.make(url, error="m")
    scale = max(1, -(-pixels // code.symbol_size(border=4)[0]))
    drawn = io.BytesIO()
    code.save(drawn, kind="png", border=4, scale=scale)
    return drawn.getvalue()

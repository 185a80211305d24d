"""Text in the cells of a terminal, where a Chinese character takes two and an emoji of five code points two."""

import re

from rich.cells import cell_len, set_cell_size

_WIDE, _CLOSING = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef", "，。、；：？！）」』》％"
_PIECES = re.compile(f"(?:[{_WIDE}]|[^\\s{_WIDE}]+)[{_CLOSING}]* *|\\s+")


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Exactly `width` cells: padded, or cut with an ellipsis. A wide character is never halved."""
    size = cell_len(text)
    if size > width:
        return set_cell_size(set_cell_size(text, max(0, width - 1)).rstrip() + "…", width)
    return " " * (width - size) + text if right else text + " " * (width - size)


def fit_name(name: str, width: int) -> str:
    """Like fit, but cut in the middle: groups of a brand differ at the end of their names (… 299 会员-51)."""
    if cell_len(name) <= width:
        return fit(name, width)
    room = max(0, width // 3)
    start = next((at for at in range(len(name)) if cell_len(name[at:]) <= room), len(name))
    tail = name[start:]
    return fit(fit(name, width - cell_len(tail)).rstrip() + tail, width)


def packed(parts: list[str], width: int) -> list[str]:
    """Whole parts side by side while they fit; one that doesn't begins a line, and is wrapped when it must."""
    lines: list[str] = []
    for part in parts:
        beside = f"{lines[-1]}  {part}" if lines else part
        if lines and cell_len(beside) <= width:
            lines[-1] = beside
        else:
            lines += wrap(part, width)
    return lines


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells. Chinese breaks between any two characters but not before closing marks;
    rich's own wrapping knows only spaces, so it would leave half a line empty.
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines

"""The bars of a waterfall: from what was retained before to what is retained now. Pure."""

from yutang.insight.retention.model import Came, Gone, RetentionLine, WaterfallBar


def waterfall(line: RetentionLine) -> list[WaterfallBar]:
    """Opening, each coming and going that isn't nothing, closing: every bar begins where the one before ended."""
    at, total = line.opening, line.total
    bars = [WaterfallBar(code="opening", amount=at, start=0, end=at)]
    for code in (*Came, *Gone):
        name = code.name.lower()
        amount: int = getattr(total, name) * (1 if isinstance(code, Came) else -1)
        if amount:
            bars.append(WaterfallBar(code=name, amount=amount, start=at, end=at + amount))
            at += amount
    return [*bars, WaterfallBar(code="closing", amount=at, start=0, end=at)]

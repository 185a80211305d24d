"""A summary as a few lines that can be pasted into a chat. Pure."""

from yutang.digests.model import Digest, Move, MovedGroup
from yutang.insight.wording import Words, clean
from yutang.locales import Lang

NAMED = 5  # groups named in a line; the rest is counted
LONGEST = 24  # characters of a name in a line


def text(digest: Digest, lang: Lang, link: str = "") -> str:
    """Title and day, the sentence, the figures, who moved, tasks, link: one line each, no markup."""
    words = Words(lang)
    lines = [
        f"{words(f'digest.title.{digest.period}')} · {digest.as_of.isoformat()}",
        sentence(digest, words),
        _figures(digest, words),
    ]
    lines += [
        words("digest.text.list", what=words(f"digest.move.{move}"), names=_names(here, words))
        for move in Move
        if (here := [one for one in digest.moved if one.move is move])
    ]
    if digest.advised:
        what = words("digest.section.advised")
        lines.append(words("digest.text.list", what=what, names=words.number(len(digest.advised))))
    if digest.tasks:
        waiting = tasks(digest, words)
        lines.append(words("digest.text.list", what=words("digest.section.tasks"), names=waiting))
    if link:
        lines.append(words("digest.link", link=link))
    return "\n".join(lines)


def sentence(digest: Digest, words: Words) -> str:
    return words(f"digest.sentence.{digest.sentence.code}", **digest.sentence.params)


def tasks(digest: Digest, words: Words) -> str:
    """What was done and what waits."""
    told = digest.tasks
    if told is None or not (told.done or told.overdue or told.due_today or told.later):
        return words("digest.tasks.none")
    return words(
        "digest.tasks", done=told.done, overdue=told.overdue, due_today=told.due_today, later=told.later
    )


def name(text_: str, words: Words) -> str:
    """A group's name on one line, or the word for none."""
    return clean(text_) or words("digest.unnamed")


def _names(groups: list[MovedGroup], words: Words) -> str:
    shown = [_short(name(one.name, words)) for one in groups[:NAMED]]
    rest = len(groups) - len(shown)
    return words("digest.comma").join([*shown, *([words("digest.text.more", n=rest)] if rest else [])])


def _short(whole: str) -> str:
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"


def _figures(digest: Digest, words: Words) -> str:
    now = {one.code: words.number(one.after) for one in digest.figures}
    return words(
        "digest.text.figures", alive=now["alive"], groups=now["groups"], inflow=now["inflow_28d"],
        evaporation=now["evaporation_28d"], net=now["net_28d"],
    )  # fmt: skip

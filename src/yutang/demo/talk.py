"""Turns phrases into sentences. Long sentences are joined of four pieces or more, so that two strangers hardly
ever say the same; short ones ("收到", "+1") repeat all the time, as they do in life."""

import functools
import re
from collections.abc import Sequence

from yutang.demo.dice import Dice
from yutang.demo.words import Words, common, line

_PATTERNS: dict[str, tuple[str, ...]] = {
    "ask": ("{open}{goods}{ask}{soft}", "{open}{now}看到{goods}，{ask}{soft}", "{goods}{ask}{soft}"),
    "answer": ("{lead}{answer}{tail}", "{lead}{answer}，另外{answer}{tail}", "{lead}{goods}的话，{answer}{tail}"),
    "checkin": ("{checkin}，{day}，{feel}", "{day}，{checkin}{emoji} {feel}，{react}", "{checkin}，{checkin}，{feel}"),
    "praise": ("{now}用了{goods}，{praise}，{mood}", "{hey}{goods}{praise}，{mood}{emoji}"),
    "complain": ("{goods}{complain}，{upset}", "{open}{goods}{complain}，{upset}", "{complain}，{upset}，{upset}"),
    "talk": ("{hey}{talk}，{react}{emoji}", "{hey}{talk}，{feel}，{react}", "{talk}。{hey}{talk}，{react}"),
    "short": ("{short}",),
    "thanks": ("{thanks}", "{thanks}{emoji}"),
    "host": (
        "【{host}】{post_a}{post_b}，{goods}{ask}？{post_c}",
        "{host}：{hey}{talk}。{post_b}，大家怎么看？{post_c}",
    ),
    "post": (
        "{post_a}{post_b}。{goods}{praise}，{post_b}{post_c}{emoji}",
        "{post_a}{answer}；{post_b}{post_c}，{mood}",
        "{emoji}{goods}：{answer}，{post_b}，{post_a}{talk}",
        "{post_a}有人说“{praise}”，也有人问{goods}{ask}。{answer}{post_c}",
    ),
    "greet": ("{filler}",),
    "welcome": ("{welcome}",),  # a bot's: the same words each time
    "private": ("{private}",),
    "wave": ("{wave}", "{wave}，{wave}", "{wave}，{upset}"),
}  # fmt: skip


@functools.cache
def _compiled(code: str, kind: str) -> tuple[tuple[Sequence[str], ...], ...]:
    words: Words = {**common(), **line(code)}
    return tuple(
        tuple(
            words[part[1:-1]] if part.startswith("{") else (part,) for part in re.findall(r"\{\w+\}|[^{]+", p)
        )
        for p in _PATTERNS[kind]
    )


def say(kind: str, code: str, dice: Dice) -> str:
    """One sentence of that kind ("ask", "answer", "post" …) in that line of business."""
    return "".join(dice.pick(slot) for slot in dice.pick(_compiled(code, kind)))


def quote_wecom(name: str, text: str, reply: str) -> str:
    """How the archive shows an answer that quotes, sent from a WeCom client."""
    return f"这是一条引用/回复消息：\n“{name}：\n{text}”\n------\n{reply}"


def quote_wechat(name: str, text: str, reply: str) -> str:
    """The same, sent from a WeChat client."""
    return f"「{name}：{text}」\n- - - - - - - - - - - - - - -\n{reply}"

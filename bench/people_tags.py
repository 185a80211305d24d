"""How many messages a second the words of tags are looked for in: folding, Aho-Corasick, and doubting what was found."""

import random
import time

from row import Row, busy

from yutang.segments.tags.words.matcher import Matcher
from yutang.segments.tags.words.model import Words
from yutang.segments.tags.words.spelling import fold

WORDS = 400  # of 40 rules
TALK = (
    "今天的快遞到了嗎，我想看看尺碼", "早上好", "請問還有優惠券嗎？", "我要退 款，ＶＩＰ客服在不在", "宝宝很喜欢这个绘本，谢谢推荐",
    "iPhone 手机壳有没有新款", "收到", "昨天买的面膜有点过敏，怎么办呀😭", "好的，晚上八点直播间见", "这个价格比上次便宜不少，能不能再送一份小样",
)  # fmt: skip
SIGNS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


def rows(scale: float, only: str) -> list[Row]:
    draw = random.Random(7)
    words = ["".join(draw.choices(SIGNS, k=draw.randint(3, 5))) for _ in range(WORDS - 4)]
    words += ["退款", "优惠券", "加微信", "vip"]
    rules = {n: Words(words=words[n::40]) for n in range(40)}
    said = [
        draw.choice(TALK) + "".join(draw.choices(SIGNS, k=draw.randint(0, 60)))
        for _ in range(max(5_000, int(200_000 * scale)))
    ]  # fmt: skip
    matcher = Matcher(rules)
    for text in said[:1_000]:  # the tables fill, the libraries load
        matcher.find(text)
    began = time.perf_counter()
    found = sum(bool(matcher.find(text)) for text in said)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for text in said:
        fold(text)
    floor = time.perf_counter() - began
    sounding = Matcher({n: Words(words=rule.words, homophones=True) for n, rule in rules.items()})
    sounding.find(said[0])
    began = time.perf_counter()
    for text in said[:20_000]:
        sounding.find(text)
    heard = min(len(said), 20_000) / (time.perf_counter() - began)
    length = sum(map(len, said)) / len(said)
    return [
        Row("tags.words", len(said) / whole, "messages/s", len(said) / floor,
            f"{len(said):,} of {length:.0f} characters, {found:,} found, {WORDS} words of 40 rules; floor: only their plain"
            f" spelling; by sound too: {heard:,.0f}/s · {busy()}"),
    ]  # fmt: skip

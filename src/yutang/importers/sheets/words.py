"""The words (words.json) operators head their columns with, in Chinese and English, and the concept each one names.

A header is squashed before it is looked up: NFKC, lower case, traditional characters simplified, units in
brackets, spaces and underscores gone. One word may name several concepts; the rest of the table decides.
"""

import functools
import importlib.resources
import json
import re
import unicodedata

_SIMPLE = str.maketrans(
    "組稱員號時間訊發內單訂額類狀態業務線請邀備註數據創離開暱帳戶機題聯絡電價錢總週買賣顧門傳標識體編頭貼會證級屬幣種學說進來記錄條個動"
    "實銷費應購產貨託運營歸從規",
    "组称员号时间讯发内单订额类状态业务线请邀备注数据创离开昵账户机题联络电价钱总周买卖顾门传标识体编头贴会证级属币种学说进来记录条个动"
    "实销费应购产货托运营归从规",
)
_UNIT = re.compile(r"[(（【\[](.*?)[)）】\]]")
_JUNK = re.compile(r"[\s_\-./\\:：#*'\"`、,，|·]+")


def squash(header: str) -> tuple[str, str]:
    """(the header as it is looked up, what stood in its brackets): "金額（元）" → ("金额", "元")."""
    plain = unicodedata.normalize("NFKC", header).lower().translate(_SIMPLE)
    unit = "".join(_UNIT.findall(plain))
    return _JUNK.sub("", _UNIT.sub("", plain)) or _JUNK.sub("", unit), unit


@functools.cache
def _lookup() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    text = (importlib.resources.files(__package__ or "") / "words.json").read_text("utf-8")
    for concept, lines in json.loads(text).items():
        for word in " ".join(lines).split():
            found.setdefault(word, set()).add(concept)
    return {word: frozenset(names) for word, names in found.items()}


@functools.lru_cache(4096)
def concepts(header: str) -> tuple[tuple[str, float], ...]:
    """(concept, weight 0 … 1) that a header may name: 1.0 by a whole word, 0.6 by its longest part."""
    word, _ = squash(header)
    lookup = _lookup()
    if word in lookup:
        return tuple((concept, 1.0) for concept in sorted(lookup[word]))
    # Short Latin words hide in long ones ("to" in "total"), so they must be longer than Chinese ones.
    parts = [known for known in lookup if known in word and len(known) >= (6 if known.isascii() else 2)]
    if not parts:
        return ()
    longest = max(map(len, parts))
    return tuple((c, 0.6) for known in parts if len(known) == longest for c in sorted(lookup[known]))

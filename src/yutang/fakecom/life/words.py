"""Words that members may not send to customers, or are warned of. They never touch what customers say."""

import re

from yutang.fakecom.ranges import members_of
from yutang.fakecom.state.things import InterceptRule
from yutang.fakecom.state.world import Corp

BLOCK, WARN = 1, 2
# What `semantics_list` means: 1 a mobile number, 2 an e-mail address. 3, a red packet, is no text.
SEMANTICS = {
    1: re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    2: re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
}
RED_PACKET = 3


def concerns(corp: Corp, rule: InterceptRule, userid: str) -> bool:
    """Whether the rule is for the member."""
    reach = rule.applicable_range
    if userid in reach.get("user_list", []):
        return True
    return userid in {one.userid for one in members_of(corp, reach.get("department_list", []))}


def struck(corp: Corp, userid: str, said: dict[str, object]) -> InterceptRule | None:
    """The strictest rule that what the member says runs into: one that blocks before one that warns."""
    kind = str(said.get("msgtype", ""))
    inside = said.get(kind)
    text = str(inside.get("content", "")) if isinstance(inside, dict) else ""  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    found = [
        rule
        for rule in corp.intercept_rules.values()
        if _fits(rule, kind, text) and concerns(corp, rule, userid)
    ]
    return min(found, key=lambda rule: rule.intercept_type, default=None)


def _fits(rule: InterceptRule, kind: str, text: str) -> bool:
    if RED_PACKET in rule.semantics_list and "redpacket" in kind:
        return True
    meant = [SEMANTICS[one] for one in rule.semantics_list if one in SEMANTICS]
    return any(word in text for word in rule.word_list) or any(one.search(text) for one in meant)

"""Reads the lines that WeChat and QQ write themselves: who joined, left, renamed the group or took words back.

They name people, never ids. What none of the patterns knows is a system line without consequence.
"""

import re
from typing import Final

import msgspec

from yutang.ledger.catalogue import Kind


class Notice(msgspec.Struct, frozen=True):
    """One event told in words. `people` did it or underwent it; `by` invited, removed or let in."""

    kind: Kind  # GROUP_JOINED, GROUP_LEFT, GROUP_RENAMED, MESSAGE_RECALLED
    people: tuple[str, ...]
    by: str | None = None
    how: str | None = None  # invited, code, link, left, removed
    name: str | None = None  # the group's new name


SELF: Final = frozenset({"你", "我", "您", "you", "you've"})
"""How exports call the one who exported, in lower case."""

_Q = r"[\"“”「]?(?P<{}>[^\"“”「」]+?)[\"“”」]?"
_WHO, _BY = _Q.format("who"), _Q.format("by")
_HERE = r"(?:群聊|本群|该群|群)"
_CAME = rf"(?:加入|进入|进|入)了?{_HERE}"
_ALSO = r"(?:[，,]群聊参与人还有[:：].*)?"
_PATTERNS: Final = tuple(
    (kind, how, re.compile(pattern))
    for kind, how, pattern in (
        (Kind.GROUP_JOINED, "invited", rf"{_BY}\s*邀请\s*(?P<who>.+?)\s*{_CAME}{_ALSO}"),
        (Kind.GROUP_JOINED, "code", rf"{_WHO}\s*通过扫描\s*{_BY}\s*分享的二维码加入了?{_HERE}{_ALSO}"),
        (
            Kind.GROUP_JOINED,
            "link",
            rf"{_WHO}\s*通过\s*{_BY}\s*(?:分享的链接|的邀请链接)(?:加入|进入)了?{_HERE}",
        ),
        (Kind.GROUP_JOINED, None, rf"{_WHO}\s*(?:通过[^，。]{{1,12}})?(?:已?加入|进入)了?{_HERE}{_ALSO}"),
        (Kind.GROUP_LEFT, "removed", rf"{_BY}\s*已?[将把]\s*{_WHO}\s*(?:移出|踢出)了?{_HERE}"),
        (Kind.GROUP_LEFT, "removed", rf"{_WHO}\s*已?被\s*(?:{_BY}\s*)?(?:移出|踢出|移除)了?{_HERE}?"),
        (Kind.GROUP_LEFT, "left", rf"{_WHO}\s*已?(?:退出|离开)了?{_HERE}"),
        (Kind.GROUP_RENAMED, None, rf"{_WHO}\s*(?:修改|更改)了?群聊?名称?为\s*[“\"「]?(?P<name>.+?)[”\"」]?"),
        (
            Kind.GROUP_RENAMED,
            None,
            rf"{_WHO}\s*[将把]群聊?名称?(?:修改|更改|改)为\s*[“\"「]?(?P<name>.+?)[”\"」]?",
        ),
        # Who takes a member's words back is the actor of that, as in every other format.
        (Kind.MESSAGE_RECALLED, None, rf"{_WHO}\s*撤回了(?:成员)?\s*{_Q.format('whose')}\s*的一条消息"),
        (Kind.MESSAGE_RECALLED, None, rf"{_WHO}\s*撤回了一条(?:成员)?消息"),
    )
)
_HINT = re.compile("入|进|出|离开|群聊?名|撤回|踢")
_TAGS = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]*>")
_TOLD = re.compile(r"<replacemsg>(.*?)</replacemsg>", re.DOTALL)  # ids stand in the tags beside it
_AND_I = re.compile(r"^[你我您][和、](?=[\"“「])")


def read(text: str) -> Notice | None:
    """The event a Chinese system line tells, or None. XML around it is dropped, a final mark too."""
    if not _HINT.search(text):
        return None
    if told := _TOLD.search(text):
        text = told[1]
    if text.lstrip().startswith("<"):  # elsewhere "<" may be a name
        text = _TAGS.sub("", text)
    line = text.strip().rstrip("。.！!,，")
    if len(line) > 2000:
        return None
    for kind, how, pattern in _PATTERNS:
        if match := pattern.fullmatch(line):
            found = match.groupdict()
            people = _invited(found["who"]) if how == "invited" else (found["who"].strip(_MARKS),)
            return Notice(kind, tuple(filter(None, people)), found.get("by"), how, found.get("name"))
    return None


_MARKS: Final = ' "“”「」'


def _invited(who: str) -> tuple[str, ...]:
    """Those who were invited: `你和"李四、王五"` are three. A name with the mark in it is cut: nothing tells."""
    others = _AND_I.sub("", who)
    mine = (who[0],) if others != who else ()
    return (*mine, *(name.strip(_MARKS) for name in others.split("、")))

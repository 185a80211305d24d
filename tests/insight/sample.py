"""A rich made-up check-up for the tests of what users see: no file, no engine, same seed, same result."""

import datetime as dt
import random
from collections import Counter

from yutang.checkup.model import (
    Advice,
    Blast,
    Change,
    Checkup,
    Confidence,
    Evidence,
    GroupReport,
    OperatorReport,
    Person,
    Reason,
    State,
    Structure,
    Totals,
)

AS_OF = dt.date(2026, 3, 31)
LINES = ("减脂营", "美妆好物", "读书会", "会员福利", "早读打卡", "直播预告", "区域代理", None)
CITIES = ("广州", "西安", "河北", "杭州", "成都", "青岛", "湖南", "苏州", "哈尔滨")
OPERATORS = ("晓彤", "Kevin", "阿泽", "Mia", "老徐", "小鹿", "子墨", "<i>Eve</i>", "=cmd|' /C calc'!A0")
PEOPLE = ("张三", "李四", "王小明", "Grace", "<b>Bob</b>", "👩‍👩‍👧 三宝妈", "محمد", "@SUM(A1)", "欧阳娜娜")
NASTY = (
    "<script>document.title='run'</script>",
    "<img src=x onerror=document.title='run'>",
    '"><svg onload=document.title=1>',
    '=HYPERLINK("http://evil.example","点我")',
    "+8613800000000",
    "-1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1＋1",
    "\t=1+1",
    "\u202eمجموعة القراءة\u202d",
    "קבוצת קריאה ירושלים",
    "👨‍👩‍👧‍👦🎉 福利秒杀 🇨🇳",
    "\x1b[31mred\x1b[0m",
    "早读打卡·广州复购一群（老客专属，非会员请联系店长小鹿微信，全年无休，欢迎邀请好友一起来）" * 2,
    "A" * 120,
    "{{ 7*7 }} {name}",
)
SHARES = {"alive": 0.05, "fading": 0.14, "dormant": 0.26, "dead": 0.4, "forming": 0.05, "unknown": 0.1}


def _spark(rng: random.Random, state: str) -> list[int]:
    level = {"alive": 38, "fading": 14, "dormant": 1.2, "dead": 0.03, "forming": 6, "unknown": 0}[state]
    shape = [1.5 - i / 27 if state == "fading" else 1 for i in range(28)]
    return [max(0, int(rng.gammavariate(2, level / 2 * s))) if level else 0 for s in shape]


def _advice(rng: random.Random, state: str) -> Advice:
    options = {"alive": "keep", "forming": "keep", "fading": "revive", "unknown": "unknown"}
    return Advice(
        options.get(state) or rng.choices(("stop", "merge", "revive"), (6, 3, 1 if state == "dead" else 4))[0]
    )


def _people(rng: random.Random, advice: Advice) -> list[Person]:
    why = (
        ["key_person"]
        if advice in (Advice.UNKNOWN, Advice.KEEP)
        else ["silent_buyer", "co_builder", "key_person"]
    )
    return [
        Person(
            id=f"p{i}",
            name=rng.choice(PEOPLE),
            why=rng.choice(why),
            messages=rng.randrange(90),
            spend_cents=rng.randrange(0, 500_000),
        )
        for i in range(rng.randrange(4))
    ]


def _reasons(state: str, silent: int | None, spark: list[int]) -> list[Reason]:
    now, speakers = sum(spark), 1 + sum(spark) // 40
    head = {
        "alive": Reason("steady", {"active": 27, "speakers": speakers}),
        "forming": Reason("new_group", {"days": 9, "active": 4, "speakers": speakers}),
        "fading": Reason("messages_fell", {"before": now * 2, "now": now}),
        "dormant": Reason("silent_long", {"days": silent or 0, "percent": 22}),
        "dead": Reason("silent_dead", {"days": silent or 0, "percent": 1}),
        "unknown": Reason("too_little", {"messages": now, "days": 3}),
    }
    more = [Reason("silent_buyers", {"n": 1}), Reason("unanswered", {"n": 3})]
    return [head[state], *more[: 0 if state == "unknown" else 2]]


MOVES = {
    "keep": (None, "second_host"),
    "revive": ("welcome_again", "ask_key_people"),
    "stop": ("carry_people", "close"),
}
MOVES |= {"merge": ("guide_people",), "unknown": ("get_messages",)}


def group(index: int, rng: random.Random) -> GroupReport:
    state = rng.choices(list(SHARES), list(SHARES.values()))[0] if index > 7 else "alive"
    spark, advice = _spark(rng, state), _advice(rng, state)
    line = rng.choice(LINES)
    name = (
        NASTY[index % 300]
        if index % 300 < len(NASTY)
        else f"{line or '老客'}·{rng.choice(CITIES)}{rng.randrange(1, 60):02d}群"
    )
    known, members = state != "unknown", rng.choice((None, rng.randrange(20, 480)))
    silent = {"alive": 0, "fading": rng.randrange(4), "dormant": rng.randrange(15, 60), "forming": 1}.get(
        state, 90
    )
    speakers = min(members or 99, sum(1 for day in spark if day) + sum(spark) // 9)
    creators, inflow, gone = max(1, speakers // 8), rng.randrange(20), rng.randrange(25)
    return GroupReport(
        id=f"wecom:wr{index}",
        name=name,
        platform="wecom",
        line=line,
        owner=rng.choice(OPERATORS),
        state=State(state),
        p_active_28d={"alive": 0.997, "fading": 0.7, "dormant": 0.22, "dead": 0.004, "forming": 0.8}.get(
            state
        ),
        advice=advice,
        first_move=rng.choice(MOVES[advice]),
        reasons=_reasons(state, silent, spark),
        evidence=Evidence(
            sources=["messages", "roster"] if known else ["roster"],
            first_day=AS_OF - dt.timedelta(400),
            last_day=AS_OF,
            messages=sum(spark) * 9,
            joins=members or 0,
            leaves=gone,
            members=members,
        ),
        confidence=Confidence(rng.choice(list(Confidence)) if known else "low"),
        last_active_day=AS_OF - dt.timedelta(silent) if known else None,
        days_silent=silent if known else None,
        cadence_days=1.25 if known else None,
        silence_ratio=silent / 1.25 if known else None,
        active_days_7d=7 if index < 4 else min(6, sum(1 for day in spark[-7:] if day > 1)),
        active_days_28d=sum(1 for day in spark if day > 1),
        speakers_28d=speakers,
        messages_28d=sum(spark),
        trend=0.58 if known else None,
        spark=spark,
        structure=Structure(
            creators=creators,
            active=max(0, speakers - creators),
            watchers=None if members is None else max(0, members - speakers),
            top_share=0.31,
            gini=0.87,
        )
        if speakers
        else None,
        gini=0.87 if speakers else None,
        key_people=creators if speakers else 0,
        people=_people(rng, advice),
        response_minutes=rng.choice((None, 12.0, 340.0)),
        unanswered_28d=rng.randrange(6),
        inflow_28d=inflow,
        evaporation_28d=gone,
        net_28d=inflow - gone,
        retained=members,
        rejoin_rate=0.04,
        staff_share_28d=0.9 if state == "dead" else 0.2,
        filler_share_28d=0.12,
        blast_share_28d=0.5 if state == "dead" else 0.05,
        spend_cents_90d=rng.choice((None, rng.randrange(0, 3_000_000))),
        hours_freed_per_week=round(rng.uniform(0.2, 1.4), 2) if advice in ("stop", "merge") else 0,
        merge_with="wecom:wr3" if advice == "merge" else None,
        merge_name=NASTY[3]
        if advice == "merge" and index % 9 == 0
        else "会员福利·广州01群"
        if advice == "merge"
        else None,
        changes=[Change(day=AS_OF - dt.timedelta(40), before=12.34, after=3.0)] if state == "fading" else [],
        decay=[]
        if not known
        else {"alive": [0.97, 0.99, 0.99, 0.997, 0.998], "dead": [0, 0.001, 0.002, 0.004, 0.01]}.get(
            state, [0.05, 0.2, 0.33, 0.45, 0.52]
        ),
    )


def _operator(i: int, groups: list[GroupReport]) -> OperatorReport:
    name = OPERATORS[i % len(OPERATORS)] + (str(i // len(OPERATORS)) if i >= len(OPERATORS) else "")
    own = [g for g in groups if g.owner == OPERATORS[i % len(OPERATORS)]]
    return OperatorReport(
        id=f"u{i}",
        name=name,
        groups=len(groups) // 2 + i,
        owned=len(own),
        unread_per_day=sum(g.messages_28d for g in own) / 28,
        hours_per_week=len(own) * 0.55,
        alive=sum(g.state == "alive" for g in own),
        hours_freed_per_week=sum(g.hours_freed_per_week for g in own),
    )


def blasts() -> list[Blast]:
    samples = (
        "https://shop.example/双11?<b>",
        "=1+1 今晚八点直播间见",
        "早安打卡！" * 16,
        "领券戳我👉 mini.example/q",
    )
    return [
        Blast(
            sample=s[:80],
            is_link="http" in s,
            groups=80 - 9 * i,
            messages=300 - i,
            first_day=AS_OF,
            near=i == 2,
        )
        for i, s in enumerate(samples)
    ]


def sample(groups: int = 300, seed: int = 7) -> Checkup:
    """A check-up of so many groups, in the order the check-up promises."""
    rng = random.Random(seed)
    order = ["stop", "merge", "revive", "keep", "unknown"]
    found = sorted(
        (group(i, rng) for i in range(groups)), key=lambda g: (order.index(g.advice), -g.messages_28d)
    )
    return Checkup(
        as_of=AS_OF,
        zone="Asia/Shanghai",
        evidence=Evidence(
            sources=["messages", "roster", "orders"],
            first_day=AS_OF - dt.timedelta(400),
            last_day=AS_OF,
            messages=123_456,
            joins=4_000,
            leaves=3_000,
            members=sum(g.retained or 0 for g in found),
        ),
        totals=Totals(
            groups=len(found),
            private_chats=17,
            states={s: sum(g.state == s for g in found) for s in State},
            advice=dict(Counter(g.advice.value for g in found)),
            active_each_of_7_days=sum(g.active_days_7d == 7 for g in found),
            staff_only=90 * groups // 300,
            people=31_234,
            messages_28d=sum(g.messages_28d for g in found),
            inflow_28d=sum(g.inflow_28d for g in found),
            evaporation_28d=sum(g.evaporation_28d for g in found),
            retained=sum(g.retained or 0 for g in found),
            hours_freed_per_week=sum(g.hours_freed_per_week for g in found),
        ),
        groups=found,
        operators=[_operator(i, found) for i in range(max(3, min(30, groups // 10)))],
        blasts=blasts(),
        assumptions={
            "minutes_per_group_week": 15.0,
            "seconds_per_unread": 3.0,
            "dead_below": 0.05,
            "newer_than_this": 1,
        },
    )


def empty() -> Checkup:
    """A check-up that found no group at all."""
    whole = sample(1)
    totals = Totals(
        groups=0, private_chats=2, states={}, advice={}, active_each_of_7_days=0, staff_only=0, people=0,
        messages_28d=0, inflow_28d=0, evaporation_28d=0, retained=None, hours_freed_per_week=0.0,
    )  # fmt: skip
    return Checkup(
        as_of=AS_OF, zone=whole.zone, evidence=Evidence(sources=[]), totals=totals, groups=[], operators=[],
        blasts=[], assumptions={},
    )  # fmt: skip

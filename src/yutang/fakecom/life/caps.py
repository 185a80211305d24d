"""How many mass messages a customer or a customer group gets, whoever sends them.

Source: developer.work.weixin.qq.com path 92135 (2025/11/17): as many a month as the month has days; a corp may switch
to 7 a week or 1 a day. That these are natural months, weeks (from Monday) and days is our reading.
"""

from yutang.fakecom.life import days
from yutang.fakecom.state.world import Corp

_KEPT = 32 * days.DAY


def take(corp: Corp, recipient: str, now: int) -> bool:
    """Count one mass message to this customer or group; false, and nothing counted, when the cap is reached."""
    got = corp.counters.get(f"mass {recipient}", [])
    since, most = _rule(corp.policy.mass_rule, now)
    if sum(at >= since for at in got) >= most:
        return False
    corp.counters[f"mass {recipient}"] = [*(at for at in got if at > now - _KEPT), now]
    return True


def take_moment(corp: Corp, external_userid: str, now: int) -> bool:
    """As `take`, for Moments: the policy's number a day (vendors say 3; no official source)."""
    name, today = f"moment {external_userid}", days.midnight(now)
    got = [at for at in corp.counters.get(name, []) if at >= today]
    if len(got) >= corp.policy.moments_per_day:
        return False
    corp.counters[name] = [*got, now]
    return True


def take_window(corp: Corp, name: str, now: int, *, window: int, most: int) -> bool:
    """Count something under `name`, of which there may be `most` in any `window` milliseconds."""
    got = [at for at in corp.counters.get(name, []) if at > now - window]
    if len(got) >= most:
        return False
    corp.counters[name] = [*got, now]
    return True


def _rule(rule: str, now: int) -> tuple[int, int]:
    """Since when the rule counts, and how many it lets through."""
    if rule == "per_day1":
        return days.midnight(now), 1
    if rule == "per_week7":
        return days.monday(now), 7
    return days.first(now), days.month_days(now)

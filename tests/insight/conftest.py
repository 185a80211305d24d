"""Words that the check-up's own catalogue does not have yet, so that what users see can be tested before it."""

from yutang.locales import FOLDERS, catalogue

WORDS = {
    "zh": {
        "state.alive": "活跃", "state.fading": "下滑", "state.dormant": "沉睡", "state.dead": "死群",
        "state.forming": "新建", "state.unknown": "数据不足",
        "advice.keep": "保留", "advice.revive": "唤醒", "advice.merge": "引导并群", "advice.stop": "停用",
        "advice.unknown": "数据不足",
        "confidence.high": "高", "confidence.medium": "中", "confidence.low": "低",
        "evidence.messages": "消息", "evidence.roster": "成员名单", "evidence.orders": "订单",
        "evidence.counts": "每日计数", "evidence.clicks": "点击",
        "person.key_person": "关键人物", "person.silent_buyer": "沉默买家", "person.co_builder": "共建者",
        "move.revive_7d": "启动 7 天唤醒：换一个栏目，请两位关键人物开场",
        "reason.few_data": "只有 {n} 条消息，不足以判断。", "reason.alive_days": "近 {n} 天天天有人聊。",
        "reason.young": "建群才 {n} 天，还在成形。", "reason.falling": "消息比前 28 天少了 {share:.0%}，但还有人在聊。",
        "reason.silent": "已经 {n} 天没有两位客户说话，是平时间隔的 {times} 倍。",
        "reason.watchers": "{share:.0%} 的成员从不说话。",
    },
    "en": {
        "state.alive": "alive", "state.fading": "fading", "state.dormant": "dormant", "state.dead": "dead",
        "state.forming": "forming", "state.unknown": "unknown",
        "advice.keep": "Keep", "advice.revive": "Revive", "advice.merge": "Guide over", "advice.stop": "Stop",
        "advice.unknown": "Unknown",
        "confidence.high": "high", "confidence.medium": "medium", "confidence.low": "low",
        "evidence.messages": "messages", "evidence.roster": "roster", "evidence.orders": "orders",
        "evidence.counts": "daily counts", "evidence.clicks": "clicks",
        "person.key_person": "key person", "person.silent_buyer": "silent buyer", "person.co_builder": "co-builder",
        "move.revive_7d": "Start a 7-day revival: a new column, opened by two key people",
        "reason.few_data": "Only {n} messages: not enough to judge.", "reason.alive_days": "A conversation on each of the last {n} days.",
        "reason.young": "Only {n} days old, still forming.", "reason.falling": "Messages fell by {share:.0%} against the 28 days before, but people still talk.",
        "reason.silent": "No two customers have talked for {n} days, {times} times the usual gap.",
        "reason.watchers": "{share:.0%} of the members never speak.",
    },
}  # fmt: skip

for lang in FOLDERS:
    for key, text in WORDS[lang].items():
        catalogue(lang).setdefault(key, text)

import datetime as dt
from collections import defaultdict

ZONE = dt.timezone(dt.timedelta(hours=8))


def test_whoever_speaks_sits_in_the_group_at_that_time(seen):
    sits = defaultdict(list)
    for row in seen.members:
        sits[row["群ID"], row["成员ID"]].append((row["入群时间"], row["退群时间"] or "9999"))
    unlisted = {g["id"] for g in seen.truth["groups"] if g["life"] == "glimpsed"}
    for m in seen.said:
        if m["roomid"] and m["roomid"] not in unlisted and m["from"] not in {s["企微账号"] for s in seen.own}:
            at = dt.datetime.fromtimestamp(m["msgtime"] / 1000, ZONE).strftime("%Y-%m-%d %H:%M:%S")
            assert any(a <= at <= b for a, b in sits[m["roomid"], m["from"]]), m


def test_few_make_most_of_the_talk_and_most_say_nothing(seen):
    steady = set(seen.truth["active_each_of_7_days"])
    for group in (g for g in seen.truth["groups"] if g["id"] in steady):
        members = {m["成员ID"] for m in seen.members if m["群ID"] == group["id"] and not m["退群时间"]}
        spoke = set().union(*(who for ago, who in seen.people[group["id"]].items() if ago < 28))
        assert len(spoke & members) < len(members) * 0.45
        counts = defaultdict(int)
        for m in seen.said:
            if m["roomid"] == group["id"] and m["from"][:2] in ("wm", "wo"):
                counts[m["from"]] += 1
        top = sorted(counts.values(), reverse=True)
        assert sum(top[: len(group["core"])]) > 0.75 * sum(top)


def test_a_recall_takes_back_an_earlier_message_of_the_same_person_who_says_it_again(seen):
    by_id = {m["msgid"]: m for m in seen.said}
    texts = {(m["roomid"], m["from"], m["text"]["content"]) for m in seen.said if m["msgtype"] == "text"}
    recalls = [m for m in seen.lines if m["action"] == "recall"]
    assert len(recalls) > 100
    for m in recalls:
        first = by_id[m["revoke"]["pre_msgid"]]
        assert (first["from"], first["roomid"]) == (m["from"], m["roomid"])
        assert 0 < m["msgtime"] - first["msgtime"] <= 120_000
        assert (m["roomid"], m["from"], first["text"]["content"] + "。") in texts


def test_answers_quote_and_name_whom_they_answer(seen):
    texts = [m["text"]["content"] for m in seen.said if m["msgtype"] == "text" and m["roomid"]]
    for sign in ("这是一条引用/回复消息：", "「", "@"):
        assert sum(t.startswith(sign) for t in texts) > 200, sign


def test_people_sleep_at_night_and_early_readers_do_not(seen):
    lines = {g["id"]: g["line"] for g in seen.truth["groups"]}
    hours = defaultdict(list)
    for m in seen.said:
        if m["roomid"] and m["from"][:2] == "wm":
            hours[lines[m["roomid"]]].append(m["msgtime"] // 3_600_000 % 24 + 8)
    assert sum(h % 24 in (1, 2, 3) for hs in hours.values() for h in hs) == 0
    early = {code: sum(h % 24 < 9 for h in hs) / len(hs) for code, hs in hours.items()}
    assert max(early, key=early.get) == "早读打卡"


def test_fading_groups_say_less_than_half_of_what_they_said(seen):
    fading = {g["id"] for g in seen.truth["groups"] if g["life"] == "fading"}
    last = max(m["msgtime"] for m in seen.said)
    ago = [
        (last - m["msgtime"]) // 86_400_000
        for m in seen.said
        if m["roomid"] in fading and m["from"][:2] in ("wm", "wo") and m["from"] not in seen.house
    ]
    assert 0 < sum(d < 28 for d in ago) < 0.5 * sum(60 <= d < 88 for d in ago)

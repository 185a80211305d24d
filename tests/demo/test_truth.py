from collections import Counter


def test_exactly_four_groups_have_two_speakers_on_each_of_the_last_seven_days(seen):
    each = {room for room, days in seen.people.items() if all(len(days[ago]) >= 2 for ago in range(7))} - {""}
    assert each == set(seen.truth["active_each_of_7_days"])
    assert len(each) == 4


def test_exactly_ninety_groups_have_posts_of_staff_only(seen):
    rooms = {g["群ID"] for g in seen.groups}
    only = {
        room
        for room in rooms
        if any(ago < 28 for ago in seen.staff[room]) and not any(seen.people[room][ago] for ago in range(28))
    }
    assert only == set(seen.truth["staff_only"])
    assert len(only) == 90


def test_truth_speaks_of_groups_that_exist(seen):
    rooms = {g["群ID"]: g["群名"] for g in seen.groups}
    truth = seen.truth
    assert {g["id"]: g["name"] for g in truth["groups"]} == rooms
    named = {p[k] for p in truth["merge_pairs"] for k in ("weak", "strong")}
    named |= {room for b in truth["blasts"] for room in b["groups"]}
    named |= {room for b in truth["silent_buyers"] for room in b["groups"]} | {
        truth["complaint_wave"]["group"]
    }
    assert named <= set(rooms)
    assert set(truth["house_accounts"]) == seen.house


def test_the_dead_have_no_active_day_for_sixty_days_and_the_others_have(seen):
    for group in seen.truth["groups"]:
        days = [ago for ago, who in seen.people[group["id"]].items() if len(who) >= 2]
        if group["dead"]:
            assert min(days, default=999) >= 60
            assert group["state"] == "dead"
        elif group["evidence"] == "messages":
            assert min(days) <= 50


def test_states_and_evidence_add_up(seen):
    states = Counter(g["state"] for g in seen.truth["groups"])
    assert states == {"alive": 36, "forming": 14, "fading": 40, "dormant": 56, "dead": 144, "unknown": 10}
    assert Counter(g["evidence"] for g in seen.truth["groups"]) == {
        "messages": 278,
        "roster": 12,
        "little": 10,
    }
    silent = {g["id"] for g in seen.truth["groups"] if g["evidence"] == "roster"}
    assert not silent & {m["roomid"] for m in seen.said}
    assert silent <= {m["群ID"] for m in seen.members}


def test_totals_are_those_of_the_files(seen):
    totals = seen.truth["totals"]
    customers = [m for m in seen.members if m["成员类型"] == "客户" and m["成员ID"] not in seen.house]
    assert totals["messages"] == len(seen.said)
    assert totals["group_messages"] == sum(1 for m in seen.said if m["roomid"])
    assert totals["recalls"] == sum(m["action"] == "recall" for m in seen.lines)
    assert totals["joins"] == len(seen.members)
    assert totals["customer_joins"] == len(customers)
    assert totals["leaves"] == sum(1 for m in seen.members if m["退群时间"])
    assert totals["removals"] == sum(m["退群方式"] == "移出群聊" for m in seen.members)
    assert totals["rejoins"] == len(customers) - len({(m["群ID"], m["成员ID"]) for m in customers})
    assert totals["orders"] == len(seen.orders)
    assert (totals["groups"], totals["staff"]) == (300, 30)


def test_living_groups_will_speak_again_and_dead_ones_never(seen):
    for group in seen.truth["groups"]:
        if group["evidence"] == "messages" and group["state"] in ("alive", "dead"):
            assert group["active_next_28d"] is (group["state"] == "alive")

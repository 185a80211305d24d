def test_the_complaint_wave_is_one_evening_of_many_voices(seen):
    wave = seen.truth["complaint_wave"]
    angry = {
        m["from"]
        for m in seen.said
        if m["roomid"] == wave["group"]
        and m["msgtype"] == "text"
        and any(word in m["text"]["content"] for word in ("退款", "投诉", "变味", "全退", "举报"))
    }
    assert len(set(wave["people"])) >= 10
    assert wave["messages"] >= 40
    assert len(angry & set(wave["people"])) >= 5
    life = {g["id"]: g["life"] for g in seen.truth["groups"]}
    assert life[wave["group"]] == "lively"


def test_the_brand_answers_after_the_complaints(seen):
    wave = seen.truth["complaint_wave"]
    staff = {s["企微账号"] for s in seen.own}
    sorry = [
        m for m in seen.said if m["roomid"] == wave["group"] and m["from"] in staff and m["msgtype"] == "text"
    ]
    assert any("非常抱歉" in m["text"]["content"] for m in sorry)


def test_private_chats_have_two_ends_one_of_them_staff(seen):
    staff = {s["企微账号"] for s in seen.own}
    ends = set()
    for m in (m for m in seen.said if not m["roomid"]):
        (other,) = m["tolist"]
        assert len({m["from"], other} & staff) == 1
        ends.add(frozenset((m["from"], other)))
    assert len(ends) == seen.truth["totals"]["private_chats"] == 30

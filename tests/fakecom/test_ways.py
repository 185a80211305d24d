"""Behaviour 10, codes: one quota, a hundred users, members that are not verified, temporary ones, five groups."""

import pytest

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import Caller, Running

ADD, GET = "externalcontact/add_contact_way", "externalcontact/get_contact_way"
ADD_JOIN, GET_JOIN = "externalcontact/groupchat/add_join_way", "externalcontact/groupchat/get_join_way"
ONE = {"type": 1, "scene": 2, "user": ["zhangsan"]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": None}, 41037),
        ({"scene": None}, 41038),
        ({"type": 3}, 41039),
        ({"scene": 3}, 41040),
        ({"style": 1}, 41040),
        ({"scene": 1, "style": 99}, 41042),
        ({"user": ["zhangsan", "lisi"]}, 40058),
        ({"user": []}, 40058),
        ({"user": ["nobody"]}, 40003),
        ({"user": ["caiwu"]}, 84074),
        ({"state": "长" * 31}, 40058),
        ({"remark": "长" * 31}, 40058),
        ({"conclusions": {"text": {"content": "x"}}}, 40058),
        ({"is_temp": True}, 48002),
    ],
)
def test_what_a_code_may_not_be(app: Caller, change: dict, code: int) -> None:
    assert app.code(ADD, **ONE | change) == code


def test_a_code_is_kept_as_asked_and_has_a_picture(running: Running, app: Caller) -> None:
    made = app.post(ADD, **ONE, state="门店", remark="一号店", skip_verify=False)
    assert made["qr_code"].endswith(made["config_id"])
    way = app.post(GET, config_id=made["config_id"])["contact_way"]
    assert (
        way.items() >= {"state": "门店", "skip_verify": False, "user": ["zhangsan"], "is_temp": False}.items()
    )
    button = app.post(ADD, type=1, scene=1, style=2, user=["lisi"])
    assert "qr_code" not in button
    app.post("externalcontact/update_contact_way", config_id=made["config_id"], user=["lisi"], state="新")
    way = app.post(GET, config_id=made["config_id"])["contact_way"]
    assert (way["user"], way["state"], way["remark"]) == (["lisi"], "新", "一号店")
    app.post("externalcontact/del_contact_way", config_id=made["config_id"])
    assert app.code(GET, config_id=made["config_id"]) == 41044
    assert app.code(GET) == 41043
    picture = running.http.get(f"/__qr/{button['config_id']}")
    assert picture.content.startswith(b"\x89PNG")


def test_codes_of_both_kinds_share_one_quota(running: Running, app: Caller) -> None:
    assert running.ctl("policy")["way_quota"] == 500_000
    running.ctl("policy", way_quota=2)
    found_group(running, "zhangsan", "wr1")
    way = app.post(ADD, **ONE)
    app.post(ADD_JOIN, scene=2, chat_id_list=["wr1"])
    assert app.code(ADD, **ONE) == 41045
    assert app.code(ADD_JOIN, scene=2, chat_id_list=["wr1"]) == 41045
    app.post("externalcontact/del_contact_way", config_id=way["config_id"])
    app.post(ADD, **ONE)


def test_a_hundred_users_with_everybody_in_the_parties(running: Running, app: Caller) -> None:
    corp = corp_in(running)
    kind = type(corp.members["lisi"])
    for n in range(99):
        corp.members[f"m{n}"] = kind(userid=f"m{n}", name="某", parties=[4])
    app.post(ADD, type=2, scene=2, party=[4], user=["lisi"])
    assert app.code(ADD, type=2, scene=2, party=[4], user=["lisi", "zhangsan"]) == 41041


@pytest.mark.parametrize("lacking", ["activated", "realname"])
def test_a_member_who_never_logged_in_or_is_not_verified(running: Running, app: Caller, lacking: str) -> None:
    running.ctl("members", userid="zhangsan", **{lacking: False})
    assert app.code(ADD, **ONE) == 41054


def test_temporary_codes_are_for_medicine_and_die_after_one_friend(running: Running, app: Caller) -> None:
    corp_in(running).industry = "medical"
    asked = ONE | {"is_temp": True, "expires_in": 3600, "conclusions": {"text": {"content": "再见"}}}
    way = app.post(ADD, **asked)["config_id"]
    assert app.code(ADD, **asked | {"expires_in": 15 * 86_400}) == 40058
    assert app.code(ADD, **asked | {"type": 2}) == 40058
    assert app.post("externalcontact/list_contact_way")["contact_way"] == []
    assert running.ctl("scan", code=way)["outcome"] == "added"
    assert running.ctl("scan", code=way)["outcome"] == "gone"
    late = app.post(ADD, **asked)["config_id"]
    running.pass_time(3600)
    assert running.ctl("scan", code=late)["outcome"] == "gone"


def test_five_groups_at_most_are_behind_a_code(running: Running, app: Caller) -> None:
    for n in range(6):
        found_group(running, "zhangsan", f"wr{n}")
    assert app.code(ADD_JOIN, scene=2, chat_id_list=[f"wr{n}" for n in range(6)]) == 41091
    assert app.code(ADD_JOIN, scene=2, chat_id_list=[]) == 40063
    assert app.code(ADD_JOIN, scene=2, chat_id_list=["wr1"], room_base_name="长" * 41) == 40058
    made = app.post(ADD_JOIN, scene=2, chat_id_list=[f"wr{n}" for n in range(5)], remark="注" * 40)
    assert "qr_code" not in made
    way = app.post(GET_JOIN, config_id=made["config_id"])["join_way"]
    assert way["qr_code"]
    assert way["remark"] == "注" * 30
    app.post("externalcontact/groupchat/update_join_way", scene=2, chat_id_list=["wr5"], **made_id(made))
    way = app.post(GET_JOIN, config_id=made["config_id"])["join_way"]
    assert (way["chat_id_list"], way["remark"]) == (["wr5"], "")
    app.post("externalcontact/groupchat/del_join_way", **made_id(made))
    assert app.code(GET_JOIN, **made_id(made)) == 41044


def made_id(made: dict) -> dict[str, str]:
    return {"config_id": made["config_id"]}


def test_the_next_group_is_made_when_all_are_full(running: Running, app: Caller) -> None:
    assert running.ctl("policy")["group_size"] == 500
    running.ctl("policy", group_size=3)
    found_group(running, "zhangsan", "wr1", "wm1")
    asked = {
        "scene": 2,
        "chat_id_list": ["wr1"],
        "room_base_name": "福利群",
        "room_base_id": 7,
        "state": "海报",
    }
    way = app.post(ADD_JOIN, **asked)["config_id"]
    first = running.ctl("scan", code=way)
    assert (first["outcome"], first["chat_id"], first["founded"]) == ("joined", "wr1", False)
    again = running.ctl("scan", code=way, external_userid=first["external_userid"])
    assert again["outcome"] == "already"
    second = running.ctl("scan", code=way)
    assert second["founded"]
    group = app.post("externalcontact/groupchat/get", chat_id=second["chat_id"], need_name=1)["group_chat"]
    assert (group["name"], group["owner"]) == ("福利群7", "zhangsan")
    (seat,) = [one for one in group["member_list"] if one["type"] == 2]
    assert (seat["state"], seat["join_scene"]) == ("海报", 3)
    app.post("externalcontact/groupchat/update_join_way", **asked, config_id=way, auto_create_room=0)
    assert running.ctl("scan", code=way)["outcome"] == "full"


def test_a_code_of_several_leads_who_is_a_friend_already_to_him(running: Running, app: Caller) -> None:
    befriend(running, "lisi", "wm1")
    way = app.post(ADD, type=2, scene=2, party=[2])["config_id"]
    met = running.ctl("scan", code=way, external_userid="wm1")
    assert (met["outcome"], met["userid"]) == ("already", "lisi")
    counted = running.ctl("scan", code=way, times=40)["outcomes"]
    assert counted == {"added": 40}
    shares = [len(corp_in(running).follows[one]) for one in ("zhangsan", "lisi")]
    assert sum(shares) == 41
    assert min(shares) > 5
    assert running.ctl("scan", code="nothing")["outcome"] == "gone"


def test_a_member_who_must_be_asked_accepts(running: Running, app: Caller) -> None:
    way = app.post(ADD, **ONE, skip_verify=False, state="门店")["config_id"]
    met = running.ctl("scan", code=way)
    assert met["outcome"] == "asked"
    pair = {"userid": "zhangsan", "external_userid": met["external_userid"]}
    assert app.code("externalcontact/get", "GET", external_userid=met["external_userid"]) == 84061
    assert running.ctl("accept", **pair)["outcome"] == "added"
    follow = app.get("externalcontact/get", external_userid=met["external_userid"])["follow_user"][0]
    assert follow["state"] == "门店"


def test_a_member_with_no_room_for_more(running: Running, app: Caller) -> None:
    running.ctl("policy", customers_per_member=1)
    way = app.post(ADD, **ONE)["config_id"]
    assert [running.ctl("scan", code=way)["outcome"] for _ in range(2)] == ["added", "full"]

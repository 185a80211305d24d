"""Moments: a job in three steps, who publishes and who sees it, likes and comments, the corp's pace."""

import pytest

from fakecom.people import befriend, corp_in, deliveries, follow_of, later
from fakecom.running import START, Caller, Running
from fakecom.test_media import upload
from yutang.fakecom.state.contacts import Tag, TagGroup

DAY = 86_400
TEXT = {"text": {"content": "新品到店"}}
PATH = "externalcontact/"


def job(app: Caller, **asked: object) -> str:
    return app.post(f"{PATH}add_moment_task", **{**TEXT, **asked})["jobid"]


def result(app: Caller, jobid: str) -> dict:
    return app.get(f"{PATH}get_moment_task_result", jobid=jobid)


def moment(running: Running, app: Caller, **asked: object) -> str:
    """The id of a moment that was made."""
    jobid = job(app, **asked)
    running.pass_time(2)
    return result(app, jobid)["result"]["moment_id"]


def seen(app: Caller, moment_id: str, userid: str) -> list[str]:
    rows = app.post(f"{PATH}get_moment_send_result", moment_id=moment_id, userid=userid)["customer_list"]
    return [row["external_userid"] for row in rows]


def with_tags(running: Running, *tags: str) -> None:
    now = running.state.now
    group = TagGroup(group_id="etg", group_name="组", create_time=now)
    group.tags = {one: Tag(id=one, name=one, create_time=now) for one in tags}
    corp_in(running).tag_groups["etg"] = group


def users(*members: str) -> dict:
    return {"sender_list": {"user_list": members}}


def test_a_job_starts_runs_and_is_done(running: Running, app: Caller) -> None:
    jobid = job(app)
    assert result(app, jobid)["status"] == 1
    running.pass_time(1)
    assert result(app, jobid)["status"] == 2
    assert "result" not in result(app, jobid)
    running.pass_time(1)
    said = result(app, jobid)
    assert (said["status"], said["result"]["errcode"]) == (3, 0)
    assert said["result"]["moment_id"].startswith("mom")
    later(running, app, DAY - 3)
    assert result(app, jobid)["status"] == 3
    later(running, app, 1)
    assert app.code(f"{PATH}get_moment_task_result", "GET", jobid=jobid) == 40058


def test_nobody_sees_it_before_the_member_publishes(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    befriend(running, "lisi", "wm3")
    found = moment(running, app)
    assert app.post(f"{PATH}get_moment_task", moment_id=found)["task_list"] == [
        {"userid": "lisi", "publish_status": 0},
        {"userid": "wangwu", "publish_status": 0},
        {"userid": "zhangsan", "publish_status": 0},
    ]
    asked = {"moment_id": found, "userid": "zhangsan"}
    for path in ("get_moment_send_result", "get_moment_comments"):
        assert app.code(PATH + path, **asked) == 41062
    assert deliveries(running) == []
    follow_of(running, "zhangsan", "wm2").lost_at = running.state.now
    assert running.ctl("member/zhangsan/publish", moment_id=found)["reached"] == 1
    assert seen(app, found, "zhangsan") == ["wm1"]
    chosen = app.post(f"{PATH}get_moment_customer_list", **asked)["customer_list"]
    assert [one["external_userid"] for one in chosen] == ["wm1", "wm2"]
    assert [(one["external_userid"], one["kind"]) for one in deliveries(running)] == [("wm1", "moment")]
    again = running.http.post("/__ctl/member/zhangsan/publish", json={"moment_id": found})
    assert again.status_code == 400
    assert app.code(f"{PATH}get_moment_send_result", moment_id=found, userid="lisi") == 41062


def test_who_publishes_and_who_may_see(running: Running, app: Caller) -> None:
    with_tags(running, "et1", "et2")
    befriend(running, "zhangsan", "wm1", tag_ids=["et1"])
    befriend(running, "zhangsan", "wm2")
    befriend(running, "lisi", "wm3", tag_ids=["et2"])
    tags = {"external_contact_list": {"tag_list": ["et1", "et-gone"]}}

    def audiences(**visible: object) -> dict[str, list[str]]:
        made = corp_in(running).moments[moment(running, app, visible_range=visible)]
        return {userid: task.audience for userid, task in sorted(made.tasks.items())}

    assert audiences(**users("zhangsan")) == {"zhangsan": ["wm1", "wm2"]}
    assert audiences(**tags) == {"zhangsan": ["wm1"]}
    assert audiences(**users("zhangsan", "lisi"), **tags) == {"lisi": [], "zhangsan": ["wm1"]}
    assert audiences(sender_list={"department_list": [3]}) == {"wangwu": []}


def test_what_was_invalid_is_told(running: Running, app: Caller) -> None:
    with_tags(running, "et1")
    befriend(running, "zhangsan", "wm1", tag_ids=["et1"])

    def said(senders: dict, *tags: str) -> dict:
        visible = {"sender_list": senders, "external_contact_list": {"tag_list": tags}}
        jobid = job(app, visible_range=visible)
        running.pass_time(2)
        return result(app, jobid)["result"]

    some = said({"user_list": ["zhangsan", "caiwu", "nobody"], "department_list": [2, 99]}, "et1", "et-gone")
    assert some["errcode"] == 0
    assert some["invalid_sender_list"] == {"user_list": ["caiwu", "nobody"], "department_list": [99]}
    assert some["invalid_external_contact_list"] == {"tag_list": ["et-gone"]}
    assert said({"user_list": ["nobody"]})["errcode"] == 41088
    assert said({"user_list": ["zhangsan"]}, "et-gone")["errcode"] == 41089


def test_ten_a_minute(running: Running, app: Caller) -> None:
    for _ in range(10):
        job(app)
    assert app.code(f"{PATH}add_moment_task", **TEXT) == 45009
    running.pass_time(60)
    job(app)


def test_media_must_be_uploaded_for_moments(running: Running, app: Caller) -> None:
    plain = upload(app, type="image")["media_id"]
    right = upload(app, "upload_attachment", media_type="image", attachment_type=1)["media_id"]
    album = upload(app, "upload_attachment", media_type="image", attachment_type=2)["media_id"]

    def code(media_id: str, kind: str = "image", **more: str) -> int:
        given = [{"msgtype": kind, kind: {"media_id": media_id, **more}}]
        return app.code(f"{PATH}add_moment_task", attachments=given)

    assert [code(one) for one in (plain, album, right)] == [41072, 41072, 0]
    assert code(right, "link", url="https://example.com", title="标题") == 0
    assert code(right, "video") == 40007
    later(running, app, 3 * DAY)
    assert code(right) == 40007


IMAGE = {"msgtype": "image", "image": {"media_id": "x"}}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"text": {"content": "a" * 2001}}, "invalid text size"),
        ({"text": {"content": "长" * 1334}}, "invalid text size"),
        ({"attachments": [IMAGE, {"msgtype": "link", "link": {}}]}, "invalid attachments msgtype"),
        ({"attachments": [{"msgtype": "file", "file": {}}]}, "invalid attachments msgtype"),
        ({"attachments": [IMAGE] * 10}, "invalid attachments size"),
        ({}, "invalid msg"),
    ],
)
def test_what_is_refused(app: Caller, asked: dict, words: str) -> None:
    said = app.raw("POST", f"{PATH}add_moment_task", json=asked).json()
    assert said["errcode"] == 40058
    assert words in said["errmsg"]


def test_a_customer_sees_three_a_day(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    found = [moment(running, app) for _ in range(4)]
    for one in found:
        running.ctl("member/zhangsan/publish", moment_id=one)
    assert [seen(app, one, "zhangsan") for one in found] == [["wm1"]] * 3 + [[]]
    later(running, app, DAY)
    assert running.ctl("member/zhangsan/publish", text="第二天")["reached"] == 1


def test_likes_and_comments_say_who_and_when(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    found = moment(running, app, visible_range=users("zhangsan"))
    asked = {"moment_id": found, "userid": "zhangsan"}
    early = running.http.post(f"/__ctl/moment/{found}/like", json={**asked, "external_userid": "wm1"})
    assert early.status_code == 400
    running.ctl("member/zhangsan/publish", moment_id=found)
    running.ctl(f"moment/{found}/like", userid="zhangsan", external_userid="wm1")
    running.ctl(f"moment/{found}/like", userid="zhangsan", external_userid="wm2")
    running.ctl(f"moment/{found}/comment", userid="zhangsan", by="lisi")
    running.ctl(f"moment/{found}/like", userid="zhangsan", external_userid="wm2")
    said = app.post(f"{PATH}get_moment_comments", **asked)
    assert said["like_list"] == [{"external_userid": "wm1", "create_time": START + 2}]
    assert said["comment_list"] == [{"userid": "lisi", "create_time": START + 2}]
    stranger = running.http.post(f"/__ctl/moment/{found}/like", json={**asked, "external_userid": "wm9"})
    assert stranger.status_code == 400


def test_lists_and_ids(running: Running, app: Caller) -> None:
    first = moment(running, app)
    running.pass_time(1)
    own = running.ctl("member/zhangsan/publish", text="我的生活")["moment_id"]
    asked = {"start_time": START, "end_time": START + 30 * DAY}

    def listed(**more: object) -> list[str]:
        pages = app.pages(f"{PATH}get_moment_list", "moment_list", **asked, **more)
        return [row["moment_id"] for page in pages for row in page]

    assert listed(limit=1) == [first, own]
    assert (listed(filter_type=0), listed(filter_type=1)) == ([first], [own])
    assert listed(creator="zhangsan") == [own]
    running.ctl(f"moment/{own}/delete")
    assert listed() == [first]
    assert app.code(f"{PATH}get_moment_list", **{**asked, "end_time": START + 30 * DAY + 1}) == 40058
    assert app.code(f"{PATH}get_moment_task") == 41059
    assert app.code(f"{PATH}get_moment_task", moment_id=own) == 41060
    assert app.code(f"{PATH}get_moment_send_result", moment_id=first, userid="caiwu") == 41061


def test_cancelling_and_habits(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm2")
    running.ctl("member/lisi/habit", probability=1, low_s=60, high_s=60)
    running.ctl("member/zhangsan/habit", probability=1, low_s=7200, high_s=7200)
    found = moment(running, app)
    running.pass_time(61)
    app.post(f"{PATH}cancel_moment_task", moment_id=found)
    later(running, app, 7200)
    assert [one["external_userid"] for one in deliveries(running)] == ["wm2"]
    own = running.ctl("member/zhangsan/publish", text="x")["moment_id"]
    assert app.code(f"{PATH}get_moment_task", moment_id=own) == 41067


def test_customers_like_and_comment_by_habit_in_their_own_time(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", *(f"wm{n:03}" for n in range(40)))
    running.ctl("moments/habit", like=0.5, comment=0.1, mean_s=600)
    found = moment(running, app)
    running.ctl("member/zhangsan/publish", moment_id=found)
    asked = {"moment_id": found, "userid": "zhangsan"}
    assert app.post(f"{PATH}get_moment_comments", **asked)["like_list"] == []
    later(running, app, 12 * 3_600)
    said = app.post(f"{PATH}get_moment_comments", **asked)
    likes = [one["external_userid"] for one in said["like_list"]]
    assert 10 < len(likes) == len(set(likes)) < 30
    assert 0 < len(said["comment_list"]) < 15
    assert len({one["create_time"] for one in said["like_list"]}) > 5
    running.ctl("moments/habit", off=True)
    again = moment(running, app)
    running.ctl("member/zhangsan/publish", moment_id=again)
    later(running, app, 12 * 3_600)
    assert app.post(f"{PATH}get_moment_comments", moment_id=again, userid="zhangsan")["like_list"] == []

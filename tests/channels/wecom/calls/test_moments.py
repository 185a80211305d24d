"""Moments, called on the fake platform: who may see them, who did, who liked."""

from typing import Any

import pytest
from tests.channels.wecom.platform import Platform, platform
from tests.channels.wecom.scripted import error, serving

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import archive, directory, groups, media, moments, tags
from yutang.channels.wecom.calls.messages import Text


def _good(found: Any) -> Any:
    assert not isinstance(found, Failure), found
    return found


def _items(walk: Any) -> list[Any]:
    return [one for page in walk for one in _good(page).items]


def _made(there: Platform, *senders: str) -> str:
    visible = moments.VisibleRange(sender_list=moments.SenderList(user_list=list(senders)))
    ask = moments.AddAsk(text=Text("新品上架"), visible_range=visible)
    jobid = _good(moments.add(there.client, ask)).jobid
    there.running.pass_time(60)
    job = _good(moments.job(there.client, jobid))
    assert job.status == moments.JOB_DONE
    return job.result.moment_id


def test_a_moment_is_seen_once_it_is_published() -> None:
    with platform() as there:
        moment = _made(there, "zhangsan", "lisi")
        for look in (moments.seen_by, moments.reactions):
            found = look(there.client, moment, "zhangsan")
            first = found if isinstance(found, Failure) else next(iter(found))
            assert isinstance(first, Failure)
            assert (first.trouble, first.code) == (Trouble.RETRY, "41062")
        assert there.slept == []
        chosen = _items(moments.audience(there.client, moment, "zhangsan"))
        assert sorted(each.external_userid for each in chosen) == ["wm1", "wm2", "wm3"]
        there.running.ctl("member/zhangsan/publish", moment_id=moment)
        seen = _items(moments.seen_by(there.client, moment, "zhangsan"))
        assert sorted(each.external_userid for each in seen) == ["wm1", "wm2", "wm3"]


def test_likes_and_comments_say_who_and_when() -> None:
    with platform() as there:
        moment = _made(there, "zhangsan")
        there.running.ctl("member/zhangsan/publish", moment_id=moment)
        there.running.ctl(f"moment/{moment}/like", userid="zhangsan", external_userid="wm1")
        there.running.ctl(f"moment/{moment}/comment", userid="zhangsan", external_userid="wm2")
        there.running.ctl(f"moment/{moment}/comment", userid="zhangsan", by="zhangsan")
        found = _good(moments.reactions(there.client, moment, "zhangsan"))
        assert [each.external_userid for each in found.like_list] == ["wm1"]
        assert [each.external_userid or each.userid for each in found.comment_list] == ["wm2", "zhangsan"]
        assert {each.create_time for each in found.like_list} == {there.now() // 1_000_000}


def test_the_list_tells_what_there_is() -> None:
    with platform() as there:
        moment = _made(there, "zhangsan")
        now = there.now() // 1_000_000
        (one,) = _items(moments.made(there.client, now - 86_400, now))
        assert (one.moment_id, one.text.content) == (moment, "新品上架")
        assert [
            (each.userid, each.publish_status) for each in _items(moments.tasks(there.client, moment))
        ] == [("zhangsan", 0)]
        found = list(moments.made(there.client, now - 40 * 86_400, now))
        assert isinstance(found[-1], Failure)  # over 30 days


def test_who_is_tagged_and_nobody_else() -> None:
    with platform() as there:
        made = _good(tags.add(there.client, tags.AddAsk(group_name="等级", tag=[tags.NewTag("VIP")])))
        tag = made.tag_group.tag[0].id
        _good(tags.mark(there.client, tags.MarkAsk(userid="zhangsan", external_userid="wm2", add_tag=[tag])))
        visible = moments.VisibleRange(
            sender_list=moments.SenderList(user_list=["zhangsan"]),
            external_contact_list=moments.ContactTags(tag_list=[tag]),
        )
        job = _good(moments.add(there.client, moments.AddAsk(text=Text("会员日"), visible_range=visible)))
        there.running.pass_time(60)
        moment = _good(moments.job(there.client, job.jobid)).result.moment_id
        assert [
            each.external_userid for each in _items(moments.audience(there.client, moment, "zhangsan"))
        ] == ["wm2"]


@pytest.mark.parametrize("status", ["1", 2, 3])
def test_an_upload_by_address_is_followed(status: object) -> None:
    with serving() as (server, client, _):
        server.play["media/upload_by_url"] = [error(0, jobid="j1")]
        server.play["media/get_upload_by_url_result"] = [error(0, status=status, detail=None)]
        ask = media.UrlAsk(type="video", filename="a.mp4", url="https://a.example/a.mp4")
        assert _good(media.by_url(client, ask)).jobid == "j1"
        assert server.bodies("media/upload_by_url") == [
            {"type": "video", "filename": "a.mp4", "url": "https://a.example/a.mp4", "scene": 1}
        ]
        found = _good(media.by_url_result(client, "j1"))
        assert (found.status, found.detail) == (int(str(status)), None)


def test_odds_and_ends_are_asked_for_by_their_names() -> None:
    with serving() as (server, client, _):
        server.play["externalcontact/opengid_to_chatid"] = [error(0, chat_id="wr1")]
        server.play["externalcontact/get_strategy_tag_list"] = [error(0, tag_group=None)]
        server.play["msgaudit/get_robot_info"] = [error(0, data={"robot_id": "wb1", "name": "机器人"})]
        server.play["msgaudit/groupchat/get"] = [
            error(0, roomname="内部群", members=[{"memberid": "li", "jointime": "5"}])
        ]
        server.play["get_api_domain_ip"] = [error(0, ip_list=["1.2.3.4"])]
        assert _good(groups.by_opengid(client, "o1")).chat_id == "wr1"
        assert _good(tags.strategy_groups(client)).tag_group == []
        assert _good(archive.robot(client, "wb1")).data.name == "机器人"
        assert _good(archive.internal_group(client, "wr9")).members[0].jointime == 5
        assert _good(directory.api_addresses(client)).ip_list == ["1.2.3.4"]
        assert server.bodies("externalcontact/opengid_to_chatid") == [{"opengid": "o1"}]
        assert server.bodies("externalcontact/get_strategy_tag_list") == [{}]
        assert server.calls("msgaudit/get_robot_info")[0].query["robot_id"] == "wb1"
        assert server.bodies("msgaudit/groupchat/get") == [{"roomid": "wr9"}]

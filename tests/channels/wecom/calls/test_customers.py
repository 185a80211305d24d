"""Members, customers and tags, called on the fake platform."""

from typing import Any

import pytest
from tests.channels.wecom.platform import platform
from tests.channels.wecom.scripted import error, serving

from fakecom.people import befriend, corp_in
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import customers, directory, tags
from yutang.channels.wecom.calls.pages import Page


def _items(walk: Any) -> list[Any]:
    pages = list(walk)
    assert all(isinstance(each, Page) for each in pages), pages
    return [one for page in pages for one in page.items]


def test_both_shapes_of_a_customer_lead_to_the_same_pairs() -> None:
    with platform() as there:
        app = there.running.app()
        group = app.post("externalcontact/add_corp_tag", group_name="等级", tag=[{"name": "VIP"}])[
            "tag_group"
        ]
        tag = group["tag"][0]["id"]
        befriend(
            there.running, "lisi", "wm1", remark="小王", state="s1", add_way=1, remark_mobiles=["13800000000"]
        )
        tags.mark(there.client, tags.MarkAsk(userid="lisi", external_userid="wm1", add_tag=[tag]))
        detail = customers.get(there.client, "wm1")
        assert isinstance(detail, customers.Detail)
        one = {each.follow.userid: each for each in customers.pairs(detail)}
        batch = {each.follow.userid: each for each in _items(customers.by_staff(there.client, ["zhangsan", "lisi"]))
                 if each.contact.external_userid == "wm1"}  # fmt: skip
        assert set(one) == set(batch) == {"zhangsan", "lisi"}
        for userid, a in one.items():
            b = batch[userid]
            assert (a.contact.name, a.tag_ids) == (b.contact.name, b.tag_ids)
            for field in ("remark", "state", "add_way", "createtime", "remark_mobiles"):
                assert getattr(a.follow, field) == getattr(b.follow, field)
        assert (one["lisi"].tag_ids, one["lisi"].follow.remark_mobiles) == ((tag,), ["13800000000"])


def test_nobody_is_an_empty_list() -> None:
    with platform() as there:
        assert customers.list_ids(there.client, "wangwu") == customers.ExternalIds()
        found = customers.list_ids(there.client, "zhangsan")
        assert isinstance(found, customers.ExternalIds)
        assert sorted(found.external_userid) == ["wm1", "wm2", "wm3"]
        assert _items(customers.by_staff(there.client, ["wangwu"])) == []


def test_short_pages_and_many_of_them_give_everybody() -> None:
    with platform() as there:
        befriend(there.running, "lisi", *(f"wm-l{n}" for n in range(120)))
        there.running.ctl("policy", short_pages=0.7)
        found = [each.contact.external_userid for each in _items(customers.by_staff(there.client, ["lisi"]))]
        assert len(found) == len(set(found)) == 122


def test_remarks_are_set_and_a_stranger_is_a_failure_of_that_item() -> None:
    with platform() as there:
        ask = customers.RemarkAsk(
            userid="zhangsan", external_userid="wm1", remark="老客户", remark_mobiles=["13800000000"]
        )
        assert not isinstance(customers.remark(there.client, ask), Failure)
        follow = corp_in(there.running).follows["zhangsan"]["wm1"]
        assert (follow.remark, follow.remark_mobiles) == ("老客户", ["13800000000"])
        found = customers.remark(
            there.client, customers.RemarkAsk(userid="zhangsan", external_userid="wm-x", remark="x")
        )
        assert isinstance(found, Failure)
        assert found.trouble is Trouble.DATA


def test_everybody_who_is_served_comes_by_pages() -> None:
    with platform() as there:
        found = _items(customers.contacts(there.client))
        assert {each.external_userid for each in found if each.is_customer} == {
            "wm1",
            "wm2",
            "wm3",
            "wm4",
            "wm5",
        }


def test_a_tags_life() -> None:
    with platform() as there:
        added = tags.add(
            there.client, tags.AddAsk(group_name="等级", tag=[tags.NewTag("VIP", 2), tags.NewTag("新客")])
        )
        assert isinstance(added, tags.AddedTags)
        group, ids = added.tag_group.group_id, [each.id for each in added.tag_group.tag]
        assert not isinstance(tags.edit(there.client, tags.EditAsk(id=ids[0], name="贵宾")), Failure)
        found = tags.groups(there.client, tags.ListAsk(group_id=[group]))
        assert isinstance(found, tags.TagGroups)
        assert sorted(each.name for each in found.tag_group[0].tag) == ["新客", "贵宾"]
        assert not isinstance(tags.delete(there.client, tags.DeleteAsk(tag_id=ids)), Failure)
        everything = tags.groups(there.client)
        assert isinstance(everything, tags.TagGroups)
        assert everything.tag_group == []  # a group goes with its last tag
        again = tags.add(
            there.client, tags.AddAsk(group_name="等级", tag=[tags.NewTag("VIP"), tags.NewTag("VIP")])
        )
        assert isinstance(again, tags.AddedTags)
        assert len(again.tag_group.tag) == 1


def test_members_and_departments_are_what_the_app_sees() -> None:
    with platform() as there:
        found = directory.departments(there.client)
        assert isinstance(found, directory.Departments)
        assert [(each.id, each.parentid) for each in found.department] == [(1, 0), (2, 1), (3, 1)]
        people = directory.users(there.client, 1)
        assert isinstance(people, directory.Users)
        assert sorted(each.userid for each in people.userlist) == ["caiwu", "lisi", "wangwu", "zhangsan"]
        one = directory.user(there.client, "zhangsan")
        assert isinstance(one, directory.User)
        assert (one.userid, one.department) == ("zhangsan", [2])
        ticket = directory.agent_ticket(there.client)
        assert isinstance(ticket, directory.Ticket)
        assert ticket != directory.corp_ticket(there.client)


@pytest.mark.parametrize("kind", ["null_lists", "type_flips", "extra_fields"])
def test_an_answer_that_varies_says_the_same(kind: str) -> None:
    with platform() as there:
        befriend(there.running, "lisi", "wm1", add_way=1, remark_mobiles=["13800000000"])
        truth = customers.get(there.client, "wm1")
        there.fault(kind, "externalcontact/get")
        varied = customers.get(there.client, "wm1")
        assert isinstance(truth, customers.Detail)
        assert isinstance(varied, customers.Detail)
        assert _known(varied) == _known(truth)
        assert [each.tags for each in varied.follow_user] == [[], []]


def _known(detail: customers.Detail) -> list[tuple[Any, ...]]:
    names = ("userid", "remark", "createtime", "add_way", "state", "remark_mobiles")
    return [tuple(getattr(each, name) for name in names) for each in detail.follow_user]


def test_ids_of_other_worlds_are_exchanged() -> None:
    with serving() as (server, client, _):
        server.play["externalcontact/unionid_to_external_userid"] = [error(0, external_userid="wm1")]
        server.play["externalcontact/convert_to_openid"] = [error(0, openid="o1")]
        server.play["auth/getuserinfo"] = [error(0, userid="li", user_ticket="T")]
        assert getattr(customers.by_unionid(client, "u1"), "external_userid", "") == "wm1"
        assert getattr(customers.openid(client, "wm1"), "openid", "") == "o1"
        assert getattr(directory.who(client, "CODE"), "userid", "") == "li"
        assert server.calls("auth/getuserinfo")[0].query["code"] == "CODE"
        server.play["getcallbackip"] = [{"ip_list": ["1.2.3.*"]}]  # has no errcode at all
        assert getattr(directory.callback_addresses(client), "ip_list", []) == ["1.2.3.*"]

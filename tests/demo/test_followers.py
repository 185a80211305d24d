import re
from collections import Counter, defaultdict


def test_nearly_everybody_who_sits_in_a_group_is_somebodys_contact(seen):
    seated = {row["成员ID"] for row in seen.members if row["成员类型"] == "客户"}
    followed = {row["客户ID"] for row in seen.contacts}
    assert 0.9 < len(followed & seated) / len(seated) < 0.99
    assert {row["跟进人账号"] for row in seen.contacts} <= {row["企微账号"] for row in seen.employees}


def test_contacts_end_for_each_reason_and_after_they_began(seen):
    ended = [row for row in seen.contacts if row["流失时间"]]
    assert set(Counter(row["流失原因"] for row in ended)) == {"客户删除", "员工删除", "拒绝转接", "已转接"}
    assert all(row["添加时间"] < row["流失时间"] for row in ended)
    assert all(not row["流失原因"] for row in seen.contacts if not row["流失时间"])


def test_who_is_handed_over_goes_on_with_a_colleague_at_that_moment(seen):
    by_customer = defaultdict(list)
    for row in seen.contacts:
        by_customer[row["客户ID"]].append(row)
    pairs = [rows for rows in by_customer.values() if len(rows) == 2]
    assert len(pairs) > 200
    for before, after in pairs:
        assert (before["流失原因"], before["流失时间"]) == ("已转接", after["添加时间"])
        assert before["跟进人账号"] != after["跟进人账号"]


def test_phones_are_whole_and_nobody_shares_one(seen):
    phones = {row["客户ID"]: row["手机号"] for row in seen.contacts if row["手机号"]}
    assert all(re.fullmatch(r"199\d{8}", phone) for phone in phones.values())
    assert len(set(phones.values())) == len(phones)


def test_consent_names_when_and_which_notice(seen):
    asked = [row for row in seen.contacts if row["是否接收短信"]]
    assert {row["是否接收短信"] for row in asked} == {"是", "否"}
    assert all(row["授权时间"] and row["隐私政策版本"] for row in asked)
    assert any(not row["是否接收短信"] for row in seen.contacts)

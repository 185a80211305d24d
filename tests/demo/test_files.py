import io
import zipfile

from yutang.demo.files import GROUPS, MEMBERS


def test_tables_have_the_headers_and_encodings_that_operators_export(files, seen):
    assert files["data/客户群.csv"].decode("gb18030").startswith(",".join(GROUPS) + "\r\n")
    assert files["data/订单.csv"].startswith(b"\xef\xbb\xbf")
    assert files["data/员工.csv"].decode("utf-8-sig").splitlines()[0] == "企微账号,姓名,部门,角色"
    assert tuple(seen.members[0]) == MEMBERS


def test_the_workbook_is_stored_with_fixed_dates(files):
    with zipfile.ZipFile(io.BytesIO(files["data/群成员.xlsx"])) as packed:
        for entry in packed.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_members_know_their_kind_and_their_way_in_and_out(seen):
    assert {m["成员类型"] for m in seen.members} == {"员工", "客户", "机器人"}
    assert {m["入群方式"] for m in seen.members} == {"扫码", "邀请", "链接"}
    for row in seen.members:
        assert bool(row["退群时间"]) == bool(row["退群方式"])
        assert row["入群时间"] < (row["退群时间"] or "9999")
    assert {m["退群方式"] for m in seen.members} == {"", "主动退群", "移出群聊"}


def test_house_accounts_pass_for_customers_in_the_roster(seen):
    kinds = {m["成员类型"] for m in seen.members if m["成员ID"] in seen.house}
    assert len(seen.house) == 2
    assert kinds == {"客户"}


def test_text_that_looks_like_a_formula_stays_text(seen):
    assert any(m["昵称"] == "=小美=" for m in seen.members)
    assert any(m["昵称"] == "+1的妈妈" for m in seen.members)


def test_a_group_is_older_than_its_members(seen):
    opened = {g["群ID"]: g["创建时间"] for g in seen.groups}
    assert all(opened[m["群ID"]] <= m["入群时间"] for m in seen.members)


def test_renamed_groups_say_their_old_name_and_when(seen):
    renamed = [g for g in seen.groups if g["曾用名"]]
    assert len(renamed) == seen.truth["totals"]["renames"]
    assert all(g["创建时间"] < g["改名时间"] and g["曾用名"] != g["群名"] for g in renamed)

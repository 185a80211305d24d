import pytest

from yutang.importers.notices import Notice, read
from yutang.ledger.catalogue import Kind

J, L, R, X = Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.GROUP_RENAMED, Kind.MESSAGE_RECALLED


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"张三"邀请"李四、王五"加入了群聊', Notice(J, ("李四", "王五"), "张三", "invited")),
        ('你邀请"李四"加入了群聊', Notice(J, ("李四",), "你", "invited")),
        ('"李四"通过扫描"张三"分享的二维码加入群聊', Notice(J, ("李四",), "张三", "code")),
        ("阿梅加入本群。", Notice(J, ("阿梅",))),
        ("阿梅加入了群聊", Notice(J, ("阿梅",))),
        ('你将"李四"移出了群聊', Notice(L, ("李四",), "你", "removed")),
        ("李四已被管理员移出本群", Notice(L, ("李四",), "管理员", "removed")),
        ("阿梅退出了本群。", Notice(L, ("阿梅",), None, "left")),
        ('"张三"修改群名为“新名：好”', Notice(R, ("张三",), name="新名：好")),
        ('"张三" 撤回了一条消息', Notice(X, ("张三",))),
        ("群主撤回了阿梅的一条消息", Notice(X, ("群主",))),
        ('<sysmsg><![CDATA["张三" 撤回了一条消息]]></sysmsg>', Notice(X, ("张三",))),
    ],
)  # fmt: skip
def test_events(line, expected):
    assert read(line) == expected


@pytest.mark.parametrize(
    "line", ["", "以上是打招呼的内容", "群公告", "张三拍了拍李四", "收到红包", "入" * 5000]
)
def test_lines_without_consequence(line):
    assert read(line) is None

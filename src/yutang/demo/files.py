# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""The tables that an operator has on disk: groups, members, staff, house accounts, contacts, orders."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence

import xlsxwriter

from yutang.demo.days import Calendar
from yutang.demo.followers import NOTICE, Follow
from yutang.demo.groups import Group, Seat, first_day
from yutang.demo.lives import Life
from yutang.demo.people import Account, People, Staff
from yutang.demo.shop import Order
from yutang.demo.words import line

_UNSEATED = (Life.LISTED, Life.GLIMPSED)  # their rosters were never exported
Row = Sequence[str | int | float]
GROUPS = ("群ID", "群名", "群主", "业务线", "创建时间", "群人数上限", "状态", "曾用名", "改名时间")
MEMBERS = ("群ID", "成员ID", "昵称", "成员类型", "入群时间", "退群时间", "入群方式", "邀请人", "退群方式")
STAFF = ("企微账号", "姓名", "部门", "角色")
CUSTOMERS = (
    "客户ID", "昵称", "手机号", "标签", "跟进人账号", "添加时间", "流失时间", "流失原因", "来源渠道", "备注",
    "是否接收短信", "授权时间", "隐私政策版本",
)  # fmt: skip
ORDERS = ("订单号", "客户ID", "金额(元)", "下单时间", "商品", "状态")


def tables(
    people: People, groups: list[Group], orders: list[Order], contacts: list[Follow], calendar: Calendar
) -> dict[str, bytes]:
    """Every table by its file name."""
    house = "".join(f"{a.id}\n" for a in people.house)
    return {
        "客户群.csv": _csv(GROUPS, (_group_row(g, calendar) for g in groups), "gb18030"),
        "群成员.xlsx": _xlsx("群成员", MEMBERS, member_rows(groups, calendar)),
        "员工.csv": _csv(STAFF, ((s.id, s.name, s.department, s.role) for s in people.staff)),
        "自有号.txt": house.encode(),
        "客户.csv": _csv(CUSTOMERS, (_follow_row(f, calendar) for f in contacts)),
        "订单.csv": _csv(ORDERS, (_order_row(o, calendar) for o in orders)),
    }


def _group_row(group: Group, calendar: Calendar) -> Row:
    old, since = group.former or ("", None)
    return (
        group.id,
        group.name,
        group.owner.id,
        line(group.line)["name"][0],
        first_day(group, calendar),
        group.cap,
        "待移交" if group.life is Life.DESERTED and group.tier == 3000 else "正常",
        old,
        "" if since is None else calendar.text(since, 39_600),
    )


def member_rows(groups: list[Group], calendar: Calendar) -> list[tuple[str, ...]]:
    """One row for each interval of each member: staff, bots and house accounts included."""
    rows: list[tuple[str, ...]] = []
    for group in groups:
        if group.life in _UNSEATED:
            continue
        opened = first_day(group, calendar)
        rows += [_own_row(group, s, "员工", opened) for s in (group.owner, *group.aides)]
        rows += [_own_row(group, b, "机器人", opened) for b in group.bots]
        rows += [_own_row(group, h, "客户", opened) for h in group.house]
        rows += [_seat_row(group, seat, calendar) for seat in group.seats]
    return rows


def _own_row(group: Group, who: Staff | Account, kind: str, opened: str) -> tuple[str, ...]:
    return (group.id, who.id, who.name, kind, opened, "", "邀请", group.owner.id, "")


def _seat_row(group: Group, seat: Seat, calendar: Calendar) -> tuple[str, ...]:
    gone = calendar.text(*seat.left) if seat.left else ""
    how = ("移出群聊" if seat.removed else "主动退群") if gone else ""
    who = seat.customer
    return (
        group.id,
        who.id,
        who.name,
        "客户",
        calendar.text(*seat.joined),
        gone,
        seat.how,
        seat.inviter,
        how,
    )


def _follow_row(follow: Follow, calendar: Calendar) -> Row:
    who, asked = follow.customer, follow.sms is not None
    return (
        who.id, who.name, follow.phone, "，".join(follow.tags), follow.staff.id, calendar.text(*follow.began),
        calendar.text(*follow.ended) if follow.ended else "", follow.why, follow.source, follow.remark,
        ("是" if follow.sms else "否") if asked else "", calendar.text(*follow.began) if asked else "",
        NOTICE if asked else "",
    )  # fmt: skip


def _order_row(order: Order, calendar: Calendar) -> Row:
    when = calendar.text(order.day, order.second)
    yuan = f"{order.cents // 100}.{order.cents % 100:02d}"
    return (order.number, order.customer, yuan, when, order.item, order.state)


def _csv(head: Row, rows: Iterable[Row], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def _xlsx(sheet: str, head: Sequence[str], rows: list[tuple[str, ...]]) -> bytes:
    """A workbook with the same bytes each time: fixed creation date, and stored uncompressed, because
    compressed bytes depend on the machine's zlib."""
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(packed, options) as book:
        book.set_properties({"created": dt.datetime(2020, 1, 1)})  # noqa: DTZ001 - written as it stands
        page = book.add_worksheet(sheet)
        for i, row in enumerate([head, *rows]):
            for j, cell in enumerate(row):
                if cell:
                    page.write_string(i, j, cell)
    stored = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            plain = zipfile.ZipInfo(entry.filename)  # 1980-01-01
            plain.create_system = 3
            target.writestr(plain, source.read(entry.filename))
    return stored.getvalue()

"""Typed fields to sightings: one SQL statement for each sort of table.

The view `v` has the fields of the table, g (group), p (person), role, and `undated`: the stamp of what a roster
says without saying when.
"""

from yutang.importers.sheets import accounts, orders, people
from yutang.importers.sheets.guess import Guess
from yutang.importers.sheets.said import merged, rows
from yutang.ledger.catalogue import Kind, Role

_ROLES = f"""case
  when staff_flag in ('是', '1', 'true', 'True', 'TRUE', 'yes', 'Y', 'y') then {Role.STAFF}
  when bot_flag in ('是', '1', 'true', 'True', 'TRUE', 'yes', 'Y', 'y') then {Role.BOT}
  when role is null then 0
  when role = '1' and $platform = 'wecom' then {Role.STAFF}
  when role = '2' and $platform = 'wecom' then {Role.PERSON}
  when regexp_matches(lower(role), '机器人|機器人|bot|robot') then {Role.BOT}
  when regexp_matches(lower(role), '自有号|小号|马甲|水军|托管|house') then {Role.HOUSE}
  when regexp_matches(lower(role), '系统|系統|system') then {Role.SYSTEM}
  when regexp_matches(lower(role), '非员工|外部|external') then {Role.PERSON}
  when regexp_matches(lower(role), '员工|員工|企业成员|内部|客服|导购|staff|employee|internal') then {Role.STAFF}
  when regexp_matches(lower(role), '客户|客戶|顾客|会员|普通|用户|customer|client|member|user') then {Role.PERSON}
  else 0 end"""
# WeCom's ids say what they are: "wm"/"wo" outside contacts, "wb" robots, anything else a member of the company.
_WECOM_ROLES = f"""case when {{role}} <> 0 or p is null or starts_with(p, 'name:') then {{role}}
  when starts_with(p, 'wm') or starts_with(p, 'wo') then {Role.PERSON}
  when starts_with(p, 'wb') then {Role.BOT} else {Role.STAFF} end"""
_LEFT = "coalesce(regexp_matches(lower(status), '已退|退群|离开|离群|流失|left|quit|removed|exited'), false)"
_WHO = {"actor_ref": "p", "actor_name": "person_name", "actor_role": "role_code"}
_AT = {"group_ref": "g"}
_INVITER = (
    "case when regexp_full_match(inviter, '[A-Za-z0-9_.@+:|=-]+') then inviter else 'name:' || inviter end"
)

_SQL: dict[str, tuple[str, ...]] = {
    "messages": (
        rows(
            Kind.MESSAGE_SENT, "sent", **_AT, **_WHO, object_ref="message_id", related_ref="reply_to", text="text",
            props="props",
        ),
    ),
    "counts": (
        rows(
            Kind.GROUP_COUNTED, "day", **_AT, **_WHO, amount="messages",
            props=merged(speakers="speakers", members="members", joins="joins", leaves="leaves"),
        ),
    ),
    "members": (
        rows(
            Kind.GROUP_JOINED, "joined", "joined is not null", **_AT, **_WHO, related_ref=_INVITER,
            props=merged(how="how"),
        ),
        rows(
            Kind.GROUP_LEFT, 'coalesce("left", seen_at)', f'"left" is not null or {_LEFT}', **_AT, **_WHO,
            props=merged(how="how_left"),
        ),
        rows(
            Kind.MEMBER_SEEN, "seen_at",
            f'joined is null and "left" is null and not {_LEFT}',
            **_AT, **_WHO, props=merged(role="role"),
        ),
    ),
    "groups": (
        rows(
            Kind.GROUP_SEEN, "seen_at", **_AT, text="group_name",
            props=merged(
                private="false", owner=_INVITER.replace("inviter", "owner"), line="line", created="created",
                dismissed="dismissed", members="members", size_limit="size_limit",
            ),
        ),
    ),
    "staff": (
        rows(
            Kind.IDENTITY_SEEN, "seen_at", actor_ref="p", actor_name="person_name", actor_role=str(int(Role.STAFF)),
            props=merged(department="department", role="role"),
        ),
    ),
    "house": (
        rows(
            Kind.IDENTITY_SEEN, "seen_at", actor_ref="p", actor_name="person_name", actor_role=str(int(Role.HOUSE)),
        ),
    ),
}  # fmt: skip

# Names of groups in tables of other things: one sighting a (group, name), told once a file.
NAMES = {"messages": "max(sent)", "counts": "max(day)", "members": "max(seen_at)", "orders": "max(ordered)"}


def statements(guess: Guess, columns: tuple[str, ...]) -> list[str]:
    """All that a table of this sort says, one statement a sort of sighting."""
    fields = set(guess.mapping.values())
    if guess.table == "people":
        return people.statements(
            fields, [(columns.index(column), of) for column, of in guess.attributes.items()]
        )
    if guess.table == "orders":
        return [*orders.statements(fields, guess.totals), *accounts.statements("orders", fields)]
    return [*_SQL[guess.table], *accounts.statements(guess.table, fields)]


def role_sql(platform: str, fields: set[str]) -> str:
    """The role of the person in a row, as its code."""
    told = _ROLES.replace("$platform", f"'{platform}'") if "role" in fields else "0"
    return f"({_WECOM_ROLES.format(role=told)})::tinyint" if platform == "wecom" else f"({told})::tinyint"

"""Typed fields to sightings: one SQL statement for each sort of table.

The view `v` has the fields of the table, g (group), p (person), role, and `undated`: the stamp of what a roster
says without saying when.
"""

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
_COLUMNS = (
    "kind", "happened", "group_ref", "actor_ref", "actor_name", "actor_role", "object_ref", "related_ref",
    "amount", "text", "props",
)  # fmt: skip


def _object(**pairs: str) -> str:
    """JSON of what isn't null; null when nothing is left."""
    given = ", ".join(f"'{name}', {sql}" for name, sql in pairs.items())
    return f"nullif(json_merge_patch('{{}}', json_object({given}))::varchar, '{{}}')"


def _rows(kind: Kind, happened: str, where: str = "true", **columns: str) -> str:
    given = {"kind": str(int(kind)), "happened": happened, "actor_role": "0"} | columns
    picks = ", ".join(f"{given.get(name, 'null')} as {name}" for name in _COLUMNS)
    return f"select {picks} from v where {where}"


_WHO = {"actor_ref": "p", "actor_name": "person_name", "actor_role": "role_code"}
_AT = {"group_ref": "g"}
_INVITER = (
    "case when regexp_full_match(inviter, '[A-Za-z0-9_.@+:|=-]+') then inviter else 'name:' || inviter end"
)

SQL: dict[str, tuple[str, ...]] = {
    "messages": (
        _rows(
            Kind.MESSAGE_SENT, "sent", **_AT, **_WHO, object_ref="message_id", related_ref="reply_to", text="text",
            props="props",
        ),
    ),
    "counts": (
        _rows(
            Kind.GROUP_COUNTED, "day", **_AT, **_WHO, amount="messages",
            props=_object(speakers="speakers", members="members", joins="joins", leaves="leaves"),
        ),
    ),
    "members": (
        _rows(
            Kind.GROUP_JOINED, "joined", "joined is not null", **_AT, **_WHO, related_ref=_INVITER,
            props=_object(how="how"),
        ),
        _rows(
            Kind.GROUP_LEFT, 'coalesce("left", seen_at)', f'"left" is not null or {_LEFT}', **_AT, **_WHO,
            props=_object(how="how_left"),
        ),
        _rows(
            Kind.MEMBER_SEEN, "seen_at",
            f'joined is null and "left" is null and not {_LEFT}',
            **_AT, **_WHO, props=_object(role="role"),
        ),
    ),
    "groups": (
        _rows(
            Kind.GROUP_SEEN, "seen_at", **_AT, text="group_name",
            props=_object(
                private="false", owner=_INVITER.replace("inviter", "owner"), line="line", created="created",
                dismissed="dismissed", members="members", size_limit="size_limit",
            ),
        ),
    ),
    "orders": (
        _rows(
            Kind.ORDER_PLACED, "ordered", **_AT, actor_ref="p", actor_name="person_name", object_ref="order_ref",
            amount="spent",
            props=_object(items="items", status="order_status", currency="currency"),
        ),
    ),
    "staff": (
        _rows(
            Kind.IDENTITY_SEEN, "seen_at", actor_ref="p", actor_name="person_name", actor_role=str(int(Role.STAFF)),
            props=_object(department="department", role="role"),
        ),
    ),
    "house": (
        _rows(
            Kind.IDENTITY_SEEN, "seen_at", actor_ref="p", actor_name="person_name", actor_role=str(int(Role.HOUSE)),
        ),
    ),
}  # fmt: skip

SPENT = "coalesce(amount, price * coalesce(quantity, 1))"
# Where an order takes several rows, each is a fact of its own: the order's id alone would keep only the first.
ORDER_LINE = f"order_id || coalesce('/' || items, '') || coalesce('/' || ({SPENT}), '')"

# Names of groups in tables of other things: one sighting a (group, name), told once a file.
NAMES = {"messages": "max(sent)", "counts": "max(day)", "members": "max(seen_at)", "orders": "max(ordered)"}


def role_sql(platform: str, fields: set[str]) -> str:
    """The role of the person in a row, as its code."""
    told = _ROLES.replace("$platform", f"'{platform}'") if "role" in fields else "0"
    return f"({_WECOM_ROLES.format(role=told)})::tinyint" if platform == "wecom" else f"({told})::tinyint"

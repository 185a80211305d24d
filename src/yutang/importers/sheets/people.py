"""A table of people: who they are, by which accounts, what is known of them, who follows them, what they allow."""

from collections.abc import Sequence

from yutang.importers.model import Attribute
from yutang.importers.sheets.free import column
from yutang.importers.sheets.said import cut, is_no, is_yes, object_of, quoted, rows
from yutang.importers.sheets.shapes import KEYS
from yutang.ledger.catalogue import Ending, Kind, Role

BY = '\'{"by":"import"}\''
GROUP = "标签"  # of tags that name none
MARKETING = "marketing"  # the purpose of consents whose column names no other
# What surely is one person's, the surest first. An e-mail may be shared: it is a hint, and the last to name a row.
STRONG = (*(f"{key}_ref" for key in KEYS), "phone_ref")
WEAK = "email_ref"
_CONSENTS = {"consent": None, "consent_sms": "sms", "consent_email": "email", "consent_call": "call"}
_TRANSFER = "转接|转移|继承|接替|分配|transfer|handed"
# "删除客户" is what staff do, "被删除" what is done to them; the order of the cases tells them apart.
_CAUSE = f"""case
  when lost is null or {is_no("lost")} or regexp_matches(lower(lost), '未流失|未删除|正常|在用|not lost|active')
  then null
  when regexp_matches(lower(lost), '拒绝|refus|reject') then {Ending.TRANSFER_REFUSED}
  when regexp_matches(lower(lost), '{_TRANSFER}') then {Ending.TRANSFERRED}
  when regexp_matches(lower(lost), '^(员工|成员|跟进人|导购|企业)|删除客户|删除外部|staff|del_external')
  then {Ending.STAFF_DELETED}
  when {is_yes("lost")} or regexp_matches(lower(lost), '流失|删除|已删|单向|拉黑|lost|churn|delete|block')
  then {Ending.CUSTOMER_DELETED} end"""
# Of a cell "员工A、员工B" each is a follower. What looks like an id is one, anything else is a name.
_STAFF_REF = (
    """case when regexp_full_match(x, '[A-Za-z0-9_.@+:|=-]+') then staff_of || x else 'name:' || x end"""
)
_FOLLOWS = f"""(select v.*, u.staff_ref, case when starts_with(u.staff_ref, 'name:') then substr(u.staff_ref, 6)
    when v.follower_id is not null then v.follower end as staff_name
  from v, unnest(case when follower_id is not null then list_transform({cut("follower_id")}, lambda x: staff_of || x)
    when follower is not null then list_transform({cut("follower")}, lambda x: {_STAFF_REF}) end) as u(staff_ref))"""
_TAGGED = f"""(select v.*, u.tag from v, unnest(list_transform({cut("tags")}, lambda x:
    case when regexp_matches(x, '^[^/:：]+[/:：].')
      then trim(regexp_replace(regexp_replace(x, '\\s*[:：]\\s*', '/'), '\\s*/\\s*', '/'))
      else '{GROUP}/' || x end)) as u(tag))"""


def computed(keys: dict[str, str], staff_of: str) -> dict[str, str]:
    """Columns of the view besides the table's own.

    `keys`: NAME_ref → SQL; `staff_of`: what stands before ids of staff.
    """
    name = "coalesce(person_name, nullif(concat_ws(' ', given_name, family_name), ''))"
    return keys | {
        "named": name,
        "staff_of": quoted(staff_of),
        "cause": f"coalesce({_CAUSE}, case when ended is not null and lost is null then 1 end)",
    }


def statements(fields: set[str], attributes: Sequence[tuple[int, Attribute]]) -> list[str]:
    """One statement a sort of sighting. `attributes`: (column of the table, what it says)."""
    found = [_SEEN]
    found += [_link(ref) for ref in (*STRONG, WEAK) if ref.removesuffix("_ref") in fields]
    found += [_attribute(place, one) for place, one in attributes]
    if "tags" in fields:
        found.append(_TAGS)
    if fields & {"follower", "follower_id"}:
        found += [_STAFF, _BEGUN, _ENDED]
    for name, channel in _CONSENTS.items():
        if name in fields:
            found += _consent(name, channel)
    return found


_WHO = {"actor_ref": "p", "actor_name": "named"}
_SEEN = rows(
    Kind.IDENTITY_SEEN, "seen_at", **_WHO, actor_role=str(int(Role.PERSON)),
    text="case p when phone_ref then phone_told when email_ref then email_told end",
)  # fmt: skip
_TAGS = rows(
    Kind.TAG_ADDED, "seen_at", source=_TAGGED, actor_ref="p", object_ref="tag",
    props='\'{"source":"import"}\'',
)  # fmt: skip
# Whoever follows customers is staff, whatever other lists say or leave out.
_STAFF = rows(
    Kind.IDENTITY_SEEN, "seen_at", source=f"(select distinct seen_at, staff_ref, staff_name from {_FOLLOWS})",
    actor_ref="staff_ref", actor_name="staff_name", actor_role=str(int(Role.STAFF)),
)  # fmt: skip
# A relation that is over, and began nobody says when: only the end is told, or it would begin anew with the list.
_BEGUN = rows(
    Kind.RELATION_BEGUN, "coalesce(began, seen_at)", "began is not null or cause is null", _FOLLOWS, actor_ref="p",
    related_ref="staff_ref",
    props=object_of(
        source="source", remark="remark",
        how=f"case when regexp_matches(lower(source), '{_TRANSFER}') then 'transferred' else 'added' end",
        undated="case when began is null then true end",
    ),
)  # fmt: skip
_ENDED = rows(
    Kind.RELATION_ENDED, "coalesce(ended, seen_at)", "cause is not null", _FOLLOWS, actor_ref="p",
    related_ref="staff_ref", amount="cause", props=object_of(undated="case when ended is null then true end"),
)  # fmt: skip


def _link(ref: str) -> str:
    told = {"phone_ref": "phone_told", "email_ref": "email_told"}.get(ref, "null")
    return rows(
        Kind.IDENTITY_LINKED, "seen_at", f"{ref} <> p", actor_ref="p", related_ref=ref,
        amount="0" if ref == WEAK else "1", text=told, props=BY,
    )  # fmt: skip


def _attribute(place: int, of: Attribute) -> str:
    cell = column(place, of).name
    amount, value = {
        "number": (f"round({cell})::bigint", f"to_json({cell})"),
        "money": (cell, f"to_json({cell})"),
        "date": (cell, f"to_json((date '1970-01-01' + {cell}::integer)::varchar)"),
        "flag": (f"{is_yes(cell)}::bigint", f"to_json({is_yes(cell)})"),
        "choices": ("null", f"to_json({cut(cell)})"),
    }.get(of.type, ("null", f"to_json({cell})"))
    told = f"{is_yes(cell)} or {is_no(cell)}" if of.type == "flag" else f"{cell} is not null"
    return rows(
        Kind.ATTRIBUTE_SET, "seen_at", told, actor_ref="p", object_ref=quoted(of.code), amount=amount,
        props=f"""'{{"value":' || {value} || ',"source":"import"}}'""",
    )  # fmt: skip


def _consent(name: str, channel: str | None) -> list[str]:
    on = f"'{channel}'" if channel else "null"
    props = object_of(purpose=f"'{MARKETING}'", channel=on, notice="notice")
    kinds = ((Kind.CONSENT_GIVEN, is_yes(name)), (Kind.CONSENT_WITHDRAWN, is_no(name)))
    return [
        rows(
            kind,
            "coalesce(consent_at, seen_at)",
            where,
            actor_ref="p",
            object_ref=f"'{MARKETING}'",
            props=props,
        )
        for kind, where in kinds
    ]

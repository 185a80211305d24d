"""What each sort of table holds: its fields, the concepts that may fill them, and what it can't do without."""

import enum

import msgspec


class Value(enum.StrEnum):
    """What the cells of a field look like."""

    REF = "ref"  # an id
    NAME = "name"
    TEXT = "text"
    WORD = "word"  # one of a few: a type, a status, a channel
    TIME = "time"
    NUMBER = "number"
    MONEY = "money"
    PHONE = "phone"
    EMAIL = "email"
    DAY = "day"  # a date without a time, such as a birthday
    REAL = "real"  # a number that may have a fraction


class Field(msgspec.Struct, frozen=True):
    """One field of one sort of table."""

    name: str
    value: Value
    worth: float  # how much it tells of this sort of table
    concepts: dict[str, float]  # concept → how well it fits, 0 … 1
    whole: bool = False  # only a heading that names it outright will do, not one that has a word of it


class Shape(msgspec.Struct, frozen=True):
    """One sort of table."""

    table: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]  # of each tuple at least one field
    whole: bool = False  # so are all of its fields: "会员等级" is something of a member, not one


def _field(name: str, value: Value, worth: float, /, **concepts: float) -> Field:
    return Field(name, value, worth, {name: 1.0} | concepts)


def _outright(*fields: Field) -> tuple[Field, ...]:
    """Only what names them outright: "买家留言" is something of a buyer, not one."""
    return tuple(msgspec.structs.replace(field, whole=True) for field in fields)


_GROUP = (
    _field("group_id", Value.REF, 1.2, group=0.7, id=0.3),
    _field("group_name", Value.NAME, 1.0, group=0.8, name=0.4),
)
_PERSON = (
    _field(
        "person_id",
        Value.REF,
        2,
        member_id=1,
        customer_id=0.9,
        sender_id=0.9,
        person=0.7,
        id=0.2,
        staff_id=0.5,
    ),
    _field("person_name", Value.NAME, 1.5, person=0.75, sender_name=0.9, name=0.5, staff_name=0.4),
)
# A phone number is never an id to be kept as it stands: whoever has no other account goes by its keyed hash.
_PHONE = (_field("phone", Value.PHONE, 1, contact_phone=0.9, member_id=0.5, customer_id=0.5),)
# Accounts elsewhere of the person in a row; what platform each is of: KEYS.
_KEYS = (
    _field("wecom_id", Value.REF, 2.5),
    _field("unionid", Value.REF, 3),
    _field("openid", Value.REF, 3),
    _field("wechat_id", Value.REF, 2.5),
    _field("taobao_id", Value.REF, 2),
    _field("jd_id", Value.REF, 2),
)
KEYS = {
    "wecom_id": "wecom", "unionid": "unionid", "openid": "openid", "wechat_id": "wechat", "taobao_id": "taobao",
    "jd_id": "jd",
}  # fmt: skip
_NAMES = (_field("given_name", Value.NAME, 0.5), _field("family_name", Value.NAME, 0.5))
_ROLE = (
    _field("role", Value.WORD, 1, type=0.7),
    _field("staff_flag", Value.WORD, 0.5),
    _field("bot_flag", Value.WORD, 0.5),
)
# "平台" is part of many a heading (平台优惠), and a column of platforms tears the table apart.
_PLATFORM = (Field("platform", Value.WORD, 0.2, {"platform": 1.0}, whole=True),)

SHAPES: tuple[Shape, ...] = (
    Shape(
        "messages",
        (
            _field("sent", Value.TIME, 3, time=0.9, created=0.7, day=0.6),
            _field("text", Value.TEXT, 4),
            _field("message_id", Value.REF, 2, id=0.5),
            _field("message_type", Value.WORD, 1, type=0.7),
            _field("reply_to", Value.REF, 1),
            _field(
                "person_id", Value.REF, 2, sender_id=1, sender=0.9, member_id=0.8, person=0.7, customer_id=0.6,
                staff_id=0.4,
            ),
            _field("person_name", Value.NAME, 1.5, sender_name=1, sender=0.95, person=0.75, name=0.3, staff_name=0.3),
            *_PHONE, *_GROUP, *_ROLE, *_PLATFORM,
        ),
        (("sent",), ("person_id", "person_name", "phone"),
         ("text", "message_id", "message_type", "group_id", "group_name")),
    ),
    Shape(
        "counts",
        (
            _field("day", Value.TIME, 2.5, time=0.7, sent=0.5),
            _field("messages", Value.NUMBER, 4, text=0.5),
            _field("speakers", Value.NUMBER, 3),
            _field("members", Value.NUMBER, 1),
            _field("joins", Value.NUMBER, 2), _field("leaves", Value.NUMBER, 2),
            *_GROUP, *_PERSON, *_PHONE, *_ROLE, *_PLATFORM,
        ),
        (("day",), ("messages", "speakers")),
    ),
    Shape(
        "members",
        (
            _field("joined", Value.TIME, 4, time=0.4, created=0.3),
            _field("left", Value.TIME, 3),
            _field("how", Value.WORD, 2), _field("how_left", Value.WORD, 2),
            _field("inviter", Value.REF, 2),
            _field("status", Value.WORD, 0.5),
            _field("seen", Value.TIME, 0.3),
            *_PERSON, *_PHONE, *_GROUP, *_ROLE, *_PLATFORM,
        ),
        (("person_id", "person_name", "phone"), ("joined", "left", "how", "inviter", "role", "group_id", "group_name")),
    ),
    Shape(
        "groups",
        (
            _field("group_id", Value.REF, 2, group=0.7, id=0.4),
            _field("group_name", Value.NAME, 2, group=0.8, name=0.4),
            _field("owner", Value.REF, 2.5, staff_name=0.4, staff_id=0.4),
            _field("created", Value.TIME, 2.5, time=0.4), _field("dismissed", Value.TIME, 2.5),
            _field("members", Value.NUMBER, 1.5), _field("size_limit", Value.NUMBER, 2),
            _field("line", Value.WORD, 2, type=0.5),
            _field("status", Value.WORD, 0.3),
            _field("seen", Value.TIME, 0.3),
            *_PLATFORM,
        ),
        (("group_id", "group_name"), ("owner", "created", "dismissed", "members", "size_limit", "line", "group_name")),
    ),
    Shape(
        "orders",
        (
            _field("order_id", Value.REF, 4, id=0.3),
            _field("amount", Value.MONEY, 3),
            _field("ordered", Value.TIME, 3, time=0.7, created=0.7, day=0.7),
            _field("quantity", Value.NUMBER, 1), _field("price", Value.MONEY, 1),
            _field("items", Value.NAME, 1), _field("order_status", Value.WORD, 1, status=0.7),
            _field("currency", Value.WORD, 1), _field("line_id", Value.REF, 1),
            _field("refunded", Value.MONEY, 1.5), _field("refunded_at", Value.TIME, 0.5),
            _field("after_sale", Value.WORD, 0.5), _field("row_type", Value.WORD, 0.5),
            _field("seen", Value.TIME, 0.3),
            *_outright(
                # A phone to call about a parcel is not surely the buyer's.
                _field("person_id", Value.REF, 1.5, customer_id=1, member_id=0.9, person=0.7),
                _field("person_name", Value.NAME, 1, person=0.75), _field("receiver_name", Value.NAME, 0.5),
                _field("phone", Value.PHONE, 1, member_id=0.5, customer_id=0.5),
                _field("receiver_phone", Value.PHONE, 0.5, contact_phone=0.8, phone=0.5),
                _field("email", Value.EMAIL, 1), *_KEYS, *_GROUP, *_PLATFORM,
            ),
        ),
        (("ordered",), ("amount", "price"),
         ("person_id", "person_name", "phone", "email", "receiver_phone", "receiver_name", *KEYS)),
    ),
    Shape(
        "people",
        (
            _field("person_id", Value.REF, 2, customer_id=0.95, member_id=0.9, person=0.7, id=0.3),
            _field("person_name", Value.NAME, 1.5, person=0.75, name=0.5),
            *_NAMES,
            _field("phone", Value.PHONE, 3, contact_phone=0.9, member_id=0.5, customer_id=0.5),
            _field("email", Value.EMAIL, 3),
            *_KEYS,
            _field("tags", Value.TEXT, 2.5),
            _field("follower_id", Value.REF, 3, staff_id=0.7), _field("follower", Value.NAME, 3, staff_name=0.7),
            _field("began", Value.TIME, 2, joined=0.6, created=0.6), _field("ended", Value.TIME, 2),
            _field("lost", Value.WORD, 1.5), _field("source", Value.WORD, 1.5, how=0.8),
            _field("remark", Value.NAME, 1),
            _field("consent", Value.WORD, 2), _field("consent_sms", Value.WORD, 2),
            _field("consent_email", Value.WORD, 2), _field("consent_call", Value.WORD, 2),
            _field("consent_at", Value.TIME, 0.5), _field("notice", Value.WORD, 0.5),
            _field("seen", Value.TIME, 0.3),
            *_PLATFORM,
        ),
        (("person_id", "person_name", "phone", "email", *KEYS),),
        whole=True,
    ),
    Shape(
        "staff",
        (
            _field("person_id", Value.REF, 4, staff_id=1, member_id=0.35, id=0.2),
            _field("person_name", Value.NAME, 3, staff_name=1, name=0.4),
            _field("department", Value.WORD, 1.5),
            _field("role", Value.WORD, 0.5),
            *_PLATFORM,
        ),
        (("person_id", "person_name"),),
    ),
    Shape(
        "house",
        (
            _field("person_id", Value.REF, 5, house_id=1, member_id=0.3),
            _field("person_name", Value.NAME, 1, name=0.4),
            *_PLATFORM,
        ),
        (("person_id", "person_name"),),
    ),
)  # fmt: skip

CONTACTS = frozenset({Value.PHONE, Value.EMAIL})
BY_TABLE = {shape.table: shape for shape in SHAPES}
FIELDS = {field.name: field.value for shape in SHAPES for field in shape.fields}
# These look like any list of names, unless a column says what they are.
TELLING = {
    "staff": frozenset({"staff_id", "staff_name"}),
    "house": frozenset({"house_id"}),
    "people": frozenset({
        "phone", "contact_phone", "email", "unionid", "openid", "wecom_id", "tags", "follower", "follower_id",
        "consent", "consent_sms", "consent_email", "consent_call", "lost",
    }),
}  # fmt: skip

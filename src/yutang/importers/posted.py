"""Facts that a program posts, one or a batch: checked here, kept as sightings for the ledger.

The types are the rules: msgspec checks a whole batch while it decodes it (a million facts a second). Only where that
fails, each fact is decoded by itself to say which one is wrong, and why.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from yutang.importers.postable import KINDS, MOST, Fact, Facts, MessageSent
from yutang.importers.postable_base import Actor, good_platform
from yutang.importers.postable_people import (
    AttributeSet,
    ConsentGiven,
    ConsentWithdrawn,
    IdentityLinked,
    IdentityParted,
    Other,
    TagAdded,
    TagRemoved,
)
from yutang.kit.clock import DAY, micros
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Role
from yutang.ledger.posts import Post, Sighting, pack_post

_ROLES = {role.name.lower(): int(role) for role in Role}


class _Raw(msgspec.Struct, forbid_unknown_fields=True):
    facts: Annotated[list[msgspec.Raw], Meta(max_length=MOST)]


class Rejected(msgspec.Struct, frozen=True):
    """One fact that was not taken. `index`: its place in the request, from 0; `code`: locales "fact.<code>"."""

    index: int
    code: str
    params: dict[str, str] = {}


class Posted(NamedTuple):
    """A request that was read: what goes into the inlet, and what does not."""

    posts: list[Post]
    accepted: int
    rejected: list[Rejected]


_one = msgspec.json.Decoder(Fact)
_batch = msgspec.json.Decoder(Facts)
_raw = msgspec.json.Decoder(_Raw)
_props = msgspec.json.Encoder()
_IS_BATCH = re.compile(rb'\s*\{\s*"facts"\s*:')
_NUL = b"\\u0000"
_Checked = tuple[list[tuple[str, Sighting]], list[Rejected]]  # (platform, sighting)


Judge = Callable[[str, Any, int | None], int | None]


def as_told(code: str, value: Any, number: int | None) -> int | None:
    """Judges attributes where the tenant defined none."""
    return number


def read_post(body: bytes, *, who: str, key: str | None, now: int, judge: Judge = as_told) -> Posted:
    """Check a request. `who` posts it; `key`: their Idempotency-Key, else the body stands for itself. `judge`: of an
    attribute's code, value and number, the number to keep; raises YutangError for one that isn't taken.

    Raises YutangError: bad_json, too_many_facts.
    """
    checked, rejected = _check(body, now, judge)
    digest = hashlib.blake2b(body, digest_size=16).hexdigest()
    said = f"{who}\x1f{key}" if key is not None else f"\x1f\x1f{digest}"
    start = hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
    by_platform: dict[str, list[Sighting]] = {}
    for platform, sighting in checked:
        by_platform.setdefault(platform, []).append(sighting)
    posts = [
        Post(f"post:{start}.{n}", f"post {digest}", platform, len(rows), pack_post(rows))
        for n, (platform, rows) in enumerate(sorted(by_platform.items()))
    ]
    return Posted(posts, len(checked), rejected)


def _check(body: bytes, now: int, judge: Judge) -> _Checked:
    try:
        batch = _IS_BATCH.match(body)
        if batch and _NUL not in body:
            try:
                return _rows(_batch.decode(body).facts, now, judge)
            except msgspec.ValidationError:
                return _one_by_one(_raw.decode(body).facts, now, judge)
        return _one_by_one(_raw.decode(body).facts if batch else [body], now, judge)
    except msgspec.ValidationError as wrong:
        if "length" in str(wrong):
            raise YutangError("too_many_facts", limit=MOST) from None
        raise YutangError("bad_json") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise YutangError("bad_json") from None


def _one_by_one(raw: Sequence[msgspec.Raw | bytes], now: int, judge: Judge) -> _Checked:
    rows: list[tuple[str, Sighting]] = []
    rejected: list[Rejected] = []
    for index, piece in enumerate(raw):
        try:
            fact = _one.decode(piece)
        except msgspec.ValidationError as wrong:
            rejected.append(_reason(index, str(wrong)))
            continue
        except RecursionError:
            rejected.append(Rejected(index, "too_deep"))
            continue
        good, late = _rows([fact], now, judge)
        if any(_holds_nul(sighting) for _, sighting in good):
            rejected.append(Rejected(index, "nul"))
            continue
        rows += good
        rejected += [Rejected(index, one.code, one.params) for one in late]
    return rows, rejected


def _rows(facts: Sequence[Fact], now: int, judge: Judge) -> _Checked:
    rows: list[tuple[str, Sighting]] = []
    rejected: list[Rejected] = []
    last = now + DAY
    for index, fact in enumerate(facts):
        at = _micros(fact.happened)
        if not good_platform(fact.platform):
            rejected.append(Rejected(index, "bad_form", {"field": "platform"}))
        elif (check := _CHECKS.get(type(fact))) is not None and (wrong := check(fact, judge)):
            rejected.append(Rejected(index, *wrong))
        elif 0 <= at <= last:
            rows.append((fact.platform, _sighting(fact, at)))
        else:
            code = "time_future" if at > last else "time_past"
            rejected.append(Rejected(index, code, {"field": "happened"}))
    return rows, rejected


def _sighting(fact: Fact, at: int) -> Sighting:
    if type(fact) is MessageSent and fact.props is None:  # nearly all of them: spared the questions below
        actor = fact.actor
        return Sighting(1, at, fact.group, actor.id, actor.name, _ROLES[actor.role], fact.object, fact.related,
                        None, fact.text)  # fmt: skip
    one: Any = fact
    who: Actor | None = getattr(one, "actor", None)
    props: Any = getattr(one, "props", None)
    other: Other | None = getattr(one, "other", None)
    amount: int | None = (
        int(fact.surely) if isinstance(fact, IdentityLinked) else getattr(one, "amount", None)
    )
    said = _told(props) if props else None
    if isinstance(fact, ConsentGiven | ConsentWithdrawn):  # people read its name there
        said = _props.encode({"purpose": fact.object} | (msgspec.json.decode(said) if said else {})).decode()
    return Sighting(
        kind=int(KINDS[type(fact)]), happened=at, group_ref=getattr(one, "group", None),
        actor_ref=who.id if who else None, actor_name=who.name if who else None,
        actor_role=_ROLES[who.role] if who else 0, object_ref=getattr(one, "object", None),
        related_ref=_ref(other) if other else getattr(one, "related", None), amount=amount,
        text=getattr(one, "text", None) or getattr(one, "name", None), props=said,
    )  # fmt: skip


def _ref(other: Other) -> str:
    """A reference to an account, as `customers.reactions` reads it."""
    return other.id if other.platform is None else f"\x1f{other.platform}\x1f{other.id}"


_Wrong = tuple[str, dict[str, str]] | None


def _wrong_other(fact: IdentityLinked | IdentityParted, _: Judge) -> _Wrong:
    platform = fact.other.platform
    if platform is not None and not good_platform(platform):
        return "bad_form", {"field": "other.platform"}
    return ("bad_form", {"field": "other.id"}) if "\x1f" in fact.other.id else None


def _wrong_bearer(fact: TagAdded | TagRemoved, _: Judge) -> _Wrong:
    """A tag is on a person or on a group."""
    if (fact.actor is None) is (fact.group is None):
        return "one_of", {"field": "actor", "other": "group"}
    return (
        ("bad_value", {"field": "related"}) if fact.group is not None and fact.related is not None else None
    )


def _wrong_value(fact: AttributeSet, judge: Judge) -> _Wrong:
    """Also gives the fact the number that goes with its value."""
    try:
        fact.amount = judge(fact.object, fact.props.value, fact.amount)
    except YutangError as wrong:
        return wrong.code, {name: str(value) for name, value in wrong.params.items()}
    return None


# Of kinds where the types don't say everything.
_CHECKS: dict[type[Any], Callable[[Any, Judge], _Wrong]] = {
    AttributeSet: _wrong_value,
    IdentityLinked: _wrong_other, IdentityParted: _wrong_other, TagAdded: _wrong_bearer, TagRemoved: _wrong_bearer,
}  # fmt: skip


def _holds_nul(row: Sighting) -> bool:
    """PostgreSQL stores no NUL in a text."""
    said = (row.group_ref, row.actor_ref, row.actor_name, row.object_ref, row.related_ref, row.text)
    return any("\0" in text for text in said if text) or "\\u0000" in (row.props or "")


def _told(props: Any) -> str:
    """Props as the ledger keeps them: instants in microseconds."""
    told = {name: value for name, value in msgspec.structs.asdict(props).items() if value is not None}
    if "value" in props.__struct_fields__:
        told.setdefault("value", None)  # an attribute that is taken back
    told |= {name: _micros(told[name]) for name in ("created", "dismissed", "until") if name in told}
    return _props.encode(told).decode()


def _micros(instant: dt.datetime | int) -> int:
    return instant * 1000 if isinstance(instant, int) else micros(instant)


_WHERE = re.compile(r" - at `\$\.?(?P<at>[^`]*)`$")
_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"missing required field `kind`"), "kind_missing"),
    (re.compile(r"missing required field `(?P<field>\w+)`"), "missing"),
    (re.compile(r"contains unknown field `(?P<field>[^`]*)`"), "unknown_field"),
    (re.compile(r"Expected `\w+` of length <= (?P<limit>\d+)"), "too_long"),
    (re.compile(r"Expected `\w+` of length >= \d+"), "empty"),
    (re.compile(r"Expected `\w+` >= (?P<limit>-?\d+)"), "too_small"),
    (re.compile(r"Expected `\w+` <= (?P<limit>\d+)"), "too_large"),
    (re.compile(r"Expected `datetime` with a timezone|Invalid RFC3339"), "time_bad"),
    (re.compile(r"matching regex"), "bad_form"),
    (re.compile(r"Expected (?P<expected>`[^`]*`)"), "wrong_type"),
)


def _reason(index: int, wrong: str) -> Rejected:
    """msgspec's sentence as a code."""
    where = _WHERE.search(wrong)
    at = where["at"] if where else ""
    if at == "kind":
        return Rejected(index, "kind_unknown")
    for pattern, code in _REASONS:
        if found := pattern.search(wrong):
            params = {k: v[:100] for k, v in found.groupdict().items() if v is not None}
            if "field" in params:
                params["field"] = ".".join(part for part in (at, params["field"]) if part)
            elif at:
                params["field"] = at
            return Rejected(index, code, params)
    return Rejected(index, "bad_value", {"field": at} if at else {})

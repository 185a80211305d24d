# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""What is said of customers: attributes, notes, consents, how often they want to hear from us."""

import datetime as dt
from typing import Any

import duckdb

from yutang.accounts.model import Viewer
from yutang.customers import definitions
from yutang.customers.acts.acting import changed, keep, one, props, whom
from yutang.customers.answers import Changed
from yutang.customers.attributes import (
    BIRTHDAY,
    GUARDIAN,
    MINOR,
    OF_AGE,
    SENSITIVE,
    WISH,
    Definition,
    Value,
    check,
)
from yutang.customers.views import CustomerNote
from yutang.kit.clock import moment, zone
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Channel, Kind
from yutang.ledger.ledger import Ledger
from yutang.ledger.marks import mark

LONGEST_NOTE, MOST_A_WEEK = 2_000, 100
# For any channel, by the last word: one on all channels (null) is one on each. Of two in one instant the no counts.
_CONSENTED = """
select customer_id from (
  select customer_id, channel, since, given and (until is null or until > make_timestamp($now)) as stands
  from consent where customer_id in (select unnest($ids::bigint[])) and purpose_id = $purpose
)
group by customer_id having coalesce(
  max(since) filter (stands) > max(since) filter (channel is null and not stands), bool_or(stands))
"""
# A note of theirs that has words: of somebody erased there is none.
_NOTE = f"""
select f.identity_id, f.key_lo, exists(select 1 from fact w where w.kind = {Kind.NOTE_WITHDRAWN}
  and w.customer_id = f.customer_id and w.object_id = f.key_lo)
from fact f semi join payload p on p.fact_id = f.id
where f.id = $note and f.kind = {Kind.NOTE_WRITTEN} and f.customer_id = $customer
"""
_MINORS = f"""
select distinct customer_id from attribute where customer_id in (select unnest($ids::bigint[]))
  and ((attribute_id = {mark("attribute", MINOR)} and text = 'yes')
    or (attribute_id = {mark("attribute", BIRTHDAY)} and number > $born))
"""


def set_attribute(
    ledger: Ledger, viewer: Viewer, ids: list[int], code: str, value: Any, *, now: int
) -> Changed:
    """Set an attribute, or (None) take it back. All of them or, when somebody's consent is missing, none.

    Raises YutangError: not_found, attribute_value {attribute, type}, consent_needed {purpose, count}.
    """
    with ledger.state.read() as conn:
        definition = definitions.one(conn, code)
    if definition is None or definition.archived_at is not None:
        raise YutangError("not_found", what="attribute")
    told = None if value is None else check(definition, value)
    with ledger.analytics.cursor() as cursor:
        about = whom(cursor, viewer, ids)
        if told is not None:
            _consents(ledger, cursor, about.customers, definition, now)
    rows = [_setting(main, code, told, now) for main in about.mains.values()]
    after = {"attribute": code, "cleared": told is None}
    keep(ledger, viewer, rows, "attribute_set", about.customers, now=now, after=after)
    return changed(len(rows), about.skipped)


def _setting(main: int, code: str, told: Value | None, now: int) -> dict[str, Any]:
    said = {"value": None if told is None else told.told, "source": "staff"}
    return {
        "kind": Kind.ATTRIBUTE_SET, "happened": now, "identity_id": main, "object_id": mark("attribute", code),
        "amount": None if told is None else told.number, "props": props(**said) if told else '{"value":null}',
    }  # fmt: skip


def _consents(
    ledger: Ledger, cursor: duckdb.DuckDBPyConnection, customers: list[int], definition: Definition, now: int
) -> None:
    """That somebody is a minor may always be said: it protects them."""
    if definition.sensitive:
        _need(cursor, set(customers), SENSITIVE, now)
    if definition.code not in (MINOR, BIRTHDAY):
        _need(cursor, _minors(ledger, cursor, customers, now), GUARDIAN, now)


def _need(cursor: duckdb.DuckDBPyConnection, customers: set[int], purpose: str, now: int) -> None:
    values = {"ids": sorted(customers), "purpose": mark("purpose", purpose), "now": now}
    missing = customers - {row[0] for row in cursor.execute(_CONSENTED, values).fetchall()}
    if missing:
        raise YutangError("consent_needed", purpose=purpose, count=len(missing))


def _minors(ledger: Ledger, cursor: duckdb.DuckDBPyConnection, customers: list[int], now: int) -> set[int]:
    today = moment(now, zone(ledger.zone)).date()
    born = _years_before(today, OF_AGE) - dt.date(1970, 1, 1)
    return {row[0] for row in cursor.execute(_MINORS, {"ids": customers, "born": born.days}).fetchall()}


def _years_before(day: dt.date, years: int) -> dt.date:
    """Who is born on 29 February comes of age on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def write_note(ledger: Ledger, viewer: Viewer, id_: int, text: str, *, now: int) -> CustomerNote:
    """Raises YutangError: not_found, note_bad {limit}."""
    said = text.replace("\0", "").strip()
    if not 0 < len(said) <= LONGEST_NOTE:
        raise YutangError("note_bad", limit=LONGEST_NOTE)
    with ledger.analytics.cursor() as cursor:
        customer, main = one(cursor, viewer, id_)
    row = {
        "kind": Kind.NOTE_WRITTEN, "happened": now, "identity_id": main, "staff_id": viewer.staff_id,
        "props": props(by=viewer.name), "text": said,
    }  # fmt: skip
    keep(ledger, viewer, [row], "note_written", [customer], now=now, after={"characters": len(said)})
    ((fact,),) = ledger.analytics.rows(
        "select max(id) from fact where kind = ? and identity_id = ? and happened = make_timestamp(?)",
        [int(Kind.NOTE_WRITTEN), main, now],
    )
    return CustomerNote(id=str(fact), at=now // 1000, by=viewer.name, text=said)


def withdraw_note(ledger: Ledger, viewer: Viewer, id_: int, note: int, *, now: int) -> Changed:
    """Take a note back: screens show its words no more. That it was written stays, as does what is handed out to the
    person it is about. Twice is once. Raises YutangError not_found: the customer, or a note that is not about them.
    """
    with ledger.analytics.cursor() as cursor:
        customer, _ = one(cursor, viewer, id_)
        found = cursor.execute(_NOTE, {"note": note, "customer": customer}).fetchall()
    if not found:
        raise YutangError("not_found", what="note")
    ((about, key, taken),) = found
    if taken:
        return changed(0)
    # Of the account that the note is about: when accounts are parted, both go the same way.
    row = {
        "kind": Kind.NOTE_WITHDRAWN, "happened": now, "identity_id": about, "staff_id": viewer.staff_id,
        "object_id": key, "props": props(by=viewer.name),
    }  # fmt: skip
    keep(ledger, viewer, [row], "note_withdrawn", [customer], now=now, after={"note": str(note)})
    return changed(1)


def change_consent(  # noqa: PLR0913 - what a consent says
    ledger: Ledger, viewer: Viewer, id_: int, purpose: str, *, given: bool, now: int, channel: str | None = None,
    notice: str | None = None, until: int | None = None,
) -> Changed:  # fmt: skip
    """Raises YutangError: not_found, consent_purpose, consent_notice, consent_past, consent_needed."""
    name = purpose.strip()
    if not name or "\0" in name:
        raise YutangError("consent_purpose")
    if given and not (notice or "").strip():
        raise YutangError("consent_notice")
    if given and until is not None and until <= now:
        raise YutangError("consent_past")
    with ledger.analytics.cursor() as cursor:
        customer, main = one(cursor, viewer, id_)
        if given and name != GUARDIAN:
            _need(cursor, _minors(ledger, cursor, [customer], now), GUARDIAN, now)
    told = {"notice": notice, "until": until} if given else {}
    row = {
        "kind": Kind.CONSENT_GIVEN if given else Kind.CONSENT_WITHDRAWN, "happened": now, "identity_id": main,
        "channel": None if channel is None else int(Channel[channel.upper()]), "object_id": mark("purpose", name),
        "props": props(purpose=name, channel=channel, by=viewer.name, **told),
    }  # fmt: skip
    after = {"purpose": name, "channel": channel, "given": given, "notice": notice}
    keep(ledger, viewer, [row], "consent_changed", [customer], now=now, after=after)
    return changed(1)


def wish_frequency(ledger: Ledger, viewer: Viewer, id_: int, per_week: int | None, *, now: int) -> Changed:
    """Messages a week at most; None: no wish. Raises YutangError: not_found, attribute_value."""
    if per_week is not None and not 0 <= per_week <= MOST_A_WEEK:
        raise YutangError("attribute_value", attribute=WISH, type="number")
    with ledger.analytics.cursor() as cursor:
        customer, main = one(cursor, viewer, id_)
    row = _setting(main, WISH, None if per_week is None else Value(per_week, per_week), now)
    keep(ledger, viewer, [row], "attribute_set", [customer], now=now,
         after={"attribute": WISH, "cleared": per_week is None})  # fmt: skip
    return changed(1)

"""What facts say of customers, as tables: attributes, tags, relations, consents, spending."""

from yutang.customers.refunds import refunded, went_back
from yutang.ledger.catalogue import Kind
from yutang.ledger.folds import Fold
from yutang.ledger.traits import Trait

# Two facts of one instant: the key decides, so that the order in which they came does not.
_LAST = "(happened, key_hi, key_lo)"

# A value that was taken back is a fact with the value null; several choices are several rows.
ATTRIBUTE = f"""
select customer_id, object_id as attribute_id, said.number,
  unnest(case when json_type(said.value) = 'ARRAY' then json_extract_string(said.value, '$[*]')
    else [json_extract_string(said.value, '$')] end) as text, set_at
from (
  select customer_id, object_id, max(happened) as set_at,
    arg_max({{'number': amount, 'value': json_extract(props, '$.value')}}, {_LAST}) as said
  from {{facts}} group by customer_id, object_id
)
where said.value is not null and json_type(said.value) <> 'NULL'
"""

SOURCES = ("rule", "staff", "answer", "platform", "model", "import")  # of a tag: code = place + 1
_SOURCE = " ".join(f"when '{name}' then {code}" for code, name in enumerate(SOURCES, 1))

# In force: added since it was last removed. At one instant the removal is the later one. Added again once it had run
# out, it begins anew; few have an end, so that few are parsed.
_TAGGED = f"""
select $KEYS, tag_id, coalesce(max(happened) filter (contains(before, '"until"')
    and try_cast(json_extract_string(before, '$.until') as bigint) <= epoch_us(happened)), min(happened)) as since,
  make_timestamp(try_cast(json_extract_string(last, '$.until') as bigint)) as until,
  (case json_extract_string(last, '$.source') {_SOURCE} else 0 end)::tinyint as source,
  least(100, greatest(0, coalesce(try_cast(json_extract_string(last, '$.confidence') as smallint), 100)))::smallint
    as confidence
from (
  select *, last_value(props) over (w rows between unbounded preceding and unbounded following) as last,
    lag(props) over w as before
  from (
    select *, max(happened) filter (kind = {Kind.TAG_REMOVED}) over (partition by $KEYS, tag_id) as removed
    from (select f.*, coalesce(a.tag_id, f.object_id) as tag_id
          from {{facts}} f left join tag_alias a on a.mark = f.object_id where object_id is not null)
    where $WHERE
  ) where kind = {Kind.TAG_ADDED} and (removed is null or happened > removed)
  window w as (partition by $KEYS, tag_id order by happened, key_hi, key_lo)
)
group by $KEYS, tag_id, last
"""
TAGGING = _TAGGED.replace("$KEYS", "customer_id, staff_id").replace("$WHERE", "group_id is null")
GROUP_TAGGING = _TAGGED.replace("$KEYS", "group_id").replace("$WHERE", "customer_id is null")

# Beginnings in a row are one relation since the first; endings in a row end it at the first. An ending without a
# beginning: it began before our records, nobody knows when. The remark is that of the last beginning in a row, which
# is how a roster read again tells of a new one.
RELATION = f"""
select customer_id, identity_id, staff_id, case when begins then happened else coalesce(was_at, happened) end as since,
  case when begins then next_at else happened end as ended,
  (case when begins then next_amount else amount end)::tinyint as cause,
  case when begins then source_id end as source_id,
  (case when begins and json_extract_string(props, '$.how') = 'transferred' then 2 else 1 end)::tinyint as how,
  case when begins then json_extract_string(props, '$.source') end as source,
  case when begins then json_extract_string(last_props, '$.remark') end as remark
from (
  select *, lead(happened) over w as next_at, lead(amount) over w as next_amount
  from (
    select *, last_value(props) over (partition by identity_id, staff_id, nth order by happened, key_hi, key_lo
        rows between unbounded preceding and unbounded following) as last_props
    from (
      select *, sum((before is distinct from begins)::int) over v as nth
      from (
        select *, kind = {Kind.RELATION_BEGUN} as begins,
          lag(kind = {Kind.RELATION_BEGUN}) over v as before, lag(happened) over v as was_at
        from {{facts}} where staff_id is not null
        window v as (
          partition by identity_id, staff_id order by happened, kind = {Kind.RELATION_BEGUN}, key_hi, key_lo)
      )
      window v as (
        partition by identity_id, staff_id order by happened, kind = {Kind.RELATION_BEGUN}, key_hi, key_lo)
    )
  ) where before is distinct from begins
  window w as (partition by identity_id, staff_id order by happened, begins)
)
where begins or before is null
"""

CONSENT = f"""
select customer_id, channel, object_id as purpose_id,
  arg_max(kind, {_LAST}) = {Kind.CONSENT_GIVEN} as given, max(happened) as since,
  make_timestamp(try_cast(json_extract_string(arg_max(props, {_LAST}), '$.until') as bigint)) as until
from {{facts}} where object_id is not null group by customer_id, channel, object_id
"""

# One order is what shares a mark; a row without one is an order of its own. The last status counts.
SPENDING = f"""
with told as (
  select *, coalesce(object_id, -id) as one, traits & {int(Trait.FOREIGN_MONEY)} = 0 as ours from {{facts}}
), ordered as (
  select customer_id, one, count(*) filter (kind = {Kind.ORDER_PLACED} and ours) as rows_placed,
    count(*) filter (kind = {Kind.ORDER_PLACED}) as rows_any,
    coalesce(sum(amount) filter (kind = {Kind.ORDER_PLACED} and ours), 0)::bigint as cents,
    min(happened) filter (kind = {Kind.ORDER_PLACED}) as first_at,
    max(happened) filter (kind = {Kind.ORDER_PLACED}) as last_at,
    coalesce(arg_max(traits & {int(Trait.CANCELLED)}, (happened, kind = {Kind.ORDER_CHANGED}, key_hi, key_lo))
      filter (kind <> {Kind.ORDER_REFUNDED}), 0) <> 0 as off
  from told group by customer_id, one
), back as ({went_back("told", "customer_id, one")})
select customer_id, (count(*) filter (bought))::integer as orders,
  coalesce(sum(cents) filter (bought), 0)::bigint as cents,
  coalesce(sum(refunds) filter (not off), 0)::bigint as refunded,
  min(first_at) filter (bought) as first_at, max(last_at) filter (bought) as last_at
from (
  select o.*, rows_placed > 0 and not off as bought,
    {refunded("b.back", "o.cents", ours="o.rows_placed", placed="o.rows_any")} as refunds
  from ordered o left join back b using (customer_id, one)
)
group by customer_id
having count(*) filter (bought) > 0 or sum(refunds) > 0
"""

_TAGS = (Kind.TAG_ADDED, Kind.TAG_REMOVED)
FOLDS = (
    Fold("attribute", (Kind.ATTRIBUTE_SET,), ATTRIBUTE),
    Fold("tagging", _TAGS, TAGGING),
    Fold("group_tagging", _TAGS, GROUP_TAGGING, "group_id"),
    Fold("relation", (Kind.RELATION_BEGUN, Kind.RELATION_ENDED), RELATION),
    Fold("consent", (Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN), CONSENT),
    Fold("spending", (Kind.ORDER_PLACED, Kind.ORDER_REFUNDED, Kind.ORDER_CHANGED), SPENDING),
)

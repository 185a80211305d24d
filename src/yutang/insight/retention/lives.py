"""When each customer was retained: from relations and contacts to stays of whole days, in one pass over the facts.

A day counts by its end in the tenant's zone. Dates are half open, [d0, d1); `$far`, the day after as_of, stands for
"not yet". No id is 0: that is nobody, and no source. Makes rt_stay and rt_run.
"""

from yutang.engine.steps import Step
from yutang.insight.retention.model import CONTACT, Gone
from yutang.ledger.catalogue import Ending

ADDED, TRANSFERRED = 1, 2  # relation.how
KINDS = ", ".join(f"{kind:d}" for kind in CONTACT)


def local(column: str) -> str:
    """The day of an instant in the tenant's zone, as `fact.day` is made."""
    return f"timezone($zone, make_timestamptz(epoch_us({column})))::date"


RELATION = Step(
    "lives.relation",
    f"""create or replace temp table rt_relation as
    select customer_id, staff_id, coalesce(source_id, 0) as source_id, since, epoch_us(ended) as ended, cause, how,
        {local("since")} as d0, coalesce({local("ended")}, $far) as d1
    from relation r semi join customer c on c.id = r.customer_id
    where {local("since")} < $far""",
)
# Who is handed over stays with who hands over until the next one has them, at most for the days of grace: else each
# transfer that takes a night would evaporate somebody and bring them back.
HANDED = Step(
    "lives.handed",
    f"""create or replace temp table rt_handed as
    select r.rowid as relation, greatest(r.d1, least(coalesce(min(n.d0), $far), r.d1 + $grace::integer)) as d1
    from rt_relation r left join rt_relation n on n.customer_id = r.customer_id and n.how = {TRANSFERRED}
        and n.since > r.since and n.d0 between r.d1 - $grace::integer and r.d1 + $grace::integer
    where r.cause = {Ending.TRANSFERRED:d} and r.d1 < $far
    group by r.rowid, r.d1""",
)
# `later`: groups come after relations when it is asked whose somebody is.
LINK = Step(
    "lives.link",
    f"""create or replace temp table rt_link as
    with lasting as (
        select customer_id, staff_id, source_id, since, r.d0, least($far, coalesce(h.d1, r.d1)) as d1, ended,
            case cause when {Ending.CUSTOMER_DELETED:d} then {Gone.CUSTOMER_DELETED:d}
                when {Ending.STAFF_DELETED:d} then {Gone.STAFF_DELETED:d}
                when {Ending.TRANSFER_REFUSED:d} then {Gone.TRANSFER_REFUSED:d}
                else {Gone.UNKNOWN:d} end as cause
        from rt_relation r left join rt_handed h on h.relation = r.rowid
    )
    select customer_id, staff_id, source_id, epoch_us(since) as since, d0, d1, ended, cause, 0 as later
    from lasting where d0 < d1""",
)
SEAT = Step(
    "lives.seat",
    f"""create or replace temp table rt_seat as
    select m.group_id, i.customer_id, m.joined, {local("coalesce(m.joined, c.since)")} as d0,
        least(coalesce({local('m."left"')}, $far), $far) as d1, epoch_us(m."left") as ended
    from membership m join identity i on i.id = m.identity_id join customer c on c.id = i.customer_id
    semi join (from customer_group where not private) g on g.id = m.group_id
    where {local("coalesce(m.joined, c.since)")} < $far""",
)
GROUPS = Step(
    "lives.groups",
    f"""insert into rt_link
    select customer_id, 0, 0, coalesce(epoch_us(joined), 0), d0, d1, ended, {Gone.LEFT:d}, 1
    from rt_seat where d0 < d1""",
)
# An ending whose beginning nobody knows is a relation of no length: a deletion, and no contact.
ADDINGS = f"""select customer_id, d0 from rt_relation
        where how = {ADDED:d} and coalesce(ended > epoch_us(since), true)"""
# Each contact keeps somebody awake for its day and $k more. Days in one bucket of k + 1 are at most k apart, so its
# first and last say all: the only pass over the facts, and it keeps a few rows a customer.
CONTACTS = f"""select customer_id, day from fact
        where kind in ({KINDS}) and customer_id is not null and day < $far"""
AWAKE = """create or replace temp table rt_bucket as
    select customer_id, min(day) as a0, max(day) + ($k::integer + 1) as a1
    from ({days})
    group by customer_id, (day - date '1970-01-01') // ($k::integer + 1)"""
BUCKET = Step(
    "lives.bucket",
    AWAKE.format(days=f"{CONTACTS} union all {ADDINGS}"),
)
BUCKET_ANY = Step(
    "lives.bucket",
    AWAKE.format(days=f"{CONTACTS} union all {ADDINGS} union all select customer_id, d0 from rt_seat"),
)
# From their first contact until staff or a group has them: nothing could end that but silence.
BUYERS = Step(
    "lives.buyers",
    f"""insert into rt_link
    with met as (
        select b.customer_id, min(a0) as d0 from rt_bucket b semi join customer c on c.id = b.customer_id
        group by b.customer_id
    ), held as (select customer_id, min(d0) as d1 from rt_link group by customer_id)
    select customer_id, 0, 0, 0, d0, coalesce(d1, $far), null, {Gone.UNKNOWN:d}, 2
    from met left join held using (customer_id) where d0 < coalesce(d1, $far)""",
)
AWAKE_RUN = Step(
    "lives.awake",
    """create or replace temp table rt_awake as
    with told as (
        select customer_id, a0, a1,
            coalesce(a0 > lag(a1) over (partition by customer_id order by a0), true) as fresh
        from rt_bucket semi join rt_link using (customer_id)
    ), numbered as (
        select customer_id, a0, a1, count(*) filter (fresh) over (
            partition by customer_id order by a0 rows unbounded preceding) as run
        from told
    )
    select customer_id, min(a0) as a0, least(max(a1), $far) as a1 from numbered group by customer_id, run""",
)

FOLLOWED = (RELATION, HANDED, LINK)

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What callbacks say of the past, that no question would: who ended it, when, and who came and went between questions.

They are told before what is true now is compared (`pairs`, `seats`), which has the last word on who is there; so an
event that is late, doubled or out of order can add to the history and never spoil the present. An event that
contradicts what the platform says now, without being older than it, is left out.

Tables that must be there beside those of `pairs` and `seats`: hint_end (staff, person, happened, cause), hint_begin
(staff, person, happened, props); hint_move (chat, member, happened, came, how); hint_consent (person, happened);
hint_chat (staff, person, happened).
"""

import duckdb
import pyarrow as pa

from yutang.connections.wecom import pairs, seats
from yutang.connections.wecom.sightings import collected, rows
from yutang.kit.clock import SECOND
from yutang.ledger.catalogue import Ending, Kind

_BEFORE = 60 * SECOND  # an event and the platform's own instant of a beginning may differ by this much

# Behind the beginning where it falls into the same second, and the platform says that they are apart now.
ENDED = rows(
    Kind.RELATION_ENDED,
    f"""(
    select e.staff, e.person, e.cause, case
        when t.staff is null and h.last.open and h.last.since // {SECOND} = e.happened // {SECOND} then h.last.since + 1
        when t.staff is null and b.staff is not null then e.happened + 1 else e.happened end as happened
    from hint_end e left join told_pair t using (staff, person) left join held_pair h using (staff, person)
    left join (select distinct staff, person, happened from hint_begin) b using (staff, person, happened)
    where t.staff is null or (e.cause <> {Ending.TRANSFER_REFUSED:d} and e.happened <= t.since)
      or e.cause = {Ending.CUSTOMER_DELETED:d}
  )""",
    "happened", actor_ref="person", related_ref="staff", amount="cause",
)  # fmt: skip
BEGUN = rows(
    Kind.RELATION_BEGUN,
    f"""hint_begin b anti join told_pair t using (staff, person) where not exists (
    select 1 from relation r join identity s on s.id = r.staff_id and s.platform = 'wecom'
    join identity p on p.id = r.identity_id and p.platform = 'wecom'
    where s.external_id = b.staff and p.external_id = b.person and epoch_us(r.since) <= b.happened + {_BEFORE}
      and coalesce(epoch_us(r.ended), b.happened) >= b.happened - {_BEFORE})""",
    "b.happened", actor_ref="b.person", related_ref="b.staff", props="b.props",
)  # fmt: skip
CONSENTED = rows(
    Kind.CONSENT_GIVEN, "hint_consent", "happened", actor_ref="person", object_ref="'archive'",
    props="""'{"purpose":"archive","channel":"wecom"}'""",
)  # fmt: skip
CHATTED = rows(Kind.CHAT_STARTED, "hint_chat", "happened", actor_ref="person", related_ref="staff")
LEFT = rows(
    Kind.GROUP_LEFT,
    f"""(
    select m.chat, m.member, m.how, case
        when t.member is not null and t.joined = m.happened then m.happened - 1
        when t.member is null and h.last.open and h.last.joined // {SECOND} = m.happened // {SECOND}
          then h.last.joined + 1
        else m.happened end as happened
    from hint_move m left join told_seat t using (chat, member) left join held_seat h using (chat, member)
    where not m.came and (t.member is null or t.joined >= m.happened)
  )""",
    "happened", group_ref="chat", actor_ref="member", props="json_object('how', how)::varchar",
)  # fmt: skip
CAME = rows(
    Kind.GROUP_JOINED,
    f"""hint_move m anti join told_seat t using (chat, member) where m.came and not exists (
    select 1 from membership s join customer_group g on g.id = s.group_id and g.platform = 'wecom'
    join identity i on i.id = s.identity_id and i.platform = 'wecom'
    where g.external_id = m.chat and i.external_id = m.member
      and coalesce(epoch_us(s.joined), 0) <= m.happened + {_BEFORE}
      and coalesce(epoch_us(s."left"), m.happened) >= m.happened - {_BEFORE})""",
    "m.happened", group_ref="m.chat", actor_ref="m.member", props="json_object('how', m.how)::varchar",
)  # fmt: skip


def of_pairs(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    cursor.execute(pairs.HELD)
    return collected(cursor, [BEGUN, ENDED, CONSENTED, CHATTED])


def of_seats(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    cursor.execute(seats.HELD)
    return collected(cursor, [CAME, LEFT])

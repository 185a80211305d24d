"""Moments of a tenant (`tenant.Tenant`) whose WeCom is a fakecom: written, confirmed, published, liked."""

from collections.abc import Sequence
from typing import Any

from tests.outbox.tenant import EVERYBODY, Tenant

from fakecom.people import corp_in, deliveries, follow_of
from yutang.accounts.model import Viewer
from yutang.channels.contract.message import Message
from yutang.connections import mirror
from yutang.fakecom.state.contacts import Tag, TagGroup
from yutang.ledger.catalogue import Kind
from yutang.outbox import compose, jobs, store
from yutang.outbox.compose import Draft
from yutang.outbox.model import SendKind
from yutang.outbox.moments import feeds, members, placing
from yutang.outbox.store import Whom

POST = Message(text="新品到店")
RULE = EVERYBODY


def draft(
    here: Tenant, staff: Sequence[str] = ("li", "wang"), *, tags: Sequence[str] = (), rule: Any = None,
    message: Message = POST, purpose: str = "促销",
) -> Draft:  # fmt: skip
    whom = Whom(rule=rule, staff=sorted(here.id(one) for one in staff), tags=list(tags))
    return Draft(
        connection_id=here.connection, kind=SendKind.MOMENT, name="新品", purpose=purpose, audience=whom, message=message
    )  # fmt: skip


def written(here: Tenant, *args: Any, **more: Any) -> int:
    one = draft(here, *args, **more)
    return here.ledger.state.write(lambda conn: compose.create(conn, one, viewer=here.boss, now=here.now()))


def placed(here: Tenant, id_: int, viewer: Viewer | None = None) -> placing.Placing:
    with here.ledger.state.read() as conn:
        found = store.one(conn, id_)
    assert found is not None
    return placing.place(here.desk, found, here.known(), (viewer or here.boss).scope, now=here.now())


def confirmed(here: Tenant, *args: Any, **more: Any) -> int:
    id_ = written(here, *args, **more)
    seen = placed(here, id_).digest
    placing.confirm(here.desk, id_, here.known(), seen, turn=1, viewer=here.boss)
    return id_


def handed_over(here: Tenant, *args: Any, **more: Any) -> int:
    """Confirmed, made over there, and known by its own name here."""
    id_ = confirmed(here, *args, **more)
    here.work(jobs.SUBMIT)
    later(here, 60)
    return id_


def later(here: Tenant, seconds: int) -> None:
    here.fake.pass_time(seconds)
    here.work(jobs.SUBMIT, jobs.POLL, jobs.READ)


def made(here: Tenant) -> list[str]:
    """Ids of the Moments that the platform knows."""
    return list(corp_in(here.fake).moments)


def publish(here: Tenant, *staff: str) -> None:
    for one in staff:
        here.fake.ctl(f"member/{one}/publish", moment_id=made(here)[-1])


def react(here: Tenant, what: str, userid: str, customer: str) -> None:
    here.fake.ctl(f"moment/{made(here)[-1]}/{what}", userid=userid, external_userid=customer)


def tagged(here: Tenant, tag: str, pairs: dict[str, list[str]]) -> None:
    """A tag of the corp, which these members gave these customers: there and, learnt from there, here."""
    now = here.now()
    group = corp_in(here.fake).tag_groups.setdefault(
        "etg", TagGroup(group_id="etg", group_name="级别", create_time=here.fake.state.now)
    )
    group.tags[f"et{tag}"] = Tag(id=f"et{tag}", name=tag, create_time=here.fake.state.now)
    one = mirror.Tag(tag_id=f"et{tag}", group_id="etg", group_name="级别", name=tag)
    here.ledger.state.write(lambda conn: mirror.put_tags(conn, here.connection, [one]))
    for userid, customers in pairs.items():
        for customer in customers:
            follow_of(here.fake, userid, customer).tag_ids.append(f"et{tag}")
            here.hear(
                Kind.TAG_ADDED, actor=customer, related=userid, ref=f"级别/{tag}", props='{"source":"platform"}'
            )  # fmt: skip
    assert now == here.now()


def shown(here: Tenant) -> set[str]:
    """Whom a Moment really reached."""
    return {one["external_userid"] for one in deliveries(here.fake, kind="moment")}


def staff_of(here: Tenant, id_: int) -> dict[str, members.Member]:
    with here.ledger.state.read() as conn:
        return {one.userid: one for one in members.listed(conn, id_)}


def feed_of(here: Tenant, id_: int) -> feeds.Feed | None:
    with here.ledger.state.read() as conn:
        return feeds.one(conn, id_)

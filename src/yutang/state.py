"""Every table of State, registered: what migrations are compared with, and what a backup copies."""

from yutang.accounts import tables as accounts
from yutang.checkup import tables as checkup
from yutang.connections import tables as connections
from yutang.connections.wecom.archive import tables as archives
from yutang.connections.wecom.tagging import tables as tagging
from yutang.contacts import tables as contacts
from yutang.customers import tables as customers
from yutang.digests import tables as digests
from yutang.groups import tables as groups
from yutang.handover import tables as handover
from yutang.importers import tables as importers
from yutang.kit import tables as kit
from yutang.ledger import tables as ledger
from yutang.outbox import tables as outbox
from yutang.segments import tables as segments
from yutang.segments.tags import tables as tags
from yutang.sidebar import tables as sidebar
from yutang.sources import tables as sources
from yutang.staff import tables as staff
from yutang.tasks import tables as tasks
from yutang.worker import tables as worker

PACKAGES = (
    kit,
    ledger,
    contacts,
    importers,
    accounts,
    connections,
    archives,
    tagging,
    staff,
    customers,
    segments,
    tags,
    tasks,
    outbox,
    sources,
    groups,
    handover,
    checkup,
    digests,
    sidebar,
    worker,
)

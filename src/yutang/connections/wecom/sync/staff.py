"""Members who serve customers, as far as the application sees them, with their names and departments where it may read
those.
"""

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import customers, directory
from yutang.connections import departments, mirror
from yutang.connections.model import SyncKind
from yutang.connections.wecom.people import Told
from yutang.connections.wecom.sync.run import Run, Tools


def sync(tools: Tools, connection_id: int) -> dict[str, int]:
    """Raises Stopped."""
    run = Run(tools, connection_id, SyncKind.STAFF)
    found = tools.patience.ask(lambda: customers.follow_users(run.client))
    if isinstance(found, Failure):
        return run.end(found)
    known = _known(run)
    members = {userid: known.get(userid, Told()) for userid in found.follow_user}
    new = tools.learner.members(connection_id, members, now=run.now)
    now = run.now
    tools.state.write(lambda conn: mirror.set_staff(conn, connection_id, list(members), now=now))
    run.count({"staff": len(members), "staff_changed": new})
    return run.end()


def _known(run: Run) -> dict[str, Told]:
    """By id; empty where the application may not read the directory: ids will do."""
    ask = run.tools.patience.ask
    found = ask(lambda: directory.departments(run.client))
    if isinstance(found, Failure):
        return {}
    ids = {one.id for one in found.department}
    named = departments.paths(found.department)
    known: dict[str, Told] = {}
    for top in (one.id for one in found.department if one.parentid not in ids):
        users = ask(lambda top=top: directory.users(run.client, top))
        if not isinstance(users, Failure):
            known |= {
                user.userid: Told(user.name, departments.of_user(user, named)) for user in users.userlist
            }
    return known

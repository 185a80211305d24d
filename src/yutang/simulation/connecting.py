"""The fake WeCom becomes a connection like any other: what an administrator would do by hand, done at the first run."""

import sqlalchemy as sa

from yutang.accounts.model import Role, Viewer
from yutang.connections import actions, store
from yutang.connections.model import Connection, ConnectionState
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets
from yutang.locales import Lang, t
from yutang.simulation.far import Far, Told

WHO = Viewer(user_id=0, login="demo", name="yutang", role=Role.ADMINISTRATOR, token_id=0)


def credentials(told: Told) -> dict[str, str]:
    """As its administrator would copy them; the archive takes the app's secret."""
    return {
        "corp_id": told.corpid, "agent_id": str(told.agentid), "secret": told.secret, "archive_secret": told.secret,
        "base_url": told.url,
    }  # fmt: skip


def found(conn: sa.Connection, told: Told) -> Connection | None:
    """The connection to it, if somebody made one."""
    mine = (one for one in store.listed(conn) if (one.account, one.agent) == (told.corpid, str(told.agentid)))
    return next(mine, None)


def connect(
    state: Database, secrets: Secrets, told: Told, lang: Lang, *, first: bool, now: int
) -> tuple[Connection | None, bool]:
    """Its connection, as it is reached now, and whether it was made just now: at the first start alone, for later
    somebody may have removed it, and meant it."""

    def write(conn: sa.Connection) -> tuple[Connection | None, bool]:
        there, wanted = found(conn, told), credentials(told)
        if there is None:
            if not first:
                return None, False
            name = t(lang, "demo.tenant")
            made, _ = actions.connect(conn, "wecom", name, wanted, secrets=secrets, viewer=WHO, now=now)
            return made, True
        kept = actions.opened(conn, there.id, secrets)
        if all(kept.get(name) == value for name, value in wanted.items()):
            return there, False
        again = actions.reset(conn, there.id, name=None, told=wanted, secrets=secrets, viewer=WHO, now=now)
        return again, False

    return state.write(write)


def enter(state: Database, secrets: Secrets, far: Far, made: Connection, base: str) -> str:
    """Enter the callback over there, as its administrator would: "" when it was checked and kept, or why not. One
    that is off takes none: "off"."""
    if made.state is ConnectionState.OFF:
        return "off"
    with state.read() as conn:
        settings = actions.opened(conn, made.id, secrets)
    return far.callback(f"{base}{made.path}", settings["token"], settings["aes_key"])

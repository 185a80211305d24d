"""Connecting, changing, switching off, removing; what the audit log holds, and what nobody reads."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from tests.connections.conftest import BOSS, NOW, OPEN, SECRETS, SETTINGS

from yutang.accounts.audit import listed as log
from yutang.connections import actions, store
from yutang.connections.model import ConnectionState, Trouble
from yutang.connections.tables import connection
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets


def _reset(here: SimpleNamespace, id_: int, name: str | None = None, **told: str):
    return here.write(actions.reset, id_, name=name, told=told, secrets=here.secrets, viewer=BOSS, now=NOW)


def test_settings_are_sealed_at_rest(here: SimpleNamespace) -> None:
    made = here.connect()
    row = here.read(lambda c: c.execute(sa.select(connection)).mappings().one())
    assert not [secret for secret in SECRETS.values() if secret in str(dict(row))]
    assert here.read(actions.opened, made.id, here.secrets) == SETTINGS
    assert (made.account, made.agent, made.state) == (OPEN["corp_id"], OPEN["agent_id"], ConnectionState.NEW)
    assert len(made.path) >= 32


def test_the_log_tells_what_was_done_and_no_secret(here: SimpleNamespace) -> None:
    made = here.connect()
    _reset(here, made.id, name="门店", secret="quite-another-1")
    here.write(actions.switch, made.id, on=False, viewer=BOSS, now=NOW)
    here.write(actions.switch, made.id, on=False, viewer=BOSS, now=NOW)  # it is off: nothing to tell
    here.write(actions.switch, made.id, on=True, viewer=BOSS, now=NOW)
    assert here.write(actions.disconnect, made.id, viewer=BOSS, now=NOW) is True
    entries = here.read(log)[::-1]
    assert [entry.act.removeprefix("connection_") for entry in entries] == [
        "added",
        "changed",
        "off",
        "on",
        "removed",
    ]
    assert (entries[1].before["name"], entries[1].after["name"]) == ("总部", "门店")
    assert entries[1].after["changed"] == ["secret"]
    told = str([(entry.before, entry.after) for entry in entries])
    assert not [secret for secret in (*SECRETS.values(), "quite-another-1") if secret in told]


def test_one_application_is_connected_once(here: SimpleNamespace) -> None:
    first = here.connect()
    with pytest.raises(YutangError, match="connection_there"):
        here.connect()
    second = here.connect(agent_id="1000003")
    assert second.path != first.path
    with pytest.raises(YutangError, match="connection_there"):
        _reset(here, second.id, agent_id=OPEN["agent_id"])
    assert [one.agent for one in here.read(store.listed)] == ["1000002", "1000003"]


def test_there_is_a_most(here: SimpleNamespace) -> None:
    for n in range(actions.MOST):
        here.connect(agent_id=str(n))
    with pytest.raises(YutangError, match="connection_limit"):
        here.connect(agent_id="99")


def test_what_is_mended_is_tried_anew_and_what_is_off_stays_off(here: SimpleNamespace) -> None:
    made = here.connect()
    here.write(store.troubled, made.id, Trouble("credentials", {"code": 40001}), now=NOW)
    ill = here.read(store.one, made.id)
    assert (ill.state, ill.trouble, ill.trouble_at) == (
        ConnectionState.BROKEN,
        Trouble("credentials", {"code": 40001}),
        NOW,
    )
    again = _reset(here, made.id, secret="a-new-secret-1")
    assert (again.state, again.trouble) == (ConnectionState.NEW, None)
    here.write(store.answered, made.id, now=NOW + 5)
    assert here.read(store.one, made.id).state is ConnectionState.LIVE
    here.write(actions.switch, made.id, on=False, viewer=BOSS, now=NOW)
    here.write(store.answered, made.id, now=NOW + 6)
    here.write(store.troubled, made.id, Trouble("ip"), now=NOW + 6)
    assert _reset(here, made.id, name="x").state is ConnectionState.OFF


def test_what_is_not_there_is_not_changed(here: SimpleNamespace) -> None:
    assert _reset(here, 99) is None
    assert here.write(actions.switch, 99, on=True, viewer=BOSS, now=NOW) is None
    assert here.write(actions.disconnect, 99, viewer=BOSS, now=NOW) is False


def test_a_new_key_takes_the_place_of_the_old(here: SimpleNamespace) -> None:
    made, old, new = here.connect(), here.secrets, Fernet.generate_key().decode()
    kept = (here.home / "secret.key").read_text()
    here.write(actions.reclose, Secrets(here.home, {"YUTANG_SECRET_KEY": f"{new},{kept}"}))
    alone = Secrets(here.home, {"YUTANG_SECRET_KEY": new})
    assert here.read(actions.opened, made.id, alone) == SETTINGS
    with pytest.raises(YutangError, match="connection_unreadable"):
        here.read(actions.opened, made.id, old)
    here.write(actions.reclose, old)  # opens nothing: nothing is lost
    assert here.read(actions.opened, made.id, alone) == SETTINGS


def test_instants_of_what_is_learned_never_stand_still(here: SimpleNamespace) -> None:
    made = here.connect()
    seen = [here.write(store.observe, made.id, now=now) for now in (NOW, NOW, NOW - 50, NOW + 100)]
    assert seen == [NOW, NOW + 1, NOW + 2, NOW + 100]

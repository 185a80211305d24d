"""`yutang rekey`: afterwards the new key alone opens what is sealed; beside a process at work it is refused."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from cli.process import Run
from cli.world import talk, telegram
from contacts.keeping import keep
from yutang.contacts import Contacts, Kind
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.folder import Folder
from yutang.kit.secrets import FILE, Secrets

Yutang = Callable[..., Run]
NEW = Fernet.generate_key().decode()


@pytest.fixture
def sealed(yutang: Yutang, home: Path, tmp_path: Path) -> Path:
    """A data folder with a group and two contacts, sealed with the key of its file."""
    assert yutang("import", telegram(tmp_path / "a.json", "G", talk(50))).code == 0
    with closing(Database(f"sqlite:///{home / 'state.sqlite'}")) as state:
        keep(state, Contacts.open(state, Secrets(home, {})), Kind.PHONE, {1: "13800138000", 2: "13900139000"})
    return home


def _phones(home: Path, secrets: Secrets) -> list[tuple[str, str]]:
    with closing(Database(f"sqlite:///{home / 'state.sqlite'}")) as state, state.read() as conn:
        return list(Contacts.open(state, secrets).read(conn, [1, 2]).values())


def test_a_new_key_in_front_of_the_old_takes_its_place(yutang: Yutang, sealed: Path) -> None:
    old = (sealed / FILE).read_text()
    before = _phones(sealed, Secrets(sealed, {}))
    run = yutang("rekey", env={"YUTANG_SECRET_KEY": f"{NEW},{old}"})
    assert (run.code, run.line.split(":")[0]) == (0, "Sealed anew")
    assert "2 phones" in run.line
    (sealed / FILE).write_text(NEW + "\n")
    assert (
        _phones(sealed, Secrets(sealed, {}))
        == before
        == [("phone", "+8613800138000"), ("phone", "+8613900139000")]
    )
    with pytest.raises(YutangError, match="contact_key"):
        _phones(sealed, Secrets(sealed, {"YUTANG_SECRET_KEY": old}))


def test_a_key_that_opens_nothing_is_told_and_turns_nothing(yutang: Yutang, sealed: Path) -> None:
    run = yutang("rekey", env={"YUTANG_SECRET_KEY": NEW})
    assert (run.code, "another secret key" in run.line) == (2, True)
    assert len(_phones(sealed, Secrets(sealed, {}))) == 2


def test_it_waits_for_nobody_and_works_on_what_is_there(yutang: Yutang, sealed: Path, tmp_path: Path) -> None:
    with closing(Folder(sealed)):
        run = yutang("rekey")
    assert (run.code, str(sealed) in run.line) == (2, True)
    nothing = yutang("rekey", home=tmp_path / "none")
    assert (nothing.code, "nothing kept" in nothing.line) == (2, True)
    assert not (tmp_path / "none").exists()

"""Kept answers: the same key again gets the first answer, for a day, and State can't read it."""

import sqlalchemy as sa

from accounts.people import HOUR, NOW, by_token
from yutang.accounts import answers
from yutang.accounts.answers import Answer, keep, kept
from yutang.accounts.model import Role, Viewer
from yutang.accounts.tables import kept_answer
from yutang.kit.clock import DAY
from yutang.kit.db import Database

LI = Viewer(user_id=1, login="li", name="Li", role=Role.ANALYST)
WANG = Viewer(user_id=2, login="wang", name="Wang", role=Role.ANALYST)
ANSWER = Answer(digest="abc", status=201, media_type="application/json", body=b'{"password":"x7k2"}\xff')


def _keep(state: Database, viewer: Viewer, key: str, answer: Answer = ANSWER, now: int = NOW) -> None:
    state.write(lambda conn: keep(conn, viewer, key, answer, now=now))


def _kept(state: Database, viewer: Viewer, key: str, now: int = NOW) -> Answer | None:
    with state.read() as conn:
        return kept(conn, viewer, key, now=now)


def _rows(state: Database) -> int:
    with state.read() as conn:
        return conn.execute(sa.select(sa.func.count()).select_from(kept_answer)).scalar_one()


def test_the_same_key_gets_the_same_answer(database: Database) -> None:
    assert _kept(database, LI, "k") is None
    _keep(database, LI, "k")
    assert _kept(database, LI, "k") == ANSWER


def test_the_first_answer_stays(database: Database) -> None:
    _keep(database, LI, "k")
    _keep(database, LI, "k", Answer(digest="other", status=200, media_type="", body=b""))
    assert _kept(database, LI, "k") == ANSWER


def test_nobody_gets_anothers_answer(database: Database) -> None:
    _keep(database, LI, "k")
    assert _kept(database, WANG, "k") is None
    assert _kept(database, by_token(LI), "k") is None
    assert _kept(database, LI, "K") is None


def test_an_answer_is_kept_for_a_day(database: Database) -> None:
    _keep(database, LI, "k")
    assert _kept(database, LI, "k", NOW + DAY - 1)
    assert _kept(database, LI, "k", NOW + DAY) is None
    later = Answer(digest="later", status=200, media_type="", body=b"")
    _keep(database, LI, "k", later, NOW + DAY)
    assert _kept(database, LI, "k", NOW + DAY) == later
    assert _rows(database) == 1


def test_a_clock_set_back_forgets_none(database: Database) -> None:
    _keep(database, LI, "k")
    assert _kept(database, LI, "k", NOW - HOUR) == ANSWER
    _keep(database, LI, "k2", now=NOW - HOUR)
    assert _kept(database, LI, "k", NOW - HOUR) == ANSWER


def test_state_can_not_read_what_it_keeps(database: Database) -> None:
    _keep(database, LI, "a-key-that-only-the-caller-knows")
    with database.read() as conn:
        row = str(conn.execute(sa.select(kept_answer)).mappings().one())
    for secret in ("x7k2", "password", "abc", "a-key-that-only"):
        assert secret not in row


def test_a_damaged_answer_is_none(database: Database) -> None:
    _keep(database, LI, "k")
    database.write(lambda conn: conn.execute(sa.update(kept_answer).values(sealed="A" * 60)))
    assert _kept(database, LI, "k") is None


def test_any_text_can_be_a_key(database: Database) -> None:
    for key in ("\x00", "钥匙", "\ud800", "'; drop table", "x" * 200):
        _keep(database, LI, key)
        assert _kept(database, LI, key) == ANSWER


def test_the_oldest_go_when_there_are_too_many(database: Database, monkeypatch) -> None:
    monkeypatch.setattr(answers, "MOST", 50)
    for n in range(120):
        _keep(database, LI, str(n), now=NOW + n)
    assert _rows(database) == 50
    assert _kept(database, LI, "119")
    assert _kept(database, LI, "69") is None

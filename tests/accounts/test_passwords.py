"""Passwords: strong hashes, few at once, the same work for everybody, weak ones refused."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from yutang.accounts.passwords import (
    AT_ONCE,
    LONGEST,
    Gate,
    _nobodys,
    digest,
    fits,
    nobodys,
    one_time,
    outdated,
    weakness,
)
from yutang.kit.errors import YutangError


def test_a_hash_is_argon2id_within_the_memory_it_may_take() -> None:
    stored = digest("correct horse battery")
    found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", stored)
    assert found
    memory, rounds, lanes = map(int, found.groups())
    assert 46 * 1024 <= memory <= 64 * 1024  # OWASP's least, the most
    assert (rounds, lanes) == (2, 1)
    assert "correct" not in stored


def test_the_same_password_never_has_the_same_hash() -> None:
    assert digest("correct horse battery") != digest("correct horse battery")


def test_only_the_right_password_fits() -> None:
    stored = digest("Zürich ist schön 苏黎世")
    assert fits(stored, "Zürich ist schön 苏黎世")
    assert fits(stored, "Zu\u0308rich ist scho\u0308n 苏黎世")  # as a Mac types it
    assert not fits(stored, "zürich ist schön 苏黎世")
    assert not fits(stored, "")


def test_a_damaged_hash_fits_nothing() -> None:
    assert not fits("not a hash", "x")


def test_an_endless_password_costs_no_more() -> None:
    assert not fits(nobodys(), "x" * 5_000_000)


def test_an_unknown_login_costs_what_a_known_one_costs() -> None:
    cost = re.compile(r"m=\d+,t=\d+,p=\d+")
    assert cost.findall(nobodys()) == cost.findall(digest("correct horse battery"))
    assert nobodys() is nobodys()


def test_a_hash_of_less_cost_is_outdated() -> None:
    assert not outdated(nobodys())
    assert outdated(re.sub(r"t=\d+", "t=1", nobodys()))


def test_one_time_passwords_can_be_read_aloud_and_never_repeat() -> None:
    made = {one_time() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password) for password in made)
    assert all(weakness(password, "admin") is None for password in made)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "password_short"),
        ("九个汉字不够长的啊", "password_short"),
        ("x" * (LONGEST + 1), "password_long"),
        ("aaaaaaaaaaaa", "password_plain"),
        ("abababababab", "password_plain"),
        ("password1234", "password_plain"),
        ("Password!2024", "password_plain"),
        ("1234567890", "password_plain"),
        ("li.wei-li.wei", None),
        ("li.wei12345", "password_plain"),
        ("correct horse battery", None),
        ("春眠不觉晓处处闻啼鸟", None),
    ],
)
def test_weak_passwords_are_refused(password: str, why: str | None) -> None:
    assert weakness(password, "Li.Wei") == why


def test_a_few_hash_a_few_wait_and_the_rest_are_told_to_come_back() -> None:
    gate, go, lock = Gate(at_once=2, queue=3), threading.Event(), threading.Lock()
    inside, most = [0], [0]

    def one(_: int) -> str:
        try:
            with gate.room(), gate.turn:
                with lock:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                go.wait(20)
                with lock:
                    inside[0] -= 1
        except YutangError as busy:
            return busy.code
        return "in"

    with ThreadPoolExecutor(40) as pool:
        tries = [pool.submit(one, n) for n in range(40)]
        turned_away = [t.result(20) for t in tries if _done(t)]
        go.set()
    told = [t.result() for t in tries]
    assert (most[0], told.count("in"), told.count("sign_in_busy")) == (2, 5, 35)
    assert set(turned_away) == {"sign_in_busy"}


def _done(future) -> bool:
    """Those that were turned away are done without anybody being let go."""
    try:
        future.result(0.2)
    except TimeoutError:
        return False
    return True


def test_the_gate_is_whole_again_after_an_error() -> None:
    gate = Gate(at_once=1, queue=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="inside"), gate.room(), gate.turn:
            raise ValueError("inside")
    with gate.room(), gate.turn:
        pass


def test_many_real_hashes_at_once_all_come_out_right() -> None:
    stored = digest("correct horse battery")
    with ThreadPoolExecutor(AT_ONCE + 2) as pool:
        assert all(pool.map(lambda _: fits(stored, "correct horse battery"), range(6)))


def test_many_who_ask_first_make_nobodys_hash_once() -> None:
    """Each would take 48 MiB outside every bound."""
    _nobodys.cache_clear()
    with ThreadPoolExecutor(24) as pool:
        assert len(set(pool.map(lambda _: nobodys(), range(24)))) == 1
    assert _nobodys.cache_info().misses == 1

"""The outbox at size: the account of a whole audience, confirming it, and every recipient through a real fakecom."""

import sys
import tempfile
import time
from pathlib import Path

from row import Row, busy

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tests.outbox.tenant import Tenant  # noqa: E402 - the tests' own tenant

from fakecom.running import CORP, ONE_APP, Running  # noqa: E402

PEOPLE, STAFF = 100_000, 200


def rows(scale: float, only: str) -> list[Row]:
    people = max(STAFF, int(PEOPLE * scale))
    names = [f"s{n:03}" for n in range(STAFF)]
    fake = Running()
    fake.ctl(
        "corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=[{"userid": n, "name": n} for n in names]
    )
    with tempfile.TemporaryDirectory() as folder:
        here = Tenant(Path(folder), fake, network=10.0)
        try:
            return _measured(here, people, names)
        finally:
            here.close()
            fake.close()


def _measured(here: Tenant, people: int, names: list[str]) -> list[Row]:
    here.meet(dict.fromkeys(names, people // STAFF), names)
    id_ = here.compose()
    here.place(id_)  # libraries load
    began = time.perf_counter()
    here.place(id_)
    accounted = time.perf_counter() - began
    began = time.perf_counter()
    here.confirm(id_)
    confirmed = time.perf_counter() - began
    began = time.perf_counter()
    here.work()
    for name in names:
        here.fake.ctl(f"member/{name}/confirm")
    here.fake.pass_time(600)
    here.work()
    sent = time.perf_counter() - began
    got = here.got()
    if here.states(id_) != {"sent": len(got)} or set(got.values()) != {1}:
        raise RuntimeError(f"the send went wrong: {here.states(id_)}")
    note = f"{people:,} recipients of {STAFF} members · {busy()}"
    return [
        Row("outbox.account", accounted, "s", note=note),
        Row(
            "outbox.confirm",
            confirmed,
            "s",
            note=f"account, booking, tasks and facts in one transaction; {note}",
        ),
        Row(
            "outbox.send",
            len(got) / sent,
            "people/s",
            note=f"submitted, confirmed in the fake, results kept; {note}",
        ),
    ]

"""A send through every fault of the platform, its process killed at random: nothing goes out twice, nothing is lost
without a reason."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.outbox.tenant import Tenant

from fakecom.people import corp_in
from fakecom.running import CORP, ONE_APP, Running
from yutang.outbox.model import SendState

WORKER = Path(__file__).with_name("outbox_worker.py")
STAFF, EACH = 24, 6
ADD = "externalcontact/add_msg_template"
ASK = "externalcontact/get_groupmsg*"
# (fault, on the calls that make messages, on those that ask)
FAULTS = {
    "busy": (0.1, 0.1), "rate": (0.02, 0.02), "token_expired": (0.05, 0.05), "reset_before": (0.1, 0.05),
    "bad_gateway": (0.1, 0.05), "reset_after": (0.15, 0.05), "bad_gateway_after": (0.1, 0.05), "truncated": (0.1, 0.05),
    "not_json": (0.05, 0.05), "timeout_after": (0.05, 0.02), "extra_fields": (0.1, 0.1),
}  # fmt: skip


def _world(folder: Path, seed: int) -> Tenant:
    fake = Running()
    names = [f"s{n:02}" for n in range(STAFF)]
    fake.ctl(
        "corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=[{"userid": n, "name": n} for n in names]
    )
    fake.ctl("member/*/habit", probability=0.85, low_s=60, high_s=7_200)
    here = Tenant(folder, fake, network=0.5)
    here.meet(dict.fromkeys(names, EACH), names)
    for number, (kind, (add, ask)) in enumerate(FAULTS.items()):
        more = {"how": {"seconds": 0.8}} if kind.startswith("timeout") else {}
        fake.ctl("faults", kind=kind, path=ADD, probability=add, count=-1, seed=seed + number, **more)
        fake.ctl("faults", kind=kind, path=ASK, probability=ask, count=-1, seed=seed + 100 + number, **more)
    return here


def _lived(folder: Path, url: str, seconds: float) -> None:
    """One life of the worker, ended by SIGKILL."""
    child = subprocess.Popen([sys.executable, str(WORKER), str(folder), url], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(seconds)  # how long it lives is chance: nothing is asserted of it
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_goes_out_twice_and_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    here, chance = _world(tmp_path, seed), random.Random(seed)
    fake = here.fake
    id_ = here.send()
    assert here.states(id_) == {"planned": STAFF * EACH}
    here.close()
    for _ in range(5):
        _lived(tmp_path, fake.url, chance.uniform(0.05, 1.2))
        fake.pass_time(chance.uniform(60, 900))
    here.ledger = here.opened()
    here.wire()
    for _ in range(6):
        here.work()
        fake.pass_time(600)
    struck = {one["kind"] for one in fake.look("faults")["faults"] if one["hits"]}
    assert len(struck) > len(FAULTS) // 2  # by chance, but each seed's is the same in kind
    fake.ctl("faults/clear")
    here.until(id_, hours=80)
    states, got = here.states(id_), here.got()
    assert here.one(id_).state is SendState.DONE
    assert sum(states.values()) == STAFF * EACH
    assert set(states) <= {"sent", "expired", "refused"}
    assert set(got.values()) <= {1}
    assert len(got) == states["sent"]
    made = Counter(
        ref for one in corp_in(fake).mass.values() for task in one.tasks.values() for ref in task.targets
    )
    assert set(made.values()) == {1}
    facts = here.facts()
    assert facts["touch_proposed", None] == STAFF * EACH
    assert facts["touch_sent", None] == states["sent"]
    assert (
        sum(n for (kind, _), n in facts.items() if kind == "touch_refused") == STAFF * EACH - states["sent"]
    )
    here.close()
    fake.close()

"""A mass send through every fault of the platform, its process killed at random, to whoever many people.

As a program (`make faults PEOPLE=100000`): prints the exact account, and fails where it does not add up.
"""

import logging
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.outbox.tenant import Tenant

from fakecom.people import befriend, corp_in
from fakecom.running import CORP, ONE_APP, Running
from ledger.batch import table
from states import ready
from yutang.channels.wecom.limits import Limits
from yutang.connections import mirror
from yutang.customers.tables import identity
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, Role
from yutang.outbox import acts
from yutang.outbox.model import Reason, SendState
from yutang.outbox.tables import send_recipient

WORKER = Path(__file__).with_name("outbox_worker.py")
ADD = "externalcontact/add_msg_template"
ASK = "externalcontact/get_groupmsg*"
STOP = "externalcontact/*_groupmsg_send"  # remind, cancel
PATHS = (ADD, ASK, STOP)
# fault → (on the calls that make messages, on those that ask, on those that remind and cancel): what wecom-api.md §10
# says of calls. Those of callbacks and of groups are none of a mass send's.
FAULTS = {
    "busy": (0.1, 0.1, 0.1), "rate": (0.02, 0.02, 0.02), "concurrency": (0.02, 0.02, 0.02),
    "token_expired": (0.05, 0.05, 0.05), "reset_before": (0.1, 0.05, 0.1), "timeout": (0.03, 0.02, 0.02),
    "bad_gateway": (0.1, 0.05, 0.1), "slow": (0.03, 0.02, 0.02), "reset_after": (0.15, 0.05, 0.1),
    "bad_gateway_after": (0.1, 0.05, 0.1), "timeout_after": (0.05, 0.02, 0.02), "truncated": (0.1, 0.05, 0.1),
    "not_json": (0.05, 0.05, 0.05), "wrong_format": (0.05, 0.05, 0.05), "extra_fields": (0.1, 0.1, 0.1),
    "type_flips": (0.1, 0.1, 0.1), "null_lists": (0.1, 0.1, 0.1), "clock_skew": (0.05, 0.05, 0.05),
    "late_results": (0, 0.3, 0),
}  # fmt: skip
# The network is given up after half a second; results lag for less than they are waited for.
SECONDS = {"timeout": 0.8, "timeout_after": 0.8, "slow": 0.2, "late_results": 1_200}
UNSEEN = "s999"  # a member of staff whom the application does not see
OF_PLATFORM = {2: Reason.NOT_FRIEND, 3: Reason.PLATFORM_CAPPED}
_FACTS = "select kind, amount, count(*) from fact where object_id = ? and kind between 28 and 32 group by all"


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """`each`: recipients of one member. `calls`: of one member's, so many messages. `lives`: processes, each killed
    within `longest` seconds."""

    staff: int
    each: int
    calls: int = 1
    lives: int = 5
    longest: float = 1.2

    @property
    def people(self) -> int:
        return self.staff * self.each


def sized(people: int) -> Size:
    """For about so many recipients: 100,000 are those of 200 members, each asked twice."""
    staff = max(24, min(200, people // 50))
    return Size(staff=staff, each=max(2, people // staff), calls=2, lives=12, longest=1.5 + people / 20_000)


class Storm:
    """`confirm`, `suffer`, `cancel` or not, `end`; then `account` is what came of it, and `check` fails where it does not
    add up."""

    def __init__(self, folder: Path, size: Size, seed: int) -> None:
        self.folder, self.size, self.seed = folder, size, seed
        self.chance = random.Random(seed)
        self.fake = Running()
        self.names = [f"s{n:03}" for n in range(size.staff)]
        members = [{"userid": n, "name": n} for n in (*self.names, UNSEEN)]
        self.fake.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=members)
        self.fake.ctl("member/*/habit", probability=0.85, low_s=60, high_s=7_200)
        self.here = Tenant(folder, self.fake, network=0.5)
        self.struck: Counter[str] = Counter()
        self.stopping = self.reminded = 0  # faults that struck STOP; parts of which a reminder was wished for
        self._meet()
        self._spoil()

    def _meet(self) -> None:
        """Those who shall get it; and beside them some of each sort who shall not."""
        more, at = max(1, self.size.each // 50), self.here.now()
        self.left_out = Counter({Reason.BLOCKED: more * self.size.staff, Reason.NO_CONSENT: more * self.size.staff,
                                 Reason.SENDER_UNSEEN: more})  # fmt: skip
        told: list[tuple[Kind, int, dict[str, Any]]] = []
        for name in (*self.names, UNSEEN):
            told.append((Kind.IDENTITY_SEEN, at, {"actor": name, "role": Role.STAFF}))
            lots = (more, 0, 0) if name == UNSEEN else (self.size.each, more, more)
            good, blocked, silent = (
                [f"wm{name}{lot}{n:05}" for n in range(many)] for lot, many in zip("abc", lots, strict=True)
            )
            befriend(self.fake, name, *good, *silent)
            told += [
                (Kind.RELATION_BEGUN, at, {"actor": one, "related": name, "role": Role.PERSON})
                for one in (*good, *blocked, *silent)
            ]
            told += [
                (Kind.RELATION_ENDED, at + 1, {"actor": one, "related": name, "amount": 1}) for one in blocked
            ]
            told += [
                (Kind.CONSENT_WITHDRAWN, at, {"actor": one, "ref": "促销", "props": "{}"}) for one in silent
            ]
        ledger = self.here.ledger
        ledger.take("everybody", "test", "wecom", table(*told), now=at)
        ledger.state.write(lambda conn: mirror.set_staff(conn, self.here.connection, self.names, now=at))

    def _spoil(self) -> None:
        for number, (kind, chances) in enumerate(FAULTS.items()):
            more = {"how": {"seconds": SECONDS[kind]}} if kind in SECONDS else {}
            for turn, (path, chance) in enumerate(zip(PATHS, chances, strict=True)):
                seed = self.seed + number + 100 * turn
                self.fake.ctl("faults", kind=kind, path=path, probability=chance, count=-1, seed=seed, **more)

    def confirm(self) -> int:
        """The send, confirmed: nothing of it is submitted."""
        self.here.wire(Limits(mass_people=-(-self.size.each // self.size.calls)))
        self.id = self.here.send()
        self.here.close()
        return self.id

    def suffer(self) -> None:
        """Lives of the worker, each ended by SIGKILL; meanwhile time passes, and people part and write."""
        for life in range(self.size.lives):
            self._life(self.chance.uniform(0.05, self.size.longest))
            self._people(life)
            self._remind()
            self.fake.pass_time(self.chance.uniform(60, 900))
        self.here.ledger = self.here.opened()
        self.here.wire()
        for _ in range(6):
            self.here.work()
            self.fake.pass_time(600)

    def _life(self, seconds: float) -> None:
        child = subprocess.Popen(
            [sys.executable, str(WORKER), str(self.folder), self.fake.url], stdout=subprocess.PIPE
        )
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(seconds)  # how long it lives is chance: nothing is asserted of it
            assert child.poll() is None
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            if child.stdout is not None:
                child.stdout.close()

    def _remind(self) -> None:
        """Somebody wishes that who is late be reminded; the next life does it, or those after it."""
        state = ready(f"sqlite:///{self.folder / 'state.sqlite'}", durable=False)
        try:
            now = self.here.now()
            self.reminded += state.write(
                lambda conn: acts.remind(conn, self.id, viewer=self.here.boss, now=now)
            )
        except YutangError as why:
            if why.code not in {
                "send_reminded",
                "send_not_running",
            }:  # three times in a day are enough; it is over
                raise
        finally:
            state.close()

    def cancel(self) -> None:
        """In the middle of it: who has tapped has, of the others it is stopped."""
        self.here.cancel(self.id)
        for _ in range(3):
            self.here.work()
            self.fake.pass_time(600)

    def _people(self, life: int) -> None:
        """A customer deletes their member; another gets so much from theirs that the platform lets no more through."""
        corp = corp_in(self.fake)
        for name in self.chance.sample(self.names, max(1, len(self.names) // 20)):
            gone, full = (f"wm{name}a{n:05}" for n in self.chance.sample(range(self.size.each), 2))
            if not corp.follows[name][gone].lost_at:
                self.fake.ctl("delete", userid=name, external_userid=gone, by="customer")
            corp.counters[f"mass {full}"] = [self.fake.state.now] * 31

    def end(self) -> None:
        """Nothing fails any more but that it is stopped, and two days pass: who has not confirmed by then will not."""
        self._quiet(ADD, ASK)
        self.here.until(self.id, hours=80)
        self._quiet(STOP)

    def _quiet(self, *paths: str) -> None:
        for one in self.fake.look("faults")["faults"]:
            if one["path"] in paths:
                self.struck[one["kind"]] += one["hits"]
                self.stopping += one["hits"] * (one["path"] == STOP)
                self.fake.ctl("faults/clear", number=one["number"])

    def delivered(self) -> Counter[str]:
        """What really reached each of them."""
        mine = {one.msgid for one in corp_in(self.fake).mass.values() if one.owner}
        return Counter(one.external_userid for one in corp_in(self.fake).deliveries if one.task in mine)

    def told(self) -> dict[str, tuple[str, int]]:
        """Customer → state and reason, as we keep them."""
        columns = (identity.c.external_id, send_recipient.c.state, send_recipient.c.reason)
        rows = select(*columns).join(identity, identity.c.id == send_recipient.c.identity_id)
        with self.here.ledger.state.read() as conn:
            found = conn.execute(rows.where(send_recipient.c.send_id == self.id)).all()
        return {row[0]: (row[1], row[2]) for row in found}

    def account(self) -> Counter[tuple[str, str]]:
        """(state, reason or "") → how many."""
        return Counter(
            (state, Reason(why).name.lower() if why else "") for state, why in self.told().values()
        )

    def check(self) -> None:
        """Nobody twice, nobody lost, and of everybody what really came of it."""
        told, got = self.told(), self.delivered()
        assert self.here.one(self.id).state in (SendState.DONE, SendState.CANCELLED)
        assert Counter(why for state, why in told.values() if state == "excluded") == self.left_out
        proposed = {who: how for who, how in told.items() if how[0] != "excluded"}
        assert len(proposed) == self.size.people
        assert {state for state, _ in proposed.values()} <= {"sent", "refused", "expired", "cancelled"}
        assert all(why for state, why in proposed.values() if state != "sent")
        assert set(got.values()) <= {1}, "somebody got it twice"
        assert {who for who, (state, _) in proposed.items() if state == "sent"} == set(got)
        self._check_over_there(proposed)
        self._check_reminders()
        self._check_facts(told)

    def _check_over_there(self, proposed: dict[str, tuple[str, int]]) -> None:
        """Each is in one message, and the platform's own reason is ours."""
        targets = [target for one in corp_in(self.fake).mass.values() if one.owner
                   for task in one.tasks.values() for target in task.targets.values()]  # fmt: skip
        assert set(Counter(one.external_userid for one in targets).values()) == {1}, "made twice"
        for one in targets:
            if one.status in OF_PLATFORM:
                assert proposed[one.external_userid] == ("refused", OF_PLATFORM[one.status])

    def _check_reminders(self) -> None:
        """Nobody is reminded more often than is counted here: each was counted before it was asked for."""
        counted = {part.ref: len(part.reminded) for part in self.here.parts(self.id)}
        for one in corp_in(self.fake).mass.values():
            assert len(one.reminded_at) <= min(3, counted.get(f"mass:{one.msgid}", 0))

    def _check_facts(self, told: dict[str, tuple[str, int]]) -> None:
        kept: Counter[tuple[str, int | None]] = Counter()
        for kind, why, n in self.here.ledger.analytics.rows(_FACTS, [self.id]):
            kept[Kind(kind).name.lower(), why] += n
        wanted: Counter[tuple[str, int | None]] = Counter({("touch_proposed", None): self.size.people})
        for state, why in told.values():
            wanted["touch_sent" if state == "sent" else "touch_refused", why or None] += 1
        assert kept == wanted

    def close(self) -> None:
        self.here.close()
        self.fake.close()


def told(storm: Storm) -> str:
    """The account as people read it."""
    found = storm.account()
    asked, out = sum(found.values()), sum(n for (state, _), n in found.items() if state == "excluded")

    def lines(state: str, depth: int) -> list[str]:
        mine = {why: n for (of, why), n in sorted(found.items()) if of == state}
        why = [f"{'':{depth}}  {one or state:{24 - depth}}{n:>10,}" for one, n in mine.items() if one]
        return [f"{'':{depth}}{state:{26 - depth}}{sum(mine.values()):>10,}", *why]

    rows = [f"{'asked':26}{asked:>10,}", *lines("excluded", 2), f"  {'proposed':24}{asked - out:>10,}"]
    for state in sorted({of for of, _ in found} - {"excluded"}):
        rows += lines(state, 4)
    got = storm.delivered()
    rows.append(
        f"the platform delivered {len(got):,}, twice {sum(n > 1 for n in got.values())}, in"
        f" {len(corp_in(storm.fake).mass):,} messages; {storm.size.lives} processes killed;"
        f" {sum(storm.struck.values()):,} faults of {sum(1 for n in storm.struck.values() if n)} kinds,"
        f" {storm.stopping:,} of them on reminding and cancelling; {storm.reminded:,} parts to be reminded of"
    )
    return "\n".join(rows)


def main(people: int, seed: int) -> None:
    began = time.monotonic()
    logging.getLogger("yutang").setLevel(logging.CRITICAL)  # what is spoiled on purpose is no news
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(Path(folder), sized(people), seed)
        try:
            storm.confirm()
            storm.suffer()
            storm.end()
            print(told(storm), f"{time.monotonic() - began:,.0f} s", sep="\n", flush=True)
            storm.check()
        finally:
            storm.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1)

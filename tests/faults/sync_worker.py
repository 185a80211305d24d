"""The job "sync" in a process of its own, to be killed: `sync_worker.py FOLDER URL`. It ends when the job does.

Time goes on from the fake's, as fast as ours; nothing of a life is handed to the next but the folder.
"""

import sys
import threading
import time
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from states import ready
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.kit import jobs
from yutang.kit.secrets import Secrets
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.staff import Staff
from yutang.worker.loop import Workers
from yutang.worker.sync import syncing


def main(folder: Path, url: str) -> str:
    base, begun = int(httpx.get(f"{url}/__ctl/clock").json()["now_ms"]) * 1000, time.monotonic()

    def now() -> int:
        return base + int((time.monotonic() - begun) * 1_000_000)

    state = ready(f"sqlite:///{folder / 'state.sqlite'}")  # durable: what is killed must have been kept
    analytics = Analytics(folder / "analytics.duckdb", memory_mb=512, threads=1)
    ledger = Ledger(state, analytics, [Customers(), Groups(), Staff()], folder=folder, zone_="Asia/Shanghai")
    secrets, stop = Secrets(folder, {}), threading.Event()
    clients = Clients(state, secrets, now=now)
    workers = Workers(state, {"sync": syncing(Learner(ledger, secrets), clients)}, stop, now=now)
    print("ready", flush=True)
    workers.start()
    while True:
        with state.read() as conn:
            (job,) = jobs.listed(conn, kinds=["sync"])
        if job.state in jobs.ENDED:
            break
        time.sleep(0.02)
    workers.close(20)
    clients.close()
    ledger.close()
    return f"{job.state} {job.error}"


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2]), flush=True)

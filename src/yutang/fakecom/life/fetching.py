"""Media that the platform fetches itself from an address (media/upload_by_url)."""

import asyncio
import hashlib
from typing import TYPE_CHECKING

import h11

from yutang.fakecom import posting
from yutang.fakecom.clock import due
from yutang.fakecom.events import Event
from yutang.fakecom.state.things import Job, Media
from yutang.fakecom.state.world import Corp, Due

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

KIND = "fetch media"
DONE, FAILED = 2, 3
WAIT_S = 10.0
_UNDER_WAY: set[asyncio.Task[None]] = set()  # asyncio holds tasks only weakly


@due(KIND)
def begin(fake: "Fake", entry: Due) -> None:
    """Start to fetch; the job's status tells when it is done."""
    corp = fake.state.corps[entry.corpid]
    task = asyncio.get_running_loop().create_task(_fetch(fake, corp, corp.jobs[entry.what["jobid"]]))
    _UNDER_WAY.add(task)
    task.add_done_callback(_UNDER_WAY.discard)


async def _fetch(fake: "Fake", corp: Corp, job: Job) -> None:
    await _take(fake, corp, job)
    fields = {"JobId": job.jobid}
    told = Event(kind="upload_media_job_finish", fields=fields, permission="", agentid=job.agentid)
    fake.emit(corp, told)


async def _take(fake: "Fake", corp: Corp, job: Job) -> None:
    try:
        async with asyncio.timeout(WAIT_S):
            status, data = await posting.send("GET", job.asked["url"], {})
    except (OSError, EOFError, h11.ProtocolError):
        status, data = 0, b""
    told = job.asked.get("md5", "")
    if status != 200 or (told and hashlib.md5(data, usedforsecurity=False).hexdigest() != told.lower()):
        job.status = FAILED
        job.result = {"errcode": 830001 if status != 200 else 830003, "errmsg": "fetch failed"}
        return
    made = Media(
        media_id=f"3{fake.dice.text(43)}",
        kind=job.asked["type"],
        created_at=fake.state.now,
        filename=job.asked["filename"],
        data=data,
    )
    corp.media[made.media_id] = made
    job.status = DONE
    job.result = {"errcode": 0, "errmsg": "ok", "media_id": made.media_id, "created_at": fake.clock.seconds}

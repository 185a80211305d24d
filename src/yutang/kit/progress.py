"""How fast a job goes and when it will be done: from two points, never a fake percentage."""

from yutang.kit.clock import SECOND
from yutang.kit.jobs import ENDED, Job


def outlook(job: Job, now: int) -> tuple[float | None, float | None]:
    """(units a second, seconds left). `now`: microseconds. None where it can't be known."""
    ended = job.state in ENDED
    since, base = (job.started_at, 0) if ended else _from(job)
    if since is None or job.done <= base:
        return None, None
    until = job.finished_at if job.finished_at is not None else now
    seconds = (until - since) / SECOND
    if seconds <= 0:  # the clock was set back
        return None, None
    rate = (job.done - base) / seconds
    if ended or job.total is None:
        return rate, None
    return rate, max(0.0, (job.total - job.done) / rate)


def _from(job: Job) -> tuple[int | None, int]:
    """Where its present pace is counted from: its worker notes that, since a job may have stood still for a night."""
    pace = (job.note or {}).get("pace")
    return (int(pace["since"]), int(pace["done"])) if pace else (job.started_at, 0)

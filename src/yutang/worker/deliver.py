"""The job "deliver": send what waits for webhooks and is due, several at once, each outside of any transaction.

Killed between an attempt and its note, the message goes out again: receivers drop doubles by X-Yutang-Delivery,
which is the same each time.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from yutang.digests import deliveries
from yutang.digests.addresses import parted
from yutang.digests.deliveries import Due
from yutang.digests.webhooks import judge
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.posting import AT_ONCE, WHOLE, Answer, headers, post
from yutang.kit.reach import known
from yutang.kit.secrets import Secrets

BATCH = 100


def never() -> bool:
    return False


def deliver(
    state: Database, secrets: Secrets, *, now: Callable[[], int], reach: str = "lan", whole: float = WHOLE,
    stopped: Callable[[], bool] = never,
) -> dict[str, Any]:  # fmt: skip
    """Send until nothing is due; {"sent": attempts, "delivered": of them}. `reach`: kit.reach.

    A message is tried once a run: what fails is due later. `stopped`: looked at between attempts.
    """
    known(reach)
    sent, delivered = 0, 0
    while not stopped():
        with state.read() as conn:
            due = deliveries.due(conn, now(), BATCH)
        if not due:
            break
        answers = asyncio.run(_all(state, secrets, due, now=now, reach=reach, whole=whole, stopped=stopped))
        sent += len(answers)
        delivered += sum(answer.status is not None and 200 <= answer.status < 300 for answer in answers)
    return {"sent": sent, "delivered": delivered}


async def _all(
    state: Database, secrets: Secrets, due: list[Due], *, now: Callable[[], int], reach: str, whole: float,
    stopped: Callable[[], bool],
) -> list[Answer]:  # fmt: skip
    free = asyncio.Semaphore(AT_ONCE)

    async def one(message: Due) -> Answer | None:
        async with free:
            if stopped():
                return None
            answer = await _send(secrets, message, now(), reach, whole)
            await asyncio.to_thread(_note, state, message, answer, now())
            return answer

    answers = await asyncio.gather(*(one(message) for message in due))
    return [answer for answer in answers if answer is not None]


async def _send(secrets: Secrets, message: Due, now: int, reach: str, whole: float) -> Answer:
    opened = secrets.open(message.secret)
    if opened is None:  # the key file was replaced: unsigned is not an option
        return Answer(error="secret_lost")
    secret, url = parted(opened, message.url)
    told = headers(secret, message.key, message.event, message.body, now // SECOND)
    return await post(url, message.body, told, reach=reach, whole=whole)


def _note(state: Database, message: Due, answer: Answer, now: int) -> None:
    attempts = message.attempts + 1
    then = judge(answer, attempts, now)
    state.write(lambda conn: deliveries.tried(conn, message.id, attempts, answer.status, then, now=now))

"""The clock of jobs: one message per slot of time over all processes, and the job that every service has."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import TextClause, text

from bdcommerce.infra.bus import Bus, Message
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock

INBOX_DAYS = 30
"""A message can come twice only within its lease and its retries; a dead letter has had no effect."""
IDEMPOTENCY_DAYS = 7
SAGA_DAYS = 90
EXCHANGE_DAYS = 180
"""What was said with outside parties: longer than any of them lets a payment or a parcel be disputed."""

_BATCH = 5_000


def _old(table: str, column: str) -> TextClause:
    batch = f"SELECT ctid FROM {table} WHERE {column} < :before LIMIT {_BATCH}"  # noqa: S608 - names of ours
    return text(f"DELETE FROM {table} WHERE ctid = ANY (ARRAY({batch}))")  # noqa: S608


_CLEANUPS = (
    (_old("inbox", "handled_at"), timedelta(days=INBOX_DAYS)),
    (_old("idempotency", "created_at"), timedelta(days=IDEMPOTENCY_DAYS)),
    (_old("saga", "ended_at"), timedelta(days=SAGA_DAYS)),
    (_old("exchange", "at"), timedelta(days=EXCHANGE_DAYS)),
)


class Clock:
    """The jobs of one service, as their slots come up."""

    def __init__(self, bus: Bus, service: str, jobs: Sequence[Job]) -> None:
        self._bus, self._service, self._jobs = bus, service, jobs
        self._issued: dict[str, int] = {}

    async def tick(self) -> None:
        """Send the message of every slot that has begun, unless its job's last one still waits or runs."""
        now = clock.now()
        for job in self._jobs:
            slot = int(now.timestamp() / job.every.total_seconds())
            if self._issued.get(job.name) == slot:
                continue
            message = _message(self._service, tick_type(self._service, job), slot, now)
            if await self._bus.tick(message, slot):
                self._issued[job.name] = slot


def tick_type(service: str, job: Job) -> str:
    """The message type, and the key, of a job's ticks."""
    return f"tick:{service}.{job.name}"


def cleanup(database: Database) -> Job:
    """Removes what infra remembers of a service only so that nothing happens twice, once it is old."""

    async def run(_: object) -> None:
        now = clock.now()
        for statement, age in _CLEANUPS:
            removed = _BATCH
            while removed == _BATCH:
                async with database.transaction() as tx:
                    removed = (await tx.execute(statement, {"before": now - age})).rowcount

    return Job("infra_cleanup", timedelta(hours=1), run)


def _message(service: str, kind: str, slot: int, now: datetime) -> Message:
    return Message(
        event_id=f"{kind}:{slot}",
        key=kind,
        type=kind,
        public=False,
        schema_version=1,
        data="{}",
        metadata="{}",
        recorded_at=now,
        available_at=now,
        queue=service,
    )

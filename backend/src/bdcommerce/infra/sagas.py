"""Runs processes that cross services: step by step, each step's result stored, to the end or all the way back.

The row of a saga is written in the transaction that begins it and leased to whoever drives it: the request that
waits for it, or the worker. A killed process leaves the row; whoever comes next goes on at the stored step. A step
may therefore run twice, and is undone also when nobody knows whether it took effect.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec
from sqlalchemy import RowMapping, text

from bdcommerce.infra import backoff, delivery, postgres, telemetry
from bdcommerce.infra.postgres import Database, Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError, Conflict, Stale, Unavailable
from bdcommerce.kernel.saga import Saga, Step

LEASE = timedelta(seconds=30)
"""A driver that has stored nothing for so long has lost the saga to the next one."""
STEP_SECONDS = 20.0
"""A step that takes longer is interrupted and tried again: it must end before the lease does."""
PATIENCE_SECONDS = 10.0
"""How long `run` waits for another driver to finish."""
UNDO_ATTEMPTS = 100
"""An undo that has failed this often (hours of it) is left to people: the saga is stuck."""

_log = telemetry.logger(__name__)

_START = text("""
    INSERT INTO saga (id, kind, state, next_attempt_at, deadline, metadata, started_at)
    VALUES (:id, :kind, CAST(:state AS jsonb), :now, :deadline, CAST(:metadata AS jsonb), :now)
""")
_TAKE = text("""
    UPDATE saga SET lease = :lease, lease_until = :until, attempts = attempts + 1
    WHERE id = :id AND status = 'running' AND (lease IS NULL OR lease_until < :now) RETURNING *
""")
_READ = text("SELECT kind, status, state, error FROM saga WHERE id = :id")
_STORE = text("""
    UPDATE saga SET state = CAST(:state AS jsonb), step = :step, direction = :direction, error = CAST(:error AS jsonb),
        attempts = 1, lease_until = :until
    WHERE id = :id AND lease = :lease
""")
_END = text("""
    UPDATE saga SET state = CAST(:state AS jsonb), step = :step, direction = :direction, error = CAST(:error AS jsonb),
        status = :status, ended_at = :now, lease = NULL, lease_until = NULL
    WHERE id = :id AND lease = :lease
""")
_LET_GO = text("""
    UPDATE saga SET next_attempt_at = :at, status = :status, lease = NULL, lease_until = NULL
    WHERE id = :id AND lease = :lease
""")
_DUE = text("""
    SELECT id FROM saga
    WHERE status = 'running' AND next_attempt_at <= :now AND (lease IS NULL OR lease_until < :now)
    ORDER BY next_attempt_at LIMIT :limit
""")
_UNSTICK = text("""
    UPDATE saga SET status = 'running', attempts = 1, next_attempt_at = :now WHERE id = :id AND status = 'stuck'
""")
_COUNT = text("SELECT kind, status, count(*) AS n FROM saga WHERE status IN ('running', 'stuck') GROUP BY kind, status")


class OutOfTime(Conflict):
    """The process did not come to its end before its deadline, and was undone."""

    code = "out_of_time"


class _Lost(Exception):
    """Another driver has the saga now."""


class Opened(Protocol):
    """An open unit of work."""

    @property
    def tx(self) -> Transaction:
        """Its transaction."""


@dataclass(slots=True)
class _Held:
    """A saga that this driver holds the lease of."""

    id: str
    lease: str
    state: Any
    step: int
    """Forward: the step to do next. Backward: how many are left to undo."""
    direction: str
    attempts: int
    """1: nobody has tried the current step before."""
    deadline: datetime
    error: dict[str, Any] | None


class Sagas:
    """The sagas of a service: its kinds, and its deps as their steps get them."""

    def __init__(self, database: Database, kinds: Sequence[Saga[Any, Any]], deps: Callable[[], Any]) -> None:
        """`deps` is asked when a step runs, so that the deps may hold this object itself."""
        self._database, self._kinds, self._deps = database, {saga.kind: saga for saga in kinds}, deps

    async def start(self, work: Opened, kind: str, saga_id: str, state: object) -> None:
        """Begin a saga if, and only if, the transaction of `work` commits. Nothing runs yet: call `run` after the
        commit, or leave it to the worker, which finds it within a second. Raises IntegrityError for a used id.
        """
        now = clock.now()
        named = {
            "id": saga_id,
            "kind": kind,
            "state": _json(state),
            "now": now,
            "deadline": now + self._kinds[kind].deadline,
            "metadata": _json({"trace_id": telemetry.trace_id()}),
        }
        await work.tx.execute(_START, named)

    async def run(self, saga_id: str) -> Any:
        """Drive a saga to its end now; its last state. Called again, it says the same again.

        Raises the refusal that made it turn back, once all is undone; OutOfTime likewise; Unavailable (or what else
        the step raised) when a step has to be tried again later: the worker will, or another call of `run` may.
        """
        if postgres.in_transaction():
            raise RuntimeError("a saga asks other services, so it is not run inside a transaction")
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            row = await self._take(saga_id)
            try:
                if row is not None:
                    return await self._drive(row)
            except _Lost:
                _log.warning("saga_lease_lost", saga_id=saga_id)
            if ended := await self._ended(saga_id):
                return ended[0]
            if time.monotonic() > until:
                raise Unavailable("the process is still being carried out", retry_after=1)
            await asyncio.sleep(0.05)

    async def due(self, limit: int) -> list[str]:
        """Sagas that nobody drives and that may go on now."""
        async with self._database.transaction() as tx:
            return [row["id"] for row in await tx.rows(_DUE, {"now": clock.now(), "limit": limit})]

    async def unstick(self, saga_id: str) -> bool:
        """Let a stuck saga try again to undo itself, after somebody has removed the obstacle."""
        async with self._database.transaction() as tx:
            return (await tx.execute(_UNSTICK, {"id": saga_id, "now": clock.now()})).rowcount > 0

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many are not at their end, by kind and status."""
        found = {(kind, status): 0 for kind in self._kinds for status in ("running", "stuck")}
        async with self._database.transaction() as tx:
            return found | {(row["kind"], row["status"]): row["n"] for row in await tx.rows(_COUNT)}

    async def _take(self, saga_id: str) -> RowMapping | None:
        now = clock.now()
        named = {"id": saga_id, "lease": secrets.token_hex(8), "now": now, "until": now + LEASE}
        async with self._database.transaction() as tx:
            return await tx.row(_TAKE, named)

    async def _ended(self, saga_id: str) -> tuple[Any] | None:
        """The last state of a saga that is done; None while it runs. Raises what a refused one was refused for."""
        async with self._database.transaction() as tx:
            row = await tx.row(_READ, {"id": saga_id})
        if row is None:
            raise LookupError(f"there is no saga {saga_id}")
        if row["status"] == "done":
            return (msgspec.convert(row["state"], self._kinds[row["kind"]].state, strict=False),)
        if row["status"] == "refused":
            raise BdError.restore(**row["error"])
        if row["status"] == "stuck":
            raise Unavailable("the process could not be undone; people look after it")
        return None

    async def _drive(self, row: RowMapping) -> Any:
        saga = self._kinds[row["kind"]]
        held = _Held(
            id=row["id"],
            lease=row["lease"],
            state=msgspec.convert(row["state"], saga.state, strict=False),
            step=row["step"],
            direction=row["direction"],
            attempts=row["attempts"],
            deadline=row["deadline"],
            error=row["error"],
        )
        with telemetry.tracing(row["metadata"].get("trace_id", "")), delivery.handling(None):
            try:
                await self._to_the_end(saga, held)
            except _Lost:
                raise
            except BaseException as error:
                await self._let_go(held, error)
                raise
        if held.error:
            raise BdError.restore(**held.error)
        return held.state

    async def _to_the_end(self, saga: Saga[Any, Any], held: _Held) -> None:
        while held.direction == "forward" and held.step < len(saga.steps):
            await self._forward(saga.steps[held.step], held, last=held.step == len(saga.steps) - 1)
        while held.direction == "backward" and held.step > 0:
            await self._backward(saga.steps[held.step - 1], held)

    async def _forward(self, step: Step[Any, Any], held: _Held, *, last: bool) -> None:
        if clock.now() >= held.deadline:
            await self._turn_back(held, OutOfTime("this took too long and was undone", step=step.name))
            return
        try:
            held.state = await self._within_limit(step.do, held)
        except (Unavailable, Stale):
            raise
        except BdError as refusal:
            await self._turn_back(held, refusal)
            return
        held.step, held.attempts = held.step + 1, 1
        await self._store(held, ended="done" if last else "")

    async def _turn_back(self, held: _Held, why: BdError) -> None:
        """Undo what was done; the current step too when an earlier attempt at it may have taken effect."""
        held.step += held.attempts > 1
        held.direction, held.attempts = "backward", 1
        held.error = {"code": why.code, "message": why.message, "data": why.data}
        await self._store(held, ended="" if held.step else "refused")

    async def _backward(self, step: Step[Any, Any], held: _Held) -> None:
        if step.undo:
            held.state = await self._within_limit(step.undo, held)
        held.step, held.attempts = held.step - 1, 1
        await self._store(held, ended="" if held.step else "refused")

    async def _within_limit(self, act: Callable[[Any, Any], Any], held: _Held) -> Any:
        try:
            async with asyncio.timeout(STEP_SECONDS):
                return await act(held.state, self._deps())
        except TimeoutError as error:
            raise Unavailable("a part of the process did not answer in time") from error

    async def _store(self, held: _Held, *, ended: str) -> None:
        now = clock.now()
        named = {
            "id": held.id,
            "lease": held.lease,
            "state": _json(held.state),
            "step": held.step,
            "direction": held.direction,
            "error": _json(held.error) if held.error else None,
        }
        statement, more = (_END, {"status": ended, "now": now}) if ended else (_STORE, {"until": now + LEASE})
        # A step that is lost from the record is done again; that a saga has turned back must not be.
        async with self._database.transaction(durable=held.direction == "backward") as tx:
            if (await tx.execute(statement, named | more)).rowcount == 0:
                raise _Lost(held.id)

    async def _let_go(self, held: _Held, error: BaseException) -> None:
        """Give the lease back, for a later attempt; for one at once when it is this process that ends."""
        forward = held.direction == "forward"
        at = clock.now()
        if isinstance(error, Exception):
            at += backoff.after(held.attempts)
            _log.warning("saga_step_failed", saga_id=held.id, step=held.step, direction=held.direction, exc_info=error)
        stuck = not forward and held.attempts >= UNDO_ATTEMPTS
        named = {"id": held.id, "lease": held.lease, "at": min(at, held.deadline) if forward else at}
        async with self._database.transaction() as tx:
            await tx.execute(_LET_GO, named | {"status": "stuck" if stuck else "running"})


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

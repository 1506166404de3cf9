"""Calls that come in while a transaction runs are carried out together in the next one.

A row that everybody wants would otherwise cost one lock, one write and one commit per buyer, one after the other.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

from bdcommerce.infra import telemetry
from bdcommerce.kernel.errors import BdError, Stale, Unavailable

R = TypeVar("R")
A = TypeVar("A")
Perform = Callable[[Sequence[R]], Awaitable[Sequence[A | BdError]]]

LARGEST = 500
TRIES = 3
_log = telemetry.logger(__name__)


class Combiner(Generic[R, A]):
    """Carries out requests in order of arrival, as many at a time as have gathered.

    `perform` does a batch in one transaction and says what became of each request. If it fails as a whole, every
    request of the batch is tried again on its own, so that nobody suffers for somebody else's; unless the database is
    away, which is the same for everybody.
    """

    def __init__(self, perform: Perform[R, A]) -> None:
        self._perform = perform
        self._waiting: deque[tuple[R, asyncio.Future[A]]] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def submit(self, request: R) -> A:
        """Wait for what becomes of this request. Raises its refusal."""
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        if self._worker is None or self._worker.done():
            # An empty context: the batch belongs to nobody's call, message or transaction.
            self._worker = asyncio.create_task(self._work(), context=Context())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]
            try:
                outcomes = await self._perform([request for request, _ in batch])
            except Unavailable as error:
                for _, future in batch:
                    _settle(future, error)
            except Exception as error:  # noqa: BLE001 - whatever it is, each request gets its own outcome
                _log.warning("inventory.batch_failed", size=len(batch), error=type(error).__name__)
                for request, future in batch:
                    _settle(future, await self._alone(request))
            else:
                for (_, future), outcome in zip(batch, outcomes, strict=True):
                    _settle(future, outcome)

    async def _alone(self, request: R) -> A | Exception:
        """One request in a transaction of its own; a race that it loses is decided by looking again."""
        tries = 0
        while True:
            tries += 1
            try:
                (outcome,) = await self._perform([request])
            except Exception as error:  # noqa: BLE001 - it is the caller's to see
                if not isinstance(error, Stale) or tries == TRIES:
                    return error
            else:
                return outcome


def _settle(future: "asyncio.Future[A]", outcome: A | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)

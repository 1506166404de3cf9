"""Stops asking who does not answer: after some failures in a row calls are refused at once, then one may try.

closed ──FAILURES in a row──> open ──after PAUSE──> half-open ──success──> closed
                               ^────────failure────────┘
"""

import time
from collections.abc import Callable

from bdcommerce.infra import telemetry
from bdcommerce.kernel.errors import Unavailable

FAILURES = 5
PAUSE_SECONDS = 3.0


class Open(Unavailable):
    """The breaker is open: nothing was asked."""


class Breaker:
    """The circuit breaker in front of one target."""

    def __init__(
        self,
        target: str,
        now: Callable[[], float] = time.monotonic,
        *,
        failures: int = FAILURES,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._target, self._now, self._most, self._pause = target, now, failures, pause
        self._failures = 0
        self._opened_at: float | None = None
        self._trying = False

    def enter(self) -> None:
        """Ask whether a call may be made; its outcome must be reported. Raises Open."""
        if self._opened_at is None:
            return
        if self._trying or self._now() - self._opened_at < self._pause:
            raise Open(f"{self._target} does not answer right now", retry_after=max(1, int(self._pause)))
        self._trying = True
        telemetry.breaker_moved(self._target, "half_open")

    def answered(self) -> None:
        """The target answered, whatever it said."""
        if self._opened_at is not None:
            telemetry.breaker_moved(self._target, "closed")
        self._failures, self._opened_at, self._trying = 0, None, False

    def failed(self) -> None:
        """The target did not answer, or not sensibly."""
        self._failures += 1
        if self._trying or self._failures == self._most:
            self._opened_at, self._trying = self._now(), False
            telemetry.breaker_moved(self._target, "open")

    def left(self) -> None:
        """The call was given up for a reason that says nothing of the target."""
        self._trying = False

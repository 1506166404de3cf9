"""The marketplace, made to die: for each line `POINT FILE` on its input a process is born that serves everything, and
once FILE exists it kills itself with SIGKILL the next time it comes to POINT. `born PID` and `ended STATUS` tell of it.

All that is imported is imported once, before the first is born.

Points: `<step>:before` and `<step>:after` for every step of checkout, `reply:before` and `reply:after` around storing
the reply, `publish:before` and `publish:after` inside the relay's transaction, `relayed:after` behind its commit,
`ack:before` and `ack:after` around taking a handled message off the bus.
"""

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bdcommerce.orders import sagas

POINTS = [
    *(
        f"{name}:{moment}"
        for name in (*(step.name for step in sagas.STEPS), "reply", "publish", "ack")
        for moment in ("before", "after")
    ),
    "relayed:after",
]


class Reaper:
    """Decides when it is time."""

    def __init__(self) -> None:
        self._point, self._armed = "", Path()

    def take_aim(self, point: str, armed: Path) -> None:
        """At this point, once the file exists."""
        self._point, self._armed = point, armed

    def pass_by(self, point: str) -> None:
        """Die here, if this is the point and the test has said so."""
        if point == self._point and self._armed.exists():
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """The function, with a point before and a point after it."""

        async def mortal(*args: Any, **named: Any) -> Any:
            self.pass_by(f"{name}:before")
            result = await function(*args, **named)
            self.pass_by(f"{name}:after")
            return result

        return mortal


def make_mortal(reaper: Reaper) -> None:
    """Put the points into the code before the services are put together."""
    from bdcommerce.infra.bus import PostgresBus
    from bdcommerce.infra.idempotency import IdempotencyKeys
    from bdcommerce.infra.relay import Relay

    sagas.STEPS = tuple(replace(step, do=reaper.around(step.name, step.do)) for step in sagas.STEPS)
    for owner, method, name in (
        (IdempotencyKeys, "complete", "reply"),
        (PostgresBus, "publish", "publish"),
        (PostgresBus, "ack", "ack"),
        (Relay, "pass_on", "relayed"),
    ):
        setattr(owner, method, reaper.around(name, getattr(owner, method)))


def live() -> None:
    """All services, until told to end."""
    from bdcommerce.cli.main import app

    sys.argv = ["bdc", "serve"]
    app()


def bear(reaper: Reaper, point: str, armed: str) -> None:
    """A process that dies at the point, and its end."""
    if not (child := os.fork()):
        reaper.take_aim(point, Path(armed))
        live()
    print(f"born {child}", flush=True)
    print(f"ended {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}", flush=True)


if __name__ == "__main__":
    reaper = Reaper()
    make_mortal(reaper)
    from bdcommerce.cli import running  # noqa: F401 - it and all the services it knows are imported before the first is born

    for line in sys.stdin:
        bear(reaper, *line.split())

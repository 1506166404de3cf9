"""Webhooks on their way, off every request's path.

Messages of one endpoint go one after the other, in the order in which they fell due; what failed and is tried later
does not hold back what follows it. Endpoints do not wait for each other.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from bdcommerce.gateway import handlers
from bdcommerce.gateway.errors import UnknownDelivery, UnknownWebhook
from bdcommerce.gateway.ports import Deps, Due, Send
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock

AT_ONCE = 32
"""Endpoints that are called at once."""
EACH = 20
"""Messages of one endpoint that are taken in hand together."""
HELD = timedelta(minutes=5)
"""What was taken in hand and not tried by then is taken up by somebody else: the process is gone."""
KEPT = timedelta(days=30)
TURN_SECONDS = 600.0
"""After this nothing new is taken in hand; the job's next run goes on."""


async def deliver(deps: Deps) -> None:
    """Try everything whose time has come."""
    ends = time.monotonic() + TURN_SECONDS
    running: dict[asyncio.Task[None], str] = {}
    async with deps.sender.opened() as send:
        try:
            while time.monotonic() < ends or running:
                free = AT_ONCE - len(running) if time.monotonic() < ends else 0
                for webhook_id, dues in await _claimed(deps, list(running.values()), free):
                    running[asyncio.create_task(_one_by_one(deps, send, dues))] = webhook_id
                if not running:
                    return
                done, _ = await asyncio.wait(running, timeout=1, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    del running[task]
                    task.result()
        finally:
            for task in running:
                task.cancel()


async def forget(deps: Deps) -> None:
    """Drop what nobody looks for any more."""
    dropped = 1
    while dropped:
        async with deps.works() as work:
            dropped = await work.deliveries.forget(clock.now() - KEPT)


async def _claimed(deps: Deps, busy: Sequence[str], webhooks: int) -> Sequence[tuple[str, list[Due]]]:
    if webhooks <= 0:
        return []
    async with deps.works() as work:
        found = await work.deliveries.claim(busy, webhooks, EACH, clock.now() + HELD)
    by_webhook = sorted(found, key=lambda due: due.subscription.id)
    return [(key, list(dues)) for key, dues in groupby(by_webhook, key=lambda due: due.subscription.id)]


async def _one_by_one(deps: Deps, send: Send, dues: Sequence[Due]) -> None:
    """The messages of one endpoint, until it is better left alone, or removed."""
    for place, due in enumerate(dues):
        outcome = await send(due)
        try:
            async with deps.works() as work:
                now = await handlers.settle(work, due, outcome)
                if now.disabled or now.health.trying:
                    await work.deliveries.release([later.delivery.id for later in dues[place + 1 :]])
                    return
        except (UnknownWebhook, UnknownDelivery):
            return


JOBS = (
    Job("deliver_webhooks", timedelta(seconds=2), deliver),
    Job("forget_deliveries", timedelta(hours=1), forget),
)

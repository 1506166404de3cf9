"""Clocked work of payments."""

import asyncio
from datetime import timedelta

from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock
from bdcommerce.payments import sagas
from bdcommerce.payments.queries import ApiDeps, prepaid

AT_ONCE = 8
MOST = 500

_log = telemetry.logger(__name__)


async def sweep_payments(deps: ApiDeps) -> None:
    """Do what is due about payments that nobody waits for: ask providers, pay back."""
    due, turns = await prepaid.due(deps.reads, clock.now(), MOST), asyncio.Semaphore(AT_ONCE)

    async def sweep(order_id: str) -> None:
        async with turns:
            try:
                await sagas.advance(deps, order_id)
            except Exception as error:  # noqa: BLE001 - one payment must not stop the others
                _log.error("payment_not_swept", order_id=order_id, exc_info=error)

    await asyncio.gather(*(sweep(order_id) for order_id in due))


JOBS = (Job("sweep_payments", timedelta(seconds=5), sweep_payments),)

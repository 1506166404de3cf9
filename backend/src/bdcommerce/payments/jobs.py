"""Clocked work of payments."""

import asyncio
from datetime import timedelta

from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock
from bdcommerce.payments import sagas
from bdcommerce.payments.handlers import disbursing
from bdcommerce.payments.handlers import payouts as paying
from bdcommerce.payments.queries import ApiDeps, payouts, prepaid

AT_ONCE = 8
MOST = 500
MOST_PAYOUTS = 50

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


async def send_payouts(deps: ApiDeps) -> None:
    """Do what is due about payouts by rails that we ask ourselves. One at a time: a batch has one history."""
    due = await payouts.due(deps.reads, clock.now(), MOST_PAYOUTS)
    if not due:
        return
    limit = await paying.ask_limits(deps)
    for each in due:
        try:
            await disbursing.advance(deps, limit, each.batch_id, each.payout_id)
        except Exception as error:  # noqa: BLE001 - one payout must not stop the others
            _log.error("payout_not_advanced", payout_id=each.payout_id, exc_info=error)


JOBS = (
    Job("sweep_payments", timedelta(seconds=5), sweep_payments),
    Job("send_payouts", timedelta(seconds=5), send_payouts),
)

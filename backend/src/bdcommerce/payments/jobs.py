"""Clocked work of payments."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError
from bdcommerce.payments import sagas
from bdcommerce.payments.handlers import disbursing
from bdcommerce.payments.handlers import payouts as paying
from bdcommerce.payments.handlers.settlement import closing, deciding
from bdcommerce.payments.handlers.settlement.deciding import Decision
from bdcommerce.payments.handlers.settlement.matching import SYSTEM
from bdcommerce.payments.handlers.settlement.rules import ask_rules
from bdcommerce.payments.queries import ApiDeps, payout_desk, payouts, prepaid, settlements

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


async def close_settlements(deps: ApiDeps) -> None:
    """Close the days up to yesterday with every provider and courier: look once more at lines that nobody knew, say
    what should have been settled by now and was not, and write down what is open. What is done is not done again.
    """
    await _look_again(deps)
    for each in await settlements.sources(deps.reads):
        rules = await ask_rules(deps.compliance, each.kind, each.source)
        async with deps.works() as work:
            await closing.say_what_is_missing(work, each.kind, each.source, rules)
        async with deps.works() as work:
            await closing.close_days(work, each.kind, each.source, rules=rules, by=SYSTEM)


async def _look_again(deps: ApiDeps) -> None:
    after = ""
    while found := await settlements.unmatched(deps.reads, after=after, limit=MOST):
        for difference_id in found:
            again = Decision(how="assign", reason="it has become known", by=SYSTEM)
            with suppress(BdError):
                await deciding.decide(deps, difference_id, again)
        after = found[-1]


async def measure_payouts(deps: ApiDeps) -> None:
    """How many payouts nobody knows of, for the metrics."""
    unknown = await payout_desk.unknown_counted(deps.reads, deps.pauses.unknown)
    telemetry.payouts_measured(unknown.count, unknown.late)


MEASURES = (measure_payouts,)
JOBS = (
    Job("sweep_payments", timedelta(seconds=5), sweep_payments),
    Job("send_payouts", timedelta(seconds=5), send_payouts),
    Job("close_settlements", timedelta(hours=1), close_settlements),
)

"""Clocked work of orders."""

from datetime import timedelta

from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError
from bdcommerce.orders import queries
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.sagas import finish

STALLED_AFTER = timedelta(seconds=30)
"""A checkout that somebody waits for has ended long before."""

_log = telemetry.logger(__name__)


async def sweep_checkouts(deps: ApiDeps) -> None:
    """Open the carts of checkouts that came to nothing while nobody waited for them."""
    for cart_id, order_id in await queries.stalled_checkouts(deps.reads, clock.now() - STALLED_AFTER):
        try:
            await finish(deps, cart_id, order_id)
        except BdError as error:
            _log.info("checkout_swept", cart_id=cart_id, order_id=order_id, code=error.code)


JOBS = (Job("sweep_checkouts", timedelta(minutes=1), sweep_checkouts),)

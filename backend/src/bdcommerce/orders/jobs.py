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

EXPIRED_AT_ONCE = 500

_log = telemetry.logger(__name__)


async def sweep_checkouts(deps: ApiDeps) -> None:
    """Open the carts of checkouts that came to nothing while nobody waited for them."""
    for cart_id, order_id in await queries.carts.stalled_checkouts(deps.reads, clock.now() - STALLED_AFTER):
        try:
            await finish(deps, cart_id, order_id)
        except BdError as error:
            _log.info("checkout_swept", cart_id=cart_id, order_id=order_id, code=error.code)


async def expire_guest_carts(deps: ApiDeps) -> None:
    """Forget carts that guests left behind, after the days of the rule `cart.guest_days`."""
    (days,) = await deps.compliance.rules(["cart.guest_days"], clock.today())
    before = clock.now() - timedelta(days=int(days.value))
    while True:
        async with deps.works() as work:
            forgotten = await work.carts.expire(before, EXPIRED_AT_ONCE)
        if forgotten < EXPIRED_AT_ONCE:
            return


JOBS = (
    Job("sweep_checkouts", timedelta(minutes=1), sweep_checkouts),
    Job("expire_guest_carts", timedelta(hours=1), expire_guest_carts),
)

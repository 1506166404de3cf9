"""What orders and payments tell of a sale."""

from bdcommerce.analytics import handlers
from bdcommerce.analytics.handlers import Ended
from bdcommerce.analytics.ports import Deps
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
)
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.infra.service import Consumer


async def confirmed(event: OrderConfirmed, deps: Deps) -> None:
    """Sold."""
    async with deps.works() as work:
        await handlers.confirm(work, event)


async def amended(event: VendorOrderAmended, deps: Deps) -> None:
    """Less is sold."""
    async with deps.works() as work:
        await handlers.reduce(work, event)


async def ended(event: Ended, deps: Deps) -> None:
    """Cancelled, returned or delivered for good."""
    async with deps.works() as work:
        await handlers.end(work, event)


async def released(event: FundsReleased, deps: Deps) -> None:
    """The money is divided."""
    async with deps.works() as work:
        await handlers.settle(work, event)


CONSUMERS = (
    Consumer(OrderConfirmed, confirmed),
    Consumer(VendorOrderAmended, amended),
    Consumer(VendorOrderCancelled, ended),
    Consumer(VendorOrderReturned, ended),
    Consumer(VendorOrderCompleted, ended),
    Consumer(FundsReleased, released),
)

"""What others tell: of sales and parcels, of vendors who may sell, of processes; and that it is time to ask."""

from datetime import timedelta

from bdcommerce.analytics.events import SurveyDue
from bdcommerce.analytics.handlers import operations, sales, surveys
from bdcommerce.analytics.ports import Deps
from bdcommerce.contracts.analytics import ProcessSampled
from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentReturned
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    ReturnRequested,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
)
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.contracts.vendors import VendorApproved
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel import clock

SURVEY_DELAY = "survey.delay_hours"


async def confirmed(event: OrderConfirmed, deps: Deps) -> None:
    """Sold."""
    paths = await sales.ask_paths(deps.catalog, event.vendor_orders)
    async with deps.works() as work:
        await sales.confirm(work, event, paths)


async def amended(event: VendorOrderAmended, deps: Deps) -> None:
    """Less is sold, or something else."""
    paths = await sales.ask_paths(deps.catalog, [event.terms])
    async with deps.works() as work:
        await sales.amend(work, event, paths)


async def cancelled(event: VendorOrderCancelled, deps: Deps) -> None:
    """Nothing is sold after all."""
    async with deps.works() as work:
        await sales.cancel(work, event)


async def ended(event: VendorOrderReturned | VendorOrderCompleted, deps: Deps) -> None:
    """Returned or delivered for good."""
    async with deps.works() as work:
        await sales.end(work, event)


async def released(event: FundsReleased, deps: Deps) -> None:
    """The money is divided."""
    async with deps.works() as work:
        await sales.settle(work, event)


async def delivered(event: ShipmentDelivered, deps: Deps) -> None:
    """A parcel has arrived."""
    (rule,) = await deps.compliance.rules([SURVEY_DELAY], clock.dhaka_date(event.at))
    async with deps.works() as work:
        await sales.receive(work, event, timedelta(hours=float(rule.value)))


async def came_back(event: ShipmentReturned, deps: Deps) -> None:
    """A parcel has not."""
    async with deps.works() as work:
        await sales.send_back(work, event)


async def given_back(event: ReturnRequested, deps: Deps) -> None:
    """Goods that arrived shall go back."""
    async with deps.works() as work:
        await sales.give_back(work, event)


async def approved(event: VendorApproved, deps: Deps) -> None:
    """A vendor may sell."""
    async with deps.works() as work:
        await operations.onboard(work, event)


async def sampled(event: ProcessSampled, deps: Deps) -> None:
    """A process says how it does."""
    async with deps.works() as work:
        await operations.hear_process(work, event)


async def survey_due(event: SurveyDue, deps: Deps) -> None:
    """It is time to ask."""
    await surveys.ask(deps, event)


CONSUMERS = (
    Consumer(OrderConfirmed, confirmed),
    Consumer(VendorOrderAmended, amended),
    Consumer(VendorOrderCancelled, cancelled),
    Consumer(VendorOrderReturned, ended),
    Consumer(VendorOrderCompleted, ended),
    Consumer(FundsReleased, released),
    Consumer(ShipmentDelivered, delivered),
    Consumer(ShipmentReturned, came_back),
    Consumer(ReturnRequested, given_back),
    Consumer(VendorApproved, approved),
    Consumer(ProcessSampled, sampled),
    Consumer(SurveyDue, survey_due),
)

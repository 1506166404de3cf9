"""Clocked work of fulfilment: couriers are asked about parcels of which nothing was heard."""

from datetime import timedelta

from bdcommerce.fulfilment.errors import CourierAway, CourierSilent
from bdcommerce.fulfilment.events import NewsHeard
from bdcommerce.fulfilment.ports import Courier
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock

AT_ONCE = 200
"""Parcels a courier is asked about in one slot: a webhook that was missed is made up for within hours."""

_log = telemetry.logger(__name__)


async def ask_couriers(deps: Edge) -> None:
    """Where webhooks were missed, the courier's answer takes their place."""
    for courier in deps.couriers.values():
        if not courier.can.local:
            await _ask(deps, courier)


async def _ask(deps: Edge, courier: Courier) -> None:
    for shipment_id, tracking_no, reference in await deps.market.waiting(courier.name, AT_ONCE):
        try:
            news = await courier.track(tracking_no, reference)
        except (CourierAway, CourierSilent) as error:
            _log.warning("courier_not_asked", courier=courier.name, code=error.code)
            return
        async with deps.works() as work:
            await work.bookings.polled(shipment_id)
            news_id = await work.news.add(courier.name, news, "poll") if news else None
            if news_id:
                await work.log.later(NewsHeard(news_id=news_id), due=clock.now())


JOBS = (Job("ask_couriers", timedelta(minutes=15), ask_couriers),)

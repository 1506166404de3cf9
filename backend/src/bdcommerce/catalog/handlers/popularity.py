"""How much products are bought: noted order by order, counted by a job."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bdcommerce.catalog.events.popularity import PopularityCounted, ProductsSold
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id

WINDOW = timedelta(days=30)


async def note_sale(work: Work, order_id: str, units: Mapping[str, int], at: datetime) -> None:
    """Orders says that these units of products were bought."""
    sold = ProductsSold(order_id=order_id, units=dict(units), at=at)
    await work.log.append(f"sale-{order_id}", [sold], expected=0)


async def count_popularity(work: Work, limit: int) -> int:
    """Products that were bought more, or less, in the last 30 days than is shown; how many were counted anew."""
    since = clock.today() - WINDOW
    scores = await work.sales.moved(since, limit)
    if scores:
        counted = PopularityCounted(since=since, scores=dict(scores))
        await work.log.append(f"popularity-{new_id('pop')}", [counted], expected=0)
    return len(scores)

"""People ask to be told when an offer can be bought again, and are told once."""

from collections.abc import Sequence

from bdcommerce.contracts.inventory import BackInStock
from bdcommerce.inventory.domain import MOST_OFFERS, TOLD_AT_ONCE, Granted, Shelf, Waiting
from bdcommerce.inventory.errors import InStock, WaitsForTooMuch
from bdcommerce.inventory.events import OfferCameBack
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure


async def wait_for(work: Work, waiting: Waiting) -> None:
    """Somebody joins the line of an offer; again: stays where they are. Raises InStock, WaitsForTooMuch."""
    await work.waiting.lock([waiting.offer_id])
    ensure(not await work.waiting.available(waiting.offer_id), InStock.of(waiting.offer_id))
    ensure(await work.waiting.others_of(waiting) < MOST_OFFERS, WaitsForTooMuch.of(MOST_OFFERS))
    await work.waiting.add(waiting)


async def stop_waiting(work: Work, user_id: str, offer_id: str) -> None:
    """Somebody leaves the line, if they were in it."""
    await work.waiting.remove(user_id, offer_id)


async def call_waiting(work: Work, shelf: Shelf, granted: Granted) -> None:
    """Of offers that can be bought again since this batch, see to it that those who wait are told."""
    back = came_back(shelf, granted)
    if back:
        await work.waiting.lock(back)
        for offer_id in await work.waiting.waited_for(back):
            await work.log.later(OfferCameBack(offer_id=offer_id), due=clock.now())


async def tell_waiting(work: Work, offer_id: str) -> None:
    """The first of those who wait are told, as long as there is something to buy; the others come next."""
    if not await work.waiting.available(offer_id):
        return
    told = await work.waiting.take(offer_id, TOLD_AT_ONCE)
    await work.log.tell(
        *(BackInStock(offer_id=offer_id, user_id=one.user_id, title=one.title, slug=one.slug) for one in told)
    )
    if len(told) == TOLD_AT_ONCE:
        await work.log.later(OfferCameBack(offer_id=offer_id), due=clock.now())


def came_back(shelf: Shelf, granted: Granted) -> Sequence[str]:
    """Offers of which nothing was available before the batch, and something is after it."""
    return [
        stock.offer_id for stock in granted.stock.values() if stock.available and not shelf.of(stock.offer_id).available
    ]

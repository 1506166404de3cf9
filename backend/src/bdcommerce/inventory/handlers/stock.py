"""Settle a batch of requests: everything that moves stock goes through that."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bdcommerce.contracts.inventory import StockChanged, StockLow
from bdcommerce.inventory.domain import Granted, Request, Shelf, grant
from bdcommerce.inventory.events import HoldsFellDue
from bdcommerce.inventory.handlers.waiting import call_waiting
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.work import Recorder


async def settle(work: Work, requests: Sequence[Request]) -> Granted:
    """Decide a batch in order of arrival and write what it does. Refusals are among the outcomes."""
    shelf = await work.stockroom.shelf(requests)
    granted = grant(shelf, requests, clock.now())
    await work.log.tell(*changes(shelf, granted), *lows(shelf, granted))
    await _set_timers(work.log, granted)
    await work.stockroom.save(shelf, granted)
    await call_waiting(work, shelf, granted)
    return granted


async def recount(work: Work, request: Request) -> Granted:
    """The vendor says what is there: all that the request asks for is done. Raises its refusal."""
    granted = await settle(work, [request])
    for outcome in granted.outcomes:
        if isinstance(outcome, BdError):
            raise outcome
    return granted


def changes(shelf: Shelf, granted: Granted) -> list[StockChanged]:
    """One event for each offer of which there is now more, or less, to buy than before the batch."""
    return [
        StockChanged(offer_id=stock.offer_id, vendor_id=stock.vendor_id, available=stock.available)
        for stock in granted.stock.values()
        if stock.available != shelf.of(stock.offer_id).available
    ]


def lows(shelf: Shelf, granted: Granted) -> list[StockLow]:
    """One event for each offer of which fewer units are available than its vendor wants, and were not before."""
    return [
        StockLow(offer_id=stock.offer_id, vendor_id=stock.vendor_id, available=stock.available, threshold=threshold)
        for stock in granted.stock.values()
        if stock.available < (threshold := shelf.low_at.get(stock.offer_id, 0)) <= shelf.of(stock.offer_id).available
    ]


async def _set_timers(log: Recorder, granted: Granted) -> None:
    """One timer for all holds of the batch that end at the same instant."""
    due: dict[datetime, list[str]] = defaultdict(list)
    for hold in granted.holds.values():
        if hold.status == "held":
            due[hold.expires_at].append(hold.hold_id)
    for at, hold_ids in due.items():
        await log.later(HoldsFellDue(hold_ids=hold_ids), due=at)

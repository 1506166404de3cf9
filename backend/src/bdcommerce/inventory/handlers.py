"""Settle a batch of requests: everything that moves stock goes through that. And audit what has come of it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bdcommerce.contracts.inventory import StockChanged
from bdcommerce.inventory.domain import AdjustStock, Audited, CountStock, Granted, Request, Shelf, Stock, grant
from bdcommerce.inventory.events import HoldsFellDue
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.work import Recorder


async def settle(work: Work, requests: Sequence[Request]) -> Granted:
    """Decide a batch in order of arrival and write what it does. Refusals are among the outcomes."""
    shelf = await work.stockroom.shelf(requests)
    granted = grant(shelf, requests, clock.now())
    await work.stockroom.save(shelf, granted)
    await work.log.tell(*changes(shelf, granted))
    await _set_timers(work.log, granted)
    return granted


async def recount(work: Work, request: CountStock | AdjustStock) -> Stock:
    """The vendor says what is there; the stock as it is now. Raises BelowHeld, UnknownStock."""
    granted = await settle(work, [request])
    for outcome in granted.outcomes:
        if isinstance(outcome, BdError):
            raise outcome
    return granted.stock[request.offer_id]


async def audit(work: Work, offer_ids: Sequence[str]) -> list[Audited]:
    """Hold the rows of these offers against their movements and keep what came out.

    A movement never changes, so they are folded before the rows are locked: buyers wait only while those are read that
    have come in meanwhile, and the rows that differ are looked at again.
    """
    remembered = [await work.audits.remembered(offer_id) for offer_id in offer_ids]
    folded = {stock.offer_id: await work.audits.folded(stock) for stock in remembered}
    rows = await work.audits.rows(offer_ids)
    for offer_id, stock in folded.items():
        if rows[offer_id] != stock:
            folded[offer_id] = await work.audits.folded(stock)
    audits = [Audited(rows[begun.offer_id], folded[begun.offer_id], begun.version) for begun in remembered]
    await work.audits.keep(audits)
    return audits


def changes(shelf: Shelf, granted: Granted) -> list[StockChanged]:
    """One event for each offer of which there is now more, or less, to buy than before the batch."""
    return [
        StockChanged(offer_id=stock.offer_id, vendor_id=stock.vendor_id, available=stock.available)
        for stock in granted.stock.values()
        if stock.available != shelf.of(stock.offer_id).available
    ]


async def _set_timers(log: Recorder, granted: Granted) -> None:
    """One timer for all holds of the batch that end at the same instant."""
    due: dict[datetime, list[str]] = defaultdict(list)
    for hold in granted.holds.values():
        if hold.status == "held":
            due[hold.expires_at].append(hold.hold_id)
    for at, hold_ids in due.items():
        await log.later(HoldsFellDue(hold_ids=hold_ids), due=at)

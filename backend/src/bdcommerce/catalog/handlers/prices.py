"""Prices that change at an instant: scheduled and cancelled by vendors, carried out by the clock."""

from dataclasses import replace
from datetime import datetime

from bdcommerce.catalog.domain import Offer, Product, prices
from bdcommerce.catalog.domain.prices import PriceChange
from bdcommerce.catalog.errors import PriceAboveMrp, UnknownPriceChange
from bdcommerce.catalog.events.prices import PriceChangeBegan, PriceChangeDue, PriceChangeEnded
from bdcommerce.catalog.handlers.offers import own_offer, reprice_offer
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money


async def schedule_price(
    work: Work, vendor_id: str, offer_id: str, price: Money, *, starts_at: datetime, ends_at: datetime | None
) -> PriceChange:
    """Let an offer cost otherwise from an instant on.

    Raises UnknownOffer, Invalid, PriceAboveMrp, PriceChangesOverlap.
    """
    offer, product = await own_offer(work, vendor_id, offer_id)
    wanted = PriceChange(
        change_id=new_id("prc"),
        offer_id=offer_id,
        product_id=offer.product_id,
        vendor_id=vendor_id,
        price=price,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    others = await work.prices.to_come(offer_id)
    event = prices.schedule(wanted, offer, product.variant(offer.variant_id), others, clock.now())
    await work.prices.save(event, expected=0)
    for due in (starts_at, ends_at):
        if due is not None:
            await work.log.later(PriceChangeDue(change_id=wanted.change_id), due=due)
    return wanted


async def cancel_price(work: Work, vendor_id: str, change_id: str) -> PriceChange:
    """Let nothing more come of a price change; one that is under way is taken back at once.

    Raises UnknownPriceChange, PriceChangeOver.
    """
    change, offer, product = await _locked(work, change_id)
    ensure(change.vendor_id == vendor_id, UnknownPriceChange.named(change_id))
    event = prices.cancel(change)
    if change.status == "running":
        await _put_back(work, change, offer, product)
    return await _ended(work, change, event.outcome)


async def price_due(work: Work, change_id: str) -> None:
    """A price change begins, or ends."""
    change, offer, product = await _locked(work, change_id)
    now = clock.now()
    if change.status == "scheduled" and prices.is_missed(change, now):
        await _ended(work, change, "missed")
    elif change.status == "scheduled" and change.starts_at <= now:
        await _begin(work, change, offer, product)
    elif change.status == "running" and prices.is_missed(change, now):
        restored = await _put_back(work, change, offer, product)
        await _ended(work, change, "done" if restored else "kept")


async def _begin(work: Work, change: PriceChange, offer: Offer, product: Product) -> None:
    try:
        await reprice_offer(work, offer, product, price=change.price, reason="schedule")
    except PriceAboveMrp as refusal:
        await _ended(work, change, refusal.code)
        return
    began = PriceChangeBegan(change_id=change.change_id, before=offer.price)
    await work.prices.save(began, expected=change.version)
    if change.ends_at is None:
        await _ended(work, replace(change, version=change.version + 1), "done")


async def _put_back(work: Work, change: PriceChange, offer: Offer, product: Product) -> bool:
    """Let the offer cost what it did before; whether it does."""
    price = prices.price_after(change, offer, product.variant(offer.variant_id))
    if price is not None:
        await reprice_offer(work, offer, product, price=price, reason="schedule_over")
    return price is not None


async def _ended(work: Work, change: PriceChange, outcome: str) -> PriceChange:
    event = PriceChangeEnded(change_id=change.change_id, outcome=outcome)
    await work.prices.save(event, expected=change.version)
    return replace(change, status="ended", outcome=outcome, version=change.version + 1)


async def _locked(work: Work, change_id: str) -> tuple[PriceChange, Offer, Product]:
    """A price change, its offer and its product, unchanged until the transaction ends."""
    product = await work.products.get((await work.prices.get(change_id)).product_id)
    change = await work.prices.get(change_id)
    return change, await work.offers.get(change.offer_id), product

"""Offers: what vendors can do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bdcommerce.catalog.domain import (
    Offer,
    Product,
    make_offer,
    revise_offer,
    rules_of,
)
from bdcommerce.catalog.domain.offers import ensure_fresh
from bdcommerce.catalog.errors import UnknownVariant
from bdcommerce.catalog.ports import Work
from bdcommerce.contracts.catalog import OfferChanged, UnknownOffer
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money


async def offer_variant(work: Work, wanted: Offer, margin: timedelta) -> Offer:
    """A vendor offers a variant: its own, or another vendor's that customers can see.

    `wanted` names vendor and variant and says the terms; the rest is found here. `margin` is how long before their day
    of expiry goods leave the shop. Raises UnknownVariant, Invalid, PriceAboveMrp, OfferExists, SkuTaken.
    """
    await work.vendors.hold(wanted.vendor_id)
    product = await work.products.of_variant(wanted.variant_id)
    visible = product.vendor_id == wanted.vendor_id or product.status == "published"
    ensure(visible, UnknownVariant.named(wanted.variant_id))
    wanted = replace(wanted, offer_id=new_id("off"), product_id=product.product_id)
    await ensure_goods_fresh(work, wanted, product, margin)
    return await place_offer(work, wanted, product)


async def change_offer(
    work: Work, vendor_id: str, offer_id: str, version: int, change: Callable[[Offer], Offer], *, margin: timedelta
) -> Offer:
    """The vendor asks another price, states fresher goods, stops, or goes on.

    Raises UnknownOffer, Stale, Invalid, PriceAboveMrp.
    """
    before, product = await own_offer(work, vendor_id, offer_id)
    ensure(before.version == version, Stale("the offer has changed meanwhile", version=before.version))
    wanted = change(before)
    await ensure_goods_fresh(work, wanted, product, margin)
    said = replace(
        before,
        manufactured_on=wanted.manufactured_on,
        expires_on=wanted.expires_on,
        ready_to_ship=wanted.ready_to_ship,
    )
    return await reprice_offer(work, said, product, price=wanted.price, active=wanted.active)


async def end_offers(work: Work, margin: timedelta, limit: int) -> int:
    """Offers of goods that are too near to their expiry sell no more; how many (CR-12)."""
    found = await work.offers.expiring(clock.today() + margin, limit)
    for each in sorted(found, key=lambda one: one.product_id):
        product = await work.products.get(each.product_id)
        await reprice_offer(work, await work.offers.get(each.offer_id), product, active=False, reason="expired")
    return len(found)


async def own_offer(work: Work, vendor_id: str, offer_id: str) -> tuple[Offer, Product]:
    """An offer of this vendor and its product, which is locked until the transaction ends. Raises UnknownOffer."""
    found = await work.offers.get(offer_id)
    ensure(found.vendor_id == vendor_id, UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id))
    product = await work.products.get(found.product_id)
    return await work.offers.get(offer_id), product


async def ensure_goods_fresh(work: Work, wanted: Offer, product: Product, margin: timedelta) -> None:
    """An offer states goods that are still good (CR-12). Raises Invalid."""
    if wanted.vendor_id == product.vendor_id and wanted.manufactured_on is None and wanted.expires_on is None:
        return  # what the product says of its own vendor's goods is the publish gate's to judge
    rules = replace(rules_of(await work.categories.path(product.sheet.category_id)), expiry_margin=margin)
    ensure_fresh(wanted, rules, of_product=wanted.vendor_id == product.vendor_id, today=clock.today())


async def place_offer(work: Work, wanted: Offer, product: Product) -> Offer:
    """Put an offer up. Raises Invalid, PriceAboveMrp, OfferExists, SkuTaken."""
    event = make_offer(wanted, product.variant(wanted.variant_id))
    await work.offers.save(event, expected=0)
    made = replace(wanted, sku=event.sku, version=1)
    await work.log.tell(_changed(made))
    return made


async def reprice_offer(
    work: Work,
    before: Offer,
    product: Product,
    *,
    price: Money | None = None,
    active: bool | None = None,
    reason: str = "vendor",
) -> Offer:
    """Let an offer cost otherwise, sleep or wake; None keeps what is. Raises Invalid, PriceAboveMrp, Stale."""
    event = revise_offer(before, product.variant(before.variant_id), price, active, reason)
    await work.offers.save(event, expected=before.version)
    after = replace(before, price=event.price, active=event.active, version=before.version + 1)
    await work.log.tell(_changed(after))
    return after


def _changed(offer: Offer) -> OfferChanged:
    return OfferChanged(
        offer_id=offer.offer_id,
        product_id=offer.product_id,
        variant_id=offer.variant_id,
        vendor_id=offer.vendor_id,
        sku=offer.sku,
        price=offer.price,
        active=offer.active,
    )

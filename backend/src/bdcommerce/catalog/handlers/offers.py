"""Offers: what vendors can do."""

from dataclasses import replace

from bdcommerce.catalog.domain import (
    Offer,
    Product,
    make_offer,
    revise_offer,
)
from bdcommerce.catalog.errors import UnknownVariant
from bdcommerce.catalog.ports import Work
from bdcommerce.contracts.catalog import OfferChanged, UnknownOffer
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money


async def offer_variant(
    work: Work, vendor_id: str, variant_id: str, sku: str, price: Money, *, active: bool = True
) -> Offer:
    """A vendor offers a variant: its own, or another vendor's that customers can see.

    Raises UnknownVariant, Invalid, PriceAboveMrp, OfferExists, SkuTaken.
    """
    await work.vendors.hold(vendor_id)
    product = await work.products.of_variant(variant_id)
    visible = product.vendor_id == vendor_id or product.status == "published"
    ensure(visible, UnknownVariant.named(variant_id))
    wanted = Offer(
        offer_id=new_id("off"),
        product_id=product.product_id,
        variant_id=variant_id,
        vendor_id=vendor_id,
        sku=sku,
        price=price,
        active=active,
    )
    return await place_offer(work, wanted, product)


async def change_offer(
    work: Work, vendor_id: str, offer_id: str, version: int, *, price: Money | None, active: bool | None
) -> Offer:
    """The vendor asks another price, stops, or goes on. Raises UnknownOffer, Stale, Invalid, PriceAboveMrp."""
    before = await work.offers.get(offer_id)
    ensure(before.vendor_id == vendor_id, UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id))
    ensure(before.version == version, Stale("the offer has changed meanwhile", version=before.version))
    product = await work.products.get(before.product_id)
    return await reprice_offer(work, before, product, price=price, active=active)


async def place_offer(work: Work, wanted: Offer, product: Product) -> Offer:
    """Put an offer up. Raises Invalid, PriceAboveMrp, OfferExists, SkuTaken."""
    event = make_offer(wanted, product.variant(wanted.variant_id))
    await work.offers.save(event, expected=0)
    made = replace(wanted, sku=event.sku, version=1)
    await work.log.tell(_changed(made))
    return made


async def reprice_offer(
    work: Work, before: Offer, product: Product, *, price: Money | None = None, active: bool | None = None
) -> Offer:
    """Let an offer cost otherwise, sleep or wake; None keeps what is. Raises Invalid, PriceAboveMrp, Stale."""
    event = revise_offer(before, product.variant(before.variant_id), price, active)
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

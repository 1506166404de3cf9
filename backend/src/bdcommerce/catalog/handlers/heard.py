"""What the catalog notes of what others tell."""

from bdcommerce.catalog.events import OfferStockSeen
from bdcommerce.catalog.ports import VendorEvent, Work


async def see_stock(work: Work, offer_id: str, available: int) -> None:
    """Inventory says how many units of an offer can be bought. Raises UnknownOffer."""
    before = await work.offers.stock(offer_id)
    if before.available != available:
        seen = OfferStockSeen(offer_id=offer_id, product_id=before.product_id, available=available)
        await work.log.append(f"stock-{offer_id}", [seen], expected=before.version)


async def see_vendor(work: Work, event: VendorEvent) -> None:
    """Vendors says who may sell, and under which name."""
    await work.vendors.save(event)

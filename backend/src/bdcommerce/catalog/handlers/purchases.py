"""Who has received what: noted of what orders and fulfilment tell, so that reviews are by those who know."""

from collections.abc import Sequence
from datetime import datetime

from bdcommerce.catalog.events.reviews import PurchaseDelivered, PurchaseNoted
from bdcommerce.catalog.ports import Work


async def note_purchase(work: Work, purchase: PurchaseNoted) -> None:
    """Orders says that somebody has bought these. Of guests nothing is noted: they cannot sign in."""
    if purchase.customer_id:
        known = await work.purchases.get(purchase.vendor_order_id)
        await work.purchases.save(purchase, expected=known.version if known else 0)


async def amend_purchase(work: Work, vendor_order_id: str, product_ids: Sequence[str]) -> None:
    """Orders says that these are what is left of it."""
    known = await work.purchases.get(vendor_order_id)
    if known and known.customer_id:
        event = PurchaseNoted(
            vendor_order_id=vendor_order_id,
            order_id=known.order_id,
            customer_id=known.customer_id,
            vendor_id=known.vendor_id,
            district=known.district,
            product_ids=sorted(set(product_ids)),
        )
        await work.purchases.save(event, expected=known.version)


async def deliver_purchase(work: Work, vendor_order_id: str, at: datetime) -> None:
    """Fulfilment says that it is in the customer's hands."""
    known = await work.purchases.get(vendor_order_id)
    if known is None or not known.delivered:
        event = PurchaseDelivered(vendor_order_id=vendor_order_id, at=at)
        await work.purchases.save(event, expected=known.version if known else 0)

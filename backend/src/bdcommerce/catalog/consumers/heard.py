"""What the catalog does about what others tell: it remembers it in events of its own."""

from collections import Counter
from dataclasses import asdict

from bdcommerce.catalog import handlers
from bdcommerce.catalog.events import ShelfLifeEnded, VendorResumed, VendorSeen, VendorStopped, VendorTierSeen
from bdcommerce.catalog.events.prices import PriceChangeDue
from bdcommerce.catalog.events.promotions import Promotion, PromotionDue, Scope
from bdcommerce.catalog.events.reviews import PurchaseNoted
from bdcommerce.catalog.events.shelves import ShelvesDue
from bdcommerce.catalog.handlers import purchases
from bdcommerce.catalog.ports import Deps
from bdcommerce.contracts.fulfilment import ShipmentDelivered
from bdcommerce.contracts.inventory import StockChanged
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    PromotionScheduled,
    PromotionWithdrawn,
    VendorOrderAmended,
    VendorOrderTerms,
)
from bdcommerce.contracts.vendors import VendorApproved, VendorReinstated, VendorSuspended, VendorTierChanged
from bdcommerce.infra.service import Consumer


async def stock_changed(event: StockChanged, deps: Deps) -> None:
    """So many units of an offer can be bought now."""
    async with deps.works() as work:
        await handlers.see_stock(work, event.offer_id, event.available)


async def vendor_approved(event: VendorApproved, deps: Deps) -> None:
    """A vendor may sell under a name."""
    async with deps.works() as work:
        await handlers.see_vendor(work, VendorSeen(vendor_id=event.vendor_id, name=event.name, slug=event.slug))


async def vendor_suspended(event: VendorSuspended, deps: Deps) -> None:
    """None of a vendor's offers sells any more."""
    async with deps.works() as work:
        await handlers.see_vendor(work, VendorStopped(vendor_id=event.vendor_id))


async def vendor_reinstated(event: VendorReinstated, deps: Deps) -> None:
    """A vendor's offers sell again."""
    async with deps.works() as work:
        await handlers.see_vendor(work, VendorResumed(vendor_id=event.vendor_id))


async def vendor_tier_changed(event: VendorTierChanged, deps: Deps) -> None:
    """A vendor is trusted more, or less."""
    async with deps.works() as work:
        await handlers.see_vendor(work, VendorTierSeen(vendor_id=event.vendor_id, tier=event.tier))


async def shelf_life_ended(event: ShelfLifeEnded, deps: Deps) -> None:
    """A published product's goods are too near to their expiry, if they are still those."""
    margin = await handlers.expiry_margin(deps.compliance)
    async with deps.works() as work:
        await handlers.end_shelf_life(work, event.product_id, margin)


async def shelves_due(event: ShelvesDue, deps: Deps) -> None:
    """More products are to be shown as a change elsewhere wants it."""
    async with deps.works() as work:
        await handlers.rearrange_some(work, event.cause, event.after)


async def order_confirmed(event: OrderConfirmed, deps: Deps) -> None:
    """Somebody has bought something."""
    units: Counter[str] = Counter()
    for line in (line for vendor_order in event.vendor_orders for line in vendor_order.lines):
        units[line.product_id] += line.quantity
    async with deps.works() as work:
        await handlers.note_sale(work, event.order_id, units, event.at)
        for terms in event.vendor_orders:
            await purchases.note_purchase(work, _purchase(event, terms))


def _purchase(event: OrderConfirmed, terms: VendorOrderTerms) -> PurchaseNoted:
    return PurchaseNoted(
        vendor_order_id=terms.vendor_order_id,
        order_id=event.order_id,
        customer_id=event.customer_id,
        vendor_id=terms.vendor_id,
        district=event.place.district,
        product_ids=sorted({line.product_id for line in terms.lines}),
    )


async def vendor_order_amended(event: VendorOrderAmended, deps: Deps) -> None:
    """Not all that was bought will come, or more will."""
    bought = [line.product_id for line in event.terms.lines]
    async with deps.works() as work:
        await purchases.amend_purchase(work, event.terms.vendor_order_id, bought)


async def shipment_delivered(event: ShipmentDelivered, deps: Deps) -> None:
    """Somebody has what they bought, and may say how it is."""
    async with deps.works() as work:
        await purchases.deliver_purchase(work, event.vendor_order_id, event.at)


async def promotion_scheduled(event: PromotionScheduled, deps: Deps) -> None:
    """Single units will cost less, or do now."""
    promotion = Promotion(
        promotion_id=event.promotion_id,
        name=event.name,
        scope=Scope(**asdict(event.scope)),
        percent=event.percent,
        amount_off=event.amount_off,
        fixed_price=event.fixed_price,
        funded_by=event.funded_by,
        priority=event.priority,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )
    async with deps.works() as work:
        await handlers.note_promotion(work, promotion)


async def promotion_withdrawn(event: PromotionWithdrawn, deps: Deps) -> None:
    """They cost what they did."""
    async with deps.works() as work:
        await handlers.withdraw_promotion(work, event.promotion_id, event.reason)


async def promotion_due(event: PromotionDue, deps: Deps) -> None:
    """A promotion's window opens or closes."""
    async with deps.works() as work:
        await handlers.promotion_due(work, event.promotion_id, event.revision)


async def price_change_due(event: PriceChangeDue, deps: Deps) -> None:
    """A scheduled price begins, or ends."""
    async with deps.works() as work:
        await handlers.price_due(work, event.change_id)


HEARD = (
    Consumer(PriceChangeDue, price_change_due),
    Consumer(PromotionScheduled, promotion_scheduled),
    Consumer(PromotionWithdrawn, promotion_withdrawn),
    Consumer(PromotionDue, promotion_due),
    Consumer(OrderConfirmed, order_confirmed),
    Consumer(VendorOrderAmended, vendor_order_amended),
    Consumer(ShipmentDelivered, shipment_delivered),
    Consumer(StockChanged, stock_changed),
    Consumer(VendorApproved, vendor_approved),
    Consumer(VendorSuspended, vendor_suspended),
    Consumer(VendorReinstated, vendor_reinstated),
    Consumer(VendorTierChanged, vendor_tier_changed),
    Consumer(ShelvesDue, shelves_due),
    Consumer(ShelfLifeEnded, shelf_life_ended),
)

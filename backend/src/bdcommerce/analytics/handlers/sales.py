"""What is heard of a sale is stored with its figures."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bdcommerce.analytics.domain import sales
from bdcommerce.analytics.domain.sales import Sale, difference, figures_of, parts_of, reason_code
from bdcommerce.analytics.events import (
    GoodsGivenBack,
    ParcelCameBack,
    PurchasePlaced,
    PurchaseReceived,
    SaleCancelled,
    SaleConfirmed,
    SaleDelivered,
    SaleReduced,
    SaleReturned,
    SaleSettled,
    SurveyDue,
    Whereabouts,
)
from bdcommerce.contracts.catalog import CatalogFace, UnknownOffer
from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentReturned
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    ReturnRequested,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
    VendorOrderTerms,
)
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.kernel.work import Work

Paths = Mapping[str, Sequence[str]]
"""Category ids, root first, by offer."""


async def ask_paths(catalog: CatalogFace, terms: Sequence[VendorOrderTerms]) -> Paths:
    """Of which categories these offers are. One that the catalog does not know counts in none."""
    offer_ids = sorted({line.offer_id for part in terms for line in part.lines})
    try:
        return {offer.offer_id: offer.category_path for offer in await catalog.offers(offer_ids)}
    except UnknownOffer:
        return {}


async def confirm(work: Work, order: OrderConfirmed, paths: Paths) -> None:
    """A purchase, and a sale per vendor order; in the order of vendors, so that two purchases never wait for each
    other's figures.
    """
    where = Whereabouts(district=order.place.district, channel=order.channel)
    for terms in sorted(order.vendor_orders, key=lambda item: item.vendor_id):
        confirmed = SaleConfirmed(
            order_id=order.order_id,
            vendor_order_id=terms.vendor_order_id,
            vendor_id=terms.vendor_id,
            figures=figures_of(terms),
            at=order.at,
            where=where,
            parts=parts_of(terms, paths),
        )
        _, version = await _load(work, terms.vendor_order_id)
        await work.log.append(_stream(terms.vendor_order_id), [confirmed], expected=version)
    purchase = f"purchase-{order.order_id}"  # a parcel of it may have been heard of before
    placed = PurchasePlaced(order_id=order.order_id, at=order.at)
    await work.log.append(purchase, [placed], expected=len(await work.log.history(purchase)))


async def amend(work: Work, amended: VendorOrderAmended, paths: Paths) -> None:
    """Some lines are cancelled, or other ones there now. Raises UnknownSale."""
    sale, version = await _load(work, amended.terms.vendor_order_id)
    before, left, parts = sale.known(), figures_of(amended.terms), parts_of(amended.terms, paths)
    reduced = SaleReduced(
        vendor_order_id=sale.vendor_order_id,
        vendor_id=sale.vendor_id,
        figures=left,
        units=before.units - left.units,
        goods=before.goods - left.goods,
        at=amended.at,
        where=sale.where,
        parts=difference(sale.parts, parts),
        left=parts,
    )
    await work.log.append(_stream(sale.vendor_order_id), [reduced], expected=version)


async def cancel(work: Work, cancelled: VendorOrderCancelled) -> None:
    """A sale came to nothing. Raises UnknownSale."""
    sale, version = await _load(work, cancelled.vendor_order_id)
    figures = sale.known()
    event = SaleCancelled(
        vendor_order_id=sale.vendor_order_id,
        vendor_id=sale.vendor_id,
        units=figures.units,
        goods=figures.goods,
        at=cancelled.at,
        where=sale.where,
        parts=list(sale.parts),
        by=cancelled.by,
        reason=cancelled.code or reason_code(cancelled.reason),
    )
    await work.log.append(_stream(sale.vendor_order_id), [event], expected=version)


async def end(work: Work, ended: VendorOrderReturned | VendorOrderCompleted) -> None:
    """A sale comes to its end, with all that is in it. Raises UnknownSale."""
    sale, version = await _load(work, ended.vendor_order_id)
    figures, kind = sale.known(), SaleReturned if isinstance(ended, VendorOrderReturned) else SaleDelivered
    event = kind(
        vendor_order_id=sale.vendor_order_id,
        vendor_id=sale.vendor_id,
        units=figures.units,
        goods=figures.goods,
        at=ended.at,
        where=sale.where,
        parts=list(sale.parts),
    )
    await work.log.append(_stream(sale.vendor_order_id), [event], expected=version)


async def settle(work: Work, released: FundsReleased) -> None:
    """The money is divided. Told by payments on its own way, it may come before anything else of the sale; then it
    counts in no district and no channel.
    """
    sale, version = await _load(work, released.vendor_order_id)
    settled = SaleSettled(
        vendor_order_id=released.vendor_order_id,
        vendor_id=released.vendor_id,
        vendor_amount=released.vendor_amount,
        commission=released.commission,
        at=released.at,
        where=sale.where,
    )
    await work.log.append(_stream(released.vendor_order_id), [settled], expected=version)


async def receive(work: Work, delivered: ShipmentDelivered, survey_after: timedelta) -> None:
    """A parcel has arrived: the purchase has got somewhere, and in a while the customer is asked how it was."""
    purchase = f"purchase-{delivered.order_id}"
    history = await work.log.history(purchase)
    if not any(isinstance(event, PurchaseReceived) for event in history):
        received = PurchaseReceived(order_id=delivered.order_id, at=delivered.at)
        await work.log.append(purchase, [received], expected=len(history))
    due = SurveyDue(vendor_order_id=delivered.vendor_order_id, vendor_id=delivered.vendor_id)
    await work.log.later(due, due=delivered.at + survey_after)


async def send_back(work: Work, returned: ShipmentReturned) -> None:
    """A courier says why a parcel came back."""
    event = ParcelCameBack(
        vendor_order_id=returned.vendor_order_id,
        vendor_id=returned.vendor_id,
        reason=reason_code(returned.reason),
        at=returned.at,
    )
    _, version = await _load(work, returned.vendor_order_id)
    await work.log.append(_stream(returned.vendor_order_id), [event], expected=version)


async def give_back(work: Work, asked: ReturnRequested) -> None:
    """A customer says why goods shall go back."""
    event = GoodsGivenBack(
        vendor_order_id=asked.vendor_order_id, vendor_id=asked.vendor_id, reason=asked.code, at=asked.at
    )
    _, version = await _load(work, asked.vendor_order_id)
    await work.log.append(_stream(asked.vendor_order_id), [event], expected=version)


async def _load(work: Work, vendor_order_id: str) -> tuple[Sale, int]:
    history = await work.log.history(_stream(vendor_order_id))
    return sales.restore(vendor_order_id, history), len(history)


def _stream(vendor_order_id: str) -> str:
    return f"sale-{vendor_order_id}"

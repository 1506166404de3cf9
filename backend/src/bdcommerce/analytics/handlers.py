"""What is heard of a sale is stored with its figures."""

from bdcommerce.analytics import domain
from bdcommerce.analytics.domain import Sale, figures_of
from bdcommerce.analytics.events import (
    SaleCancelled,
    SaleConfirmed,
    SaleDelivered,
    SaleReduced,
    SaleReturned,
    SaleSettled,
)
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
)
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.kernel.work import Work

Ended = VendorOrderCancelled | VendorOrderReturned | VendorOrderCompleted
_ENDINGS: dict[type[Ended], type[SaleCancelled] | type[SaleReturned] | type[SaleDelivered]] = {
    VendorOrderCancelled: SaleCancelled,
    VendorOrderReturned: SaleReturned,
    VendorOrderCompleted: SaleDelivered,
}


async def confirm(work: Work, order: OrderConfirmed) -> None:
    """A sale per vendor order; in the order of vendors, so that two purchases never wait for each other's figures."""
    for terms in sorted(order.vendor_orders, key=lambda item: item.vendor_id):
        confirmed = SaleConfirmed(
            order_id=order.order_id,
            vendor_order_id=terms.vendor_order_id,
            vendor_id=terms.vendor_id,
            figures=figures_of(terms),
            at=order.at,
        )
        _, version = await _load(work, terms.vendor_order_id)
        await work.log.append(_stream(terms.vendor_order_id), [confirmed], expected=version)


async def reduce(work: Work, amended: VendorOrderAmended) -> None:
    """Some lines are cancelled. Raises UnknownSale."""
    sale, version = await _load(work, amended.terms.vendor_order_id)
    before, left = sale.known(), figures_of(amended.terms)
    reduced = SaleReduced(
        vendor_order_id=sale.vendor_order_id,
        vendor_id=sale.vendor_id,
        figures=left,
        units=before.units - left.units,
        goods=before.goods - left.goods,
        at=amended.at,
    )
    await work.log.append(_stream(sale.vendor_order_id), [reduced], expected=version)


async def end(work: Work, ended: Ended) -> None:
    """A sale comes to its end, with all that is in it. Raises UnknownSale."""
    sale, version = await _load(work, ended.vendor_order_id)
    figures = sale.known()
    event = _ENDINGS[type(ended)](
        vendor_order_id=sale.vendor_order_id,
        vendor_id=sale.vendor_id,
        units=figures.units,
        goods=figures.goods,
        at=ended.at,
    )
    await work.log.append(_stream(sale.vendor_order_id), [event], expected=version)


async def settle(work: Work, released: FundsReleased) -> None:
    """The money is divided. Told by payments on its own way, it may come before anything else of the sale."""
    _, version = await _load(work, released.vendor_order_id)
    settled = SaleSettled(
        vendor_order_id=released.vendor_order_id,
        vendor_id=released.vendor_id,
        vendor_amount=released.vendor_amount,
        commission=released.commission,
        at=released.at,
    )
    await work.log.append(_stream(released.vendor_order_id), [settled], expected=version)


async def _load(work: Work, vendor_order_id: str) -> tuple[Sale, int]:
    history = await work.log.history(_stream(vendor_order_id))
    return domain.restore(vendor_order_id, history), len(history)


def _stream(vendor_order_id: str) -> str:
    return f"sale-{vendor_order_id}"

"""Sales by day and vendor. Each thing counts on the day in Bangladesh on which it happened: a sale of Sunday that is
cancelled on Monday stays a sale of Sunday and becomes a cancellation of Monday, so no figure of a past day moves.
"""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from bdcommerce.analytics.events import (
    SaleCancelled,
    SaleConfirmed,
    SaleDelivered,
    SaleReduced,
    SaleReturned,
    SaleSettled,
)
from bdcommerce.analytics.tables import sales_by_day_vendor
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.kernel import clock


async def confirmed(event: SaleConfirmed, _: EventMeta, tx: Transaction) -> None:
    """One more vendor order."""
    figures = event.figures
    await _add(
        tx,
        event.at,
        event.vendor_id,
        orders=1,
        units=figures.units,
        goods=figures.goods.amount,
        delivery=figures.delivery.amount,
        vendor_discounts=figures.vendor_discount.amount,
        operator_discounts=figures.operator_discount.amount,
    )


async def reduced(event: SaleReduced, _: EventMeta, tx: Transaction) -> None:
    """Some units are cancelled, the vendor order is not."""
    await _add(tx, event.at, event.vendor_id, cancelled_units=event.units, cancelled_goods=event.goods.amount)


async def cancelled(event: SaleCancelled, _: EventMeta, tx: Transaction) -> None:
    """A vendor order is cancelled."""
    units, goods = event.units, event.goods.amount
    await _add(tx, event.at, event.vendor_id, cancelled=1, cancelled_units=units, cancelled_goods=goods)


async def returned(event: SaleReturned, _: EventMeta, tx: Transaction) -> None:
    """A parcel came back."""
    units, goods = event.units, event.goods.amount
    await _add(tx, event.at, event.vendor_id, returned=1, returned_units=units, returned_goods=goods)


async def delivered(event: SaleDelivered, _: EventMeta, tx: Transaction) -> None:
    """The customer keeps it."""
    units, goods = event.units, event.goods.amount
    await _add(tx, event.at, event.vendor_id, delivered=1, delivered_units=units, delivered_goods=goods)


async def settled(event: SaleSettled, _: EventMeta, tx: Transaction) -> None:
    """The money is divided."""
    amount, commission = event.vendor_amount.amount, event.commission.amount
    await _add(tx, event.at, event.vendor_id, vendor_amount=amount, commission=commission)


async def _add(tx: Transaction, at: datetime, vendor_id: str, **figures: int) -> None:
    new = insert(sales_by_day_vendor).values(day=clock.dhaka_date(at), vendor_id=vendor_id, **figures)
    sums = {name: sales_by_day_vendor.c[name] + figure for name, figure in figures.items()}
    await tx.execute(new.on_conflict_do_update(index_elements=["day", "vendor_id"], set_=sums))


SALES = Projection(
    name="analytics.sales",
    tables=("sales_by_day_vendor",),
    on={
        SaleConfirmed: confirmed,
        SaleReduced: reduced,
        SaleCancelled: cancelled,
        SaleReturned: returned,
        SaleDelivered: delivered,
        SaleSettled: settled,
    },
)

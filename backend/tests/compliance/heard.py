"""What compliance hears of a vendor order, as other services tell it, and a small rule book for pure tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.rules import Book, RuleSpan
from bdcommerce.compliance.domain.sales import REFERENCES
from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentLost, ShipmentMoved
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    ReturnAccepted,
    ReturnedLine,
    ReturnMoved,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderTerms,
    portion,
)
from bdcommerce.contracts.payments import FundsReleased, PayoutPaid, RefundCompleted
from bdcommerce.kernel.events import name_of
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from support.faces.compliance import SEEDED
from support.purchases import confirmed

NOON = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
"""Noon in Dhaka."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def book(**changed: str) -> Book:
    """The first values of the rule book, some of them changed (`dc__refund_days="7"`)."""
    others = {name.replace("__", "."): value for name, value in changed.items()}
    spans: dict[str, list[RuleSpan]] = {}
    for key, value, begins in SEEDED:
        spans.setdefault(key, []).append(_span(key, others.get(key, value), begins))
    for history in spans.values():
        history[:-1] = [replace(span, effective_to=later.effective_from) for span, later in pairwise(history)]
    return Book(spans)


def _span(key: str, value: str, begins: date) -> RuleSpan:
    return RuleSpan(
        id=f"rul_{key}_{begins}",
        key=key,
        value=Decimal(value),
        effective_from=begins,
        effective_to=None,
        source="a test",
        status="seen",
        verified_by="",
        recorded_at=NOON,
    )


def proof(event: Any) -> Evidence:
    """The evidence that a heard event is."""
    reference = getattr(event, REFERENCES[type(event)])
    return Evidence(event=name_of(event), event_id=f"evt_{reference}_{event.at}", at=event.at, reference=reference)


def prepaid(order: OrderConfirmed) -> OrderConfirmed:
    """The same order, paid before its confirmation."""
    return replace(order, payment_method="bkash")


def order_of(*parts: VendorOrderTerms, at: datetime = NOON, **changed: Any) -> OrderConfirmed:
    """These vendor orders, bought together."""
    return replace(confirmed(*parts, at=at), **changed)


def picked_up(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime) -> ShipmentMoved:
    return ShipmentMoved(
        shipment_id=f"shp_{terms.vendor_order_id}",
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        status="picked_up",
        reason="",
        at=at,
    )


def delivered(
    order: OrderConfirmed, terms: VendorOrderTerms, at: datetime, collected: Money | None = None
) -> ShipmentDelivered:
    return ShipmentDelivered(
        shipment_id=f"shp_{terms.vendor_order_id}",
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        courier="own",
        collected=terms.total if collected is None else collected,
        proof="otp",
        at=at,
    )


def lost(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime) -> ShipmentLost:
    return ShipmentLost(
        shipment_id=f"shp_{terms.vendor_order_id}",
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        courier="own",
        at=at,
    )


def cancelled(
    order: OrderConfirmed, terms: VendorOrderTerms, at: datetime, by: str = "customer"
) -> VendorOrderCancelled:
    return VendorOrderCancelled(
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        reason="changed_mind",
        by=by,
        at=at,
    )


def completed(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime) -> VendorOrderCompleted:
    return VendorOrderCompleted(
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        accepted_by_customer=True,
        at=at,
    )


def released(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime, amount: int | None = None) -> FundsReleased:
    full = (terms.goods - terms.commission - terms.commission_vat - terms.withheld_tax).amount
    return FundsReleased(
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        vendor_amount=Money(full if amount is None else amount),
        commission=terms.commission,
        at=at,
    )


def refunded(order: OrderConfirmed, terms: VendorOrderTerms, amount: int, at: datetime) -> RefundCompleted:
    return RefundCompleted(
        refund_id=new_id("ref"),
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        amount=Money(amount),
        at=at,
    )


def paid_out(vendor_id: str, at: datetime, *, until: datetime | None = None) -> PayoutPaid:
    return PayoutPaid(
        payout_id=new_id("pay"),
        batch_id=new_id("bat"),
        vendor_id=vendor_id,
        amount=Money(1),
        at=at,
        released_until=until,
    )


def escalated(
    order: OrderConfirmed, terms: VendorOrderTerms, at: datetime, worth: int = 50000, return_id: str = "ret_1"
) -> ReturnMoved:
    """A customer does not put up with the refusal of a return."""
    return ReturnMoved(
        return_id=return_id, order_id=order.order_id, vendor_order_id=terms.vendor_order_id, vendor_id=terms.vendor_id,
        number=order.number, status="escalated", reason="It was never worn.", code="defective", worth=Money(worth),
        at=at,
    )  # fmt: skip


def given_back(
    order: OrderConfirmed, terms: VendorOrderTerms, at: datetime, units: int = 1, return_id: str = "ret_1"
) -> ReturnAccepted:
    """So many units of the first line came back."""
    line = terms.lines[0]
    goods = Money(portion((line.list_price - line.vendor_discount).amount, 0, units, line.quantity))
    discount = Money(portion(line.operator_discount.amount, 0, units, line.quantity))
    return ReturnAccepted(
        return_id=return_id, order_id=order.order_id, vendor_order_id=terms.vendor_order_id, vendor_id=terms.vendor_id,
        code="defective", delivery=Money(0), delivery_vat=Money(0), amount=goods - discount, at=at,
        lines=[ReturnedLine(line_id=line.line_id, quantity=units, goods=goods, operator_discount=discount)],
    )  # fmt: skip

"""What partners can be told: a public type for each integration event that concerns somebody outside.

A notice holds ids, amounts and states, never a person's data or words that a person wrote. What concerns several
vendors becomes one notice for each.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bdcommerce.contracts.catalog import OfferChanged, ProductPublished, ProductWithdrawn, ReviewPosted
from bdcommerce.contracts.compliance import DeadlineAtRisk, DisputeDecided, DisputeOpened, RuleBreached
from bdcommerce.contracts.fulfilment import (
    ShipmentBooked,
    ShipmentDelivered,
    ShipmentLost,
    ShipmentMoved,
    ShipmentReturned,
)
from bdcommerce.contracts.inventory import StockLow
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReadyToShip,
    VendorOrderReturned,
    VendorOrderTerms,
)
from bdcommerce.contracts.payments import FundsReleased, PayoutFailed, PayoutPaid, PayoutReturned, RefundCompleted
from bdcommerce.contracts.vendors import VendorApproved, VendorReinstated, VendorSuspended
from bdcommerce.kernel import clock

PING = "ping"
"""The type of test messages; nobody subscribes to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What has happened, for one vendor (or, with no vendor, for the operator's partners alone)."""

    type: str
    version: int
    vendor_id: str
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type that one can subscribe to."""

    name: str
    says: str
    event: type
    fields: tuple[str, ...]
    """What a notice holds of it. `vendor_id` says whom it concerns."""
    split: Callable[[Any], Iterable[dict[str, Any]]] | None = None
    """Where an event concerns several vendors, or holds more than may be told: the data of each notice."""
    version: int = 1

    @property
    def for_vendors(self) -> bool:
        """Whether it concerns a vendor, not the operator's partners alone."""
        return "vendor_id" in self.fields

    def data_of(self, event: object) -> Iterable[dict[str, Any]]:
        """The data of each notice."""
        return self.split(event) if self.split else [{name: getattr(event, name) for name in self.fields}]


def notices_of(event: object) -> list[Notice]:
    """What partners are told of an event."""
    kind = _BY_EVENT[type(event)]
    at = getattr(event, "at", None) or clock.now()
    return [
        Notice(type=kind.name, version=kind.version, vendor_id=data.get("vendor_id", ""), at=at, data=data)
        for data in kind.data_of(event)
    ]


def kind_named(name: str) -> Kind | None:
    """The type of that name."""
    return _BY_NAME.get(name)


def ping(vendor_id: str) -> Notice:
    """A test message."""
    return Notice(type=PING, version=1, vendor_id=vendor_id, at=clock.now(), data={"vendor_id": vendor_id})


_LINE = ("line_id", "offer_id", "product_id", "sku", "quantity", "list_price", "vendor_discount")
_TERMS = ("vendor_order_id", "vendor_id", "goods", "operator_discount", "delivery", "total", "commission")


def _terms(terms: VendorOrderTerms) -> dict[str, Any]:
    lines = [{name: getattr(line, name) for name in _LINE} for line in terms.lines]
    return {name: getattr(terms, name) for name in _TERMS} | {"lines": lines}


def _confirmed(event: OrderConfirmed) -> Iterable[dict[str, Any]]:
    shared = {"order_id": event.order_id, "number": event.number, "payment_method": event.payment_method}
    return [shared | _terms(terms) for terms in event.vendor_orders]


def _amended(event: VendorOrderAmended) -> Iterable[dict[str, Any]]:
    return [{"order_id": event.order_id, "cancelled_lines": event.cancelled_lines} | _terms(event.terms)]


_VENDOR_ORDER = ("order_id", "vendor_order_id", "vendor_id")
_SHIPMENT = ("shipment_id", *_VENDOR_ORDER)
_PAYOUT = ("payout_id", "batch_id", "vendor_id", "amount")
_DEADLINE = ("clock_id", "kind", "subject_id", "vendor_id", "order_id", "due_at")

KINDS: Sequence[Kind] = (
    Kind(
        name="order.confirmed",
        event=OrderConfirmed,
        fields=("order_id", "number", "payment_method", *_TERMS, "lines"),
        says="A purchase is binding; a message for each of its vendors",
        split=_confirmed,
    ),
    Kind(
        name="order.amended",
        event=VendorOrderAmended,
        fields=("order_id", "cancelled_lines", *_TERMS, "lines"),
        says="Lines were cancelled or changed; this is what holds now",
        split=_amended,
    ),
    Kind(
        name="order.cancelled",
        event=VendorOrderCancelled,
        fields=(*_VENDOR_ORDER, "by"),
        says="Nothing of it will be delivered",
    ),
    Kind(
        name="order.ready_to_ship",
        event=VendorOrderReadyToShip,
        fields=(*_VENDOR_ORDER, "number", "weight_grams", "cod_amount"),
        says="A packed parcel waits for its courier",
    ),
    Kind(
        name="order.completed",
        event=VendorOrderCompleted,
        fields=(*_VENDOR_ORDER, "accepted_by_customer"),
        says="Delivered, and the return window is over",
    ),
    Kind(name="order.returned", event=VendorOrderReturned, fields=_VENDOR_ORDER, says="It came back undelivered"),
    Kind(
        name="shipment.booked",
        event=ShipmentBooked,
        fields=(*_SHIPMENT, "courier", "tracking_no"),
        says="A courier has taken the job",
    ),
    Kind(
        name="shipment.moved",
        event=ShipmentMoved,
        fields=(*_SHIPMENT, "status"),
        says="The parcel is somewhere else now",
    ),
    Kind(
        name="shipment.delivered",
        event=ShipmentDelivered,
        fields=(*_SHIPMENT, "courier", "collected", "proof"),
        says="The parcel is in the customer's hands",
    ),
    Kind(name="shipment.returned", event=ShipmentReturned, fields=_SHIPMENT, says="The parcel is back at the vendor"),
    Kind(name="shipment.lost", event=ShipmentLost, fields=(*_SHIPMENT, "courier"), says="The parcel is gone"),
    Kind(
        name="funds.released",
        event=FundsReleased,
        fields=(*_VENDOR_ORDER, "vendor_amount", "commission"),
        says="Escrow is freed: so much is owed to the vendor",
    ),
    Kind(name="payout.paid", event=PayoutPaid, fields=_PAYOUT, says="Money has reached the vendor's account"),
    Kind(
        name="payout.failed",
        event=PayoutFailed,
        fields=_PAYOUT,
        says="A payout did not arrive; the amount is owed again",
    ),
    Kind(
        name="payout.returned",
        event=PayoutReturned,
        fields=_PAYOUT,
        says="A payout came back after it had arrived; the amount is owed again",
    ),
    Kind(
        name="refund.completed",
        event=RefundCompleted,
        fields=("refund_id", "order_id", "vendor_order_id", "amount"),
        says="A customer has been paid back",
    ),
    Kind(
        name="offer.changed",
        event=OfferChanged,
        fields=("offer_id", "product_id", "variant_id", "vendor_id", "sku", "price", "active"),
        says="An offer is new, has another price, or is (no longer) for sale",
    ),
    Kind(
        name="product.published", event=ProductPublished, fields=("product_id", "slug"), says="A product can be found"
    ),
    Kind(
        name="product.withdrawn",
        event=ProductWithdrawn,
        fields=("product_id", "slug"),
        says="A product cannot be found any more",
    ),
    Kind(
        name="review.posted",
        event=ReviewPosted,
        fields=("review_id", "product_id", "vendor_id", "order_id", "rating"),
        says="A review can be read by all",
    ),
    Kind(
        name="stock.low",
        event=StockLow,
        fields=("offer_id", "vendor_id", "available", "threshold"),
        says="Fewer units than the vendor wants to be told of",
    ),
    Kind(
        name="dispute.opened",
        event=DisputeOpened,
        fields=("dispute_id", *_VENDOR_ORDER),
        says="Customer and vendor disagree; its money waits",
    ),
    Kind(
        name="dispute.decided",
        event=DisputeDecided,
        fields=("dispute_id", *_VENDOR_ORDER, "outcome", "refund"),
        says="Staff have decided a dispute",
    ),
    Kind(name="deadline.at_risk", event=DeadlineAtRisk, fields=_DEADLINE, says="A statutory clock runs out soon"),
    Kind(
        name="rule.breached", event=RuleBreached, fields=(*_DEADLINE, "rule_key"), says="A statutory clock has run out"
    ),
    Kind(name="vendor.approved", event=VendorApproved, fields=("vendor_id", "slug"), says="A vendor may sell"),
    Kind(name="vendor.suspended", event=VendorSuspended, fields=("vendor_id",), says="A vendor may not sell"),
    Kind(name="vendor.reinstated", event=VendorReinstated, fields=("vendor_id",), says="A vendor may sell again"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}
_BY_EVENT = {kind.event: kind for kind in KINDS}

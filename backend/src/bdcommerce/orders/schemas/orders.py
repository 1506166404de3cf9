"""Orders as they go out: to their customer, to a vendor its part, to staff everything."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from bdcommerce.contracts.orders import PaymentMethod
from bdcommerce.contracts.payments import PaymentStatus
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.contacts import Contact
from bdcommerce.orders.domain.order import Order, VendorOrder
from bdcommerce.orders.domain.promotions.hints import GivenPromotion, given
from bdcommerce.orders.domain.returned import Shown
from bdcommerce.orders.events import EditChange, PricedLine
from bdcommerce.orders.schemas.risk import ConfirmationAsked, PayingWords


class OrderLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an order, at the price it was bought for."""

    id: str
    offer_id: str
    product_id: str
    variant_id: str
    title: Localized
    sku: str
    quantity: int
    unit_price: Money
    list_price: Money
    discount: Money
    to_pay: Money
    cancelled: bool


class OrderPartView(msgspec.Struct, frozen=True, kw_only=True):
    """What one vendor sends. `total` is what the customer pays for it as things stand: nothing once it is cancelled."""

    id: str
    vendor_id: str
    vendor_name: Localized
    status: Shown
    lines: list[OrderLineView]
    delivery: Money
    total: Money
    promised_by: date
    partly_delivered: bool = False
    """The customer kept a part, and the vendor has not said yet which."""


class EditView(msgspec.Struct, frozen=True, kw_only=True):
    """A change that would make the order dearer and waits for its customer: what it is, and how the parts that become
    different would look.
    """

    id: str
    status: Literal["awaiting_confirmation", "being_carried_out"]
    reason: str
    changes: list[EditChange]
    vendor_orders: list[OrderPartView]
    was: Money
    total: Money
    expires_at: datetime

    @classmethod
    def of(cls, order: Order) -> "EditView | None":
        """The change that waits, if there is one."""
        if order.pending is None:
            return None
        proposal = order.pending.proposal
        return cls(
            id=proposal.edit_id,
            status="being_carried_out" if order.pending.agreed else "awaiting_confirmation",
            reason=proposal.reason,
            changes=list(proposal.changes),
            vendor_orders=[
                _part(replace(order.vendor_order(terms.vendor_order_id), terms=terms, cancelled_lines=()))
                for terms in proposal.parts
            ],
            was=proposal.was,
            total=proposal.total,
            expires_at=order.pending.expires_at,
        )


class OrderView(msgspec.Struct, frozen=True, kw_only=True):
    """An order. `status` is that of the part which is furthest from its end; `edit` a change that waits for the
    customer, `promotions` what each promotion gave.
    """

    id: str
    number: str
    status: Shown
    payment_method: PaymentMethod
    placed_at: datetime
    vendor_orders: list[OrderPartView]
    total: Money
    promotions: list[GivenPromotion] = msgspec.field(default_factory=list)
    edit: EditView | None = None
    confirmation: ConfirmationAsked | None = None
    """What the customer has to do before it binds."""
    paying: PayingWords | None = None
    """Why something was asked of the customer before it binds; it stays on the order."""
    advance: Money | None = None
    """Of an order of which a part is paid before anything is sent: that part; the rest of `total` at the door."""

    @classmethod
    def of(cls, order: Order) -> "OrderView":
        """What the customer sees of an order."""
        return cls(
            id=order.order_id,
            number=order.number,
            status=order.status,
            payment_method=order.payment_method,
            placed_at=order.placed_at,
            vendor_orders=[_part(part) for part in order.vendor_orders],
            total=order.total,
            promotions=list(given(order.promotions)),
            edit=EditView.of(order),
            confirmation=ConfirmationAsked.of(order),
            paying=PayingWords.of(order),
            advance=order.advance if order.advances else None,
        )


class RecipientView(msgspec.Struct, frozen=True, kw_only=True):
    """Who ordered, and where it goes; a note for whoever brings it, and a message that lies in the parcels."""

    name: str
    phone: str
    email: str
    address: Address
    delivery_note: str
    gift_message: str

    @classmethod
    def of(cls, contact: Contact) -> "RecipientView":
        """A contact."""
        return cls(
            name=contact.name,
            phone=contact.phone,
            email=contact.email,
            address=contact.address,
            delivery_note=contact.delivery_note,
            gift_message=contact.gift_message,
        )


class OrderDetail(OrderView, frozen=True, kw_only=True):
    """An order with its recipient."""

    recipient: RecipientView


class NextAction(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer does next: open this page and pay."""

    redirect_url: str


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """How it is paid. Cash on delivery is due at the door. Anything else is paid at `next_action` before `pay_until`;
    without a next action the provider does not answer now: `POST /payments/{order_id}/attempts` tries again.
    """

    method: PaymentMethod
    status: Literal["due_on_delivery"] | PaymentStatus
    next_action: NextAction | None = None
    pay_until: datetime | None = None
    advance: Money | None = None
    """What is paid now, if it is not all; the rest at the door."""


class CheckedOut(msgspec.Struct, frozen=True, kw_only=True):
    """The order that the cart has become. A guest reads it with the token of the cart, said here once more."""

    order: OrderDetail
    payment: PaymentView
    guest_token: str | None


class VendorLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a vendor order."""

    id: str
    offer_id: str
    variant_id: str
    title: Localized
    sku: str
    quantity: int
    unit_price: Money
    list_price: Money
    vendor_discount: Money
    operator_discount: Money
    commission_percent: Decimal
    """Per cent of the goods value."""
    cancelled: bool


class VendorOrderView(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor order with its money; `total` is what the customer pays for it as things stand."""

    id: str
    order_id: str
    number: str
    vendor_id: str
    status: Shown
    payment_method: PaymentMethod
    placed_at: datetime
    promised_by: date
    lines: list[VendorLineView]
    weight_grams: int
    """Grams of the goods, without what was cancelled."""
    goods: Money
    operator_discount: Money
    delivery: Money
    total: Money
    commission: Money
    commission_vat: Money
    withheld_tax: Money
    partly_delivered: bool = False
    """The customer kept a part: say which, once the rest is back."""

    @classmethod
    def of(cls, order: Order, part: VendorOrder) -> "VendorOrderView":
        """What the vendor sees of its part of an order."""
        sums = part.terms.sums
        return cls(
            id=part.id,
            order_id=order.order_id,
            number=order.number,
            vendor_id=part.vendor_id,
            status=part.shown,
            payment_method=order.payment_method,
            placed_at=order.placed_at,
            promised_by=part.terms.promised_by,
            lines=[_vendor_line(part, line) for line in part.terms.lines],
            weight_grams=part.weight_grams,
            goods=sums.goods,
            operator_discount=sums.operator_discount,
            delivery=sums.delivery,
            total=part.owed,
            commission=sums.commission,
            commission_vat=sums.commission_vat,
            withheld_tax=sums.withheld_tax,
            partly_delivered=part.partly is not None,
        )


class BuyerView(msgspec.Struct, frozen=True, kw_only=True):
    """The customer, as the vendor sees them: phone, address and what they wrote only while the vendor has the job."""

    name: str
    area: str
    upazila: str
    district: str
    phone: str | None
    address: Address | None
    delivery_note: str | None
    gift_message: str | None

    @classmethod
    def of(cls, contact: Contact, status: Shown) -> "BuyerView":
        """The recipient of a vendor order in this status."""
        address, working = contact.address, status in VENDOR_HAS_THE_JOB
        return cls(
            name=address.recipient_name,
            area=address.area,
            upazila=address.place.upazila,
            district=address.place.district,
            phone=address.phone if working else None,
            address=address if working else None,
            delivery_note=contact.delivery_note if working else None,
            gift_message=contact.gift_message if working else None,
        )


class VendorOrderDetail(VendorOrderView, frozen=True, kw_only=True):
    """A vendor order with its buyer."""

    buyer: BuyerView


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to an order: what, when, by whom, why. An empty vendor order means all of it."""

    number: int
    """Counts what happened to this order; some of it is not for everybody."""
    at: datetime
    kind: str
    label: Localized
    vendor_order_id: str
    by: Literal["guest", "customer", "vendor", "staff", "system"]
    code: str
    """Why, of something that was cancelled."""
    why: Localized | None
    """The same in words."""
    reason: str
    changes: list[EditChange]
    """What was changed about the order, or would be: units of lines, fees in poisha."""


class StaffTimelineEntry(TimelineEntry, frozen=True, kw_only=True):
    """The same with the person, or the process of the system."""

    actor_id: str


class AdminOrderView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about an order."""

    order: OrderDetail
    customer_id: str | None
    vendor_orders: list[VendorOrderView]
    events: list[StaffTimelineEntry]


VENDOR_HAS_THE_JOB: frozenset[Shown] = frozenset(
    {
        "accepted",
        "packed",
        "ready_to_ship",
        "handed_over",
        "in_transit",
        "delivery_failed",
        "returning",
        "delivered",
        "return_requested",
        "return_refused",
        "return_approved",
        "return_received",
    }
)


def _part(part: VendorOrder) -> OrderPartView:
    return OrderPartView(
        id=part.id,
        vendor_id=part.vendor_id,
        vendor_name=part.terms.vendor_name,
        status=part.shown,
        lines=[_line(part, line) for line in part.terms.lines],
        delivery=part.terms.sums.delivery,
        total=part.owed,
        promised_by=part.terms.promised_by,
        partly_delivered=part.partly is not None,
    )


def _line(part: VendorOrder, line: PricedLine) -> OrderLineView:
    return OrderLineView(
        id=line.line_id,
        offer_id=line.offer_id,
        product_id=line.product_id,
        variant_id=line.variant_id,
        title=line.title,
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        list_price=line.list_price,
        discount=line.vendor_discount + line.operator_discount,
        to_pay=line.to_pay,
        cancelled=_is_cancelled(part, line),
    )


def _vendor_line(part: VendorOrder, line: PricedLine) -> VendorLineView:
    return VendorLineView(
        id=line.line_id,
        offer_id=line.offer_id,
        variant_id=line.variant_id,
        title=line.title,
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        list_price=line.list_price,
        vendor_discount=line.vendor_discount,
        operator_discount=line.operator_discount,
        commission_percent=line.commission_percent,
        cancelled=_is_cancelled(part, line),
    )


def _is_cancelled(part: VendorOrder, line: PricedLine) -> bool:
    return part.status == "cancelled" or line.line_id in part.cancelled_lines

"""What comes in. Prices are not among it, but for the total that the customer has seen."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.contracts.orders import Channel, PaymentMethod
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.reasons import CancelCode, Why
from bdcommerce.orders.domain.returned import Shown
from bdcommerce.orders.events import Benefit, Conditions, Funding, Limits, PromotionTerms

Quantity = Annotated[int, Meta(ge=1, le=100_000)]
Id = Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]+$")]
MaybeId = Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$")]
Text = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
Note = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$", examples=["ordered the wrong size"])]
CouponCode = Annotated[str, Meta(min_length=3, max_length=40, pattern=r"^[^\x00]*$", examples=["EID10"])]
Email = Annotated[str, Meta(max_length=254, pattern=r"^$|^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]


class AddLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Put units of an offer into the cart."""

    offer_id: Id
    quantity: Quantity


class ChangeLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another quantity of a line."""

    quantity: Quantity


class EnterCoupon(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Use a coupon."""

    code: CouponCode


class AskQuote(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where it should go: a typed address, or the id of a stored one."""

    address: AddressInput | None = None
    address_id: Id | None = None
    payment_method: PaymentMethod = "cod"


class ContactInput(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who orders, as far as they want to say so."""

    name: Text = ""
    email: Email = ""


class StartCheckout(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Order what is in the cart, at the total that the customer has seen."""

    cart_id: Id
    payment_method: PaymentMethod
    expected_total: Money
    address: AddressInput | None = None
    address_id: Id | None = None
    contact: ContactInput = msgspec.field(default_factory=ContactInput)
    phone_proof: Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00]*$")] = ""
    """Of guests: from POST /auth/otp/verify with the purpose `checkout`."""
    delivery_note: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$", examples=["Ring the second bell"])] = ""
    """For whoever brings the parcels."""
    gift_message: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$", examples=["Happy birthday!"])] = ""
    """Printed on the packing slip that lies in the parcel."""
    wallet_id: MaybeId = ""
    """A saved wallet of the customer's own to pay with."""
    channel: Channel = "web"
    """Where the customer buys: sales are counted by it."""
    advance_method: Literal["bkash", "nagad", "sslcommerz"] | None = None
    """Of an order paid at the door: by what the customer pays an advance, should one be asked for."""
    device_id: Annotated[
        str, Meta(max_length=100, pattern=r"^[A-Za-z0-9_-]*$", examples=["3f1c2a9e-1d0b-4f6e-9a77-0c5e8f1d2b3a"])
    ] = ""
    """What the client calls this device, at random and for good. Only a keyed fingerprint is kept."""


class Cancel(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why, as a code of `GET /cancellation-reasons`, and what there is to say about it: needed with the code `other`.

    With a line (or several) only that is cancelled.
    """

    code: CancelCode = "other"
    reason: Note = ""
    line_id: MaybeId = ""
    line_ids: Annotated[list[Id], Meta(max_length=100)] = msgspec.field(default_factory=list)

    @property
    def why(self) -> Why:
        """The reason with its note."""
        return Why(self.code, self.reason)

    @property
    def lines(self) -> set[str]:
        """The lines that are meant; empty for everything."""
        return {*self.line_ids, *([self.line_id] if self.line_id else ())}


class CancelOrder(Cancel, kw_only=True):
    """Cancel an order; with a vendor order that part of it, with lines only those."""

    vendor_order_id: MaybeId = ""


class CancelVendorOrder(Cancel, kw_only=True):
    """Cancel a vendor order, or lines of it."""


class AcceptGoods(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The goods are as they should be."""

    vendor_order_id: Id


class Dispatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A parcel waits for its courier. Without a weight, that of its goods."""

    weight_grams: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    """Of the closed parcel, in grams."""


class EditLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another number of units of a line; 0 takes it out."""

    line_id: Id
    quantity: Annotated[int, Meta(ge=0, le=100_000)]


class EditFee(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another delivery fee of a vendor order, before promotions, VAT included."""

    vendor_order_id: Id
    fee: Annotated[Money, Meta(description="in poisha", examples=[{"amount": 6000, "currency": "BDT"}])]


class EditOrder(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to change about a placed order, and why. What is left out stays as it is."""

    reason: Annotated[str, Meta(min_length=3, max_length=500, pattern=r"^[^\x00]*$", examples=["asked for by phone"])]
    lines: Annotated[list[EditLine], Meta(max_length=100)] = msgspec.field(default_factory=list)
    add: Annotated[list[AddLine], Meta(max_length=20)] = msgspec.field(default_factory=list)
    """Offers of vendors that are part of the order, at today's prices."""
    fees: Annotated[list[EditFee], Meta(max_length=50)] = msgspec.field(default_factory=list)
    address: AddressInput | None = None
    """Another address: delivery is quoted anew."""
    name: Text | None = None
    email: Email | None = None
    delivery_note: Note | None = None
    gift_message: Note | None = None
    preview: bool = False
    """Only say what would become of the order."""


class SearchOrders(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What orders should be like; what is empty does not matter. Days are those of Bangladesh."""

    phone: Annotated[str, Meta(max_length=30, pattern=r"^[^\x00]*$", examples=["01712-345678"])] = ""
    number: Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9-]*$", description="how it begins")] = ""
    status: Shown | None = None
    vendor_id: Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$")] = ""
    customer_id: Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$")] = ""
    placed_from: date = date(2000, 1, 1)
    placed_to: date = date(2199, 12, 31)
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    """Orders per page."""
    cursor: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""


class PreviewedLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many units of an offer."""

    offer_id: Id
    quantity: Quantity


class AskPreview(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A cart to try a promotion on. With an upazila its delivery is priced too."""

    lines: Annotated[list[PreviewedLine], Meta(max_length=50)] = msgspec.field(default_factory=list)
    upazila_id: Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9/_-]*$", examples=["dhaka/dhanmondi"])] = ""


class AskPreviewFor(AskPreview, kw_only=True):
    """The same for a customer: what is only theirs counts too."""

    customer_id: Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$")] = ""


class FundedByOperator(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="operator"):
    """The operator pays, on everything."""


class FundedByVendor(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="vendor"):
    """A vendor pays, on its own goods."""

    vendor_id: Id


class CreateCoupon(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many per cent off, from an instant up to another."""

    code: CouponCode
    percent: Annotated[Decimal, Meta(examples=["10"])]
    """Per cent off."""
    funder: FundedByOperator | FundedByVendor
    starts_at: Annotated[datetime, Meta(tz=True)]
    ends_at: Annotated[datetime, Meta(tz=True)]
    total_limit: Annotated[int, Meta(ge=1, le=10_000_000)]
    """Orders."""
    per_customer_limit: Annotated[int, Meta(ge=1, le=1000)] | None = None
    """Orders; null: no limit."""
    min_goods: Money = Money(0)

    def terms(self, promotion_id: str) -> PromotionTerms:
        """The promotion that it is, not checked yet."""
        vendor_id = self.funder.vendor_id if isinstance(self.funder, FundedByVendor) else ""
        return PromotionTerms(
            promotion_id=promotion_id,
            name=Localized(self.code),
            level="cart",
            benefit=Benefit(kind="percentage", percent=self.percent),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            conditions=Conditions(min_goods=self.min_goods),
            funding=Funding(vendor_id=vendor_id, vendor_percent=Decimal(100 if vendor_id else 0)),
            limits=Limits(total=self.total_limit, per_customer=self.per_customer_limit),
        )


class ChangeCoupon(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """End a coupon earlier than it was meant to; an instant that has passed means now."""

    ends_at: Annotated[datetime, Meta(tz=True)]

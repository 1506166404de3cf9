"""What comes in. Prices are not among it, but for the total that the customer has seen."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.contracts.orders import PaymentMethod
from bdcommerce.kernel.money import Money

Quantity = Annotated[int, Meta(ge=1, le=100_000)]
Id = Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
Reason = Annotated[str, Meta(min_length=3, max_length=500, pattern=r"^[^\x00]*$")]
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


class CancelOrder(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Cancel an order; with a vendor order that part of it, with a line only that."""

    reason: Reason
    vendor_order_id: Id = ""
    line_id: Id = ""


class CancelVendorOrder(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Cancel a vendor order, or one line of it."""

    reason: Reason
    line_id: Id = ""


class AcceptGoods(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The goods are as they should be."""

    vendor_order_id: Id


class Dispatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A parcel waits for its courier. Without a weight, that of its goods."""

    weight_grams: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None


class FundedByOperator(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="operator"):
    """The operator pays, on everything."""


class FundedByVendor(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="vendor"):
    """A vendor pays, on its own goods."""

    vendor_id: Id


class CreateCoupon(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many per cent off, from an instant up to another."""

    code: CouponCode
    percent: Annotated[Decimal, Meta(examples=["10"])]
    funder: FundedByOperator | FundedByVendor
    starts_at: Annotated[datetime, Meta(tz=True)]
    ends_at: Annotated[datetime, Meta(tz=True)]
    total_limit: Annotated[int, Meta(ge=1, le=10_000_000)]
    per_customer_limit: Annotated[int, Meta(ge=1, le=1000)] | None = None
    min_goods: Money = Money(0)


class ChangeCoupon(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """End a coupon earlier than it was meant to; an instant that has passed means now."""

    ends_at: Annotated[datetime, Meta(tz=True)]

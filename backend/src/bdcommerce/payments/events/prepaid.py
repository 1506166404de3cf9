"""A payment before delivery: what is due, every attempt to take it, and every way back. One stream for each order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money

Ended = Literal["failed", "cancelled", "expired"]
Undecided = Literal["pending", "unknown", "mismatch", "risky"]
"""`mismatch`: the provider says that it was paid, but not this, or not so much. Nothing is believed of it. `risky`: it
took the money and doubts it: nothing is shipped before staff have looked.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A vendor order's share of an amount; an empty id stands for money that belongs to none of them."""

    vendor_order_id: str
    vendor_id: str
    amount: Money


@domain_event()
class PaymentOpened:
    """Stream `payment-<order_id>`, as all events below. An order waits for its money until an instant."""

    order_id: str
    payment_id: str
    number: str
    """The order's, as people know it."""
    customer_id: str
    guest_hash: str
    parts: list[Part]
    pay_until: datetime
    at: datetime
    advance: bool = False
    """Whether the parts are what is paid before, and the rest is paid at the door."""


@domain_event()
class AttemptStarted:
    """The customer is to be led to a provider. Nothing can be paid before it was redirected."""

    order_id: str
    attempt_id: str
    number: int
    provider: str
    reference: str
    """What we call it to the provider."""
    amount: Money
    wallet_id: str
    at: datetime


@domain_event()
class AttemptRedirected:
    """There is a page to pay at; its address is sealed."""

    order_id: str
    attempt_id: str
    provider: str
    provider_payment_id: str
    redirect: str
    expires_at: datetime
    next_at: datetime
    """When it is looked at, should nothing be heard of it."""
    at: datetime


@domain_event()
class AttemptHinted:
    """Something was heard of it: its provider is to be asked now."""

    order_id: str
    attempt_id: str
    at: datetime


@domain_event()
class AttemptAsked:
    """The provider was asked and the matter is open: it is asked again."""

    order_id: str
    attempt_id: str
    found: Undecided
    code: str
    agreed: bool
    """Whether the customer's browser has said that they agreed."""
    next_at: datetime
    at: datetime


@domain_event()
class AttemptCleared:
    """Staff have looked at what the provider doubts, and take the money in."""

    order_id: str
    attempt_id: str
    by: str
    at: datetime


@domain_event()
class AttemptCaptured:
    """The provider has the money: it said so when we asked, for this reference, to the poisha."""

    order_id: str
    attempt_id: str
    provider: str
    amount: Money
    trx_id: str
    parts: list[Part]
    at: datetime


@domain_event()
class AttemptEnded:
    """Nothing will be paid by it. Should the provider ever say otherwise, the money is taken in all the same."""

    order_id: str
    attempt_id: str
    status: Ended
    code: str
    at: datetime


@domain_event()
class PartDueChanged:
    """Another amount is due for a vendor order: some of it was cancelled, or all of it."""

    order_id: str
    vendor_order_id: str
    amount: Money
    reason: str
    at: datetime


@domain_event()
class PaymentClosed:
    """Nothing is due before delivery any more: the order was cancelled, or is paid at the door. What was or will be
    paid goes back.
    """

    order_id: str
    reason: str
    at: datetime


@domain_event()
class PrepaidRefundOwed:
    """So much of what an attempt brought goes back the way it came."""

    order_id: str
    refund_id: str
    attempt_id: str
    provider: str
    amount: Money
    parts: list[Part]
    reason: str
    at: datetime
    return_id: str = ""
    """The return of goods that it is for."""
    dispute_id: str = ""
    """The dispute that gave it to the customer."""


@domain_event()
class PrepaidRefundSent:
    """The provider is about to be asked for it: from now on it may have been paid."""

    order_id: str
    refund_id: str
    next_at: datetime
    at: datetime


@domain_event()
class PrepaidRefundLooked:
    """It is not decided yet. `not_asked` takes back that it may have been paid this time."""

    order_id: str
    refund_id: str
    found: Literal["processing", "absent", "not_asked", "unknown"]
    refund_trx_id: str
    code: str
    next_at: datetime
    at: datetime


@domain_event()
class PrepaidRefundDone:
    """The customer has it."""

    order_id: str
    refund_id: str
    provider: str
    amount: Money
    parts: list[Part]
    refund_trx_id: str
    at: datetime


@domain_event()
class PrepaidRefundRefused:
    """The provider will not pay it back: staff have to."""

    order_id: str
    refund_id: str
    code: str
    at: datetime

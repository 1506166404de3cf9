"""How money reaches vendors: the ways they want, what rails are asked, what nobody knows of it, and what comes back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money

Rail = Literal["beftn", "npsb", "bkash", "manual"]
"""By what money reaches a vendor: a batch file of the bank, an instant transfer by the bank, a wallet, or by hand."""
Outcome = Literal["paid", "not_paid"]


@domain_event()
class PayoutAsked:
    """Stream `payouts-<batch_id>`, as all events below until the methods. The rail is being asked to pay: from now on
    it may have paid, and is not asked again before it is certain that it has not.
    """

    batch_id: str
    payout_id: str
    number: int
    """The first time is 1."""
    at: datetime


@domain_event()
class PayoutNotSent:
    """It is certain that nothing was sent; it is tried again from that instant on."""

    batch_id: str
    payout_id: str
    code: str
    again_at: datetime
    at: datetime


@domain_event()
class PayoutUnsure:
    """The rail was asked, and nobody knows whether it has paid."""

    batch_id: str
    payout_id: str
    code: str
    """What the rail said, as it says it."""
    trx_id: str
    """By what the rail knows the payment, if it has said so."""
    look_at: datetime | None
    """When it is asked about it; None: it can be asked about nothing without `trx_id`."""
    at: datetime


@domain_event()
class PayoutReturned:
    """It had arrived and has come back: the vendor is owed it again."""

    batch_id: str
    payout_id: str
    reason: str
    charge: Money
    """What the bank took for that."""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody says has become of a payout that nobody is sure about, and by what they know."""

    outcome: Outcome
    evidence: str
    reference: str
    """The transaction in the rail's own statement; empty if it was not paid."""
    charge: Money
    by: str
    at: datetime


@domain_event()
class ResolutionProposed:
    """One person has looked at the rail's statement; another one decides."""

    batch_id: str
    payout_id: str
    proposal: Proposal


@domain_event()
class ResolutionRefused:
    """The evidence did not convince, or was taken back."""

    batch_id: str
    payout_id: str
    by: str
    at: datetime


@domain_event()
class PayoutMethodAsked:
    """Stream `payout-method-<vendor_id>`, as the events below. The vendor is to be paid in another way."""

    vendor_id: str
    rail: Rail
    wallet: str
    """The wallet's number, sealed; empty unless the rail is a wallet."""
    wallet_key: str
    """The same number as a key that cannot be read: two vendors with one wallet share its limits."""
    wallet_shown: str
    """The same number, masked."""
    by: str
    at: datetime


@domain_event()
class PayoutMethodAccepted:
    """A second person has seen that the wallet or account is the vendor's own: payouts go there from now on."""

    vendor_id: str
    by: str
    at: datetime


@domain_event()
class PayoutMethodRefused:
    """It stays as it was."""

    vendor_id: str
    reason: str
    by: str
    at: datetime

"""What can be refused here.

NotFound
├── UnknownEscrow           no money was ever heard of for this vendor order
├── UnknownLine             the vendor order has no such line
├── UnknownBatch            there is no such payout batch
├── UnknownPayout           there is no such payout in the batch
├── UnknownHold             there is no such hold on a vendor's payouts
├── UnknownPayment          no payment was ever opened for this order, or not for this caller
├── UnknownWallet           the customer has no such saved wallet
├── NoMethodAsked           the vendor has not asked to be paid in another way
├── UnknownStatement        there is no such settlement statement
├── UnknownDifference       there is no such difference
├── UnknownClose            there is no such close of a provider or courier
├── NoMapping               nobody has said which column of the source's files is what
├── NothingOpen             nothing that is called so is owed by the source
└── UnknownRefund           there is no such refund
Forbidden
├── HookRefused             what came in does not come from the provider
└── SamePerson              whoever drafts a batch may not approve it
Unavailable
└── ProviderMisconfigured   the provider does not take our credentials or settings
Conflict
├── NoDifference            what was collected is what was to pay
├── PaymentClosed           the order is not waiting for money (any more)
├── ProviderRefused         the provider will not take this payment
├── TransactionTaken        one transaction of a provider pays for one attempt
├── NotBalanced             debits and credits of an entry differ
├── AlreadyPosted           the same thing is in the ledger already
├── AlreadyReleased         the money has left escrow
├── NotReleased             the money is still in escrow
├── TooMuchRefunded         more than what is left of the line
├── AlreadyRefunded         this refund has been paid
├── NothingToPay            no vendor can be put into a batch now
├── PayoutExceedsBalance    less is owed than the payout says
├── PayoutOnHold            part of what it pays has been put on hold since
├── HoldLifted              the hold was lifted already
├── PeriodIsClosed          the books of that time are closed
├── PeriodNotOver           a period may be closed only when its last day is over
├── DifferenceOver          the difference is in no state for this
├── NotPossible             a difference of this reason cannot end so
├── BooksDoNotHold          the ledger does not verify, so it is not closed
├── WrongPayoutStatus       the batch or payout is not in a state for this
├── SentByItself            a rail that we ask ourselves says what became of a payout, nobody else
├── NobodyToAsk             the rail cannot be asked what became of this payout
├── EvidenceDiffers         what the rail says of a transaction does not fit the payout
├── TooEarlyToSay           a payout may still arrive: nobody can say yet that it did not
├── MethodChanged           the vendor has asked for something else since it was looked at
└── PayoutMethodOff         nobody can be paid by this rail here
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Self

from bdcommerce.kernel.errors import Conflict, Forbidden, NotFound, Unavailable


class UnknownEscrow(NotFound):
    code = "unknown_escrow"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        return cls(f"No money was ever heard of for vendor order {vendor_order_id}.", vendor_order_id=vendor_order_id)


class UnknownLine(NotFound):
    code = "unknown_line"

    @classmethod
    def of(cls, vendor_order_id: str, line_id: str) -> Self:
        return cls(f"Vendor order {vendor_order_id} has no line {line_id}.", line_id=line_id)


class UnknownBatch(NotFound):
    code = "unknown_batch"

    @classmethod
    def of(cls, batch_id: str) -> Self:
        return cls(f"There is no payout batch {batch_id}.", batch_id=batch_id)


class UnknownPayout(NotFound):
    code = "unknown_payout"

    @classmethod
    def of(cls, batch_id: str, payout_id: str) -> Self:
        return cls(f"There is no payout {payout_id} in batch {batch_id}.", batch_id=batch_id, payout_id=payout_id)

    @classmethod
    def made(cls, payout_id: str) -> Self:
        return cls(f"There is no payout {payout_id} that was made.", payout_id=payout_id)


class UnknownRefund(NotFound):
    code = "unknown_refund"

    @classmethod
    def of(cls, refund_id: str) -> Self:
        return cls(f"There is no refund {refund_id}.", refund_id=refund_id)


class UnknownPayment(NotFound):
    code = "unknown_payment"

    @classmethod
    def of(cls, order_id: str) -> Self:
        return cls("There is no payment for this order.", order_id=order_id)


class UnknownWallet(NotFound):
    code = "unknown_wallet"

    @classmethod
    def of(cls, wallet_id: str) -> Self:
        return cls("There is no such saved wallet.", wallet_id=wallet_id)


class HookRefused(Forbidden):
    code = "hook_refused"

    @classmethod
    def because(cls, reason: str) -> Self:
        return cls(f"This message is not believed: {reason}.")


class ProviderMisconfigured(Unavailable):
    code = "provider_misconfigured"

    @classmethod
    def of(cls, provider: str, provider_code: str) -> Self:
        return cls(f"{provider} cannot be used at the moment.", provider=provider, provider_code=provider_code)


class ProviderRefused(Conflict):
    code = "provider_refused"

    @classmethod
    def of(cls, provider: str, provider_code: str) -> Self:
        message = f"{provider} will not take this payment. Try again in a while, or pay in another way."
        return cls(message, provider=provider, provider_code=provider_code)


class PaymentClosed(Conflict):
    code = "payment_closed"

    @classmethod
    def of(cls, order_id: str, status: str) -> Self:
        return cls(
            f"The payment is {status}; nothing more can be paid for this order.", order_id=order_id, status=status
        )


class TransactionTaken(Conflict):
    code = "transaction_taken"

    @classmethod
    def of(cls, trx_id: str) -> Self:
        return cls("Another attempt was paid by this transaction already.", trx_id=trx_id)


class SamePerson(Forbidden):
    code = "same_person"

    @classmethod
    def of(cls, batch_id: str) -> Self:
        return cls("A second person has to approve what the first one drafted.", batch_id=batch_id)

    @classmethod
    def proposed(cls, difference_id: str) -> Self:
        return cls("Somebody else has to agree to what you proposed.", difference_id=difference_id)


class NotBalanced(Conflict):
    code = "not_balanced"

    @classmethod
    def by(cls, kind: str, reason: str) -> Self:
        return cls(f"This {kind} entry is refused: {reason}.", kind=kind)


class AlreadyPosted(Conflict):
    code = "already_posted"

    @classmethod
    def of(cls, kind: str, reference: str) -> Self:
        return cls(f"{kind} of {reference} is in the ledger already.", kind=kind, reference=reference)


class AlreadyReleased(Conflict):
    code = "already_released"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        return cls(f"The money of {vendor_order_id} has been released already.", vendor_order_id=vendor_order_id)


class NotReleased(Conflict):
    code = "not_released"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        message = (
            f"The money of {vendor_order_id} is still in escrow. Until it is released, goods are given back by "
            "cancelling or returning the vendor order; a late refund is for goods that were released and paid for."
        )
        return cls(message, vendor_order_id=vendor_order_id)


class NoDifference(Conflict):
    """What was collected is what was to pay, or it is not known yet."""

    code = "no_difference"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        return cls("There is no difference to settle.", vendor_order_id=vendor_order_id)


class TooMuchRefunded(Conflict):
    code = "too_much_refunded"

    @classmethod
    def of(cls, line_id: str, left: int) -> Self:
        return cls(f"Of this line {left} can still be refunded.", line_id=line_id, left=left)


class AlreadyRefunded(Conflict):
    code = "already_refunded"

    @classmethod
    def of(cls, refund_id: str) -> Self:
        return cls(f"Refund {refund_id} has been paid already.", refund_id=refund_id)


class NothingToPay(Conflict):
    code = "nothing_to_pay"

    @classmethod
    def because(cls, left_out: Mapping[str, str]) -> Self:
        return cls("No vendor can be paid now.", left_out=dict(left_out))


class PayoutExceedsBalance(Conflict):
    code = "payout_exceeds_balance"

    @classmethod
    def of(cls, payout_id: str, vendor_id: str) -> Self:
        message = f"Less is owed to {vendor_id} now than its payout says. Discard the batch and draft it again."
        return cls(message, payout_id=payout_id, vendor_id=vendor_id)


class WrongPayoutStatus(Conflict):
    code = "wrong_payout_status"

    @classmethod
    def of(cls, what: str, status: str, wanted: str) -> Self:
        return cls(f"{what} is {status}; this is for what is {wanted}.", current=status)


class UnknownHold(NotFound):
    code = "unknown_hold"

    @classmethod
    def of(cls, hold_id: str) -> Self:
        return cls(f"There is no hold {hold_id}.", hold_id=hold_id)


class PayoutOnHold(Conflict):
    code = "payout_on_hold"

    @classmethod
    def of(cls, payout_id: str, vendor_id: str) -> Self:
        message = f"Of what is owed to {vendor_id} too much is on hold now. Discard the batch and draft it again."
        return cls(message, payout_id=payout_id, vendor_id=vendor_id)


class HoldLifted(Conflict):
    code = "hold_lifted"

    @classmethod
    def of(cls, hold_id: str) -> Self:
        return cls(f"Hold {hold_id} was lifted already.", hold_id=hold_id)


class PeriodIsClosed(Conflict):
    code = "period_closed"

    @classmethod
    def at(cls, instant: datetime) -> Self:
        return cls("The books of that time are closed; correct them by an entry of today.", at=instant.isoformat())

    @classmethod
    def through(cls, day: date) -> Self:
        return cls(f"The books are closed through {day} already.", closed_through=day.isoformat())


class PeriodNotOver(Conflict):
    code = "period_not_over"

    @classmethod
    def on(cls, day: date) -> Self:
        return cls(f"{day} is not over yet.", last_day=day.isoformat())


class BooksDoNotHold(Conflict):
    code = "books_do_not_hold"

    @classmethod
    def because(cls, problems: Sequence[str]) -> Self:
        return cls("The ledger does not verify; find out why before it is closed.", problems=list(problems))


class NoMethodAsked(NotFound):
    code = "no_method_asked"

    @classmethod
    def of(cls, vendor_id: str) -> Self:
        return cls("This vendor has not asked to be paid in another way.", vendor_id=vendor_id)


class SentByItself(Conflict):
    code = "sent_by_itself"

    @classmethod
    def of(cls, payout_id: str, rail: str) -> Self:
        message = f"{rail} itself says what became of this payout; nobody marks it by hand."
        return cls(message, payout_id=payout_id, rail=rail)


class NobodyToAsk(Conflict):
    code = "nobody_to_ask"

    @classmethod
    def of(cls, payout_id: str) -> Self:
        message = "The rail knows this payout by no transaction that it can be asked about. Look into its statement."
        return cls(message, payout_id=payout_id)


class EvidenceDiffers(Conflict):
    code = "evidence_differs"

    @classmethod
    def of(cls, payout_id: str, trx_id: str, code: str) -> Self:
        return cls("This transaction is not that payout.", payout_id=payout_id, trx_id=trx_id, said=code)


class TooEarlyToSay(Conflict):
    code = "too_early_to_say"

    @classmethod
    def before(cls, payout_id: str, at: datetime) -> Self:
        message = (
            "It may still arrive. That it was not paid can be said when the rail's statement of that time is there."
        )
        return cls(message, payout_id=payout_id, not_before=at.isoformat())


class MethodChanged(Conflict):
    code = "payout_method_changed"

    @classmethod
    def of(cls, vendor_id: str) -> Self:
        return cls("The vendor has asked for something else since. Look again.", vendor_id=vendor_id)


class PayoutMethodOff(Conflict):
    code = "payout_method_off"

    @classmethod
    def of(cls, rail: str) -> Self:
        return cls(f"Nobody can be paid by {rail} here at the moment.", rail=rail)


class UnknownStatement(NotFound):
    code = "unknown_statement"

    @classmethod
    def of(cls, statement_id: str) -> Self:
        return cls(f"There is no settlement statement {statement_id}.", statement_id=statement_id)


class UnknownDifference(NotFound):
    code = "unknown_difference"

    @classmethod
    def of(cls, difference_id: str) -> Self:
        return cls(f"There is no difference {difference_id}.", difference_id=difference_id)


class UnknownClose(NotFound):
    code = "unknown_close"

    @classmethod
    def of(cls, close_id: str) -> Self:
        return cls(f"There is no close {close_id}.", close_id=close_id)


class NoMapping(NotFound):
    code = "no_mapping"

    @classmethod
    def of(cls, kind: str, source: str) -> Self:
        return cls(f"Nobody has said yet which column is what in files of {kind} {source}.", kind=kind, source=source)


class NothingOpen(NotFound):
    code = "nothing_open"

    @classmethod
    def called(cls, reference: str, source: str) -> Self:
        return cls(f"{source} owes nothing that is called {reference}.", reference=reference)


class DifferenceOver(Conflict):
    code = "wrong_difference_status"

    @classmethod
    def of(cls, difference_id: str, status: str) -> Self:
        return cls(f"Difference {difference_id} is {status}.", difference_id=difference_id, current=status)


class NotPossible(Conflict):
    code = "resolution_not_possible"

    @classmethod
    def for_reason(cls, how: str, reason: str) -> Self:
        return cls(f"A difference for {reason} cannot end by {how}.", how=how, reason=reason)

    @classmethod
    def nothing_carried(cls, how: str) -> Self:
        return cls(f"Nothing stands open for it, so there is nothing to {how.replace('_', ' ')}.", how=how)

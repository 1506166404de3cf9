"""What is posted of settlements: a source's account always stands for what it still owes, item by item."""

from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.domain.ledger import Account, Entry, courier, credit, debit, entry, provider, reversal
from bdcommerce.payments.events import About, DifferenceReason, ReadLine, SourceKind


def account(kind: SourceKind, source: str) -> Account:
    """Where a source's debt to us stands."""
    return provider(source) if kind == "provider" else courier(source)


def charges(kind: SourceKind) -> Account:
    """What a source keeps for its work."""
    return ledger.GATEWAY_CHARGES if kind == "provider" else ledger.COURIER_CHARGES


def provider_settled(source: str, line: ReadLine) -> Entry | None:
    """A provider pays out what it holds less its fee. A line of a refund is the same, the other way."""
    lines = (
        debit(ledger.MAIN_BANK, line.net),
        debit(ledger.GATEWAY_CHARGES, line.charge),
        credit(provider(source), line.gross),
    )
    return entry("provider_settled", line.line_id, About(), lines)


def courier_charged(line_id: str, charge: Money) -> Entry | None:
    """A courier takes a charge out of the cash of other parcels: that of a prepaid one, or of a return."""
    lines = (debit(ledger.COURIER_CHARGES, charge), credit(ledger.MAIN_BANK, charge))
    return entry("courier_charged", line_id, About(), lines)


def courier_unmatched(source: str, line_id: str, gross: Money, charge: Money) -> Entry | None:
    """A courier pays for something of which we know no cash."""
    lines = (
        debit(ledger.MAIN_BANK, gross - charge),
        debit(ledger.COURIER_CHARGES, charge),
        credit(courier(source), gross),
    )
    return entry("courier_unmatched", line_id, About(), lines)


def reversed_line(of: Entry, difference_id: str) -> Entry:
    """What was posted of a line was not so."""
    return reversal(of, "settlement_reversed", difference_id)


def written_off(
    kind: SourceKind, source: str, difference_id: str, reason: DifferenceReason, carried: Money
) -> Entry | None:
    """The operator bears what a source does not pay; what it paid too much lowers the same expense."""
    expense = charges(kind) if reason == "fee" else ledger.CLAIMS
    lines = (debit(expense, carried), credit(account(kind, source), carried))
    return entry("difference_written_off", difference_id, About(), lines)


def paid(kind: SourceKind, source: str, difference_id: str, carried: Money) -> Entry | None:
    """The money came to the bank outside a statement."""
    lines = (debit(ledger.MAIN_BANK, carried), credit(account(kind, source), carried))
    return entry("difference_paid", difference_id, About(), lines)


def claimed(kind: SourceKind, source: str, difference_id: str, overcharged: Money) -> Entry | None:
    """What a source has charged too much it owes."""
    lines = (debit(account(kind, source), overcharged), credit(charges(kind), overcharged))
    return entry("difference_claimed", difference_id, About(), lines)


def refund_owed(kind: SourceKind, source: str, difference_id: str, amount: Money) -> Entry | None:
    """Money that came in for nothing we know of belongs to a customer."""
    lines = (debit(account(kind, source), amount), credit(ledger.REFUND_PAYABLE, amount))
    return entry("difference_refund_owed", difference_id, About(), lines)


def refund_paid(difference_id: str, amount: Money) -> Entry | None:
    """The customer has it, from the bank."""
    lines = (debit(ledger.REFUND_PAYABLE, amount), credit(ledger.MAIN_BANK, amount))
    return entry("difference_refund_paid", difference_id, About(), lines)

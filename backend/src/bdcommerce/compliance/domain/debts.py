"""What has to go back to a customer, and which refunds were for which of it. Amounts are in poisha."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.sales import Facts

Cause = Literal["not_delivered", "dispute", "return"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """Money that has to go back, since somebody knows why. `left` of it is still open; `met` shows that nothing is."""

    cause: Cause
    subject_id: str
    """The dispute or the return; empty where nothing was delivered."""
    since: Evidence
    left: int
    met: Evidence | None = None


def debts(facts: Facts) -> list[Debt]:
    """Each is met by the refunds that came after it began, the oldest first; or by the one that was said to settle it,
    however much that was: some of it may have gone back before, for another reason.
    """
    unused = {refund.proof.reference: refund.amount for refund in facts.refunds}
    found = []
    for owed in sorted(_owed(facts), key=lambda each: each.since.at):
        left, met = owed.left, None
        for refund in facts.refunds:
            if refund.proof.at >= owed.since.at and left:
                taken = min(left, unused[refund.proof.reference])
                unused[refund.proof.reference] -= taken
                left -= taken
                met = refund.proof if taken else met
        found.append(_settled(replace(owed, left=left, met=met), facts))
    return found


def refundable(facts: Facts) -> int:
    """What the customer has paid, has not got back, and is not owed for another reason already (DC-REF-04); never more
    than what was not cancelled since costs.
    """
    if not facts.paid:
        return 0
    paid = max(facts.paid_at_first, facts.paid_amount)
    left = paid - facts.refunded - sum(debt.left for debt in debts(facts))
    return max(min(left, facts.paid_amount), 0)


def _owed(facts: Facts) -> Iterator[Debt]:
    if facts.ended and facts.paid and facts.ended.at >= facts.paid.at:
        yield Debt(cause="not_delivered", subject_id="", since=facts.ended, left=facts.paid_amount)
    for dispute in facts.disputes:
        if dispute.decided and dispute.refund:
            yield Debt(cause="dispute", subject_id=dispute.dispute_id, since=dispute.decided, left=dispute.refund)
    for back in facts.returns:
        yield Debt(cause="return", subject_id=back.accepted.reference, since=back.accepted, left=back.amount)


def _settled(debt: Debt, facts: Facts) -> Debt:
    named = [refund for refund in facts.refunds if debt.subject_id and refund.settles == debt.subject_id]
    if named:
        return replace(debt, left=0, met=debt.met if debt.met and not debt.left else named[-1].proof)
    return replace(debt, met=None) if debt.left else debt

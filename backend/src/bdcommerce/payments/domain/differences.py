"""Cash that is not what was to pay, where nothing else explains it: staff settle the difference."""

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.escrow import Escrow, obstacles
from bdcommerce.payments.errors import AlreadyReleased, NoDifference, UnknownEscrow
from bdcommerce.payments.events import RefundGranted, ShortfallBorne

NOTHING = Money(0)


def settle(escrow: Escrow, reason: str, by: str) -> RefundGranted | ShortfallBorne:
    """What was collected too much goes back to the customer; what is missing the operator bears.

    Raises UnknownEscrow, AlreadyReleased, NoDifference.
    """
    ensure(escrow.terms, UnknownEscrow.of(escrow.vendor_order_id))
    ensure(not escrow.released, AlreadyReleased.of(escrow.vendor_order_id))
    ensure("amount_differs" in obstacles(escrow), NoDifference.of(escrow.vendor_order_id))
    over = (escrow.collected or NOTHING) - (escrow.to_collect or NOTHING)
    return _surplus(escrow, over, reason, by) if over > NOTHING else _shortfall(escrow, -over, reason, by)


def _surplus(escrow: Escrow, amount: Money, reason: str, by: str) -> RefundGranted:
    return RefundGranted(
        refund_id=ids.new_id("ref"),
        order_id=escrow.order_id,
        vendor_order_id=escrow.vendor_order_id,
        vendor_id=escrow.terms.vendor_id if escrow.terms else "",
        line_id="",
        quantity=0,
        goods=NOTHING,
        operator_discount=NOTHING,
        commission=NOTHING,
        commission_vat=NOTHING,
        withheld_tax=NOTHING,
        amount=amount,
        reason=reason,
        by=by,
        at=clock.now(),
        after_release=False,
        surplus=True,
    )


def _shortfall(escrow: Escrow, amount: Money, reason: str, by: str) -> ShortfallBorne:
    return ShortfallBorne(
        vendor_order_id=escrow.vendor_order_id,
        order_id=escrow.order_id,
        amount=amount,
        reason=reason,
        by=by,
        at=clock.now(),
    )

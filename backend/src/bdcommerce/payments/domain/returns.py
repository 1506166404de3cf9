"""What is owed to a customer whose goods came back, before or after their money was released."""

from bdcommerce.contracts.orders import ReturnAccepted
from bdcommerce.contracts.orders import VendorOrderTerms as Terms
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.domain.refunds import shares_of_what_is_left
from bdcommerce.payments.errors import UnknownEscrow
from bdcommerce.payments.events import RefundedUnits, RefundGranted

BY = "orders"


def grant(escrow: Escrow, accepted: ReturnAccepted) -> RefundGranted | None:
    """The refund that is owed; None where all of it was refunded before. Never more is owed than was paid, whoever has
    refunded some of it already. Raises UnknownEscrow, UnknownLine.
    """
    left = escrow.unrefunded
    if escrow.terms is None or left is None:
        raise UnknownEscrow.of(escrow.vendor_order_id)
    units = _left(escrow, escrow.terms, accepted)
    delivery, delivery_vat = _delivery(left, accepted)
    shares = shares_of_what_is_left(escrow.terms, left, units, escrow.refunded)
    worth = shares.customer + delivery
    fee, fee_vat = min(accepted.pickup_fee, worth), min(accepted.pickup_fee_vat, worth)
    amount = worth - fee
    if not units and not delivery:
        return None
    return RefundGranted(
        refund_id=ids.new_id("ref"),
        order_id=escrow.order_id,
        vendor_order_id=escrow.vendor_order_id,
        vendor_id=escrow.terms.vendor_id,
        line_id=units[0].line_id if units else "",
        quantity=sum(each.quantity for each in units),
        goods=shares.goods,
        operator_discount=shares.operator_discount,
        commission=shares.commission,
        commission_vat=shares.commission_vat,
        withheld_tax=shares.withheld_tax,
        amount=amount,
        reason=accepted.code,
        by=BY,
        at=clock.now(),
        lines=units,
        delivery=delivery,
        delivery_vat=delivery_vat,
        return_id=accepted.return_id,
        after_release=escrow.released,
        by_provider=bool(amount) and escrow.prepaid >= amount,
        pickup_fee=fee,
        pickup_fee_vat=fee_vat,
    )


def _left(escrow: Escrow, terms: Terms, accepted: ReturnAccepted) -> tuple[RefundedUnits, ...]:
    """The units that nobody has refunded yet."""
    bought = {line.line_id: line.quantity for line in terms.lines}
    found = []
    for line in accepted.lines:
        quantity = min(line.quantity, bought.get(line.line_id, 0) - escrow.refunded.get(line.line_id, 0))
        if quantity > 0:
            found.append(RefundedUnits(line_id=line.line_id, quantity=quantity))
    return tuple(found)


def _delivery(left: Terms, accepted: ReturnAccepted) -> tuple[Money, Money]:
    """The fee with the VAT inside it, as far as it was not given back yet."""
    return min(accepted.delivery, left.delivery), min(accepted.delivery_vat, left.delivery_vat)

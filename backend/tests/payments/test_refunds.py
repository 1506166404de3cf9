"""Late refunds: everybody gives back in proportion, and all parts together are exactly the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import escrow, postings
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.domain.refunds import shares_of_line
from bdcommerce.payments.errors import AlreadyRefunded, NotReleased, TooMuchRefunded, UnknownLine, UnknownRefund
from bdcommerce.payments.events import RefundGranted
from support.purchases import Bought, vendor_order

bought = st.builds(
    Bought,
    unit_price=st.integers(100, 500_000),
    quantity=st.integers(1, 7),
    commission_percent=st.sampled_from(["0", "2.5", "8", "12", "17.25"]),
)
PAIR = vendor_order(Bought(unit_price=125000, quantity=2, commission_percent="8"), Bought(unit_price=100))


def released(terms: VendorOrderTerms) -> Escrow:
    return Escrow(vendor_order_id=terms.vendor_order_id, order_id="ord_1", terms=terms, released=True)


def refund(state: Escrow, line_id: str, quantity: int) -> tuple[Escrow, RefundGranted]:
    granted = escrow.refund(state, line_id=line_id, quantity=quantity, reason="wrong size", by="usr_1")
    return escrow.evolve(state, granted), granted


@given(st.lists(bought, min_size=1, max_size=4), st.data())
def test_refunding_everything_in_any_portions_gives_back_exactly_what_was_paid(
    lines: list[Bought], data: st.DataObject
) -> None:
    goods = sum(line.unit_price * line.quantity for line in lines)
    terms = vendor_order(*lines, operator_discount=data.draw(st.integers(0, goods // 2)))
    state, granted = released(terms), []
    for line in data.draw(st.permutations(terms.lines)):
        left = line.quantity
        while left:
            quantity = data.draw(st.integers(1, left))
            state, one = refund(state, line.line_id, quantity)
            granted.append(one)
            left -= quantity
            assert postings.refund_owed(one)
    assert sum(one.amount.amount for one in granted) == (terms.goods - terms.operator_discount).amount
    assert sum(one.commission.amount for one in granted) == terms.commission.amount
    assert sum(one.commission_vat.amount for one in granted) == terms.commission_vat.amount
    assert sum(one.withheld_tax.amount for one in granted) == terms.withheld_tax.amount
    for line in terms.lines:
        with pytest.raises(TooMuchRefunded):
            refund(state, line.line_id, 1)


@given(st.lists(bought, min_size=1, max_size=5))
def test_the_parts_of_all_lines_make_the_vendor_order(lines: list[Bought]) -> None:
    terms = vendor_order(*lines)
    parts = [shares_of_line(terms, line.line_id) for line in terms.lines]
    assert sum(part.goods.amount for part in parts) == terms.goods.amount
    assert sum(part.commission.amount for part in parts) == terms.commission.amount
    assert sum(part.withheld_tax.amount for part in parts) == terms.withheld_tax.amount


def test_a_line_gives_back_commission_at_its_own_rate() -> None:
    terms = vendor_order(
        Bought(unit_price=100000, commission_percent="5"), Bought(unit_price=100000, commission_percent="15")
    )
    _, cheap = refund(released(terms), terms.lines[0].line_id, 1)
    _, dear = refund(released(terms), terms.lines[1].line_id, 1)
    assert (cheap.commission, dear.commission) == (Money(5000), Money(15000))


def test_a_refund_before_the_release_is_refused_and_says_what_to_do_instead() -> None:
    state = Escrow(vendor_order_id=PAIR.vendor_order_id, terms=PAIR)
    with pytest.raises(NotReleased, match="cancelling or returning"):
        refund(state, PAIR.lines[0].line_id, 1)


def test_more_units_than_were_sold_are_refused_and_say_what_is_left() -> None:
    state, _ = refund(released(PAIR), PAIR.lines[0].line_id, 1)
    with pytest.raises(TooMuchRefunded) as refused:
        refund(state, PAIR.lines[0].line_id, 2)
    assert refused.value.data["left"] == 1


def test_a_line_of_another_vendor_order_is_refused() -> None:
    with pytest.raises(UnknownLine):
        refund(released(PAIR), "lin_other", 1)


def test_a_refund_is_paid_once() -> None:
    state, granted = refund(released(PAIR), PAIR.lines[0].line_id, 1)
    paid = escrow.pay_refund(state, granted.refund_id, "usr_2")
    assert paid.amount == granted.amount
    with pytest.raises(AlreadyRefunded):
        escrow.pay_refund(escrow.evolve(state, paid), granted.refund_id, "usr_2")


def test_a_refund_nobody_granted_is_not_paid() -> None:
    with pytest.raises(UnknownRefund):
        escrow.pay_refund(released(PAIR), "ref_1", "usr_2")

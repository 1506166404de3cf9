"""Who bears that returned goods were fetched: taken from what the customer gets back, or from the vendor's balance."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.orders import OrderConfirmed, ReturnAccepted, ReturnPickupCharged, VendorOrderTerms
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money, included
from bdcommerce.payments.domain import escrow, postings, returns
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.errors import AlreadyPosted
from bdcommerce.payments.handlers.returns import charge_pickup
from payments.test_dispute_money import terms
from payments.test_prepaid_escrow import sold
from payments.test_returns import accepted, bought, ended, requested
from payments.till import Till
from support.harness import Harness
from support.money import Books, anna, completed, delivered, remitted
from support.purchases import Bought, confirmed, vendor_order

__all__ = ["terms"]
FEE, VAT = 6000, 783


def fetched(back: ReturnAccepted) -> ReturnAccepted:
    return replace(back, pickup_fee=Money(FEE), pickup_fee_vat=Money(VAT))


def charged(order: OrderConfirmed, terms: VendorOrderTerms) -> ReturnPickupCharged:
    return ReturnPickupCharged(
        return_id="ret_1", order_id=order.order_id, vendor_order_id=terms.vendor_order_id, vendor_id=terms.vendor_id,
        fee=Money(FEE), fee_vat=Money(VAT), at=clock.now(),
    )  # fmt: skip


async def test_a_change_of_mind_gets_so_much_less_back_and_the_vendor_gets_the_rest(
    payments: Harness, books: Books, terms: VendorOrderTerms
) -> None:
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), requested(order, terms), completed(order, terms), remitted(terms))
    await books.hear(fetched(accepted(order.order_id, terms, (0, 1))))
    balances = await books.balances()
    assert balances["liability:refund_payable"] == 108927 - FEE
    assert (balances["income:delivery"], balances["liability:vat"]) == (FEE - VAT, VAT)
    await books.hear(ended(order, terms))
    (told,) = await payments.told(FundsReleased)
    assert (told.vendor_amount, (await books.balances())["liability:customer_funds"]) == (Money(101025), 0)
    (owed,) = (await payments.get("/admin/refunds", as_=anna())).json()["items"]
    assert owed["amount"]["amount"] == 108927 - FEE


async def test_after_the_payout_it_is_the_same_and_a_fault_is_the_vendors_once(
    payments: Harness, books: Books, terms: VendorOrderTerms
) -> None:
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms), completed(order, terms))
    await books.pay("ven_a")
    await books.hear(fetched(accepted(order.order_id, terms, (0, 1))))
    assert (await books.balances())["liability:vendor:ven_a"] == -101025
    await books.hear(charged(order, terms))
    balances = await books.balances()
    assert balances["liability:vendor:ven_a"] == -101025 - FEE
    assert balances["income:delivery"] == 5217 + 2 * (FEE - VAT)
    with pytest.raises(AlreadyPosted):
        async with payments.deps.works() as work:
            await charge_pickup(work, charged(order, terms))


@pytest.mark.asyncio(loop_scope="module")
async def test_what_was_paid_before_delivery_goes_back_without_it(till: Till) -> None:
    terms = vendor_order(Bought(unit_price=100000, quantity=2))
    order = await sold(till, terms)
    await till.service.publish(delivered(order, terms, collected=Money(0)), requested(order, terms))
    await till.service.publish(fetched(accepted(order.order_id, terms, (0, 1))), ended(order, terms))
    await till.check_books()
    await till.service.publish(completed(order, terms))
    await till.sweep()
    await till.sweep()
    balances = await till.balances()
    assert balances["asset:provider:bkash"] == -(terms.total.amount - (100000 - FEE))
    assert len(await till.told(FundsReleased)) == 1
    await till.check_books()


@given(st.lists(bought, min_size=1, max_size=3), st.integers(0, 1_000_000), st.booleans(), st.booleans())
def test_a_fee_never_takes_more_than_there_is_and_every_entry_balances(
    lines: list[Bought], fee: int, released: bool, prepaid: bool
) -> None:
    terms = vendor_order(*lines)
    state = Escrow(
        vendor_order_id=terms.vendor_order_id, order_id="ord_1", terms=terms, collected=terms.total,
        prepaid=terms.total if prepaid else Money(0), released=released,
    )  # fmt: skip
    for at in range(len(lines)):
        back = accepted("ord_1", terms, (at, 1), return_id=f"ret_{at}")
        fee_vat = Money(included(fee, terms.lines[0].vat_percent))
        granted = returns.grant(state, replace(back, pickup_fee=Money(fee), pickup_fee_vat=fee_vat))
        assert granted
        assert granted.amount.amount >= 0
        assert granted.worth == granted.goods - granted.operator_discount
        assert granted.pickup_fee_vat.amount <= granted.pickup_fee.amount
        postings.refund_owed(granted)
        state = escrow.evolve(state, granted)
    left = state.unrefunded
    assert left
    assert left.total == left.goods - left.operator_discount + left.delivery

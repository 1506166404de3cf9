"""What staff give a customer in a dispute: owed out of escrow, or by those who have the money by now, once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.compliance import DisputeDecided
from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.contracts.payments import FundsReleased, RefundCompleted
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import escrow, postings, returns
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.events import AwardLapsed, CashCollected, DisputeEnded, RefundGranted
from bdcommerce.payments.handlers.escrow import accept_goods, end_dispute
from payments.test_prepaid_escrow import sold
from payments.test_returns import accepted, bought, ended, requested
from payments.till import Till
from support import money
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, completed, delivered, disputed, remitted
from support.purchases import Bought, confirmed, vendor_order


@pytest.fixture
def terms(vendors: FakeVendors) -> VendorOrderTerms:
    """Two units, of which the customer paid 217855 and 6000 for delivery."""
    vendors.vendor("A", vendor_id="ven_a")
    return vendor_order(
        Bought(unit_price=125000, quantity=2, vendor_discount=25000, commission_percent="8"),
        vendor_id="ven_a",
        operator_discount=7145,
    )


def decided(terms: VendorOrderTerms, refund: int, *, dispute_id: str = "dsp_1", return_id: str = "") -> DisputeDecided:
    outcome = "for_customer" if refund >= terms.total.amount else "split" if refund else "for_vendor"
    ended = money.decided(terms, dispute_id)
    return replace(ended, outcome=outcome, refund=Money(refund), return_id=return_id)  # type: ignore[arg-type]


async def test_before_the_release_it_comes_out_of_escrow_and_the_vendor_gets_the_rest(
    payments: Harness, books: Books, terms: VendorOrderTerms
) -> None:
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms), disputed(terms), completed(order, terms))
    assert await payments.told(FundsReleased) == []
    await books.hear(decided(terms, 108928))
    (told,) = await payments.told(FundsReleased)
    balances = await books.balances()
    assert balances["liability:refund_payable"] == 108928
    assert balances["liability:customer_funds"] == 0
    assert told.commission == Money(9000)
    assert balances["income:delivery"] == 5217
    (owed,) = (await payments.get("/admin/refunds?status=owed", as_=anna())).json()["items"]
    assert (owed["amount"]["amount"], owed["reason"]) == (108928, "dispute")
    await payments.post(f"/admin/refunds/{owed['refund_id']}/paid", as_=anna())
    (paid,) = await payments.told(RefundCompleted)
    assert (paid.amount, paid.dispute_id, paid.left) == (Money(108928), "dsp_1", Money(0))
    assert (await books.balances())["liability:refund_payable"] == 0


async def test_after_the_payout_the_vendor_owes_it_and_a_vendor_who_was_right_is_paid(
    payments: Harness, books: Books, terms: VendorOrderTerms
) -> None:
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms), completed(order, terms))
    await books.pay("ven_a")
    await books.hear(disputed(terms), decided(terms, 0), disputed(terms, "dsp_2"))
    assert await payments.told(RefundCompleted) == []
    await books.hear(decided(terms, terms.total.amount, dispute_id="dsp_2"))
    balances = {account: amount for account, amount in (await books.balances()).items() if amount}
    assert balances == {
        "asset:bank:main": -(terms.total.amount - 202050),
        "liability:vendor:ven_a": -202050,
        "liability:refund_payable": terms.total.amount,
    }


async def test_the_same_decision_twice_at_once_is_paid_once(
    payments: Harness, books: Books, terms: VendorOrderTerms
) -> None:
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms), disputed(terms))

    async def hear(heard: Callable[..., Awaitable[None]], event: object) -> None:
        async with payments.deps.works() as work:
            await heard(work, event)

    said = [hear(end_dispute, decided(terms, 50000)) for _ in range(4)]
    outcomes = await asyncio.gather(hear(accept_goods, completed(order, terms)), *said, return_exceptions=True)
    assert None in outcomes
    assert all(isinstance(outcome, Stale | None) for outcome in outcomes)
    await books.hear(decided(terms, 50000), completed(order, terms))
    assert (await books.balances())["liability:refund_payable"] == 50000
    assert len(await payments.told(FundsReleased)) == 1


async def test_goods_of_a_disputed_return_are_paid_for_when_they_are_back(
    payments: Harness, books: Books, terms: VendorOrderTerms
) -> None:
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms), requested(order, terms), disputed(terms))
    await books.hear(decided(terms, 108927, return_id="ret_1"))
    assert (await books.balances()).get("liability:refund_payable", 0) == 0
    await books.hear(accepted(order.order_id, terms, (0, 1)), ended(order, terms))
    assert (await books.balances())["liability:refund_payable"] == 108927


async def test_what_has_gone_back_already_is_not_paid_again_and_that_is_said(
    payments: Harness, books: Books, terms: VendorOrderTerms
) -> None:
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms))
    await books.hear(accepted(order.order_id, terms, (0, 2), delivery=True), decided(terms, 5000))
    (told,) = await payments.told(RefundCompleted)
    assert (told.amount, told.dispute_id, told.left) == (Money(0), "dsp_1", Money(0))
    assert (await books.balances())["liability:refund_payable"] == terms.total.amount


@pytest.mark.asyncio(loop_scope="module")
async def test_what_was_paid_before_delivery_goes_back_through_its_provider(till: Till) -> None:
    terms = vendor_order(Bought(unit_price=125000, quantity=2, commission_percent="8"))
    order = await sold(till, terms)
    await till.service.publish(disputed(terms), decided(terms, 40000))
    await till.service.publish(delivered(order, terms, collected=Money(0)), completed(order, terms))
    await till.check_books()
    await till.sweep()
    await till.sweep()
    (told,) = await till.told(RefundCompleted)
    assert (told.amount, told.dispute_id, told.left) == (Money(40000), "dsp_1", Money(0))
    assert (await till.balances())["asset:provider:bkash"] == -(terms.total.amount - 40000)
    assert len(await till.told(FundsReleased)) == 1
    await till.check_books()


def test_a_decision_that_is_heard_before_the_money_waits_for_it() -> None:
    terms = vendor_order(Bought(unit_price=1000))
    state = Escrow(vendor_order_id=terms.vendor_order_id, order_id="ord_1", terms=terms, payout_days=10)
    said = DisputeEnded(
        dispute_id="dsp_1", vendor_order_id=terms.vendor_order_id, at=decided(terms, 0).at, refund=Money(300)
    )
    assert escrow.hear(state, said) == [said]
    cash = CashCollected(
        order_id="ord_1", vendor_order_id=terms.vendor_order_id, vendor_id=terms.vendor_id, courier="own",
        shipment_id="shp_1", amount=terms.total, at=said.at,
    )  # fmt: skip
    _, granted = escrow.hear(escrow.evolve(state, said), cash)
    assert isinstance(granted, RefundGranted)
    assert granted.amount == Money(300)


@given(st.lists(bought, min_size=1, max_size=4), st.data())
def test_disputes_and_returns_in_any_order_share_out_exactly_what_was_paid(
    lines: list[Bought], data: st.DataObject
) -> None:
    goods = sum(line.unit_price * line.quantity for line in lines)
    terms = vendor_order(*lines, operator_discount=data.draw(st.integers(0, goods // 2)))
    state = Escrow(
        vendor_order_id=terms.vendor_order_id, order_id="ord_1", terms=terms, collected=terms.total, released=True
    )
    for number in range(5):
        if data.draw(st.booleans()):
            asked = [(at, data.draw(st.integers(0, 7))) for at in range(len(lines))]
            granted = returns.grant(state, accepted("ord_1", terms, *asked, delivery=data.draw(st.booleans())))
        else:
            refund = Money(data.draw(st.integers(1, terms.total.amount)))
            state = replace(state, awards={f"dsp_{number}": refund})
            (granted,) = escrow.awarded(state)  # type: ignore[assignment]
        if granted is None:
            continue
        state = escrow.evolve(state, granted)
        if isinstance(granted, AwardLapsed):
            continue
        assert granted.amount == granted.goods - granted.operator_discount + granted.delivery
        assert granted.amount.amount == 0 or postings.refund_owed(granted)
    left = state.unrefunded
    assert left is not None
    for amount in (left.goods, left.operator_discount, left.commission, left.commission_vat, left.withheld_tax):
        assert amount.amount >= 0
    assert left.total == left.goods - left.operator_discount + left.delivery
    assert left.total.amount >= 0
    (last,) = escrow.awarded(replace(state, awards={"dsp_last": terms.total}))
    if isinstance(last, RefundGranted):
        state = escrow.evolve(state, last)
    assert sum(refund.amount.amount for refund in state.refunds.values()) == terms.total.amount
    assert escrow.awarded(replace(state, awards={"dsp_more": terms.total}))[0].dispute_id == "dsp_more"  # type: ignore[union-attr]

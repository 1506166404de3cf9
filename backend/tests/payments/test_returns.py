"""Goods that came back: paid back out of escrow or from those who have the money by now, the way they were paid."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.orders import (
    OrderConfirmed,
    ReturnAccepted,
    ReturnedLine,
    ReturnEnded,
    ReturnRequested,
    VendorOrderAmended,
    VendorOrderTerms,
)
from bdcommerce.contracts.payments import FundsReleased, RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import escrow, postings, returns
from bdcommerce.payments.domain.escrow import Escrow
from payments.test_worked_example import AFTER_LATE_REFUND, AFTER_PAYOUT
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, completed, delivered, remitted
from support.purchases import Bought, confirmed, vendor_order

bought = st.builds(
    Bought,
    unit_price=st.integers(100, 500_000),
    quantity=st.integers(1, 7),
    commission_percent=st.sampled_from(["0", "2.5", "8", "12", "17.25"]),
)


def requested(order: OrderConfirmed, terms: VendorOrderTerms, return_id: str = "ret_1") -> ReturnRequested:
    return ReturnRequested(
        return_id=return_id, order_id=order.order_id, vendor_order_id=terms.vendor_order_id, number=order.number,
        vendor_id=terms.vendor_id, code="damaged", units=1, answer_by=None, at=clock.now(),
    )  # fmt: skip


def accepted(
    order_id: str, terms: VendorOrderTerms, *units: tuple[int, int], return_id: str = "ret_1", delivery: bool = False
) -> ReturnAccepted:
    """So many units of each line came back."""
    lines = [
        ReturnedLine(line_id=terms.lines[at].line_id, quantity=quantity, goods=Money(0), operator_discount=Money(0))
        for at, quantity in units
    ]
    return ReturnAccepted(
        return_id=return_id, order_id=order_id, vendor_order_id=terms.vendor_order_id, vendor_id=terms.vendor_id,
        code="damaged", lines=lines, delivery=terms.delivery if delivery else Money(0),
        delivery_vat=terms.delivery_vat if delivery else Money(0), amount=Money(0), at=clock.now(),
    )  # fmt: skip


def ended(order: OrderConfirmed, terms: VendorOrderTerms, return_id: str = "ret_1") -> ReturnEnded:
    return ReturnEnded(
        return_id=return_id, order_id=order.order_id, vendor_order_id=terms.vendor_order_id, number=order.number,
        vendor_id=terms.vendor_id, outcome="refunded", at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def pair(vendors: FakeVendors) -> tuple[VendorOrderTerms, VendorOrderTerms]:
    """The two vendor orders of the worked example."""
    vendors.vendor("A", vendor_id="ven_a")
    vendors.vendor("B", vendor_id="ven_b")
    a = vendor_order(
        Bought(unit_price=125000, quantity=2, vendor_discount=25000, commission_percent="8"),
        vendor_id="ven_a",
        operator_discount=7145,
    )
    b = vendor_order(Bought(unit_price=89900, commission_percent="12"), vendor_id="ven_b", operator_discount=2855)
    return a, b


async def test_a_second_late_return_gives_back_the_rest_of_what_was_paid(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms]
) -> None:
    a, b = pair
    order = confirmed(a, b)
    await books.hear(order, delivered(order, a), delivered(order, b), remitted(a, b, charge=6500))
    await books.hear(completed(order, a), completed(order, b))
    await books.pay("ven_a", "ven_b")
    assert await books.balances() == AFTER_PAYOUT
    await books.hear(accepted(order.order_id, a, (0, 1)), accepted(order.order_id, a, (0, 1), return_id="ret_2"))
    (first, second) = (await payments.get("/admin/refunds?status=owed", as_=anna())).json()["items"][::-1]
    assert (first["amount"]["amount"], second["amount"]["amount"]) == (108927, 217855 - 108927)


async def test_one_late_return_gives_the_figures_of_the_worked_example(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms]
) -> None:
    a, b = pair
    order = confirmed(a, b)
    await books.hear(order, delivered(order, a), delivered(order, b), remitted(a, b, charge=6500))
    await books.hear(completed(order, a), completed(order, b))
    await books.pay("ven_a", "ven_b")
    await books.hear(requested(order, a), accepted(order.order_id, a, (0, 1)), ended(order, a))
    (owed,) = (await payments.get("/admin/refunds", as_=anna())).json()["items"]
    assert owed["amount"]["amount"] == 108927
    await payments.post(f"/admin/refunds/{owed['refund_id']}/paid", as_=anna())
    assert await books.balances() == AFTER_LATE_REFUND
    (told,) = await payments.told(RefundCompleted)
    assert (told.amount, told.return_id, told.left) == (Money(108927), "ret_1", Money(0))
    assert (await payments.face.verify_ledger()).problems == []


async def test_money_waits_for_a_return_and_the_vendor_gets_what_is_left(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms]
) -> None:
    a, _ = pair
    order = confirmed(a)
    await books.hear(order, delivered(order, a), requested(order, a), completed(order, a), remitted(a))
    assert await payments.told(FundsReleased) == []
    held = (await payments.get(f"/admin/escrows/{a.vendor_order_id}", as_=anna())).json()
    assert held["held_by"] == ["return_open"]
    await books.hear(accepted(order.order_id, a, (0, 1)))
    assert (await books.balances())["liability:refund_payable"] == 108927
    assert (await payments.face.verify_ledger()).problems == []
    await books.hear(ended(order, a))
    (told,) = await payments.told(FundsReleased)
    assert (told.vendor_amount, told.commission) == (Money(101025), Money(9000))
    balances = await books.balances()
    assert balances["liability:customer_funds"] == 0
    assert balances["expense:promotion"] == -3572
    assert balances["income:delivery"] == 5217
    assert (await payments.face.verify_ledger()).problems == []


async def test_everything_that_came_back_by_the_vendors_fault_leaves_nothing_with_anybody(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms]
) -> None:
    a, _ = pair
    order = confirmed(a)
    await books.hear(order, delivered(order, a), remitted(a), completed(order, a))
    await books.hear(accepted(order.order_id, a, (0, 2), delivery=True))
    balances = {account: amount for account, amount in (await books.balances()).items() if amount}
    assert balances == {"asset:bank:main": -a.total.amount, "liability:refund_payable": a.total.amount}
    assert (await payments.face.verify_ledger()).problems == []


async def test_the_next_release_of_the_vendor_makes_up_for_a_late_return(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms]
) -> None:
    a, _ = pair
    order = confirmed(a)
    await books.hear(order, delivered(order, a), remitted(a), completed(order, a))
    await books.pay("ven_a")
    await books.hear(accepted(order.order_id, a, (0, 1)))
    again = vendor_order(Bought(unit_price=200000), vendor_id="ven_a")
    other = confirmed(again)
    with clock.frozen(clock.now() + timedelta(days=1)):
        await books.hear(other, delivered(other, again), remitted(again), completed(other, again))
        batch = await books.pay("ven_a")
    earned = 200000 - 20000 - 3000 - 2000
    assert batch["total"]["amount"] == earned - 101025


async def test_what_staff_have_refunded_already_is_not_paid_again(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms]
) -> None:
    a, _ = pair
    order = confirmed(a)
    await books.hear(order, delivered(order, a), remitted(a), completed(order, a))
    asked = {"vendor_order_id": a.vendor_order_id, "line_id": a.lines[0].line_id, "quantity": 2, "reason": "kind"}
    await payments.post("/admin/refunds", asked, as_=anna())
    await books.hear(accepted(order.order_id, a, (0, 2)))
    (told,) = await payments.told(RefundCompleted)
    assert (told.amount, told.left, told.return_id) == (Money(0), Money(0), "ret_1")


@given(st.lists(bought, min_size=1, max_size=4), st.data())
def test_returns_before_and_after_the_release_never_give_back_more_than_was_paid(
    lines: list[Bought], data: st.DataObject
) -> None:
    goods = sum(line.unit_price * line.quantity for line in lines)
    terms = vendor_order(*lines, operator_discount=data.draw(st.integers(0, goods // 2)))
    state = Escrow(vendor_order_id=terms.vendor_order_id, order_id="ord_1", terms=terms, payout_days=10)
    released = data.draw(st.integers(0, 6))
    for number in range(6):
        if number == released:
            left = state.left
            assert left is not None
            postings.released("ord_1", left)
            state = Escrow(
                vendor_order_id=state.vendor_order_id, order_id="ord_1", terms=terms, released=True,
                refunded=state.refunded, refunds=state.refunds,
            )  # fmt: skip
        asked = [(at, data.draw(st.integers(0, 7))) for at in range(len(lines))]
        granted = returns.grant(state, accepted("ord_1", terms, *asked, delivery=data.draw(st.booleans())))
        if granted:
            posted = postings.refund_owed(granted)
            assert posted is not None
            state = escrow.evolve(state, granted)
    given_back = sum(refund.amount.amount for refund in state.refunds.values())
    assert given_back <= terms.total.amount
    for line in terms.lines:
        assert state.refunded.get(line.line_id, 0) <= line.quantity
    everything = returns.grant(state, accepted("ord_1", terms, *((at, 9) for at in range(len(lines))), delivery=True))
    rest = everything.amount.amount if everything else 0
    assert given_back + rest == terms.total.amount
    assert (
        returns.grant(
            escrow.evolve(state, everything) if everything else state, accepted("ord_1", terms, (0, 1), delivery=True)
        )
        is None
    )


async def test_what_was_kept_of_a_parcel_is_what_is_released(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms]
) -> None:
    a, b = pair
    order = confirmed(a)
    kept = replace(b, vendor_order_id=a.vendor_order_id, vendor_id=a.vendor_id)
    await books.hear(order, replace(delivered(order, a, kept.total), partial=True))
    amended = VendorOrderAmended(order_id=order.order_id, terms=kept, cancelled_lines=[], reason="", at=clock.now())
    await books.hear(amended, remitted(kept), completed(order, a))
    (told,) = await payments.told(FundsReleased)
    assert told.vendor_amount == Money(76595)
    assert (await payments.face.verify_ledger()).problems == []


@pytest.mark.parametrize("over", [500, -500])
async def test_a_difference_at_the_door_holds_the_money_until_staff_settle_it(
    payments: Harness, books: Books, pair: tuple[VendorOrderTerms, VendorOrderTerms], over: int
) -> None:
    a, _ = pair
    order, path = confirmed(a), f"/admin/escrows/{a.vendor_order_id}"
    reason = {"reason": "the rider says so"}
    await books.hear(order)
    assert (await payments.post(f"{path}/settle-difference", reason, as_=anna())).json()["code"] == "no_difference"
    taken = replace(a, total=a.total + Money(over))
    await books.hear(delivered(order, a, taken.total), remitted(taken), completed(order, a))
    assert (await payments.get(path, as_=anna())).json()["held_by"] == ["amount_differs"]
    settled = await payments.post(f"{path}/settle-difference", reason, as_=anna())
    assert settled.json()["status"] == "released", settled.text
    assert (await payments.told(FundsReleased))[0].vendor_amount == Money(202050)
    balances = await books.balances()
    owed = {"liability:refund_payable": 500} if over > 0 else {"expense:claims": -500}
    assert {name: balances.get(name, 0) for name in owed} == owed
    assert balances["liability:customer_funds"] == 0
    assert (await payments.face.verify_ledger()).problems == []

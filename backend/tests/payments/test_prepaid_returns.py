"""Goods that came back and were paid before delivery: the money goes back through its provider."""

import pytest

from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.contracts.payments import FundsReleased, RefundCompleted
from bdcommerce.kernel.money import Money
from payments.test_prepaid_escrow import released, sold
from payments.test_returns import accepted, ended, requested
from payments.till import Till
from support.money import completed, delivered
from support.purchases import Bought, vendor_order

pytestmark = pytest.mark.asyncio(loop_scope="module")


def two_units() -> VendorOrderTerms:
    return vendor_order(
        Bought(unit_price=125000, quantity=2, vendor_discount=25000, commission_percent="8"), operator_discount=7145
    )


async def test_before_the_release_the_provider_pays_back_and_the_vendor_gets_the_rest(till: Till) -> None:
    terms = two_units()
    order = await sold(till, terms)
    await till.service.publish(delivered(order, terms, collected=Money(0)), requested(order, terms))
    await till.service.publish(accepted(order.order_id, terms, (0, 1)), ended(order, terms))
    await till.check_books()
    await till.service.publish(completed(order, terms))
    assert await released(till) == [terms.vendor_order_id]
    await till.sweep()
    await till.sweep()
    (told,) = await till.told(RefundCompleted)
    assert (told.amount, told.return_id, told.left) == (Money(108927), "ret_1", Money(0))
    assert (await till.told(FundsReleased))[0].vendor_amount == Money(101025)
    assert (await till.balances())["asset:provider:bkash"] == -(terms.total.amount - 108927)
    await till.check_books()


async def test_after_the_release_the_vendor_owes_what_the_provider_pays_back(till: Till) -> None:
    terms = two_units()
    order = await sold(till, terms)
    await till.service.publish(delivered(order, terms, collected=Money(0)))
    await till.service.publish(completed(order, terms))
    await till.service.publish(accepted(order.order_id, terms, (0, 1)), ended(order, terms))
    await till.check_books()
    await till.sweep()
    await till.sweep()
    balances = await till.balances()
    assert balances[f"liability:vendor:{terms.vendor_id}"] == 202050 - 101025
    assert balances["asset:provider:bkash"] == -(terms.total.amount - 108927)
    assert "liability:refund_payable" not in balances
    (told,) = await till.told(RefundCompleted)
    assert (told.amount, told.return_id) == (Money(108927), "ret_1")
    await till.check_books()


async def test_several_returns_go_back_one_by_one_and_never_more_than_was_paid(till: Till) -> None:
    terms = two_units()
    order = await sold(till, terms)
    for number in (1, 2, 3):
        back = accepted(order.order_id, terms, (0, 1), return_id=f"ret_{number}", delivery=number > 1)
        await till.service.publish(back)
        await till.sweep()
        await till.sweep()
    assert [(told.return_id, told.amount.amount) for told in await till.told(RefundCompleted)] == [
        ("ret_1", 108927), ("ret_2", 108928 + 6000), ("ret_3", 0),
    ]  # fmt: skip
    assert "asset:provider:bkash" not in await till.balances()
    await till.check_books()

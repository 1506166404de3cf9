"""What was paid before delivery stays in escrow until the goods are delivered; what is not delivered goes back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bdcommerce.contracts.orders import (
    OrderConfirmed,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderReturned,
    VendorOrderTerms,
)
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from payments.till import Till
from support.money import completed, delivered
from support.purchases import Bought, confirmed, vendor_order, without_line

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def sold(till: Till, *terms: VendorOrderTerms) -> OrderConfirmed:
    """An order that was paid by bKash and binds."""
    order = await till.order(parts=terms)
    await till.come_back(await till.play(await till.begin(order)))
    binding = replace(confirmed(*terms), order_id=order.order_id, payment_method="bkash")
    await till.service.publish(binding)
    return binding


async def deliver(till: Till, order: OrderConfirmed, terms: Sequence[VendorOrderTerms]) -> None:
    for each in terms:
        await till.service.publish(delivered(order, each, collected=Money(0)))
        await till.service.publish(completed(order, each))


async def released(till: Till) -> list[str]:
    return [each.vendor_order_id for each in await till.told(FundsReleased)]


async def test_it_is_released_when_it_was_delivered_and_not_before(till: Till) -> None:
    terms = [vendor_order(Bought(unit_price=90000)), vendor_order(Bought(unit_price=50000), operator_discount=2000)]
    order = await sold(till, *terms)
    assert await released(till) == []
    assert await till.balances() == {
        "asset:provider:bkash": -order.total.amount, "liability:customer_funds": order.total.amount,
    }  # fmt: skip
    await deliver(till, order, terms[:1])
    assert await released(till) == [terms[0].vendor_order_id]
    await deliver(till, order, terms[1:])
    assert "liability:customer_funds" not in await till.balances()
    await till.check_books()


async def test_what_a_cancelled_line_cost_goes_back_and_the_rest_is_released(till: Till) -> None:
    terms = vendor_order(Bought(unit_price=90000), Bought(unit_price=30000))
    order = await sold(till, terms)
    fewer = without_line(terms, terms.lines[1].line_id)
    amended = VendorOrderAmended(
        order_id=order.order_id, terms=fewer, cancelled_lines=[terms.lines[1].line_id], reason="", at=clock.now()
    )
    await till.service.publish(amended, amended)
    await till.sweep()
    await till.sweep()
    assert (await till.balances())["asset:provider:bkash"] == -fewer.total.amount
    await till.check_books()
    await deliver(till, order, [fewer])
    assert await released(till) == [terms.vendor_order_id]
    await till.check_books()


@pytest.mark.parametrize("how", ["cancelled", "returned"])
async def test_what_one_vendor_does_not_deliver_goes_back_whole(till: Till, how: str) -> None:
    terms = [vendor_order(Bought(unit_price=90000)), vendor_order(Bought(unit_price=50000))]
    order = await sold(till, *terms)
    ids = {"order_id": order.order_id, "vendor_order_id": terms[0].vendor_order_id, "vendor_id": terms[0].vendor_id}
    ended = (
        VendorOrderCancelled(**ids, reason="sold out", by="vendor", at=clock.now())
        if how == "cancelled"
        else VendorOrderReturned(**ids, at=clock.now())
    )
    await till.service.publish(ended)
    await till.sweep()
    await till.sweep()
    assert (await till.balances())["liability:customer_funds"] == terms[1].total.amount
    escrow = await till.service.get(f"/admin/escrows/{terms[0].vendor_order_id}", as_=till.staff)
    assert escrow.json()["status"] == "closed"
    await deliver(till, order, terms[1:])
    assert await released(till) == [terms[1].vendor_order_id]
    await till.check_books()


async def test_money_for_an_order_that_is_paid_at_the_door_after_all_goes_back(till: Till) -> None:
    terms = vendor_order(Bought(unit_price=90000))
    order = await till.order(parts=[terms])
    page = await till.begin(order)
    await till.service.publish(replace(confirmed(terms), order_id=order.order_id, payment_method="cod"))
    await till.play(page)
    for _ in range(3):
        await till.sweep()
    assert await till.balances() == {}
    await till.check_books()
    binding = replace(confirmed(terms), order_id=order.order_id)
    await till.service.publish(delivered(binding, terms))
    await till.check_books()

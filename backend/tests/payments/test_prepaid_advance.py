"""An order of which a part is paid before and the rest at the door: both are one vendor order's money in the end."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderAmended, VendorOrderReturned, VendorOrderTerms
from bdcommerce.contracts.payments import DuePart, FundsReleased, OpenPayment
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from payments.till import Till
from support.money import completed, delivered, remitted
from support.purchases import Bought, confirmed, vendor_order, without_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
ADVANCE = Money(9000)


async def asked(till: Till, terms: Sequence[VendorOrderTerms]) -> OpenPayment:
    """An order that waits for so much of each of these vendor orders."""
    whole = await till.order(1)
    parts = [DuePart(vendor_order_id=each.vendor_order_id, vendor_id=each.vendor_id, amount=ADVANCE) for each in terms]
    request = replace(whole, order_id=new_id("ord"), parts=parts, advance=True)
    till.orders.deliver_to(parts[0].vendor_order_id, request.order_id, number=request.number)
    await till.service.face.open(request)
    return request


async def sold(till: Till, *terms: VendorOrderTerms) -> OrderConfirmed:
    """Its advance was paid by bKash, and it binds."""
    order = await asked(till, terms)
    await till.come_back(await till.play(await till.begin(order)))
    binding = replace(confirmed(*terms), order_id=order.order_id, payment_method="cod", advance=ADVANCE * len(terms))
    await till.service.publish(binding)
    return binding


async def test_the_advance_and_the_cash_at_the_door_are_released_together(till: Till) -> None:
    terms = [vendor_order(Bought(unit_price=90000)), vendor_order(Bought(unit_price=50000), operator_discount=2000)]
    order = await sold(till, *terms)
    assert await till.balances() == {"asset:provider:bkash": -18000, "liability:customer_funds": 18000}
    for each in terms:
        await till.service.publish(delivered(order, each, collected=each.total - ADVANCE))
        await till.service.publish(completed(order, each))
    funds = sum(each.total.amount for each in terms)
    balances = await till.balances()
    assert (balances["asset:provider:bkash"], balances["liability:customer_funds"]) == (-18000, funds)
    assert sum(amount for name, amount in balances.items() if name.startswith("asset:courier")) == 18000 - funds
    assert await till.told(FundsReleased) == []
    await till.service.publish(remitted(*(replace(each, total=each.total - ADVANCE) for each in terms), charge=100))
    assert {each.vendor_order_id for each in await till.told(FundsReleased)} == {each.vendor_order_id for each in terms}
    assert "liability:customer_funds" not in await till.balances()
    await till.check_books()


async def test_an_advance_is_never_more_than_what_was_asked_whatever_becomes_dearer(till: Till) -> None:
    terms = vendor_order(Bought(unit_price=90000), Bought(unit_price=4000))
    order = await sold(till, terms)
    dearer = replace(terms, total=terms.total + Money(50000))
    fewer = without_line(terms, terms.lines[1].line_id)
    for changed in (dearer, fewer):
        await till.service.publish(
            VendorOrderAmended(order_id=order.order_id, terms=changed, cancelled_lines=[], reason="", at=clock.now())
        )
        await till.sweep()
    standing = await till.service.face.decide(order.order_id)
    assert (standing.paid, standing.outstanding) == (True, Money(0))
    assert (await till.balances())["liability:customer_funds"] == ADVANCE.amount
    await till.check_books()


async def test_the_advance_of_a_parcel_that_came_back_goes_back_too(till: Till) -> None:
    terms = [vendor_order(Bought(unit_price=90000)), vendor_order(Bought(unit_price=50000))]
    order = await sold(till, *terms)
    first = terms[0]
    await till.service.publish(
        VendorOrderReturned(
            order_id=order.order_id, vendor_order_id=first.vendor_order_id, vendor_id=first.vendor_id, at=clock.now()
        )
    )
    await till.sweep()
    await till.sweep()
    assert await till.balances() == {"asset:provider:bkash": -9000, "liability:customer_funds": 9000}
    await till.check_books()


async def test_what_staff_did_without_goes_back_although_it_was_paid(till: Till) -> None:
    terms = vendor_order(Bought(unit_price=90000))
    order = await asked(till, [terms])
    page = await till.begin(order)
    await till.service.publish(replace(confirmed(terms), order_id=order.order_id, payment_method="cod"))
    await till.play(page)
    for _ in range(3):
        await till.sweep()
    assert await till.balances() == {}
    await till.check_books()

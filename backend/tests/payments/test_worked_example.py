"""One purchase from two vendors, from the door to a late refund: every account, figure by figure, column by column."""

from bdcommerce.contracts.payments import FundsReleased, PayoutPaid, RefundCompleted
from bdcommerce.kernel.money import Money
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, completed, delivered, remitted
from support.purchases import Bought, confirmed, vendor_order

AFTER_DELIVERY = {"asset:courier:own": -316900, "liability:customer_funds": 316900}
AFTER_REMITTANCE = {
    "asset:courier:own": 0,
    "asset:bank:main": -303900,
    "expense:courier": -13000,
    "liability:customer_funds": 316900,
}
AFTER_RELEASE = {
    "asset:courier:own": 0,
    "asset:bank:main": -303900,
    "expense:courier": -13000,
    "liability:customer_funds": 0,
    "expense:promotion": -10000,
    "liability:vendor:ven_a": 202050,
    "liability:vendor:ven_b": 76595,
    "income:commission": 28788,
    "liability:vat": 5884,
    "liability:tds": 3149,
    "income:delivery": 10434,
}
AFTER_PAYOUT = AFTER_RELEASE | {
    "asset:bank:main": -25255,
    "liability:vendor:ven_a": 0,
    "liability:vendor:ven_b": 0,
    "liability:payout_in_transit": 0,
}
AFTER_LATE_REFUND = AFTER_PAYOUT | {
    "asset:bank:main": 83672,
    "expense:promotion": -6427,
    "liability:vendor:ven_a": -101025,
    "income:commission": 19788,
    "liability:vat": 4534,
    "liability:tds": 2024,
    "liability:refund_payable": 0,
}


async def test_the_worked_example_holds_in_every_column(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    vendors.vendor("A", vendor_id="ven_a")
    vendors.vendor("B", vendor_id="ven_b")
    a = vendor_order(
        Bought(unit_price=125000, quantity=2, vendor_discount=25000, commission_percent="8"),
        vendor_id="ven_a",
        operator_discount=7145,
    )
    b = vendor_order(Bought(unit_price=89900, commission_percent="12"), vendor_id="ven_b", operator_discount=2855)
    order = confirmed(a, b)
    assert (a.total, b.total, order.total) == (Money(223855), Money(93045), Money(316900))

    await books.hear(order, delivered(order, a), delivered(order, b))
    assert await books.balances() == AFTER_DELIVERY

    await books.hear(remitted(a, b, charge=6500))
    assert await books.balances() == AFTER_REMITTANCE

    await books.hear(completed(order, a), completed(order, b))
    assert await books.balances() == AFTER_RELEASE
    assert {(told.vendor_id, told.vendor_amount.amount) for told in await payments.told(FundsReleased)} == {
        ("ven_a", 202050),
        ("ven_b", 76595),
    }

    batch = await books.pay("ven_a", "ven_b")
    assert batch["total"] == {"amount": 278645, "currency": "BDT"}
    assert await books.balances() == AFTER_PAYOUT
    assert sum(told.amount.amount for told in await payments.told(PayoutPaid)) == 278645

    asked = {"vendor_order_id": a.vendor_order_id, "line_id": a.lines[0].line_id, "quantity": 1, "reason": "too small"}
    granted = (await payments.post("/admin/refunds", asked, as_=anna())).json()
    assert granted["amount"] == {"amount": 108927, "currency": "BDT"}
    await payments.post(f"/admin/refunds/{granted['refund_id']}/paid", as_=anna())
    assert await books.balances() == AFTER_LATE_REFUND
    (told,) = await payments.told(RefundCompleted)
    assert (told.amount, told.vendor_order_id) == (Money(108927), a.vendor_order_id)

"""Escrow over the real log and ledger: however the facts come, the money goes once, and only when all of them hold."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderAmended, VendorOrderCancelled, VendorOrderTerms
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.payments.consumers import CONSUMERS
from bdcommerce.payments.errors import AlreadyPosted
from support import tokens
from support.faces.compliance import FakeCompliance
from support.harness import Harness
from support.money import Books, anna, completed, delivered, remitted, settled
from support.purchases import Bought, confirmed, vendor_order, without_line

HEARD = {consumer.event: consumer.handle for consumer in CONSUMERS}


async def hear(payments: Harness, event: object) -> None:
    """Take one event in, again when another one was faster, as the bus would deliver it again."""
    while True:
        try:
            await HEARD[type(event)](event, payments.deps)
        except Stale:
            continue
        return


def amended(order: OrderConfirmed, terms: VendorOrderTerms) -> VendorOrderAmended:
    return VendorOrderAmended(
        order_id=order.order_id, terms=terms, cancelled_lines=["lin_1"], reason="changed mind", at=clock.now()
    )


def everything_told(short: int) -> tuple[VendorOrderTerms, list[object]]:
    """A vendor order whose second line is cancelled, with every fact of its money."""
    first = vendor_order(Bought(unit_price=125000, quantity=2), Bought(unit_price=89900), operator_discount=9999)
    final = without_line(first, first.lines[1].line_id)
    order = confirmed(first)
    facts: list[object] = [order, amended(order, final), delivered(order, final), completed(order, final)]
    facts.append(remitted(final, charge=6500, short=short))
    facts += [settled(final, short, written_off=True)] if short else []
    return final, facts


@pytest.mark.parametrize("seed", range(3))
async def test_facts_in_any_order_end_in_the_same_books(payments: Harness, books: Books, seed: int) -> None:
    random = Random(seed)
    told = [everything_told(short) for short in (0, 0, 0, 5000, 5000, 5000)]
    for _, facts in told:
        for event in random.sample(facts, len(facts)):
            await hear(payments, event)
    released = {item.vendor_order_id: item.vendor_amount for item in await payments.told(FundsReleased)}
    sums = await books.balances()
    for terms, _ in told:
        share = terms.goods - terms.commission - terms.commission_vat - terms.withheld_tax
        assert released[terms.vendor_order_id] == share
        assert sums[f"liability:vendor:{terms.vendor_id}"] == share.amount
    assert len(released) == len(await payments.told(FundsReleased)) == 6
    assert (sums["asset:courier:own"], sums["liability:customer_funds"]) == (0, 0)
    assert sums["expense:claims"] == -15000


async def test_facts_at_the_same_moment_release_once(payments: Harness, books: Books) -> None:
    told = [everything_told(0) for _ in range(4)]
    await asyncio.gather(*(hear(payments, event) for _, facts in told for event in facts))
    assert len(await payments.told(FundsReleased)) == 4
    assert (await books.balances())["liability:customer_funds"] == 0


@pytest.mark.parametrize("missing", range(4))
async def test_nothing_is_paid_to_anybody_while_a_fact_is_missing(
    payments: Harness, books: Books, missing: int
) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = confirmed(terms)
    facts: Sequence[object] = [order, delivered(order, terms), remitted(terms), completed(order, terms)]
    for event in [fact for index, fact in enumerate(facts) if index != missing]:
        await hear(payments, event)
    sums = await books.balances()
    assert f"liability:vendor:{terms.vendor_id}" not in sums
    assert "income:commission" not in sums


async def test_a_fact_told_twice_is_refused_by_the_ledger(payments: Harness, books: Books) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = await books.sell(terms)
    before = await books.balances()
    for event in (delivered(order, terms), remitted(terms)):
        with pytest.raises(AlreadyPosted):
            await hear(payments, event)
    assert await books.balances() == before


async def test_a_parcel_that_was_free_at_the_door_is_released_without_a_remittance(
    payments: Harness, books: Books
) -> None:
    terms = vendor_order(Bought(unit_price=50000), delivery=0, operator_discount=50000)
    order = confirmed(terms)
    assert terms.total == Money(0)
    await books.hear(order, delivered(order, terms), completed(order, terms))
    sums = await books.balances()
    assert sums["expense:promotion"] == -50000
    assert len(await payments.told(FundsReleased)) == 1


async def test_another_amount_at_the_door_stays_in_escrow_and_staff_see_why(payments: Harness, books: Books) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = confirmed(terms)
    less = terms.total - Money(100)
    await books.hear(order, delivered(order, terms, less), remitted(terms), completed(order, terms))
    view = (await payments.get(f"/admin/escrows/{terms.vendor_order_id}", as_=anna())).json()
    assert (view["status"], view["held_by"]) == ("open", ["amount_differs"])
    assert view["collected"] == {"amount": less.amount, "currency": "BDT"}
    assert await payments.told(FundsReleased) == []


async def test_a_cancelled_vendor_order_is_closed(payments: Harness, books: Books) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = confirmed(terms)
    cancelled = VendorOrderCancelled(
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        reason="out of stock",
        by="vendor",
        at=clock.now(),
    )
    await books.hear(order, cancelled)
    view = (await payments.get(f"/admin/escrows/{terms.vendor_order_id}", as_=anna())).json()
    assert view["status"] == "closed"


async def test_frozen_money_is_released_when_it_is_thawed(payments: Harness, books: Books) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = confirmed(terms)
    path = f"/admin/escrows/{terms.vendor_order_id}"
    await books.hear(order, delivered(order, terms), remitted(terms))
    frozen = await payments.post(f"{path}/freeze", {"reason": "dispute 17"}, as_=anna())
    assert frozen.json()["frozen_because"] == "dispute 17"
    await books.hear(completed(order, terms))
    assert await payments.told(FundsReleased) == []
    thawed = (await payments.post(f"{path}/thaw", as_=anna())).json()
    assert (thawed["status"], thawed["held_by"]) == ("released", [])
    assert len(await payments.told(FundsReleased)) == 1
    late = await payments.post(f"{path}/freeze", {"reason": "dispute 18"}, as_=anna())
    assert (late.status_code, late.json()["code"]) == (409, "already_released")


async def test_an_escrow_nobody_told_of_is_not_found(payments: Harness) -> None:
    for method, path in (("GET", ""), ("POST", "/freeze"), ("POST", "/thaw")):
        body = {"reason": "dispute 17"} if path == "/freeze" else None
        reply = await payments.call(method, f"/admin/escrows/vor_none{path}", body, as_=anna())
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_escrow")


async def test_the_payout_deadline_is_that_of_the_rule_book_on_the_day_of_the_order(
    payments: Harness, books: Books, compliance: FakeCompliance
) -> None:
    compliance.set_rule("dc.seller_payout_days", 3)
    terms = vendor_order(Bought(unit_price=50000))
    await books.sell(terms)
    (released,) = await payments.told(FundsReleased)
    balance = (await payments.get("/vendor/balance", as_=tokens.vendor(terms.vendor_id))).json()
    assert balance["due_on"] == str(clock.dhaka_date(released.at) + timedelta(days=3))

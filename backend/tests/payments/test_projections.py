"""What is read of escrow, refunds and payouts is what their events say, whenever it is told again."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.projections import Projection, rebuild
from bdcommerce.payments.projections import ESCROW, HOLDS, PAYOUTS, PROJECTIONS
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, claimed, decided, delivered, disputed, remitted
from support.purchases import Bought, confirmed, vendor_order

WHY = {"reason": "under review"}


async def rows(payments: Harness, table: str) -> list[dict[str, Any]]:
    async with payments.database.transaction() as tx:
        return [dict(row) for row in await tx.rows(text(f"SELECT * FROM {table} ORDER BY 1"))]


async def change(payments: Harness, statement: str) -> None:
    async with payments.database.transaction() as tx:
        await tx.execute(text(statement))


async def a_busy_week(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    sold = [vendor_order(Bought(unit_price=90000), vendor_id=vendors.vendor(name)) for name in "ABCDE"]
    for terms in sold:
        await books.sell(terms)
    await books.pay(sold[0].vendor_id, bank_charge=500)
    bounced = await books.draft(sold[1].vendor_id)
    await books.approve_and_send(bounced["batch_id"])
    (item,) = bounced["items"]
    path = f"/admin/payouts/{item['batch_id']}/payouts/{item['payout_id']}/failed"
    await payments.post(path, {"reason": "R02 closed"}, as_=anna())
    discarded = await books.draft(sold[2].vendor_id)
    await payments.post(f"/admin/payouts/{discarded['batch_id']}/discard", as_=anna())
    await books.draft(sold[2].vendor_id, sold[3].vendor_id)
    asked = [{"vendor_order_id": terms.vendor_order_id, "line_id": terms.lines[0].line_id} for terms in sold[:2]]
    refunds = [
        (await payments.post("/admin/refunds", one | {"quantity": 1, "reason": "torn"}, as_=anna())).json()
        for one in asked
    ]
    await payments.post(f"/admin/refunds/{refunds[0]['refund_id']}/paid", as_=anna())
    kept = (await payments.post(f"/admin/vendors/{sold[4].vendor_id}/payout-holds", WHY, as_=anna())).json()
    await payments.post(f"/admin/payout-holds/{kept['hold_id']}/lift", WHY, as_=anna())
    await payments.post(f"/admin/vendors/{sold[4].vendor_id}/payout-holds", WHY | {"amount": 700}, as_=anna())
    await books.hear(disputed(sold[3]), disputed(sold[4], "dsp_2"), decided(sold[4], "dsp_2"), claimed(sold[0], 5000))
    on_the_way = vendor_order(Bought(unit_price=90000))
    order = confirmed(on_the_way)
    await books.hear(order, delivered(order, on_the_way), remitted(on_the_way, short=1000))


@pytest.mark.parametrize("projection", [ESCROW, PAYOUTS, HOLDS], ids=lambda projection: projection.name)
async def test_a_rebuild_says_the_same(
    payments: Harness, books: Books, vendors: FakeVendors, projection: Projection
) -> None:
    await a_busy_week(payments, books, vendors)
    before = {table: await rows(payments, table) for table in projection.tables}
    assert all(before.values())
    assert [done async for done in rebuild(payments.database, projection)][-1] > 0
    assert {table: await rows(payments, table) for table in projection.tables} == before


async def test_a_rebuilt_table_keeps_its_guards(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    await a_busy_week(payments, books, vendors)
    for projection in PROJECTIONS:
        assert [done async for done in rebuild(payments.database, projection)]
    await books.balances()
    with pytest.raises(IntegrityError, match="four_eyes"):
        await change(payments, "UPDATE payout_batch SET approved_by = drafted_by WHERE status <> 'draft'")
    with pytest.raises(IntegrityError, match="duplicate key"):
        await change(payments, "UPDATE payout SET status = 'draft', vendor_id = 'ven_1' WHERE status = 'draft'")

"""The read tables hold nothing that cannot be built again from the log."""

from typing import Any

from sqlalchemy import text

from bdcommerce.infra import projections
from bdcommerce.infra.projections import Projection
from bdcommerce.orders.projections import ORDERS, PARCELS
from orders.market import Market
from orders.risky import ended, refused_before
from orders.test_orders_api import delivered


async def snapshot(market: Market, of: Projection = ORDERS) -> dict[str, list[Any]]:
    tables = {}
    async with market.service.database.transaction() as tx:
        for table in of.tables:
            rows = await tx.rows(text(f"SELECT to_jsonb(t) AS row FROM {table} t ORDER BY to_jsonb(t)::text"))
            tables[table] = [row["row"] for row in rows]
    return tables


async def with_a_return(market: Market) -> Any:
    """A delivered order of which something comes back."""
    order = await market.buy(("panjabi", 1))
    part = order["vendor_orders"][0]
    for step in ("accept", "pack", "dispatch"):
        await market.service.post(f"/vendor/orders/{part['id']}/{step}", as_=market.staff_of("a"))
    await market.service.publish(delivered(order))
    wanted = {
        "vendor_order_id": part["id"],
        "lines": [{"line_id": part["lines"][0]["id"], "quantity": 1}],
        "code": "damaged",
    }
    asked = (await market.service.post(f"/orders/{order['id']}/returns", wanted, as_=market.customer)).json()
    await market.service.post(f"/vendor/returns/{asked['id']}/approve", as_=market.staff_of("a"))
    return (await market.service.get(f"/orders/{order['id']}", as_=market.customer)).json()


async def test_a_rebuild_gives_identical_rows_and_work_goes_on(market: Market) -> None:
    first = await market.buy(("panjabi", 2), ("sari", 1))
    second = await market.buy(("mug", 1))
    part = first["vendor_orders"][0]["id"]
    for step in ("accept", "pack", "dispatch"):
        await market.service.post(f"/vendor/orders/{part}/{step}", as_=market.staff_of("a"))
    await market.service.post(f"/orders/{second['id']}/cancel", {"reason": "too far"}, as_=market.customer)
    third = await with_a_return(market)
    before = await snapshot(market)
    assert all(before[table] for table in ORDERS.tables)
    done = [count async for count in projections.rebuild(market.service.database, ORDERS)]
    assert done[-1] == 2 + 2 + 3 + 1 + 2 + 4 + 2
    assert third["status"] == "return_approved"
    assert await snapshot(market) == before
    cancelled = await market.service.post(
        f"/vendor/orders/{part}/cancel", {"reason": "broken"}, as_=market.staff_of("a")
    )
    assert cancelled.json()["status"] == "cancelled"
    again = await market.buy(("sari", 1))
    assert again["number"][-6:] == "000004"


async def test_what_became_of_parcels_is_read_from_the_log_again(market: Market) -> None:
    await refused_before(market, 1)
    await ended(market, await market.buy(("panjabi", 1)))
    before = await snapshot(market, PARCELS)
    assert sorted(row["outcome"] for row in before["parcel_outcome"]) == ["delivered", "refused"]
    async for _ in projections.rebuild(market.service.database, PARCELS):
        pass
    assert await snapshot(market, PARCELS) == before

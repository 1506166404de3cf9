"""The main job from three applications to two payouts, checked to the poisha against figures worked out by hand."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
import pytest

from bdcommerce.demo.client import Refused, until
from bdcommerce.demo.people import APPROVER
from support.lived import Lived
from support.replays import replays

T = TypeVar("T")

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

# Goods: rice 2 × 1,250.00 and honey 450.00 (grocer), cushion 899.00 (crafts), shirt $50 × 110 = 5,500.00 (tailor).
# The operator's coupon takes 7.5 % of 9,349.00 = 701.175 → 701.18, split by largest remainder over the lines:
# rice 187.50, honey 33.75, cushion 67.43 (of 67.425…), shirt 412.50. Delivery: same city 60.00, else 120.00.
ORDERED = 934900 + 6000 + 12000 + 6000 - 70118
# The honey is cancelled, so: grocer G 2,500.00, p 187.50; tailor G 5,500.00, p 412.50.
TOTAL = {"grocer": 250000 + 6000 - 18750, "crafts": 89900 + 12000 - 6743, "tailor": 550000 + 6000 - 41250}
# Commission 8 % and 12 %, VAT on it 15 %, no tax withheld (agency model, 0 %).
COMMISSION = {"grocer": 20000, "tailor": 66000}
VAT = {"grocer": 3000, "tailor": 9900}
PAID_OUT = {"grocer": 250000 - 20000 - 3000, "tailor": 550000 - 66000 - 9900}
# VAT inside a delivery fee of 60.00 at 15 %: 7.83.
BOOKS = {
    "asset:bank:main": -((TOTAL["grocer"] + TOTAL["tailor"] - 2 * 6500) - sum(PAID_OUT.values()) - 2 * 1000),
    "expense:courier": -2 * 6500,
    "expense:promotion": -(18750 + 41250),
    "expense:payout": -2 * 1000,
    "income:commission": 86000,
    "income:delivery": 2 * 5217,
    "liability:vat": 12900 + 2 * 783,
}


async def test_the_order_costs_what_was_worked_out_by_hand(lived: Lived) -> None:
    assert lived.walk.order["total"]["amount"] == ORDERED


async def test_every_account_holds_what_was_worked_out_by_hand(lived: Lived) -> None:
    assert {account: amount for account, amount in lived.walk.trial_balance.items() if amount} == BOOKS
    assert sum(BOOKS.values()) == 0


async def test_each_part_of_the_order_ended_as_it_should(lived: Lived) -> None:
    order = await lived.walk.api.get(f"/orders/{lived.walk.order['id']}")
    ended = {lived.walk.shop_of(part["vendor_id"]): part["status"] for part in order["vendor_orders"]}
    assert ended == {"grocer": "completed", "crafts": "returned", "tailor": "completed"}


async def test_the_timeline_tells_who_did_what(lived: Lived) -> None:
    events = await lived.walk.api.get(f"/orders/{lived.walk.order['id']}/events")
    told = json.dumps(events)
    for word in ("customer", "vendor"):
        assert word in told


async def test_units_are_where_they_should_be(lived: Lived) -> None:
    on_hand = {}
    for key, shop in (("rice", "grocer"), ("honey", "grocer"), ("cushion", "crafts")):
        stock = await lived.walk.shops[shop].api.get("/vendor/stock", limit=100)
        offer = next(item for item in stock["items"] if item["offer_id"] == lived.walk.offers[key].offer_id)
        on_hand[key] = (offer["on_hand"], offer["held"])
    assert on_hand == {"rice": (18, 0), "honey": (20, 0), "cushion": (20, 0)}


async def test_vendors_read_in_their_statements_what_they_were_paid(lived: Lived) -> None:
    for shop, amount in PAID_OUT.items():
        statement = await lived.walk.shops[shop].api.get("/vendor/statements")
        assert [line["amount"]["amount"] for line in statement["items"]] == [amount, -amount]
        assert statement["closing"]["amount"] == 0


async def test_the_sales_of_the_day_are_counted(lived: Lived) -> None:
    async def counted() -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for name, shop in lived.walk.shops.items():
            total = (await lived.walk.admin.get("/admin/analytics/sales", vendor=shop.vendor_id))["total"]
            found[name] = (total["orders"], total["delivered"], total["returned"], total["cancelled_units"])
        return found

    expected: dict[str, tuple[int, ...]] = {"grocer": (1, 1, 0, 1), "crafts": (1, 0, 1, 0), "tailor": (1, 1, 0, 0)}
    await eventually(counted, expected)


async def test_the_customer_was_told_what_happened(lived: Lived) -> None:
    expected = {
        "order_confirmed": 1,
        "order_amended": 1,
        "parcel_handed_over": 3,
        "parcel_delivered": 2,
        "vendor_approved": 3,
        "payout_paid": 2,
    }

    async def sent() -> dict[str, int]:
        found = await lived.walk.admin.get("/admin/messages", limit=100)
        told = [message["template"] for message in found["items"]]
        return {template: told.count(template) for template in expected}

    await eventually(sent, expected)


async def test_every_staff_write_is_in_the_audit_log_and_the_chain_is_whole(lived: Lived) -> None:
    verdict = await lived.walk.admin.get("/admin/audit/verify")
    assert verdict["ok"]
    expected = {
        "POST /api/v1/admin/payouts/{batch_id}/approve": 1,
        "POST /api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/paid": 2,
        "POST /api/v1/admin/vendors/{vendor_id}/approve": 3,
        "POST /api/v1/vendor/orders/{vendor_order_id}/accept": 3,
    }

    async def written() -> dict[str, int]:
        actions = [entry["action"] for entry in await _all(lived.walk.admin, "/admin/audit")]
        return {action: actions.count(action) for action in expected}

    await eventually(written, expected)


async def test_no_event_and_no_stored_reply_holds_a_person_in_plain_text(lived: Lived) -> None:
    connection = await asyncpg.connect(lived.database_url)
    secrets = ("Rahima Khatun", "01711000111", "+8801711000111", "Road 27", "journey.example")
    for schema in await _services(connection):
        for table in ("event_log", "saga", "idempotency"):
            for secret in secrets:
                found = await connection.fetchval(
                    f"SELECT count(*) FROM {schema}.{table} AS t WHERE t::text LIKE '%' || $1 || '%'", secret
                )
                assert found == 0, (schema, table, secret)
    await connection.close()


async def test_everything_told_was_heard_and_nothing_is_dead(lived: Lived) -> None:
    connection = await asyncpg.connect(lived.database_url)
    assert await connection.fetch("SELECT queue, key, reason FROM bus.lane WHERE dead_at IS NOT NULL") == []
    await connection.close()


async def test_every_projection_replayed_from_its_log_gives_the_same_tables_byte_for_byte(lived: Lived) -> None:
    tables = await replays(lived.database_url)
    assert {each.table: each.differences() for each in tables if each.lived != each.replayed} == {}
    assert sum(len(each.lived) for each in tables) > 30


async def test_one_person_cannot_draft_and_approve(lived: Lived) -> None:
    with pytest.raises(Refused) as refused:
        await lived.walk.approver.post("/admin/payouts", {})
    assert refused.value.status == 403, APPROVER


async def eventually(look: Callable[[], Awaitable[T]], expected: T) -> None:
    """What is heard from events is there a moment later."""

    async def there() -> bool:
        return await look() == expected

    with suppress(TimeoutError):
        await until(there, "events to be heard")
    assert await look() == expected


async def _services(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    rows = await connection.fetch("SELECT table_schema FROM information_schema.tables WHERE table_name = 'idempotency'")
    return [row["table_schema"] for row in rows]


async def _all(api: Any, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await api.get(path, limit=100, cursor=cursor)
        items, cursor = items + page["items"], page["next_cursor"]
    return items

"""What there was before a migration is there after it, in its new shape."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bdcommerce.infra.migrations import _become, _config
from bdcommerce.infra.postgres import engine_at
from orders.market import Market
from support import tokens
from support.databases import url_of

COUPONS = """
INSERT INTO coupon VALUES
    ('cpn_1', 'EID10', 10, '', now() - interval '1 day', now() + interval '1 day', 2, NULL, 5000, 1),
    ('cpn_2', 'SHOP20', 20.5, 'ven_1', now() - interval '1 day', now() + interval '1 day', 9, 1, 0, 0);
INSERT INTO coupon_use VALUES ('ord_1', 'cpn_1', 'usr_1', now());
"""


@pytest.fixture
async def with_coupons(market: Market) -> Market:
    """As it was when coupons were no promotions yet, and then brought up to date."""
    config = _config("orders")
    assert config
    engine = engine_at(url_of(market.service.database))
    try:
        for step, then in (("0002", COUPONS), ("head", "")):
            async with engine.begin() as connection:
                await _become(connection, "orders")
                await connection.run_sync(_go, config, step)
                for statement in filter(str.strip, then.split(";")):
                    await connection.execute(text(statement))
    finally:
        await engine.dispose()
    return market


def _go(connection: Connection, config: Config, step: str) -> None:
    config.attributes["connection"] = connection
    if step == "head":
        command.upgrade(config, step)
    else:
        command.downgrade(config, step)


async def test_every_coupon_is_a_promotion_with_its_code_its_limits_and_its_uses(with_coupons: Market) -> None:
    market = with_coupons
    page = (await market.service.get("/admin/coupons", as_=tokens.staff("coupons.manage"))).json()
    assert [(each["id"], each["code"], each["percent"], each["vendor_id"], each["used"]) for each in page["items"]] == [
        ("cpn_2", "SHOP20", "20.5", "ven_1", 0),
        ("cpn_1", "EID10", "10", None, 1),
    ]
    first = page["items"][1]
    assert (first["total_limit"], first["per_customer_limit"], first["min_goods"]["amount"]) == (2, None, 5000)
    statuses = []
    for _ in range(2):
        cart_id = await market.cart(("sari", 1), as_=market.customer)
        entered = await market.service.post(f"/carts/{cart_id}/coupon", {"code": "eid10"}, as_=market.customer)
        statuses.append(entered.status_code)
        form = await market.order_form(cart_id, as_=market.customer)
        await market.service.post("/checkout", form, as_=market.customer)
    assert statuses == [200, 409]


CASH = "SELECT order_id, district, open_cash FROM order_view ORDER BY order_id"


async def test_orders_that_stand_are_known_with_the_cash_that_is_still_to_be_taken(market: Market) -> None:
    gone, stays = await market.buy(("panjabi", 2), ("sari", 1)), await market.buy(("mug", 1))
    await market.service.post(f"/orders/{gone['id']}/cancel", {"code": "changed_mind"}, as_=market.customer)
    config = _config("orders")
    assert config
    engine = engine_at(url_of(market.service.database))
    found = []
    try:
        for step in ("head", "0007", "head"):
            async with engine.begin() as connection:
                await _become(connection, "orders")
                await connection.run_sync(_go, config, step)
                if step == "head":
                    found.append([tuple(row) for row in await connection.execute(text(CASH))])
    finally:
        await engine.dispose()
    total = stays["total"]["amount"]
    assert found[0] == found[1] == sorted([(gone["id"], "dhaka", 0), (stays["id"], "dhaka", total)])

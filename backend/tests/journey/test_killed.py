"""kill -9 at every step of checkout and of the relay: no order lost or doubled, no stock leaked, every event once.

One customer after another checks out while the marketplace dies at another point each time. Then it is started for
good, every customer tries again, and the books of all services have to agree.
"""

import asyncio
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from bdcommerce.demo import marketplace, shops
from bdcommerce.demo.client import Api, Refused, Visit, until
from bdcommerce.demo.people import ADMIN, PASSWORD, Person
from bdcommerce.demo.products import Goods, Offered, sell
from bdcommerce.demo.shops import Opened, Shop
from support import mortal
from support.processes import Nursery, environment, migrated_database, nursery, staffed, whole_marketplace

UNITS = 100
GOODS = Goods(
    category="crafts", title_en="Clay pot", title_bn="মাটির পাত্র", brand="Test", measurement="20 cm", material="clay",
    colour="red", weight_grams=900, price=50000, stock=UNITS,
)  # fmt: skip
ADDRESS = {"recipient_name": "A Buyer", "phone": "01711000111", "line1": "House 1", "upazila_id": "dhaka/dhanmondi"}
TOTAL = {"amount": 56000, "currency": "BDT"}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


async def test_killed_at_every_step_nothing_is_lost_or_doubled(postgres_url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with migrated_database(postgres_url) as url, staffed(url):
            place = Path(folder)
            async with whole_marketplace(url, place) as alive, Visit(alive.url) as api:
                shop, offer = await _a_shop(api)
            async with nursery([str(Path(mortal.__file__))], environment(url, place)) as born:
                tries = [await _killed_while_buying(born, place, point, offer) for point in mortal.POINTS]
            async with whole_marketplace(url, place) as alive, Visit(alive.url) as api:
                orders = await asyncio.gather(*(_insist(api, token, body) for token, body in tries))
                await _all_agree(api, url, shop, offer, orders)


async def _killed_while_buying(born: Nursery, place: Path, point: str, offer: Offered) -> tuple[str, dict[str, Any]]:
    """A customer fills a cart and checks out; the process dies at the point. The customer's token and request."""
    armed = place / f"armed-{point.replace(':', '-')}"
    async with Visit(await born.next(f"{point} {armed}")) as api:
        customer = f"{point.replace(':', '-').replace('_', '-')}@killed.example"
        tokens = await api.post("/auth/register", {"email": customer, "password": PASSWORD, "name": "A Buyer"})
        buyer = api.with_token(tokens["access_token"])
        cart = await buyer.post("/carts")
        await buyer.post(f"/carts/{cart['id']}/lines", {"offer_id": offer.offer_id, "quantity": 1})
        number = mortal.POINTS.index(point)
        where = ADDRESS | {"phone": f"017110001{number:02}", "line1": f"House {number + 1}, Road 27"}
        body = {"cart_id": cart["id"], "address": where, "payment_method": "cod", "expected_total": TOTAL}
        armed.touch()
        with suppress(aiohttp.ClientError):
            await buyer.post("/checkout", body, key=f"checkout-{cart['id']}")
        assert await born.end() == -9, (point, born.lines[-5:])
        return tokens["access_token"], body


async def _insist(api: Api, token: str, body: dict[str, Any]) -> str:
    """Try again until the marketplace says which order it is."""
    buyer = api.with_token(token)

    async def look() -> str | None:
        try:
            placed = await buyer.post("/checkout", body)
        except Refused as refused:
            if refused.status not in {409, 503}:
                raise
            return None
        return str(placed["order"]["id"])

    return await until(look, "a killed checkout has come to its end")


async def _all_agree(api: Api, url: str, shop: Opened, offer: Offered, orders: list[str]) -> None:
    bought = len(orders)
    assert len(set(orders)) == bought == len(mortal.POINTS)
    owner = await api.signed_in(shop.shop.owner.email, PASSWORD, "vendor")
    [stock] = (await owner.get("/vendor/stock"))["items"]
    assert (stock["on_hand"], stock["held"]) == (UNITS - bought, 0)
    admin = await api.signed_in(ADMIN.email, PASSWORD, "admin")
    assert (await admin.get("/admin/ledger/verify"))["holds"]
    assert (await admin.get("/admin/audit/verify"))["ok"]
    connection = await asyncpg.connect(url)
    for count, statement in (
        (0, "SELECT count(*) FROM orders.saga WHERE status = 'running'"),
        (bought, "SELECT count(*) FROM orders.event_log WHERE type = 'orders.OrderConfirmed' AND public"),
        (bought, "SELECT count(DISTINCT data->>'order_id') FROM orders.event_log WHERE type = 'orders.OrderConfirmed'"),
        (bought, "SELECT count(*) FROM payments.event_log WHERE type = 'payments.EscrowOpened'"),
        (bought, "SELECT count(*) FROM notifications.message WHERE template = 'order_confirmed'"),
        (bought, "SELECT coalesce(sum(orders), 0) FROM analytics.sales_by_day WHERE by = 'vendor'"),
        (0, "SELECT count(*) FROM bus.lane WHERE dead_at IS NOT NULL"),
        (0, "SELECT count(*) FROM bus.message WHERE available_at <= now()"),
    ):
        await until(partial(_counted, connection, statement, count), f"{count} from {statement}")
    await connection.close()


async def _counted(connection: "asyncpg.Connection[asyncpg.Record]", statement: str, wanted: int) -> bool:
    return bool(await connection.fetchval(statement) == wanted)


async def _a_shop(api: Api) -> tuple[Opened, Offered]:
    admin = await api.signed_in(ADMIN.email, PASSWORD, "admin")
    categories = await marketplace.ensure_categories(api, admin)
    owner = Person("A potter", "potter@killed.example", "vendor")
    shop = Shop(owner=owner, name_en="Pottery", name_bn="", upazila_id="dhaka/mirpur", commission_percent="10")
    opened = await shops.open_shop(api, admin, shop)
    return opened, await sell(opened, GOODS, categories)

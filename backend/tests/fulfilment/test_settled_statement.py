"""A courier's statement from its own desk to the ledger: fulfilment and payments together, each over its database."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled, FulfilmentFace, ShipmentDelivered
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import sheets
from bdcommerce.payments.bootstrap import SERVICE
from fulfilment.courier_ground import DELIVERED, Market
from payments.settling import Settling, outcomes
from support.faces.compliance import FakeCompliance
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness
from support.money import Books, anna

COLUMNS = ("consignment", "merchant_order_id", "collected", "charge", "paid")
MAPPING = {
    "reference": "consignment", "other_reference": "merchant_order_id", "gross": "collected", "fee": "charge",
    "net": "paid",
}  # fmt: skip


@pytest.fixture
async def payments(market: Market, postgres_url: str) -> AsyncIterator[Harness]:
    faces: dict[type, object] = {
        ComplianceFace: FakeCompliance(),
        FulfilmentFace: market.service.face,
        OrdersFace: FakeOrders(),
        VendorsFace: FakeVendors(),
    }
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness


async def statement_of(market: Market, courier: str) -> bytes:
    """What the courier's desk says it pays, as the workbook that a merchant downloads."""
    async with httpx.AsyncClient() as http:
        said = (await http.post(f"{market.ground.url}/{courier}/desk/statement")).json()
    lines = [[row[name] for name in COLUMNS] for row in said["rows"]]
    return b"".join(sheets.write("xlsx", COLUMNS, lines))


@pytest.mark.parametrize("courier", ["pathao", "steadfast", "redx"])
async def test_a_statement_that_is_short_closes_with_every_taka_explained(
    market: Market, payments: Harness, courier: str
) -> None:
    settling, books = Settling(payments), Books(payments)
    cash = f"asset:courier:{courier}"
    await market.ready(courier)
    for _ in range(3):
        booking = await market.packed()
        await market.moves(booking, DELIVERED[courier])
    await books.hear(*await market.service.told(ShipmentDelivered))
    collected = -(await books.balances())[cash]
    await market.ground.fault(courier, "short_remittance", value="100")
    content = await statement_of(market, courier)
    await settling.payments.put(f"/admin/settlements/mappings/courier/{courier}", MAPPING, as_=anna())
    sent = {"kind": "courier", "source": courier, "format_": "xlsx"}
    first, again = [(await settling.send("statements", content, **sent)).json() for _ in range(2)]
    assert first["statement_id"] == again["statement_id"]
    await payments.settle()
    found = await payments.get(f"/admin/settlements/statements/{first['statement_id']}", as_=anna())
    assert outcomes(found.json()) == {"settled": 2, "amount": 1}
    (told,) = await market.service.told(CodRemitted)
    await books.hear(told)
    balances = await books.balances()
    assert balances[cash] == -10000
    assert -balances["asset:bank:main"] == found.json()["net"]["amount"]
    assert -balances["asset:bank:main"] - balances["expense:courier"] + 10000 == collected
    (difference,) = await settling.differences()
    assert difference["reason"] == "short_cod"
    assert (await settling.resolve(difference["difference_id"], "paid")).status_code == 200
    await books.hear(*await market.service.told(CodShortageSettled))
    assert (await books.balances())[cash] == 0

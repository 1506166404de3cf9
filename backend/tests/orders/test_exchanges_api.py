"""Exchanges and pick-ups over HTTP, with stock that is taken, or gone."""

from dataclasses import replace
from typing import Any

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.fulfilment import ReturnLeg, ReturnParcelMoved, ShipmentStatus
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from bdcommerce.orders.projections import ORDERS
from orders.market import Market
from orders.test_orders_api import part_of
from orders.test_returns_api import answer, bought, found, seen, wish


def other_variant(market: Market, price: int | None = None) -> str:
    """A red panjabi, of the same product."""
    market.sell("red", "a", price or 125000)
    red, panjabi = (market.catalog.terms(market.offers[name]) for name in ("red", "panjabi"))
    return market.catalog.put(replace(red, product_id=panjabi.product_id)).offer_id


async def ask(market: Market, order: Any, *, swap: str = "", quantity: int = 1, **how: Any) -> Any:
    body = wish(order, quantity) | {"wish": "exchange"} | how
    if swap:
        body["lines"][0]["exchange_for"] = swap
    return await market.service.post(f"/orders/{order['id']}/returns", body, as_=market.customer)


async def back(market: Market, order: Any, **how: Any) -> Any:
    """A return that came back and was looked at."""
    reply = await ask(market, order, **how)
    assert reply.status_code == 201, reply.text
    await answer(market, reply.json(), "approve")
    return await answer(market, reply.json(), "received", found(reply.json(), as_described=1))


async def moved(market: Market, order: Any, asked: Any, leg: ReturnLeg, status: ShipmentStatus) -> None:
    news = ReturnParcelMoved(
        shipment_id="shp_1", return_id=asked["id"], leg=leg, order_id=order["id"], vendor_order_id=part_of(order),
        vendor_id=market.vendor_ids["a"], status=status, reason="", at=clock.now(),
    )  # fmt: skip
    await market.service.publish(news, news)


async def read(market: Market, order: Any, asked: Any) -> Any:
    return (await market.service.get(f"/orders/{order['id']}/returns/{asked['id']}", as_=market.customer)).json()


async def test_another_variant_is_taken_from_stock_and_sent_and_the_customer_has_it(market: Market) -> None:
    red, order = other_variant(market), await bought(market)
    asked = await back(market, order, swap=red)
    stock = market.inventory.on_hand[red]
    await market.service.settle()
    (wanted,) = await market.service.told(contract.ReturnParcelWanted)
    assert (wanted.leg, wanted.return_id) == ("replacement", asked["id"])
    assert market.inventory.on_hand[red] == stock - 1
    assert (await read(market, order, asked))["status"] == "exchanging"
    await moved(market, order, asked, "replacement", "delivered")
    ended = await read(market, order, asked)
    assert (ended["status"], ended["exchange"]["parcel"]) == ("exchanged", "delivered")
    assert ended["exchange"]["replacements"] == [
        {"line_id": asked["lines"][0]["line_id"], "offer_id": red, "quantity": 1}
    ]
    assert [each.outcome for each in await market.service.told(contract.ReturnEnded)] == ["exchanged"]
    assert await market.service.told(contract.ReturnAccepted) == []
    before = await seen(market, order)
    async for _ in rebuild(market.service.database, ORDERS):
        pass
    assert await seen(market, order) == before


async def test_without_stock_the_money_goes_back(market: Market) -> None:
    red, order = other_variant(market), await bought(market)
    market.inventory.on_hand[red] = 0
    asked = await back(market, order, swap=red)
    await market.service.settle()
    shown = await read(market, order, asked)
    assert (shown["status"], shown["wish"], shown["worth"]["amount"]) == ("received", "refund", 125000)
    (accepted,) = await market.service.told(contract.ReturnAccepted)
    assert accepted.amount.amount == 125000
    events = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    assert [each["kind"] for each in events][-2:] == ["replacement_failed", "return_granted"]


async def test_a_dearer_variant_and_one_of_another_product_are_refused(market: Market) -> None:
    order, dearer = await bought(market), other_variant(market, 130000)
    for swap in (dearer, market.offers["sari"]):
        refused = await ask(market, order, swap=swap)
        assert refused.status_code == 422
        assert "lines" in refused.text
    unknown = await ask(market, order, swap="off_unknown")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_offer")


async def test_the_customer_has_the_money_instead_if_they_prefer_that(market: Market) -> None:
    order = await bought(market)
    asked = (await ask(market, order)).json()
    path = f"/orders/{order['id']}/returns/{asked['id']}/refund-instead"
    assert (await market.service.post(path, as_=market.customer)).json()["wish"] == "refund"
    await answer(market, asked, "approve")
    await answer(market, asked, "received", found(asked, as_described=1))
    assert len(await market.service.told(contract.ReturnAccepted)) == 1
    late = await market.service.post(path, as_=market.customer)
    assert (late.status_code, late.json()["code"]) == (409, "wrong_return_state")


async def test_a_pick_up_moves_its_return_and_says_what_it_costs_whom(market: Market) -> None:
    order = await bought(market)
    asked = (await ask(market, order, wish="refund", fetch=True)).json()
    assert asked["pickup"] == {"fetched": False, "fee": {"amount": 6000, "currency": "BDT"}, "paid_by": "vendor"}
    await answer(market, asked, "approve")
    (wanted,) = await market.service.told(contract.ReturnParcelWanted)
    assert wanted.leg == "pickup"
    await moved(market, order, asked, "pickup", "picked_up")
    assert (await read(market, order, asked))["status"] == "picked_up"
    await moved(market, order, asked, "pickup", "delivered")
    assert (await read(market, order, asked))["status"] == "arrived"
    (waiting,) = (await market.service.get("/vendor/returns?status=arrived", as_=market.staff_of("a"))).json()["items"]
    await answer(market, waiting, "received", found(asked, as_described=1))
    (charged,) = await market.service.told(contract.ReturnPickupCharged)
    assert (charged.fee.amount, charged.fee_vat.amount) == (6000, 783)

"""Purchases paid at the door, as the tests of their risk make them."""

from datetime import timedelta
from typing import Any

from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentMoved, ShipmentReturned
from bdcommerce.infra.telemetry import render
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from orders.market import Market
from support import tokens

PHONE = "+8801712345678"
HOURS = timedelta(hours=24)
SUPPORT = tokens.staff("orders.manage", "orders.read", "risk.manage")


async def checked_out(market: Market, *wanted: tuple[str, int], **more: Any) -> Any:
    """A reply to a checkout of the customer."""
    cart_id = await market.cart(*(wanted or (("panjabi", 2),)), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    return await market.service.post("/checkout", form | more, as_=market.customer)


async def ended(market: Market, order: Any, *, code: str = "") -> None:
    """Its first parcel is delivered, or went back for that reason."""
    part = order["vendor_orders"][0]
    for step in ("accept", "pack", "dispatch"):
        await market.service.post(f"/vendor/orders/{part['id']}/{step}", as_=market.staff_of("a"))
    about = {
        "shipment_id": f"shp_{part['id']}", "order_id": order["id"], "vendor_order_id": part["id"],
        "vendor_id": part["vendor_id"], "at": clock.now(),
    }  # fmt: skip
    if not code:
        await market.service.publish(
            ShipmentDelivered(**about, courier="own", collected=Money(part["total"]["amount"]), proof="otp")
        )
        return
    for status, why in (("picked_up", ""), ("out_for_delivery", ""), ("attempt_failed", code), ("returning", "")):
        await market.service.publish(ShipmentMoved(**about, status=status, reason="words", code=why))  # type: ignore[arg-type]
    await market.service.publish(ShipmentReturned(**about, reason="words"))


async def refused_before(market: Market, times: int) -> None:
    for _ in range(times):
        await ended(market, await market.buy(("panjabi", 2)), code="refused")


async def waiting(market: Market) -> Any:
    """An order that waits for its customer's word."""
    market.compliance.set_rule("cod.confirm_from", 1)
    reply = await checked_out(market)
    assert reply.status_code == 201, reply.text
    order = reply.json()["order"]
    assert order["status"] == "awaiting_confirmation"
    await market.service.settle()
    return order


async def confirm(market: Market, order: Any, code: str) -> Any:
    path = f"/orders/{order['id']}/confirmation"
    return await market.service.post(path, {"code": code}, as_=market.customer)


async def status_of(market: Market, order: Any) -> str:
    return str((await market.service.get(f"/orders/{order['id']}", as_=market.customer)).json()["status"])


async def risk_of(market: Market, order: Any) -> Any:
    return (await market.service.get(f"/admin/orders/{order['id']}/risk", as_=SUPPORT)).json()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def counted(outcome: str) -> float:
    """How often it was decided so in this process."""
    line = f'bdc_decisions_total{{about="cod",outcome="{outcome}"}} '
    return next((float(each[len(line) :]) for each in render().decode().splitlines() if each.startswith(line)), 0.0)

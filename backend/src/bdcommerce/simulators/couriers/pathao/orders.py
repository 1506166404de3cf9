"""Orders: taken one by one or in bulk, asked about, and priced."""

import asyncio
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.couriers.checks import Rule, between, phone, text, whole, words, wrong
from bdcommerce.simulators.couriers.parcels import Parcel
from bdcommerce.simulators.couriers.pathao.memory import EVENTS, Body, Call, Pathao, cities, no, ok, refused, zones


def orders(pathao: Pathao) -> list[ControllerRouterHandler]:
    """New ones."""

    @post("/aladdin/api/v1/orders", status_code=200)
    async def order(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := refused(pathao, request) or _faulty(pathao, data):
            return refusal
        parcel = _taken(pathao, data)
        if pathao.faults.happens("lost_answer"):
            return no(502, "Bad Gateway")
        if slow := pathao.faults.happens("slow"):
            await asyncio.sleep(float(slow.value or 35))
        return ok(
            {
                "consignment_id": parcel.number,
                "merchant_order_id": parcel.reference,
                "order_status": "Pending",
                "delivery_fee": parcel.fee,
            },
            "Order Created Successfully",
        )

    @post("/aladdin/api/v1/orders/bulk", status_code=202)
    async def order_many(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := refused(pathao, request):
            return refusal
        asked = data.get("orders")
        if not isinstance(asked, list) or not asked:
            return no(422, "Please fix the given errors", {"orders": ["The orders field is required."]})
        for one in asked:
            if not _faulty(pathao, one):
                _taken(pathao, one)
        return ok(True, "Your bulk order creation request is accepted, please wait some time.", 202)

    return [order, order_many]


def questions(pathao: Pathao) -> list[ControllerRouterHandler]:
    """Where an order is, and what one would cost."""

    @get("/aladdin/api/v1/orders/{number:str}/info")
    async def info(number: FromPath[str], request: Call) -> Response[Body]:
        if refusal := refused(pathao, request):
            return refusal
        parcel = pathao.shelf.parcels.get(number)
        if parcel is None:
            return no(404, "Order not found")
        word = EVENTS[parcel.word]
        return ok(
            {
                "consignment_id": parcel.number,
                "merchant_order_id": parcel.reference,
                "order_status": word.replace("_", " "),
                "order_status_slug": word,
                "updated_at": parcel.naive,
                "invoice_id": None,
            }
        )

    @post("/aladdin/api/v1/merchant/price-plan", status_code=200)
    async def price_plan(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := refused(pathao, request):
            return refusal
        rules = {name: _ORDER_RULES[name] for name in ("item_type", "delivery_type", "item_weight")}
        rules |= {"store_id": lambda value: value in pathao.stores, **_place_rules(data)}
        if errors := wrong(data, rules):
            return no(422, "Please fix the given errors", errors)
        price = pathao.price(pathao.stores[data["store_id"]], data["recipient_city"], float(data["item_weight"]))
        found = {"price": price, "discount": 0, "promo_discount": 0, "plan_id": 69, "cod_enabled": 1}
        return ok({**found, "cod_percentage": 0.01, "additional_charge": 0, "final_price": price})

    return [info, price_plan]


def _taken(pathao: Pathao, asked: Body) -> Parcel:
    fee = pathao.price(pathao.stores[asked["store_id"]], asked.get("recipient_city"), float(asked["item_weight"]))
    parcel = Parcel(
        number=f"DD{clock.today():%d%m%y}{pathao.shelf.number():06d}",
        reference=str(asked.get("merchant_order_id") or ""),
        cod=asked["amount_to_collect"],
        fee=fee,
        asked=asked,
        word="order.created",
    )
    pathao.shelf.keep(parcel)
    pathao.tell(parcel, "order.created")
    return parcel


def _faulty(pathao: Pathao, asked: Any) -> Response[Body] | None:
    if not isinstance(asked, dict):
        return no(422, "Please fix the given errors", {"orders": ["must be objects"]})
    rules = {"store_id": lambda value: pathao.stores.get(value, {}).get("is_active") == 1, **_ORDER_RULES}
    optional = {"recipient_secondary_phone": phone, "merchant_order_id": words(1, 100), "special_instruction": text}
    optional |= {"recipient_area": whole, **_place_rules(asked)}
    errors = wrong(asked, rules) | wrong(asked, {name: rule for name, rule in optional.items() if name in asked})
    return no(422, "Please fix the given errors", errors) if errors else None


def _place_rules(asked: Body) -> dict[str, Rule]:
    return {
        "recipient_city": lambda value: value in cities(),
        "recipient_zone": lambda value: zones().get(value, (None,))[0] == asked.get("recipient_city"),
    }


_ORDER_RULES: dict[str, Rule] = {
    "recipient_name": words(3, 100),
    "recipient_phone": phone,
    "recipient_address": words(10, 220),
    "delivery_type": lambda value: value in (48, 12),
    "item_type": lambda value: value in (1, 2),
    "item_quantity": lambda value: whole(value) and value >= 1,
    "item_weight": between(0.5, 10),
    "amount_to_collect": whole,
}

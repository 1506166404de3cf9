"""Every endpoint, asked by everybody who may not."""

from typing import Any

import pytest

from bdcommerce.orders.bootstrap import SERVICE
from orders.market import ADDRESS, Market
from orders.test_orders_api import delivered
from support import tokens

CANCEL = {"reason": "a test"}
RETURN = {
    "vendor_order_id": "{vendor_order_id}", "code": "damaged",
    "lines": [{"line_id": "{order_line_id}", "quantity": 1}],
}  # fmt: skip
INSPECTED = {"lines": [{"line_id": "{order_line_id}", "as_described": 1}]}
PROMOTION: dict[str, Any] = {
    "name": {"en": "Ten off"}, "benefit": {"kind": "percentage", "percent": "10"},
    "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z", "unique_codes": True,
    "scope": {"product_ids": ["prd_one"]},
}  # fmt: skip
ADMIN: dict[tuple[str, str], tuple[str, Any]] = {
    ("POST", "/admin/coupons"): ("coupons.manage", {}),
    ("GET", "/admin/coupons"): ("coupons.manage", None),
    ("PATCH", "/admin/coupons/{coupon_id}"): ("coupons.manage", {"ends_at": "2027-01-01T00:00:00Z"}),
    ("POST", "/admin/promotions"): ("promotions.manage", {}),
    ("GET", "/admin/promotions"): ("promotions.manage", None),
    ("GET", "/admin/promotions/{promotion_id}"): ("promotions.manage", None),
    ("PUT", "/admin/promotions/{promotion_id}"): ("promotions.manage", {}),
    ("POST", "/admin/promotions/{promotion_id}/start"): ("promotions.manage", None),
    ("POST", "/admin/promotions/{promotion_id}/pause"): ("promotions.manage", None),
    ("POST", "/admin/promotions/{promotion_id}/end"): ("promotions.manage", None),
    ("POST", "/admin/promotions/{promotion_id}/preview"): ("promotions.manage", {}),
    ("POST", "/admin/promotions/{promotion_id}/codes"): ("promotions.manage", {"how_many": 1}),
    ("GET", "/admin/promotions/{promotion_id}/codes"): ("promotions.manage", None),
    ("PUT", "/admin/customer-lists/{list_id}"): ("promotions.manage", {"name": "VIP", "customer_ids": []}),
    ("GET", "/admin/customer-lists/{list_id}"): ("promotions.manage", None),
    ("GET", "/admin/orders"): ("orders.read", None),
    ("POST", "/admin/orders/search"): ("orders.read", {}),
    ("GET", "/admin/orders/{order_id}"): ("orders.read", None),
    ("POST", "/admin/orders/{order_id}/notes"): ("orders.manage", {"text": "a note"}),
    ("GET", "/admin/orders/{order_id}/notes"): ("orders.read", None),
    ("POST", "/admin/orders/{order_id}/edits"): ("orders.manage", {"reason": "a test"}),
    ("POST", "/admin/orders/{order_id}/edits/{edit_id}/withdraw"): ("orders.manage", None),
    ("POST", "/admin/orders/{order_id}/cancel"): ("orders.manage", CANCEL),
    ("GET", "/admin/returns"): ("orders.read", None),
    ("GET", "/admin/returns/{return_id}"): ("orders.read", None),
    ("GET", "/admin/returns/{return_id}/photos/{photo_name}"): ("orders.read", None),
    ("POST", "/admin/orders/{order_id}/returns"): ("orders.manage", RETURN),
    ("POST", "/admin/returns/{return_id}/received"): ("orders.manage", INSPECTED),
    ("POST", "/admin/orders/{order_id}/kept"): (
        "orders.manage",
        {"vendor_order_id": "{vendor_order_id}", "lines": [{"line_id": "{order_line_id}", "kept": 1}]},
    ),
    ("POST", "/admin/orders/{order_id}/confirmation"): ("orders.manage", {"note": "a test"}),
    ("GET", "/admin/orders/{order_id}/risk"): ("orders.read", None),
    ("POST", "/admin/orders/{order_id}/risk/override"): ("risk.manage", {"reason": "a test"}),
    ("GET", "/admin/risk/phones"): ("risk.manage", None),
    ("POST", "/admin/risk/phones"): ("risk.manage", {}),
    ("DELETE", "/admin/risk/phones/{listing_id}"): ("risk.manage", None),
    ("POST", "/admin/risk/preview"): ("risk.manage", {}),
}
VENDOR: dict[tuple[str, str], Any] = {
    ("GET", "/vendor/orders"): None,
    ("GET", "/vendor/orders/{vendor_order_id}"): None,
    ("GET", "/vendor/orders/{vendor_order_id}/packing-slip"): None,
    ("POST", "/vendor/orders/{vendor_order_id}/accept"): None,
    ("POST", "/vendor/orders/{vendor_order_id}/pack"): None,
    ("POST", "/vendor/orders/{vendor_order_id}/dispatch"): None,
    ("POST", "/vendor/orders/{vendor_order_id}/cancel"): CANCEL,
    ("POST", "/vendor/orders/{vendor_order_id}/kept"): {"lines": [{"line_id": "lin_1", "kept": 1}]},
}
VENDOR_RETURNS: dict[tuple[str, str], Any] = {
    ("GET", "/vendor/returns"): None,
    ("GET", "/vendor/returns/{return_id}"): None,
    ("GET", "/vendor/returns/{return_id}/photos/{photo_name}"): None,
    ("POST", "/vendor/returns/{return_id}/approve"): None,
    ("POST", "/vendor/returns/{return_id}/refuse"): {"reason": "it was worn"},
    ("POST", "/vendor/returns/{return_id}/received"): INSPECTED,
}
VENDOR_PROMOTIONS: dict[tuple[str, str], Any] = {
    ("POST", "/vendor/promotions"): PROMOTION,
    ("GET", "/vendor/promotions"): None,
    ("GET", "/vendor/promotions/{promotion_id}"): None,
    ("PUT", "/vendor/promotions/{promotion_id}"): PROMOTION,
    ("POST", "/vendor/promotions/{promotion_id}/start"): None,
    ("POST", "/vendor/promotions/{promotion_id}/pause"): None,
    ("POST", "/vendor/promotions/{promotion_id}/preview"): {},
    ("POST", "/vendor/promotions/{promotion_id}/codes"): {"how_many": 1},
    ("GET", "/vendor/promotions/{promotion_id}/codes"): None,
    ("POST", "/vendor/promotions/{promotion_id}/end"): None,
}
OWNED: dict[tuple[str, str], Any] = {
    ("GET", "/carts/{cart_id}"): None,
    ("POST", "/carts/{cart_id}/merge"): None,
    ("POST", "/carts/{cart_id}/lines"): {"offer_id": "{offer_id}", "quantity": 1},
    ("PATCH", "/carts/{cart_id}/lines/{line_id}"): {"quantity": 1},
    ("DELETE", "/carts/{cart_id}/lines/{line_id}"): None,
    ("POST", "/carts/{cart_id}/coupon"): {"code": "EID10"},
    ("DELETE", "/carts/{cart_id}/coupon"): None,
    ("POST", "/carts/{cart_id}/quote"): {"address": ADDRESS},
    ("POST", "/checkout"): {
        "cart_id": "{cart_id}", "payment_method": "cod", "expected_total": {"amount": 1}, "address": ADDRESS,
    },
    ("GET", "/orders/{order_id}"): None,
    ("GET", "/orders/{order_id}/events"): None,
    ("POST", "/orders/{order_id}/reorder"): None,
    ("POST", "/orders/{order_id}/edits/{edit_id}/confirm"): None,
    ("POST", "/orders/{order_id}/edits/{edit_id}/decline"): None,
    ("POST", "/orders/{order_id}/cancel"): CANCEL,
    ("POST", "/orders/{order_id}/pay-on-delivery"): None,
    ("POST", "/orders/{order_id}/confirmation"): {"code": "123456"},
    ("POST", "/orders/{order_id}/confirmation/code"): None,
    ("POST", "/orders/{order_id}/accept"): {"vendor_order_id": "{vendor_order_id}"},
    ("POST", "/orders/{order_id}/returns"): RETURN,
    ("GET", "/orders/{order_id}/returns"): None,
    ("GET", "/orders/{order_id}/returns/{return_id}"): None,
    ("POST", "/orders/{order_id}/returns/{return_id}/photos"): None,
    ("GET", "/orders/{order_id}/returns/{return_id}/photos/{photo_name}"): None,
    ("POST", "/orders/{order_id}/returns/{return_id}/withdraw"): None,
    ("POST", "/orders/{order_id}/returns/{return_id}/refund-instead"): None,
    ("POST", "/orders/{order_id}/returns/{return_id}/escalate"): {"reason": "it was not"},
}  # fmt: skip
ELSE = {
    ("POST", "/carts"), ("GET", "/orders"), ("GET", "/carts/mine"), ("GET", "/cancellation-reasons"),
    ("GET", "/return-reasons"),
}  # fmt: skip
MEMBERS_ONLY = {("POST", "/carts/{cart_id}/merge")}


def filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: filled(each, ids) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, ids) for each in value]
    if not isinstance(value, str):
        return value
    for name, known in ids.items():
        value = value.replace(f"{{{name}}}", known)
    return value


async def returned(market: Market, order: Any) -> str:
    """A return of the order's first part, which the customer has."""
    part = order["vendor_orders"][0]
    wanted = filled(RETURN, {"vendor_order_id": part["id"], "order_line_id": part["lines"][0]["id"]})
    for step in ("accept", "pack", "dispatch"):
        await market.service.post(f"/vendor/orders/{part['id']}/{step}", as_=market.staff_of("a"))
    await market.service.publish(delivered(order))
    reply = await market.service.post(f"/orders/{order['id']}/returns", wanted, as_=market.customer)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


@pytest.fixture
async def ids(market: Market) -> dict[str, str]:
    """An order of the customer, and another open cart of theirs."""
    order = await market.buy(("panjabi", 1))
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    cart = (await market.service.get(f"/carts/{cart_id}", as_=market.customer)).json()
    promotion = (await market.service.post("/vendor/promotions", PROMOTION, as_=market.staff_of("a"))).json()
    part = order["vendor_orders"][0]
    return {
        "return_id": await returned(market, order),
        "photo_name": f"{'0' * 64}.webp",
        "order_line_id": part["lines"][0]["id"],
        "order_id": order["id"],
        "vendor_order_id": order["vendor_orders"][0]["id"],
        "cart_id": cart_id,
        "line_id": cart["lines"][0]["id"],
        "offer_id": market.offers["mug"],
        "coupon_id": "cpn_none",
        "promotion_id": promotion["id"],
        "list_id": "vip",
        "edit_id": "edt_none",
        "listing_id": "lph_none",
    }


def test_no_endpoint_is_forgotten_here() -> None:
    routes = {
        (method, path.replace(":str", ""))
        for route in SERVICE.routes
        for method in route.http_methods
        for path in route.paths
    }
    assert routes == set(ADMIN) | set(VENDOR) | set(VENDOR_RETURNS) | set(VENDOR_PROMOTIONS) | set(OWNED) | ELSE


async def test_carts_and_orders_are_nobody_elses(market: Market, ids: dict[str, str]) -> None:
    strangers: list[dict[str, str]] = [{}, {"guest": "x" * 43}, {"as_": tokens.customer("usr_stranger")}]
    for (method, path), body in OWNED.items():
        for stranger in strangers:
            reply = await market.service.call(method, filled(path, ids), filled(body, ids), **stranger)
            nobody = "as_" not in stranger and (method, path) in MEMBERS_ONLY
            assert reply.status_code == (401 if nobody else 404), (method, path, reply.text)
        for who in (market.staff_of("a"), tokens.staff("orders.manage", "orders.read")):
            reply = await market.service.call(method, filled(path, ids), filled(body, ids), as_=who)
            assert reply.status_code == 403, (method, path, reply.text)


async def test_vendor_orders_are_nobody_elses(market: Market, ids: dict[str, str]) -> None:
    for (method, path), body in VENDOR.items():
        assert (await market.service.call(method, filled(path, ids), body)).status_code == 401
        for who in (market.customer, tokens.staff("orders.manage", "orders.read")):
            assert (await market.service.call(method, filled(path, ids), body, as_=who)).status_code == 403
        reply = await market.service.call(method, filled(path, ids), body, as_=market.staff_of("b"))
        if "{" in path:
            assert (reply.status_code, reply.json()["code"]) == (404, "unknown_order"), path
        else:
            assert reply.json()["items"] == []


async def test_returns_are_nobody_elses(market: Market, ids: dict[str, str]) -> None:
    for (method, path), body in VENDOR_RETURNS.items():
        asked = filled(path, ids), filled(body, ids)
        assert (await market.service.call(method, *asked)).status_code == 401
        for who in (market.customer, tokens.staff("orders.manage", "orders.read")):
            assert (await market.service.call(method, *asked, as_=who)).status_code == 403
        reply = await market.service.call(method, *asked, as_=market.staff_of("b"))
        if "{" in path:
            assert (reply.status_code, reply.json()["code"]) == (404, "unknown_return"), path
        else:
            assert reply.json()["items"] == []


async def test_promotions_are_nobody_elses(market: Market, ids: dict[str, str]) -> None:
    for (method, path), body in VENDOR_PROMOTIONS.items():
        assert (await market.service.call(method, filled(path, ids), body)).status_code == 401
        for who in (market.customer, tokens.staff("promotions.manage")):
            assert (await market.service.call(method, filled(path, ids), body, as_=who)).status_code == 403
        if method != "GET" or path.endswith("codes"):
            packer = market.staff_of("a", "packer")
            assert (await market.service.call(method, filled(path, ids), body, as_=packer)).status_code == 403
        reply = await market.service.call(method, filled(path, ids), body, as_=market.staff_of("b"))
        if "{" in path:
            assert (reply.status_code, reply.json()["code"]) == (404, "unknown_promotion"), path
    for path in ("start", "pause", "end"):
        reply = await market.service.post(f"/vendor/promotions/{ids['promotion_id']}/{path}", as_=market.staff_of("a"))
        assert reply.status_code in (200, 409), reply.text
    mine = (await market.service.get("/vendor/promotions", as_=market.staff_of("b"))).json()["items"]
    assert [each["owner"] for each in mine] == [market.vendor_ids["b"]]


async def test_packers_pack_and_do_not_decide(market: Market, ids: dict[str, str]) -> None:
    for step in ("accept", "cancel"):
        path = f"/vendor/orders/{ids['vendor_order_id']}/{step}"
        assert (await market.service.post(path, CANCEL, as_=market.staff_of("a", "packer"))).status_code == 403


async def test_staff_need_the_permission_of_the_call(market: Market, ids: dict[str, str]) -> None:
    every = {"coupons.manage", "promotions.manage", "orders.read", "orders.manage", "risk.manage"}
    for (method, path), (permission, body) in ADMIN.items():
        assert (await market.service.call(method, filled(path, ids), body)).status_code == 401
        for who in (market.customer, market.staff_of("a"), tokens.staff(*(every - {permission}))):
            assert (await market.service.call(method, filled(path, ids), body, as_=who)).status_code == 403


async def test_guests_have_no_list_of_orders(market: Market) -> None:
    assert (await market.service.get("/orders")).status_code == 401
    assert (await market.service.get("/orders", as_=market.staff_of("a"))).status_code == 403
    assert (await market.service.post("/carts", as_=market.staff_of("a"))).status_code == 403


@pytest.mark.parametrize("bad", ["ord_%00", "%E0%A6%95", "ORD", "a" * 300, "..%2F.."])
async def test_an_id_that_is_none_is_refused_not_looked_up(market: Market, bad: str) -> None:
    paths = [f"/orders/{bad}", f"/carts/{bad}", f"/orders/{bad}/events"]
    for path in paths:
        reply = await market.service.get(path, as_=market.customer)
        assert 400 <= reply.status_code < 500, (path, reply.text)

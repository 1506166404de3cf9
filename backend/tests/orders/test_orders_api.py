from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentMoved, ShipmentReturned, ShipmentStatus
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from orders.market import Market
from support import tokens

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
STAFF = ("orders.read", "orders.manage")


def part_of(order: Any, at: int = 0) -> str:
    return str(order["vendor_orders"][at]["id"])


async def act(market: Market, vendor: str, vendor_order_id: str, *steps: str) -> None:
    for step in steps:
        reply = await market.service.post(f"/vendor/orders/{vendor_order_id}/{step}", as_=market.staff_of(vendor))
        assert reply.status_code == 200, reply.text


def moved(order: Any, status: ShipmentStatus, at: int = 0) -> ShipmentMoved:
    return ShipmentMoved(
        shipment_id="shp_1",
        order_id=order["id"],
        vendor_order_id=part_of(order, at),
        vendor_id=order["vendor_orders"][at]["vendor_id"],
        status=status,
        reason="",
        at=clock.now(),
    )


def delivered(order: Any, at: int = 0) -> ShipmentDelivered:
    return ShipmentDelivered(
        shipment_id="shp_1",
        order_id=order["id"],
        vendor_order_id=part_of(order, at),
        vendor_id=order["vendor_orders"][at]["vendor_id"],
        courier="own",
        collected=Money(order["vendor_orders"][at]["total"]["amount"]),
        proof="otp",
        at=clock.now(),
    )


def returned(order: Any, at: int = 0) -> ShipmentReturned:
    return ShipmentReturned(
        shipment_id="shp_1",
        order_id=order["id"],
        vendor_order_id=part_of(order, at),
        vendor_id=order["vendor_orders"][at]["vendor_id"],
        reason="refused",
        at=clock.now(),
    )


async def read(market: Market, order: Any) -> Any:
    return (await market.service.get(f"/orders/{order['id']}", as_=market.customer)).json()


async def statuses(market: Market, order: Any) -> list[str]:
    return [part["status"] for part in (await read(market, order))["vendor_orders"]]


async def test_an_order_goes_all_the_way_and_its_timeline_tells_it(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    (ready,) = await market.service.told(contract.VendorOrderReadyToShip)
    assert (ready.weight_grams, ready.cod_amount, ready.number) == (400, Money(131000), order["number"])
    await market.service.publish(moved(order, "picked_up"), moved(order, "out_for_delivery"), delivered(order))
    body = {"vendor_order_id": part_of(order)}
    done = await market.service.post(f"/orders/{order['id']}/accept", body, as_=market.customer)
    assert done.json()["status"] == "completed"
    events = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    assert [(event["kind"], event["by"]) for event in events] == [
        ("placed", "customer"),
        ("confirmed", "system"),
        ("accepted", "vendor"),
        ("packed", "vendor"),
        ("ready_to_ship", "vendor"),
        ("shipment_picked_up", "system"),
        ("shipment_out_for_delivery", "system"),
        ("shipment_delivered", "system"),
        ("completed", "customer"),
    ]
    assert events[-2]["label"] == {"en": "Delivered", "bn": "ডেলিভারি সম্পন্ন হয়েছে"}
    (completed,) = await market.service.told(contract.VendorOrderCompleted)
    assert completed.accepted_by_customer
    assert len(await market.service.told(contract.OrderCompleted)) == 1


async def test_a_timeline_is_read_page_by_page(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    await act(market, "a", part_of(order), "accept", "pack")
    path, who = f"/orders/{order['id']}/events?limit=3", market.customer
    first = (await market.service.get(path, as_=who)).json()
    rest = (await market.service.get(f"{path}&cursor={first['next_cursor']}", as_=who)).json()
    assert [each["kind"] for each in first["items"]] == ["placed", "confirmed", "accepted"]
    assert ([each["kind"] for each in rest["items"]], rest["next_cursor"]) == (["packed"], None)


async def test_a_booking_moves_nothing(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    await market.service.publish(moved(order, "booked"))
    assert await statuses(market, order) == ["ready_to_ship"]


async def test_the_return_window_completes_what_nobody_accepted(market: Market) -> None:
    with clock.frozen(AT):
        order = await market.buy(("panjabi", 1))
        await act(market, "a", part_of(order), "accept", "pack", "dispatch")
        await market.service.publish(delivered(order))
    with clock.frozen(AT + timedelta(days=7) - timedelta(seconds=1)):
        await market.service.settle()
        assert await statuses(market, order) == ["delivered"]
    with clock.frozen(AT + timedelta(days=7, seconds=1)):
        await market.service.settle()
        assert await statuses(market, order) == ["completed"]
    (completed,) = await market.service.told(contract.VendorOrderCompleted)
    assert not completed.accepted_by_customer


async def test_the_return_window_is_the_one_of_the_day_of_the_order(market: Market) -> None:
    with clock.frozen(AT):
        order = await market.buy(("panjabi", 1))
        market.compliance.set_rule("order.return_window_days", 30)
        await act(market, "a", part_of(order), "accept", "pack", "dispatch")
        await market.service.publish(delivered(order))
    with clock.frozen(AT + timedelta(days=8)):
        await market.service.settle()
        assert await statuses(market, order) == ["completed"]


async def test_a_customer_cancels_a_line_and_gets_the_rest(market: Market) -> None:
    market.sell("cap", "a", 20000)
    order = await market.buy(("panjabi", 2), ("cap", 1))
    line = order["vendor_orders"][0]["lines"][0]
    body = {"reason": "wrong colour", "vendor_order_id": part_of(order), "line_id": line["id"]}
    reply = await market.service.post(f"/orders/{order['id']}/cancel", body, as_=market.customer)
    assert reply.status_code == 200, reply.text
    assert reply.json()["total"]["amount"] == 26000
    assert [each["cancelled"] for each in reply.json()["vendor_orders"][0]["lines"]] == [True, False]
    await market.service.settle()
    assert market.inventory.on_hand[market.offers["panjabi"]] == 100
    assert market.inventory.on_hand[market.offers["cap"]] == 99
    (amended,) = await market.service.told(contract.VendorOrderAmended)
    assert amended.cancelled_lines == [line["id"]]
    assert (amended.terms.goods, amended.terms.commission, amended.terms.total) == (
        Money(20000),
        Money(2000),
        Money(26000),
    )


async def test_a_cancelled_order_owes_nothing_and_its_stock_is_back(market: Market) -> None:
    order = await market.buy(("panjabi", 2), ("mug", 3))
    reply = await market.service.post(f"/orders/{order['id']}/cancel", {"reason": "too slow"}, as_=market.customer)
    assert (reply.json()["status"], reply.json()["total"]["amount"]) == ("cancelled", 0)
    await market.service.settle()
    assert {market.inventory.on_hand[market.offers[name]] for name in ("panjabi", "mug")} == {100}
    told = await market.service.told(contract.VendorOrderCancelled)
    assert [(each.by, each.reason) for each in told] == [("customer", "too slow")] * 2
    assert len(await market.service.told(contract.OrderCancelled)) == 1


async def test_a_customer_cancels_one_vendors_part_only(market: Market) -> None:
    order = await market.buy(("panjabi", 1), ("mug", 1))
    body = {"reason": "too far", "vendor_order_id": part_of(order, 1)}
    reply = await market.service.post(f"/orders/{order['id']}/cancel", body, as_=market.customer)
    assert [part["status"] for part in reply.json()["vendor_orders"]] == ["confirmed", "cancelled"]
    assert reply.json()["total"]["amount"] == 131000


async def test_a_packed_parcel_is_not_the_customers_to_cancel_but_the_vendors(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    await act(market, "a", part_of(order), "accept", "pack")
    reply = await market.service.post(f"/orders/{order['id']}/cancel", {"reason": "changed"}, as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "not_cancellable")
    path = f"/vendor/orders/{part_of(order)}/cancel"
    without = await market.service.post(path, {}, as_=market.staff_of("a"))
    assert without.status_code in (400, 422)
    reply = await market.service.post(path, {"reason": "broken"}, as_=market.staff_of("a"))
    assert (reply.status_code, reply.json()["status"]) == (200, "cancelled")
    (cancelled,) = await market.service.told(contract.VendorOrderCancelled)
    assert (cancelled.by, cancelled.vendor_id) == ("vendor", market.vendor_ids["a"])


async def test_a_step_out_of_turn_is_refused_and_says_why(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    reply = await market.service.post(f"/vendor/orders/{part_of(order)}/pack", as_=market.staff_of("a"))
    assert (reply.status_code, reply.json()["code"]) == (409, "wrong_state")
    assert reply.json()["data"]["vendor_order_status"] == "confirmed"


async def test_a_parcel_that_comes_back_puts_its_units_back(market: Market) -> None:
    order = await market.buy(("panjabi", 2))
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    await market.service.publish(moved(order, "picked_up"), moved(order, "attempt_failed"))
    assert await statuses(market, order) == ["delivery_failed"]
    await market.service.publish(moved(order, "returning"), returned(order))
    assert await statuses(market, order) == ["returned"]
    assert market.inventory.on_hand[market.offers["panjabi"]] == 100
    assert len(await market.service.told(contract.VendorOrderReturned)) == 1
    assert (await read(market, order))["total"]["amount"] == 0


async def test_news_twice_and_late_changes_nothing(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    await market.service.publish(delivered(order), moved(order, "picked_up"), delivered(order))
    assert await statuses(market, order) == ["delivered"]
    events = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    assert [event["kind"] for event in events].count("shipment_delivered") == 1


async def test_news_that_does_not_fit_is_noted_for_staff(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    reply = await market.service.post(
        f"/vendor/orders/{part_of(order)}/cancel", {"reason": "broken"}, as_=market.staff_of("a")
    )
    assert reply.status_code == 200
    await market.service.publish(moved(order, "picked_up"))
    assert await statuses(market, order) == ["cancelled"]
    seen = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    assert "shipment_noted" not in {event["kind"] for event in seen}
    everything = (await market.service.get(f"/admin/orders/{order['id']}", as_=tokens.staff(*STAFF))).json()
    assert everything["events"][-1]["kind"] == "shipment_noted"


async def test_a_vendor_sees_a_phone_only_while_it_has_the_job(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    path, who = f"/vendor/orders/{part_of(order)}", market.staff_of("a", "packer")
    buyer = (await market.service.get(path, as_=who)).json()["buyer"]
    assert (buyer["name"], buyer["area"], buyer["phone"], buyer["address"]) == (
        "Rahima Khatun",
        "Dhanmondi",
        None,
        None,
    )
    await act(market, "a", part_of(order), "accept")
    buyer = (await market.service.get(path, as_=who)).json()["buyer"]
    assert (buyer["phone"], buyer["address"]["line1"]) == ("+8801712345678", "House 7, Road 5")
    await market.service.post(f"{path}/cancel", {"reason": "sold out"}, as_=market.staff_of("a"))
    assert (await market.service.get(path, as_=who)).json()["buyer"]["phone"] is None


async def test_a_vendor_says_what_the_parcel_weighs(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    await act(market, "a", part_of(order), "accept", "pack")
    path = f"/vendor/orders/{part_of(order)}/dispatch"
    reply = await market.service.post(path, {"weight_grams": 950}, as_=market.staff_of("a", "packer"))
    assert reply.json()["status"] == "ready_to_ship"
    (ready,) = await market.service.told(contract.VendorOrderReadyToShip)
    assert ready.weight_grams == 950


async def test_vendors_list_their_own_orders_by_status_page_by_page(market: Market) -> None:
    orders = [await market.buy(("panjabi", 1), ("sari", 1)) for _ in range(3)]
    await act(market, "a", part_of(orders[1]), "accept")
    who = market.staff_of("a", "packer")
    first = (await market.service.get("/vendor/orders?limit=2", as_=who)).json()
    rest = (await market.service.get(f"/vendor/orders?limit=2&cursor={first['next_cursor']}", as_=who)).json()
    listed = [each["order_id"] for each in [*first["items"], *rest["items"]]]
    assert listed == [order["id"] for order in reversed(orders)]
    assert rest["next_cursor"] is None
    accepted = (await market.service.get("/vendor/orders?status=accepted", as_=who)).json()["items"]
    assert [each["order_id"] for each in accepted] == [orders[1]["id"]]
    assert (await market.service.get("/vendor/orders?status=mislaid", as_=who)).status_code in (400, 422)
    assert {each["vendor_id"] for each in first["items"]} == {market.vendor_ids["a"]}


async def test_customers_list_their_orders_page_by_page(market: Market) -> None:
    orders = [await market.buy(("mug", 1)) for _ in range(3)]
    first = (await market.service.get("/orders?limit=2", as_=market.customer)).json()
    assert [each["id"] for each in first["items"]] == [orders[2]["id"], orders[1]["id"]]
    rest = await market.service.get(f"/orders?limit=2&cursor={first['next_cursor']}", as_=market.customer)
    assert [each["id"] for each in rest.json()["items"]] == [orders[0]["id"]]
    forged = await market.service.get("/orders?cursor=WyJcdTAwMDAiXQ", as_=market.customer)
    assert (forged.status_code, forged.json()["errors"][0]["field"]) == (422, "cursor")


async def test_staff_find_orders_by_number_and_status_and_cancel_them(market: Market) -> None:
    orders = [await market.buy(("mug", 1)) for _ in range(2)]
    who = tokens.staff(*STAFF)
    number = orders[0]["number"]

    async def found(query: str) -> list[str]:
        return [each["id"] for each in (await market.service.get(f"/admin/orders?{query}", as_=who)).json()["items"]]

    assert await found("") == [orders[1]["id"], orders[0]["id"]]
    assert await found(f"q={number.lower()}") == [orders[0]["id"]]
    assert len(await found(f"q={number[:9]}")) == 2
    body = {"reason": "a fraud report"}
    reply = await market.service.post(f"/admin/orders/{orders[0]['id']}/cancel", body, as_=who)
    assert reply.json()["order"]["status"] == "cancelled"
    assert await found("status=cancelled") == [orders[0]["id"]]
    assert await found(f"status=cancelled&q={orders[1]['number']}") == []
    event = reply.json()["events"][-1]
    assert (event["by"], event["actor_id"], event["reason"]) == ("staff", "usr_staff", "a fraud report")


async def test_others_are_told_to_whom_an_order_goes(market: Market) -> None:
    order = await market.buy(("mug", 1))
    recipient = await market.service.face.recipient(part_of(order))
    assert (recipient.order_id, recipient.number) == (order["id"], order["number"])
    assert (recipient.customer_id, recipient.address.phone) == (market.customer_id, "+8801712345678")
    whole = await market.service.face.recipient_of_order(order["id"])
    assert (whole.vendor_order_id, whole.address) == ("", recipient.address)
    for ask in (market.service.face.recipient, market.service.face.recipient_of_order):
        with pytest.raises(contract.UnknownOrder):
            await ask("ord_none")

"""How parcels end with outside couriers: in part, on the way back, lost, called off; and whose cash that is."""

import pytest

from bdcommerce.contracts.fulfilment import GoodsCameBack, ShipmentDelivered, ShipmentReturned
from bdcommerce.fulfilment.jobs import ask_couriers
from bdcommerce.kernel.money import Money
from fulfilment.courier_ground import DELIVERED, INTEGRATION, Market
from support import tokens
from support.parcels import cashier


async def in_hands(market: Market, courier: str) -> int:
    reply = await market.service.get(f"/admin/couriers/{courier}/cash", as_=cashier())
    amount: int = reply.json()["in_hands"]["amount"]
    return amount


async def test_a_part_is_kept_and_the_rest_comes_back(market: Market) -> None:
    await market.ready("pathao")
    booking = await market.packed()
    await market.moves(booking, "order.picked", "order.assigned-for-delivery")
    await market.moves(booking, "order.partial-delivery", reason="kept one of two", collected=700)
    assert await market.status(booking) == "partially_delivered"
    (told,) = await market.service.told(ShipmentDelivered)
    assert (told.collected, told.partial, told.courier) == (Money(70000), True, "pathao")
    assert await in_hands(market, "pathao") == 70000
    await market.moves(booking, "order.return-in-transit")
    await market.moves(booking, "order.returned-to-merchant")
    assert await market.status(booking) == "partially_delivered"
    assert [back.vendor_order_id for back in await market.service.told(GoodsCameBack)] == [booking["vendor_order_id"]]
    way = await market.service.get(f"/vendor/shipments/{booking['shipment_id']}", as_=vendor(market))
    assert [step["what"] for step in way.json()["steps"]][-3:] == [
        "partially_delivered",
        "rest_returning",
        "rest_returned",
    ]


async def test_nobody_takes_it_and_it_goes_back_to_its_origin(market: Market) -> None:
    await market.ready("redx")
    booking = await market.packed()
    await market.moves(
        booking, "ready-for-delivery", "delivery-in-progress", "agent-hold", "agent-returning", "returned"
    )
    assert await market.status(booking) == "returned"
    assert len(await market.service.told(ShipmentReturned)) == 1
    assert (await market.again(booking))["booking"]["status"] == "ended"
    assert await in_hands(market, "redx") == 0


@pytest.mark.parametrize("courier", ["pathao", "steadfast"])
async def test_other_cash_than_was_asked_for_is_shown_to_people(market: Market, courier: str) -> None:
    await market.ready(courier)
    booking = await market.packed()
    await market.ground.fault(courier, "wrong_amount", value="1000")
    await market.moves(booking, DELIVERED[courier])
    (told,) = await market.service.told(ShipmentDelivered)
    assert told.collected == Money(100000)
    (news,) = (await market.get("/admin/courier-news", outcome="mismatch"))["items"]
    assert (news["shipment_id"], news["said"]) == (booking["shipment_id"], DELIVERED[courier])


async def test_words_of_parcels_that_are_not_ours_are_shown_to_people(market: Market) -> None:
    await market.ready("steadfast")
    body = {
        "notification_type": "delivery_status",
        "consignment_id": 77,
        "invoice": "not-ours",
        "status": "Delivered",
        "cod_amount": 100,
        "updated_at": "2026-11-22 12:00:00",
    }
    token = {"Authorization": "Bearer play-hook-token"}
    taken = await market.service.call("POST", "/hooks/steadfast", body, headers=dict(token))
    assert (taken.status_code, taken.json()["status"]) == (200, "success")
    odd = await market.service.call("POST", "/hooks/steadfast", {"notification_type": 7}, headers=dict(token))
    assert (odd.status_code, odd.json()["status"]) == (400, "error")
    await market.quiet()
    (news,) = (await market.get("/admin/courier-news", outcome="unknown"))["items"]
    assert news["reference"] == "not-ours"


async def test_a_lost_parcel_is_claimed_from_its_courier(market: Market) -> None:
    await market.ready("pathao")
    booking = await market.packed()
    await market.moves(booking, "order.picked")
    claim = {
        "shipment_id": booking["shipment_id"],
        "kind": "lost",
        "amount": {"amount": 125000, "currency": "BDT"},
        "description": "nobody at the hub knows of it",
    }
    opened = await market.post("/admin/claims", claim, 201)
    assert opened["courier"] == "pathao"
    settled = {"amount": {"amount": 125000, "currency": "BDT"}, "reason": "accepted by mail"}
    await market.post(f"/admin/claims/{opened['claim_id']}/settle", settled)
    assert await market.status(booking) == "lost"
    assert (await market.again(booking))["booking"]["status"] == "ended"


async def test_a_courier_that_gives_up_leaves_the_parcel_to_another(market: Market) -> None:
    await market.ready("pathao", "steadfast")
    await market.put("/admin/couriers/steadfast", {"enabled": True, "blocked": "full"})
    booking = await market.packed()
    await market.moves(booking, "order.pickup-cancelled", reason="no rider")
    assert (await market.status(booking), (await market.again(booking))["booking"]["status"]) == ("planned", "wanted")
    await market.put("/admin/couriers/steadfast", {"enabled": True})
    await market.post(f"/admin/bookings/{booking['shipment_id']}/book", {"courier": "steadfast"}, 202)
    await market.quiet()
    now = (await market.again(booking))["booking"]
    assert (now["status"], now["courier"]) == ("booked", "steadfast")
    assert now["reference"] == f"{booking['vendor_order_id']}-2"
    await market.moves(booking, "pending", "delivered")
    assert await market.status(booking) == "delivered"


async def test_a_courier_that_wants_us_slower_is_asked_again(market: Market) -> None:
    await market.ready("pathao")
    await market.ground.fault("pathao", "rate", times=2)
    booking = await market.packed()
    assert await market.status(booking) == "planned"
    await market.later()
    assert (await market.again(booking))["booking"]["status"] == "booked"
    assert len(await market.ground.parcels("pathao")) == 1


async def test_an_unanswered_booking_is_resolved_by_a_look_into_the_panel(market: Market) -> None:
    await market.ready("redx")
    await market.ground.fault("redx", "lost_hook", times=2)
    await market.ground.fault("redx", "lost_answer", times=2)
    there, not_there = await market.packed(), await market.packed()
    assert {there["status"], not_there["status"]} == {"unanswered"}
    theirs = next(each for each in await market.ground.parcels("redx") if each["reference"] == there["reference"])
    path = f"/admin/bookings/{there['shipment_id']}/resolve"
    assert (await market.post(path, {"tracking_no": theirs["number"]}))["status"] == "booked"
    path = f"/admin/bookings/{not_there['shipment_id']}/resolve"
    taken = await market.service.post(path, {"tracking_no": theirs["number"]}, as_=market.planner)
    assert (taken.status_code, taken.json()["code"]) == (409, "tracking_number_used")
    assert (await market.post(path, {"tracking_no": ""}))["status"] == "wanted"


async def test_an_order_that_goes_away_before_its_courier_was_asked_is_not_given_to_anybody(market: Market) -> None:
    await market.ready("steadfast")
    await market.ground.fault("steadfast", "unauthorised", times=50)
    booking = await market.packed()
    assert booking["status"] == "asking"
    await market.parcels.cancelled(booking)
    await market.ground.fault("steadfast", "unauthorised", times=0)
    market.parcels.watch.advance(hours=2)
    await market.quiet()
    assert (await market.again(booking))["booking"]["status"] == "ended"
    assert await market.ground.parcels("steadfast") == []


async def test_a_lost_answer_with_the_courier_away_after_it_is_still_one_booking(market: Market) -> None:
    await market.ready("steadfast")
    await market.ground.fault("steadfast", "lost_answer")
    booking = await market.packed()
    await market.ground.fault("steadfast", "unauthorised", times=2)
    for _ in range(4):
        market.parcels.watch.advance(hours=1)
        await market.quiet()
    now = (await market.again(booking))["booking"]
    assert (now["status"], now["tracking_no"]) == ("booked", now["reference"]), "its number is not known yet"
    (theirs,) = await market.ground.parcels("steadfast")
    await market.ground.move("steadfast", theirs["number"], "pending", quietly=True)
    market.parcels.watch.advance(hours=3)
    await ask_couriers(market.service.deps)
    await market.quiet()
    assert await market.status(booking) == "picked_up"
    await market.ground.move("steadfast", theirs["number"], "delivered")
    await market.quiet()
    assert await market.status(booking) == "delivered"
    (shown,) = await market.parcels.listed()
    assert shown["tracking_no"] == theirs["number"]


async def test_what_is_collected_changes_only_where_somebody_can_be_told(market: Market) -> None:
    await market.ready("own_riders")
    ours = await market.packed()
    body = {"cod": {"amount": 90000, "currency": "BDT"}, "reason": "one line less"}
    changed = await market.post(f"/admin/shipments/{ours['shipment_id']}/cod", body)
    assert changed["cod"]["amount"] == 90000
    await market.ready("pathao")
    theirs = await market.packed()
    refused = await market.service.post(f"/admin/shipments/{theirs['shipment_id']}/cod", body, as_=market.planner)
    assert (refused.status_code, refused.json()["code"]) == (409, "courier_cannot")


async def test_many_parcels_are_booked_at_once_with_a_report(market: Market) -> None:
    await market.ready("steadfast")
    policy = await market.get("/admin/courier-policy")
    await market.put("/admin/courier-policy", {**policy, "book_at_once": False})
    packed = [await market.packed() for _ in range(3)]
    assert {each["status"] for each in packed} == {"wanted"}
    ids = [*(each["shipment_id"] for each in packed), "shp_unknown"]
    begun = await market.post("/admin/bulk-bookings", {"shipment_ids": ids}, 202)
    assert (begun["rows"], begun["done"]) == (4, 1)
    await market.quiet()
    path = f"/admin/bulk-bookings/{begun['bulk_id']}"
    over = await market.get(path)
    assert (over["rows"], over["done"], over["booked"], over["left"]) == (4, 4, 3, 1)
    rows = (await market.get(f"{path}/rows"))["items"]
    assert [row["status"] for row in rows] == ["booked", "booked", "booked", "not_begun"]
    assert rows[3]["problem"] == "there is no booking of shp_unknown"
    sheet = await market.service.get(f"{path}/rows", as_=market.planner, params={"format": "csv"})
    assert sheet.text.splitlines()[1].startswith(f"1,{ids[0]},booked,steadfast,")
    again = await market.post("/admin/bulk-bookings", {"shipment_ids": ids[:1]}, 202)
    assert (again["done"], again["left"]) == (1, 1)


async def test_pathao_s_panel_takes_our_webhook(market: Market) -> None:
    url = f"{market.ground.url}/api/v1/hooks/pathao"
    saved = await market.ground.panel("pathao", {"url": url, "secret": "play-webhook-secret"})
    assert saved.status_code == 200, saved.text
    reply = market.ground.door.answers[-1]
    assert (reply.status_code, reply.headers["X-Pathao-Merchant-Webhook-Integration-Secret"]) == (202, INTEGRATION)


async def test_a_new_pick_up_point_is_waited_for_and_then_kept(market: Market) -> None:
    await market.ready("pathao")
    await market.ground.fault("pathao", "store_waits")
    booking = await market.packed()
    assert (booking["status"], booking["problem"]["code"]) == ("asking", "pickup_point_waits")
    assert await market.ground.approve_stores() == {"approved": 1, "stores": 1}
    market.parcels.watch.advance(hours=1)
    await market.quiet()
    assert (await market.again(booking))["booking"]["status"] == "booked"
    await market.packed()
    assert await market.ground.approve_stores() == {"approved": 0, "stores": 1}


def vendor(market: Market) -> str:
    return tokens.vendor(market.parcels.vendor_id)

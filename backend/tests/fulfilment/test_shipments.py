"""Parcels from the packed order to the door and back, over HTTP and the bus."""

import asyncio
from collections import Counter
from typing import Any, get_args

import pytest
from sqlalchemy import text

from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.contracts.fulfilment import (
    ShipmentBooked,
    ShipmentDelivered,
    ShipmentMoved,
    ShipmentReturned,
    ShipmentStatus,
)
from bdcommerce.contracts.orders import VendorOrderCancelled
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.notifications import FakeNotifications
from support.harness import Harness
from support.parcels import COD, Parcels, Watch, rider

STEPS = [
    ("pick-up", None),
    ("out-for-delivery", None),
    ("reattempt", None),
    ("deliver", {"code": "1234", "collected": {"amount": 1, "currency": "BDT"}}),
    ("attempt-failed", {"reason": "not at home"}),
    ("refuse", {"reason": "wrong size"}),
    ("returned", None),
]


async def test_a_packed_parcel_is_booked_with_the_own_riders(parcels: Parcels, fulfilment: Harness) -> None:
    event = parcels.ready()
    await fulfilment.publish(event)
    (parcel,) = await parcels.listed()
    assert (parcel["status"], parcel["courier"], parcel["number"]) == ("booked", "own_riders", event.number)
    assert parcel["cod"] == {"amount": COD.amount, "currency": "BDT"}
    (told,) = await fulfilment.told(ShipmentBooked)
    assert (told.shipment_id, told.vendor_order_id) == (parcel["shipment_id"], event.vendor_order_id)
    assert told.tracking_no == parcel["tracking_no"]
    assert parcel["tracking_no"].startswith("OR")


async def test_a_parcel_that_is_announced_twice_is_booked_once(parcels: Parcels, fulfilment: Harness) -> None:
    event = parcels.ready()
    await fulfilment.publish(event)
    await fulfilment.publish(event)
    assert len(await parcels.listed()) == 1
    assert len(await fulfilment.told(ShipmentBooked)) == 1


async def test_a_rider_sees_whom_to_call_and_where_to_go_while_it_is_open(parcels: Parcels) -> None:
    parcel = await parcels.booked()
    assert parcel["contacts"]["recipient"]["recipient_name"] == "Rahima Khatun"
    assert parcel["contacts"]["recipient"]["phone"] == "+8801712345678"
    assert parcel["contacts"]["pickup"]["recipient_name"] == "Rahim Stores"
    await parcels.delivered()
    closed = [item for item in await parcels.listed(status="delivered") if item["contacts"] is None]
    assert len(closed) == 1


async def test_contacts_and_codes_are_not_readable_in_the_database(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered()
    code = parcels.code()
    async with fulfilment.database.transaction() as tx:
        stored = [
            str(value)
            for table in ("parcel", "shipment_view", "cod_parcel", "event_log")
            for row in await tx.rows(text(f"SELECT to_jsonb(t) AS whole FROM {table} t"))
            for value in row.values()
        ]
    everything = " ".join(stored)
    for secret in ("Rahima", "1712345678", "Road 5", f"'{code}'", "1711000001"):
        assert secret not in everything


async def test_the_customer_is_sent_a_code_with_number_and_amount(
    parcels: Parcels, notifications: FakeNotifications
) -> None:
    await parcels.out()
    (message,) = notifications.sent
    assert (message.template, message.to, message.language) == ("delivery_code", "+8801712345678", "en")
    assert message.params == {"number": "BD-261122-000001", "code": parcels.code(), "amount": "৳1,250.00"}
    assert len(parcels.code()) == 4


async def test_a_code_is_sent_later_when_notifications_are_away(
    parcels: Parcels, notifications: FakeNotifications, watch: Watch
) -> None:
    notifications.away = True
    parcel = await parcels.booked()
    await parcels.do(parcel, "pick-up")
    assert (await parcels.do(parcel, "out-for-delivery")).status_code == 200
    await parcels.service.settle()
    assert notifications.sent == []
    notifications.away = False
    watch.advance(minutes=5)
    await parcels.service.settle()
    assert (await parcels.deliver(parcel, parcels.code())).status_code == 200


async def test_the_right_code_and_the_cash_deliver(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    reply = await parcels.deliver(parcel, parcels.code())
    assert (reply.status_code, reply.json()["status"]) == (200, "delivered")
    (told,) = await fulfilment.told(ShipmentDelivered)
    assert (told.collected, told.courier, told.proof) == (COD, "own_riders", "otp")
    assert [moved.status for moved in await fulfilment.told(ShipmentMoved)] == ["picked_up", "out_for_delivery"]


async def test_a_wrong_code_is_refused_and_counts(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    for left in (4, 3, 2, 1, 0):
        reply = await parcels.deliver(parcel, parcels.wrong_code())
        assert (reply.status_code, reply.json()["code"], reply.json()["data"]["tries_left"]) == (
            422,
            "wrong_code",
            left,
        )
    reply = await parcels.deliver(parcel, parcels.code())
    assert (reply.status_code, reply.json()["code"]) == (409, "code_locked")
    assert await fulfilment.told(ShipmentDelivered) == []


async def test_a_new_code_unlocks_after_a_minute(parcels: Parcels, watch: Watch) -> None:
    parcel = await parcels.out()
    first = parcels.code()
    for _ in range(5):
        await parcels.deliver(parcel, parcels.wrong_code())
    reply = await parcels.do(parcel, "out-for-delivery")
    assert (reply.status_code, reply.json()["code"], reply.headers["retry-after"]) == (429, "code_just_sent", "60")
    watch.advance(seconds=60)
    assert (await parcels.do(parcel, "out-for-delivery")).status_code == 200
    await parcels.service.settle()
    if parcels.code() != first:
        assert (await parcels.deliver(parcel, first)).json()["code"] == "wrong_code"
    assert (await parcels.deliver(parcel, parcels.code())).status_code == 200


async def test_sending_another_code_moves_nothing(parcels: Parcels, fulfilment: Harness, watch: Watch) -> None:
    parcel = await parcels.out()
    watch.advance(minutes=2)
    await parcels.do(parcel, "out-for-delivery")
    assert len(await fulfilment.told(ShipmentMoved)) == 2


@pytest.mark.parametrize("collected", [0, COD.amount - 1, COD.amount + 1, 10**30])
async def test_other_cash_is_refused(parcels: Parcels, collected: int) -> None:
    parcel = await parcels.out()
    reply = await parcels.deliver(parcel, parcels.code(), collected)
    assert (reply.status_code, reply.json()["code"]) == (422, "wrong_collection")
    assert [error["field"] for error in reply.json()["errors"]] == ["collected"]
    assert await parcels.status(parcel) == "out_for_delivery"


async def test_a_parcel_without_cash_to_collect_leaves_none_in_hands(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(0))
    assert (await fulfilment.told(ShipmentDelivered))[0].collected == Money(0)
    reply = await fulfilment.get("/admin/couriers/own_riders/cash", as_=tokens.staff("remittances.record"))
    assert reply.json()["parcels"] == 0


async def test_a_refused_parcel_goes_back_to_the_vendor(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    reply = await parcels.do(parcel, "refuse", {"reason": "wrong size"})
    assert (reply.json()["status"], reply.json()["reason"]) == ("returning", "wrong size")
    assert (await parcels.do(parcel, "returned")).json()["status"] == "returned"
    moved = await fulfilment.told(ShipmentMoved)
    assert [(one.status, one.reason) for one in moved[2:]] == [
        ("attempt_failed", "wrong size"),
        ("returning", "wrong size"),
    ]
    assert [one.reason for one in await fulfilment.told(ShipmentReturned)] == ["wrong size"]


async def test_a_missed_customer_is_tried_again_with_another_code(parcels: Parcels, watch: Watch) -> None:
    parcel = await parcels.out()
    assert (await parcels.do(parcel, "attempt-failed", {"reason": "not at home"})).json()["status"] == "attempt_failed"
    watch.advance(hours=3)
    assert (await parcels.do(parcel, "reattempt")).json()["status"] == "out_for_delivery"
    await parcels.service.settle()
    assert (await parcels.deliver(parcel, parcels.code())).status_code == 200


async def test_a_cancelled_order_before_pick_up_cancels_its_parcel(parcels: Parcels) -> None:
    parcel = await parcels.booked()
    await parcels.cancelled(parcel)
    assert await parcels.status(parcel) == "cancelled"
    assert (await parcels.do(parcel, "pick-up")).json()["code"] == "not_possible_now"


async def test_a_cancelled_order_on_its_way_turns_its_parcel_round(parcels: Parcels) -> None:
    parcel = await parcels.booked()
    await parcels.do(parcel, "pick-up")
    await parcels.cancelled(parcel)
    assert await parcels.status(parcel) == "returning"


async def test_what_is_delivered_stays_delivered_when_its_order_is_cancelled(parcels: Parcels) -> None:
    parcel = await parcels.delivered()
    await parcels.cancelled(parcel)
    assert await parcels.status(parcel) == "delivered"


async def test_a_cancelled_order_without_a_parcel_concerns_nobody(parcels: Parcels, fulfilment: Harness) -> None:
    event = VendorOrderCancelled(
        order_id="ord_1", vendor_order_id="vor_1", vendor_id="ven_1", reason="x", by="customer", at=clock.now()
    )
    await fulfilment.publish(event)
    assert await parcels.listed() == []


async def test_shipments_are_listed_by_status_and_page(parcels: Parcels, fulfilment: Harness) -> None:
    made = [await parcels.booked() for _ in range(5)]
    await parcels.do(made[2], "pick-up")
    assert [item["shipment_id"] for item in await parcels.listed(status="picked_up")] == [made[2]["shipment_id"]]
    seen, cursor = list[str](), ""
    while True:
        params = {"limit": "2", "status": "booked", "cursor": cursor}
        body = (await fulfilment.get("/admin/shipments", as_=rider(), params=params)).json()
        seen += [item["shipment_id"] for item in body["items"]]
        cursor = body["next_cursor"]
        if not cursor:
            break
    assert seen == sorted(one["shipment_id"] for one in made if one is not made[2])


@pytest.mark.parametrize("status", get_args(ShipmentStatus))
async def test_every_status_can_be_asked_for(parcels: Parcels, status: str) -> None:
    assert await parcels.listed(status=status) == []


async def test_an_unknown_status_is_refused(fulfilment: Harness) -> None:
    reply = await fulfilment.get("/admin/shipments", as_=rider(), params={"status": "stolen"})
    assert reply.status_code in {400, 422}


@pytest.mark.parametrize("step, body", STEPS)
async def test_an_unknown_shipment_is_not_found(fulfilment: Harness, step: str, body: Any) -> None:
    reply = await fulfilment.post(f"/admin/shipments/shp_nowhere/{step}", body, as_=rider())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_shipment")


@pytest.mark.parametrize("step, body", STEPS)
async def test_parcels_are_for_riders(fulfilment: Harness, step: str, body: Any) -> None:
    path = f"/admin/shipments/shp_nowhere/{step}"
    assert (await fulfilment.post(path, body)).status_code == 401
    assert (await fulfilment.post(path, body, as_=tokens.staff("orders.read"))).status_code == 403
    assert (await fulfilment.post(path, body, as_=tokens.vendor("ven_1"))).status_code == 403


async def test_the_list_of_parcels_is_for_riders(fulfilment: Harness) -> None:
    assert (await fulfilment.get("/admin/shipments")).status_code == 401
    assert (await fulfilment.get("/admin/shipments", as_=tokens.customer())).status_code == 403
    assert (await fulfilment.get("/admin/shipments", as_=tokens.staff("orders.read"))).status_code == 403


async def test_what_a_rider_does_is_audited(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.booked()
    await parcels.do(parcel, "pick-up")
    (acted,) = await fulfilment.told(StaffActed)
    assert acted.targets == {"shipment_id": parcel["shipment_id"]}
    assert acted.actor_id == "usr_rider"


async def test_codes_tried_at_the_same_moment_count_as_well(parcels: Parcels) -> None:
    parcel = await parcels.out()
    replies = await asyncio.gather(*(parcels.deliver(parcel, parcels.wrong_code()) for _ in range(12)))
    codes = Counter(reply.json()["code"] for reply in replies)
    assert set(codes) <= {"wrong_code", "stale", "code_locked"}
    assert 1 <= codes["wrong_code"] <= 5
    for _ in range(5 - codes["wrong_code"]):
        assert (await parcels.deliver(parcel, parcels.wrong_code())).json()["code"] == "wrong_code"
    assert (await parcels.deliver(parcel, parcels.code())).json()["code"] == "code_locked"


async def test_what_is_shown_of_shipments_can_be_rebuilt(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered()
    await parcels.booked()
    refused = await parcels.out()
    await parcels.do(refused, "refuse", {"reason": "wrong size"})
    before = await _rows(fulfilment)
    projection = fulfilment.service.projections[0]
    async with fulfilment.database.transaction() as tx:
        await tx.execute(text("UPDATE shipment_view SET status = 'planned', reason = 'spoiled'"))
    async for _ in rebuild(fulfilment.database, projection):
        pass
    assert await _rows(fulfilment) == before


async def _rows(fulfilment: Harness) -> list[dict[str, Any]]:
    async with fulfilment.database.transaction() as tx:
        return [dict(row) for row in await tx.rows(text("SELECT * FROM shipment_view ORDER BY shipment_id"))]

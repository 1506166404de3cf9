"""Attempts, other days, and where a parcel is: for its customer, its vendor and the back office. Over HTTP."""

import csv
import hashlib
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from bdcommerce.contracts.fulfilment import ShipmentMoved
from bdcommerce.infra.projections import rebuild
from support import tokens
from support.faces.compliance import FakeCompliance
from support.harness import Harness
from support.parcels import Parcels, Watch, rider

RAHIMA, STRANGER = "usr_rahima", "usr_stranger"
TOKEN = "guest-token-of-somebody"
HASH = hashlib.sha256(TOKEN.encode()).hexdigest()


def back_office() -> str:
    return tokens.staff("shipments.manage", user_id="usr_support")


async def tracked(fulfilment: Harness, parcel: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The parcel as its customer sees it."""
    reply = await fulfilment.get(
        f"/orders/{parcel['order_id']}/shipments", **(options or {"as_": tokens.customer(RAHIMA)})
    )
    assert reply.status_code == 200, reply.text
    (one,) = reply.json()["items"]
    found: dict[str, Any] = one
    return found


async def another_day(fulfilment: Harness, parcel: dict[str, Any], on: str, user_id: str = RAHIMA) -> Any:
    path = f"/shipments/{parcel['shipment_id']}/reschedule"
    return await fulfilment.post(path, {"on": on}, as_=tokens.customer(user_id))


async def missed(parcels: Parcels, parcel: dict[str, Any], **body: Any) -> Any:
    return await parcels.do(parcel, "attempt-failed", body or {"code": "nobody_home"})


async def test_a_customer_sees_every_step_and_every_attempt(
    parcels: Parcels, fulfilment: Harness, watch: Watch
) -> None:
    parcel = await parcels.booked(customer_id=RAHIMA)
    await parcels.do(parcel, "pick-up")
    watch.advance(hours=1)
    await parcels.do(parcel, "at-hub", {"hub": "dhaka-tejgaon"})
    await parcels.do(parcel, "out-for-delivery")
    await missed(parcels, parcel, code="no_answer", reason="rang twice")

    seen = await tracked(fulfilment, parcel)

    assert [step["what"] for step in seen["steps"]] == [
        "planned", "booked", "picked_up", "at_hub", "out_for_delivery", "attempt_failed",
    ]  # fmt: skip
    assert seen["steps"][3]["hub"] == "dhaka-tejgaon"
    assert [(one["code"], one["note"], one["next_on"]) for one in seen["attempts"]] == [
        ("no_answer", "rang twice", "2026-11-23")
    ]
    assert (seen["status"], seen["deliver_on"], seen["may_reschedule"]) == ("attempt_failed", "2026-11-23", True)
    assert "usr_rider" not in str(seen)


async def test_a_guest_sees_its_parcel_by_its_token(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.booked(guest_hash=HASH)

    assert (await tracked(fulfilment, parcel, guest=TOKEN))["status"] == "booked"
    for wrong in ({"guest": "another-token"}, {}, {"as_": tokens.customer(STRANGER)}):
        reply = await fulfilment.get(f"/orders/{parcel['order_id']}/shipments", **wrong)
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_shipment")


async def test_nobody_sees_or_moves_a_parcel_of_somebody_else(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.booked(customer_id=RAHIMA)
    nobodys = await parcels.booked()

    for one in (parcel, nobodys):
        reply = await fulfilment.get(f"/orders/{one['order_id']}/shipments", as_=tokens.customer(STRANGER))
        assert reply.status_code == 404
        assert (await another_day(fulfilment, one, "2026-11-24", STRANGER)).status_code == 404
        assert (await fulfilment.get(f"/orders/{one['order_id']}/shipments")).status_code == 404
    other = await fulfilment.get(f"/vendor/shipments/{parcel['shipment_id']}", as_=tokens.vendor("ven_other"))
    assert (other.status_code, other.json()["code"]) == (404, "unknown_shipment")
    assert (await fulfilment.get("/vendor/shipments", as_=tokens.vendor("ven_other"))).json()["items"] == []


async def test_a_failed_attempt_needs_words_where_no_code_says_it(parcels: Parcels) -> None:
    parcel = await parcels.out()

    assert (await missed(parcels, parcel, code="other")).status_code == 422
    assert (await missed(parcels, parcel, code="bored")).status_code == 422
    assert (await missed(parcels, parcel, reason="the lane is dug up")).json()["status"] == "attempt_failed"


@pytest.mark.parametrize(
    "next_on, status", [("2026-11-21", 422), ("2026-11-22", 200), ("2026-11-27", 200), ("2026-11-28", 422)]
)
async def test_the_rider_may_name_the_day_of_the_next_attempt(parcels: Parcels, next_on: str, status: int) -> None:
    parcel = await parcels.out()

    assert (await missed(parcels, parcel, code="asked_for_later", next_on=next_on)).status_code == status


async def test_the_next_attempt_is_on_a_day_of_deliveries(parcels: Parcels, fulfilment: Harness, watch: Watch) -> None:
    watch.advance(days=4)  # Thursday; Friday is a day of rest
    parcel = await parcels.out(customer_id=RAHIMA)

    await missed(parcels, parcel)

    assert (await tracked(fulfilment, parcel))["deliver_on"] == "2026-11-28"


async def test_after_the_last_attempt_it_goes_back(
    parcels: Parcels, fulfilment: Harness, compliance: FakeCompliance, watch: Watch
) -> None:
    compliance.set_rule("delivery.max_attempts", 2)
    parcel = await parcels.out()
    await missed(parcels, parcel)
    watch.advance(days=1)
    await parcels.do(parcel, "reattempt")

    reply = await missed(parcels, parcel, code="no_answer")

    assert (reply.json()["status"], reply.json()["reason"]) == ("returning", "not delivered in 2 attempts")
    told = [(one.status, one.reason) for one in await fulfilment.told(ShipmentMoved)]
    assert told[-2:] == [("attempt_failed", "no_answer"), ("returning", "not delivered in 2 attempts")]


async def test_a_customer_chooses_another_day_and_no_rider_goes_before(
    parcels: Parcels, fulfilment: Harness, watch: Watch
) -> None:
    parcel = await parcels.out(customer_id=RAHIMA)
    await missed(parcels, parcel)

    reply = await another_day(fulfilment, parcel, "2026-11-25")

    assert (reply.status_code, reply.json()["deliver_on"]) == (200, "2026-11-25")
    assert reply.json()["steps"][-1]["what"] == "rescheduled"
    watch.advance(days=1)
    early = await parcels.do(parcel, "reattempt")
    assert (early.status_code, early.json()["code"]) == (409, "asked_for_later")
    watch.advance(days=2)
    assert (await parcels.do(parcel, "reattempt")).status_code == 200


@pytest.mark.parametrize("on", ["2026-11-22", "2026-11-27", "2026-11-28"])
async def test_another_day_is_one_of_the_next_five_with_deliveries(
    parcels: Parcels, fulfilment: Harness, on: str
) -> None:
    parcel = await parcels.booked(customer_id=RAHIMA)  # Sunday the 22nd; the 27th is a Friday

    reply = await another_day(fulfilment, parcel, on)

    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "on")


async def test_another_day_is_chosen_twice_and_not_on_the_way(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.booked(customer_id=RAHIMA)
    for on in ("2026-11-24", "2026-11-25"):
        assert (await another_day(fulfilment, parcel, on)).status_code == 200
    third = await another_day(fulfilment, parcel, "2026-11-26")
    assert (third.status_code, third.json()["code"]) == (409, "too_often_rescheduled")
    out = await parcels.out(customer_id=RAHIMA)
    late = await another_day(fulfilment, out, "2026-11-24")
    assert (late.status_code, late.json()["code"]) == (409, "not_possible_now")
    assert (await tracked(fulfilment, out))["may_reschedule"] is False


async def test_a_guest_chooses_another_day_too(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.booked(guest_hash=HASH)

    path = f"/shipments/{parcel['shipment_id']}/reschedule"
    reply = await fulfilment.post(path, {"on": "2026-11-24"}, guest=TOKEN)

    assert (reply.status_code, reply.json()["deliver_on"]) == (200, "2026-11-24")


async def test_a_vendor_lists_its_parcels_by_status_and_day(
    parcels: Parcels, fulfilment: Harness, watch: Watch
) -> None:
    first = await parcels.booked()
    watch.advance(days=1)
    second = await parcels.out()
    watch.advance(minutes=1)
    third = await parcels.booked()
    ours = tokens.vendor(parcels.vendor_id, "packer")

    async def listed(**params: str) -> list[str]:
        reply = await fulfilment.get("/vendor/shipments", as_=ours, params=params)
        return [item["shipment_id"] for item in reply.json()["items"]]

    everything = [third["shipment_id"], second["shipment_id"], first["shipment_id"]]
    assert await listed() == everything
    assert await listed(status="booked") == [third["shipment_id"], first["shipment_id"]]
    assert await listed(**{"from": "2026-11-23"}) == everything[:2]
    assert await listed(to="2026-11-22") == everything[2:]
    seen = (await fulfilment.get(f"/vendor/shipments/{second['shipment_id']}", as_=ours)).json()
    assert [step["what"] for step in seen["steps"]][-1] == "out_for_delivery"
    assert "by" not in seen["steps"][0]


async def test_the_back_office_lists_page_by_page_and_by_vendor_and_rider(
    parcels: Parcels, fulfilment: Harness
) -> None:
    made = [await parcels.booked() for _ in range(4)] + [await parcels.out()]
    seen, cursor = list[str](), ""
    while True:
        params = {"limit": "2", "cursor": cursor, "vendor_id": parcels.vendor_id}
        body = (await fulfilment.get("/admin/tracking", as_=back_office(), params=params)).json()
        seen += [item["shipment_id"] for item in body["items"]]
        cursor = body["next_cursor"]
        if not cursor:
            break
    assert seen == sorted((one["shipment_id"] for one in made), reverse=True)
    by_rider = await fulfilment.get("/admin/tracking", as_=back_office(), params={"rider_id": "usr_rider"})
    assert [item["rider_id"] for item in by_rider.json()["items"]] == ["usr_rider"]
    path = f"/admin/tracking/{made[4]['shipment_id']}"
    steps = (await fulfilment.get(path, as_=back_office())).json()["steps"]
    assert [step["by"] for step in steps][2:] == ["usr_rider", "usr_rider"]


@pytest.mark.parametrize("who", ["staff", "vendor"])
async def test_lists_are_exported(parcels: Parcels, fulfilment: Harness, who: str) -> None:
    parcel = await parcels.out()
    path, token = {
        "staff": ("/admin/tracking", back_office()),
        "vendor": ("/vendor/shipments", tokens.vendor(parcels.vendor_id)),
    }[who]

    reply = await fulfilment.get(path, as_=token, params={"format": "csv"})

    assert reply.headers["content-disposition"] == 'attachment; filename="shipments.csv"'
    (row,) = csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff")))
    assert (row["shipment_id"], row["status"], row["cod_poisha"]) == (
        parcel["shipment_id"],
        "out_for_delivery",
        "125000",
    )
    xlsx = await fulfilment.get(path, as_=token, params={"format": "xlsx"})
    assert xlsx.content[:2] == b"PK"


@pytest.mark.parametrize(
    "params", [{"from": "2026-11-23", "to": "2026-11-22"}, {"from": "1999-01-01"}, {"to": "9999-12-31"}]
)
async def test_days_that_make_no_sense_are_refused(fulfilment: Harness, params: dict[str, str]) -> None:
    assert (await fulfilment.get("/admin/tracking", as_=back_office(), params=params)).status_code == 422


async def test_tracking_is_for_the_back_office(fulfilment: Harness) -> None:
    for path in ("/admin/tracking", "/admin/tracking/shp_1"):
        assert (await fulfilment.get(path)).status_code == 401
        assert (await fulfilment.get(path, as_=rider())).status_code == 403
        assert (await fulfilment.get(path, as_=tokens.vendor("ven_1"))).status_code == 403
    assert (await fulfilment.get("/vendor/shipments", as_=back_office())).status_code == 403
    assert (await fulfilment.get("/admin/tracking/shp_1", as_=back_office())).status_code == 404


async def test_steps_can_be_rebuilt(parcels: Parcels, fulfilment: Harness, watch: Watch) -> None:
    parcel = await parcels.out(customer_id=RAHIMA)
    await missed(parcels, parcel)
    await another_day(fulfilment, parcel, "2026-11-24")
    before = await _rows(fulfilment)
    async with fulfilment.database.transaction() as tx:
        await tx.execute(text("UPDATE tracking_step SET what = 'planned', reason = 'spoiled', by = ''"))
        await tx.execute(text("UPDATE shipment_view SET attempts = 7, deliver_on = NULL"))
    async for _ in rebuild(fulfilment.database, fulfilment.service.projections[0]):
        pass

    assert await _rows(fulfilment) == before
    assert (await tracked(fulfilment, parcel))["deliver_on"] == date(2026, 11, 24).isoformat()


async def _rows(fulfilment: Harness) -> list[dict[str, Any]]:
    async with fulfilment.database.transaction() as tx:
        rows = await tx.rows(text("SELECT to_jsonb(t) AS row FROM tracking_step t ORDER BY shipment_id, version"))
        return [dict(row) for row in [*rows, *await tx.rows(text("SELECT to_jsonb(t) AS row FROM shipment_view t"))]]

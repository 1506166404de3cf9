"""A rider's day: the run, the cash, the count, four eyes, and the money posted once. Over HTTP."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.fulfilment import CodRemitted
from bdcommerce.fulfilment.tables import cash_closing
from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.orders import FakeOrders
from support.harness import Harness
from support.parcels import Parcels, Watch, cashier, rider

TODAY, TOMORROW = "2026-11-22", "2026-11-23"
CLOSINGS = "/admin/cash-closings"


def second() -> str:
    return tokens.staff("remittances.record", user_id="usr_second")


def office() -> str:
    return tokens.staff("shipments.manage", user_id="usr_support")


def table(amount: int, *, day: str = TODAY, **changed: Any) -> dict[str, Any]:
    """So much cash in poisha, counted in the largest notes there are."""
    pieces, taka = [], amount // 100
    for note in (1000, 500, 100, 50, 20, 10, 5, 2, 1):
        if taka // note:
            pieces.append({"taka": note, "pieces": taka // note})
        taka %= note
    return {"day": day, "pieces": pieces, "small_change": amount % 100, "handed_to": "usr_cashier", **changed}


async def counted(fulfilment: Harness, amount: int, **changed: Any) -> Any:
    return await fulfilment.post("/admin/rider/closings", table(amount, **changed), as_=rider())


async def decide(fulfilment: Harness, made: Any, step: str, who: str, body: Any = None) -> Any:
    return await fulfilment.post(f"{CLOSINGS}/{made.json()['closing_id']}/{step}", body, as_=who)


async def run(fulfilment: Harness, **params: str) -> dict[str, Any]:
    reply = await fulfilment.get("/admin/rider/run", as_=rider(), params=params)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_a_day_too_far_off_is_refused_by_name(fulfilment: Harness, day: str) -> None:
    asked = [
        await counted(fulfilment, 100, day=day),
        await fulfilment.post(CLOSINGS, {**table(100, day=day), "rider_id": "usr_rider"}, as_=cashier()),
        *[
            await fulfilment.get(path, as_=who, params={"day": day})
            for path, who in (
                ("/admin/rider/cash", rider()),
                ("/admin/rider-cash/usr_rider", cashier()),
                ("/admin/rider/run", rider()),
                ("/admin/riders/usr_rider/run", office()),
            )
        ],
    ]
    assert [(reply.status_code, reply.json()["errors"][0]["field"]) for reply in asked] == [(422, "day")] * 6


async def test_a_closed_day_is_remitted_once(parcels: Parcels, fulfilment: Harness) -> None:
    first, dearer = await parcels.delivered(Money(93045)), await parcels.delivered(Money(223855))
    day = (await fulfilment.get("/admin/rider/cash", as_=rider())).json()
    assert (day["expected"]["amount"], len(day["parcels"]), day["day"]) == (316900, 2, TODAY)

    made = await counted(fulfilment, 316900)
    assert (made.status_code, made.json()["status"]) == (201, "counted"), made.text
    assert await fulfilment.told(CodRemitted) == []
    done = await decide(fulfilment, made, "confirm", second())

    assert (done.status_code, done.json()["status"], done.json()["decided_by"]) == (200, "confirmed", "usr_second")
    (told,) = await fulfilment.told(CodRemitted)
    assert (told.courier, told.reference, told.remittance_id) == (
        "own_riders",
        made.json()["closing_id"],
        done.json()["remittance_id"],
    )
    assert {one.shipment_id: one.arrived for one in told.parcels} == {
        first["shipment_id"]: Money(93045),
        dearer["shipment_id"]: Money(223855),
    }
    cash = (await fulfilment.get("/admin/couriers/own_riders/cash", as_=cashier())).json()
    assert (cash["in_hands"]["amount"], cash["short"]["amount"]) == (0, 0)
    again = await decide(fulfilment, made, "confirm", second())
    assert (again.status_code, again.json()["code"]) == (409, "closing_decided")
    assert len(await fulfilment.told(CodRemitted)) == 1


async def test_what_is_short_is_owed_for_the_dearest_parcel(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(93045))
    dearer = await parcels.delivered(Money(223855))
    assert (await counted(fulfilment, 316900 - 50000)).json()["errors"][0]["field"] == "reason"

    made = await counted(fulfilment, 316900 - 50000, reason="a note was torn")
    await decide(fulfilment, made, "confirm", second())

    assert (made.json()["short"]["amount"], made.json()["over"]["amount"]) == (50000, 0)
    shortages = (await fulfilment.get("/admin/shortages", as_=cashier())).json()["items"]
    assert [(one["shipment_id"], one["amount"]["amount"]) for one in shortages] == [(dearer["shipment_id"], 50000)]


async def test_what_is_over_is_noted_and_not_remitted(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(100000))

    made = await counted(fulfilment, 100500, reason="a customer would not take the change")
    await decide(fulfilment, made, "confirm", second())

    shown = (await fulfilment.get(f"{CLOSINGS}/{made.json()['closing_id']}", as_=cashier())).json()
    assert (shown["over"]["amount"], shown["short"]["amount"], shown["pieces"]) == (
        500,
        0,
        {"1000": 1, "5": 1, "small_change": 0},
    )
    (told,) = await fulfilment.told(CodRemitted)
    assert told.parcels[0].arrived == Money(100000)


async def test_neither_the_rider_nor_the_counter_confirms(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(1000))
    body = {**table(1000), "rider_id": "usr_rider"}
    made = await fulfilment.post(CLOSINGS, body, as_=cashier())
    assert made.status_code == 201, made.text

    as_rider = tokens.staff("remittances.record", user_id="usr_rider")
    for who in (cashier(), as_rider):
        for step, why in (("confirm", None), ("reject", {"reason": "not so"})):
            reply = await decide(fulfilment, made, step, who, why)
            assert (reply.status_code, reply.json()["code"]) == (403, "four_eyes")
    assert (await decide(fulfilment, made, "confirm", second())).status_code == 200


async def test_a_counted_day_takes_no_more_cash_and_the_next_day_does(
    parcels: Parcels, fulfilment: Harness, watch: Watch
) -> None:
    await parcels.delivered(Money(1000))
    late = await parcels.out(Money(2000))
    prepaid = await parcels.out(Money(0))
    code = parcels.code()
    await counted(fulfilment, 1000)

    assert (await parcels.deliver(prepaid, code)).status_code == 200
    path = f"/admin/shipments/{late['shipment_id']}/deliver"
    body = {"code": _code_of(parcels, late), "collected": late["cod"]}
    refused = await fulfilment.post(path, body, as_=rider())
    assert (refused.status_code, refused.json()["code"]) == (409, "day_closed")
    assert await parcels.status(late) == "out_for_delivery"
    again = await counted(fulfilment, 1000)
    assert (again.status_code, again.json()["code"]) == (409, "day_closed")
    watch.advance(hours=13)  # past midnight in Dhaka
    assert (await fulfilment.post(path, body, as_=rider())).status_code == 200
    assert (await counted(fulfilment, 2000, day=TOMORROW)).status_code == 201


def _code_of(parcels: Parcels, parcel: dict[str, Any]) -> str:
    sent = [one for one in parcels._notifications.sent if one.key.startswith(parcel["shipment_id"])]
    return sent[-1].params["code"]


async def test_a_rejected_count_opens_the_day_again(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(1000))
    made = await counted(fulfilment, 900, reason="miscounted")

    gone = await decide(fulfilment, made, "reject", second(), {"reason": "there are 1,000 here"})

    assert (gone.json()["status"], gone.json()["decision"]) == ("rejected", "there are 1,000 here")
    assert await fulfilment.told(CodRemitted) == []
    await parcels.delivered(Money(500))
    fresh = await counted(fulfilment, 1500)
    assert (fresh.status_code, fresh.json()["expected"]["amount"]) == (201, 1500)
    assert (await decide(fulfilment, fresh, "confirm", second())).status_code == 200


async def test_counted_cash_is_not_remitted_beside_its_closing(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(1000))
    made = await counted(fulfilment, 1000)

    beside = await parcels.remit("S-1", (parcel, 1000, 0))

    assert (beside.status_code, beside.json()["code"]) == (409, "in_closing")
    await decide(fulfilment, made, "confirm", second())
    assert (await parcels.remit("S-1", (parcel, 1000, 0))).json()["code"] == "already_remitted"
    assert len(await fulfilment.told(CodRemitted)) == 1


async def test_cash_that_was_remitted_before_is_not_counted(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(1000))
    await parcels.remit("S-1", (parcel, 1000, 0))

    reply = await counted(fulfilment, 1000)

    assert (reply.status_code, reply.json()["code"]) == (409, "nothing_to_close")


async def test_counts_and_confirmations_at_the_same_moment_have_one_winner(
    parcels: Parcels, fulfilment: Harness
) -> None:
    await parcels.delivered(Money(1000))
    counts = await asyncio.gather(*(counted(fulfilment, 1000) for _ in range(4)))
    assert sorted(reply.status_code for reply in counts) == [201, 409, 409, 409]
    made = next(reply for reply in counts if reply.status_code == 201)
    done = await asyncio.gather(*(decide(fulfilment, made, "confirm", second()) for _ in range(4)))
    assert sorted(reply.status_code for reply in done) == [200, 409, 409, 409]
    assert len(await fulfilment.told(CodRemitted)) == 1


async def test_a_delivery_and_a_count_at_the_same_moment_lose_no_cash(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(1000))
    late = await parcels.out(Money(500))

    delivered, made = await asyncio.gather(
        parcels.deliver(late, parcels.code()), counted(fulfilment, 1000, reason="whatever it is")
    )

    assert made.status_code == 201
    expected = made.json()["expected"]["amount"]
    assert (delivered.status_code, expected) in {(200, 1500), (409, 1000)}


async def test_the_database_itself_wants_four_eyes(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(1000))
    made = await counted(fulfilment, 1000)
    await decide(fulfilment, made, "confirm", second())

    with pytest.raises(IntegrityError):
        async with fulfilment.database.transaction() as tx:
            await tx.execute(update(cash_closing).values(decided_by="usr_rider"))


async def test_cash_in_riders_hands_ages(parcels: Parcels, fulfilment: Harness, watch: Watch) -> None:
    for amount, days in ((1000, 3), (2000, 1), (4000, 1), (8000, 0)):
        await parcels.delivered(Money(amount))
        watch.advance(days=days)

    (held,) = (await fulfilment.get("/admin/rider-cash", as_=cashier())).json()["items"]

    ages = ("today", "one_day", "two_or_three_days", "longer", "in_hands")
    assert [held[age]["amount"] for age in ages] == [8000, 4000, 2000, 1000, 15000]
    assert (held["rider_id"], held["parcels"], held["oldest_days"]) == ("usr_rider", 4, 5)
    day = await fulfilment.get("/admin/rider-cash/usr_rider", as_=cashier(), params={"day": "2026-11-25"})
    assert day.json()["expected"]["amount"] == 2000


async def test_closings_are_listed_by_status_rider_and_page(
    parcels: Parcels, fulfilment: Harness, watch: Watch
) -> None:
    made = []
    for number in range(3):
        await parcels.delivered(Money(1000))
        made.append((await counted(fulfilment, 1000, day=f"2026-11-{22 + number}")).json()["closing_id"])
        watch.advance(days=1)

    async def listed(path: str = CLOSINGS, who: str = "", **params: str) -> dict[str, Any]:
        body: dict[str, Any] = (await fulfilment.get(path, as_=who or cashier(), params=params)).json()
        return body

    await fulfilment.post(f"{CLOSINGS}/{made[0]}/confirm", as_=second())
    newest = made[::-1]
    assert [one["closing_id"] for one in (await listed())["items"]] == newest
    assert [one["closing_id"] for one in (await listed(status="confirmed"))["items"]] == [made[0]]
    assert [one["closing_id"] for one in (await listed(rider_id="usr_rider", status="counted"))["items"]] == newest[:2]
    assert (await listed(rider_id="usr_other"))["items"] == []
    first = await listed("/admin/rider/closings", rider(), limit="2")
    rest = await listed("/admin/rider/closings", rider(), cursor=first["next_cursor"])
    assert [one["closing_id"] for one in first["items"] + rest["items"]] == newest


async def test_a_rider_counts_its_own_cash_only(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.delivered(Money(1000))
    other = tokens.staff("shipments.deliver", user_id="usr_other")

    assert (await fulfilment.post("/admin/rider/closings", table(1000), as_=other)).json()["code"] == "nothing_to_close"
    assert (await fulfilment.get("/admin/rider/cash", as_=other)).json()["expected"]["amount"] == 0
    assert (await fulfilment.get("/admin/rider/run", as_=other)).json()["stops"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"pieces": [{"taka": 3, "pieces": 1}]},
        {"pieces": [{"taka": 500, "pieces": 0}]},
        {"day": TOMORROW},
        {"small_change": -1},
        {"handed_to": ""},
    ],
)
async def test_a_count_that_cannot_be_true_is_refused(
    parcels: Parcels, fulfilment: Harness, changed: dict[str, Any]
) -> None:
    await parcels.delivered(Money(1000))

    assert (await counted(fulfilment, 1000, **changed)).status_code == 422


async def test_whoever_fetches_a_parcel_has_it_on_the_run(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.booked(Money(1000))
    assert (await run(fulfilment))["items"] == []

    await parcels.do(parcel, "pick-up")

    (stop,) = (await run(fulfilment))["items"]
    assert (stop["shipment_id"], stop["position"], stop["pickup"]) == (parcel["shipment_id"], 1, None)
    assert (stop["recipient"]["name"], stop["recipient"]["phone"]) == ("Rahima Khatun", "+88017*****678")
    await parcels.do(parcel, "out-for-delivery")
    await parcels.service.settle()
    seen = await run(fulfilment)
    assert seen["items"][0]["recipient"]["phone"] == "+8801712345678"
    assert (seen["stops"], seen["to_collect"]["amount"], seen["collected"]["amount"]) == (1, 1000, 0)
    await parcels.deliver(parcel, parcels.code())
    done = await run(fulfilment)
    assert (done["to_collect"]["amount"], done["collected"]["amount"]) == (0, 1000)
    assert done["items"][0]["recipient"] is None


async def test_a_rider_reads_what_the_customer_asks_for(
    parcels: Parcels, fulfilment: Harness, orders: FakeOrders
) -> None:
    event = parcels.ready()
    orders._recipients[event.vendor_order_id] = replace(
        orders._recipients[event.vendor_order_id], delivery_note="ring the lower bell"
    )
    await fulfilment.publish(event)
    (parcel,) = await parcels.listed()

    await parcels.do(parcel, "pick-up")

    assert parcel["contacts"]["note"] == "ring the lower bell"
    assert (await run(fulfilment))["items"][0]["note"] == "ring the lower bell"
    async with fulfilment.database.transaction() as tx:
        stored = str(await tx.rows(text("SELECT to_jsonb(t) AS whole FROM parcel t")))
    assert "lower bell" not in stored


async def test_the_back_office_plans_a_day_in_order(parcels: Parcels, fulfilment: Harness) -> None:
    made = [(await parcels.booked())["shipment_id"] for _ in range(3)]
    path, order = "/admin/riders/usr_rider/run", [made[2], made[0], made[1]]

    planned = await fulfilment.put(path, {"day": TODAY, "shipment_ids": order}, as_=office())

    assert [stop["shipment_id"] for stop in planned.json()["items"]] == order
    seen = await run(fulfilment, limit="2")
    rest = await run(fulfilment, cursor=seen["next_cursor"])
    assert [stop["shipment_id"] for stop in seen["items"] + rest["items"]] == order
    assert seen["items"][0]["pickup"]["name"] == "Rahim Stores"
    moved = await fulfilment.put("/admin/riders/usr_two/run", {"day": TODAY, "shipment_ids": made[:1]}, as_=office())
    assert moved.json()["stops"] == 1
    assert [stop["shipment_id"] for stop in (await run(fulfilment))["items"]] == [made[2], made[1]]
    assert (await fulfilment.get(path, as_=office(), params={"day": TOMORROW})).json()["items"] == []


async def test_a_parcel_that_another_rider_takes_leaves_the_run(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.booked()
    body = {"day": TODAY, "shipment_ids": [parcel["shipment_id"]]}
    await fulfilment.put("/admin/riders/usr_two/run", body, as_=office())

    await parcels.do(parcel, "pick-up")

    assert (await run(fulfilment))["stops"] == 1
    assert (await fulfilment.get("/admin/riders/usr_two/run", as_=office())).json()["stops"] == 0


async def test_a_run_of_what_nobody_can_bring_is_refused(parcels: Parcels, fulfilment: Harness) -> None:
    path, parcel = "/admin/riders/usr_rider/run", await parcels.booked()
    done = await parcels.delivered()

    async def planned(day: str, *shipment_ids: str) -> tuple[int, str]:
        reply = await fulfilment.put(path, {"day": day, "shipment_ids": list(shipment_ids)}, as_=office())
        return reply.status_code, reply.json().get("code", "")

    assert await planned(TODAY, done["shipment_id"]) == (409, "not_possible_now")
    assert await planned(TODAY, "shp_nowhere") == (404, "unknown_shipment")
    assert await planned(TODAY, parcel["shipment_id"], parcel["shipment_id"]) == (422, "invalid")
    assert await planned("2026-11-21", parcel["shipment_id"]) == (422, "invalid")
    assert await planned(TODAY) == (200, "")


async def test_no_phone_of_a_run_is_readable_in_the_database(parcels: Parcels, fulfilment: Harness) -> None:
    await parcels.out()
    async with fulfilment.database.transaction() as tx:
        stored = str(await tx.rows(text("SELECT to_jsonb(t) AS whole FROM run_stop t")))
    assert "1712345678" not in stored


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("GET", "/admin/rider-cash", None),
        ("GET", "/admin/rider-cash/usr_rider", None),
        ("POST", CLOSINGS, {**table(1000), "rider_id": "usr_rider"}),
        ("GET", CLOSINGS, None),
        ("GET", f"{CLOSINGS}/cls_1", None),
        ("POST", f"{CLOSINGS}/cls_1/confirm", None),
        ("POST", f"{CLOSINGS}/cls_1/reject", {"reason": "not so"}),
        ("GET", "/admin/riders/usr_rider/run", None),
        ("PUT", "/admin/riders/usr_rider/run", {"day": TODAY, "shipment_ids": []}),
    ],
)
async def test_riders_count_and_others_confirm(fulfilment: Harness, method: str, path: str, body: Any) -> None:
    assert (await fulfilment.call(method, path, body)).status_code == 401
    assert (await fulfilment.call(method, path, body, as_=rider())).status_code == 403
    assert (await fulfilment.call(method, path, body, as_=tokens.vendor("ven_1"))).status_code == 403


async def test_an_unknown_closing_is_not_found(fulfilment: Harness) -> None:
    for method, step, body in (
        ("GET", "", None),
        ("POST", "/confirm", None),
        ("POST", "/reject", {"reason": "not so"}),
    ):
        reply = await fulfilment.call(method, f"{CLOSINGS}/cls_1{step}", body, as_=cashier())
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_closing")

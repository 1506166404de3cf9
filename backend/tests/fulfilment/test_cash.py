"""Cash on delivery from the door to the bank, over HTTP."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled
from bdcommerce.fulfilment.tables import remittance, remitted_parcel
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from support import tokens
from support.harness import Harness
from support.parcels import Parcels, Watch, cashier, rider

CASH = "/admin/couriers/own_riders/cash"
REMITTANCE = {
    "courier": "own_riders",
    "reference": "S-1",
    "parcels": [
        {
            "shipment_id": "shp_nowhere",
            "arrived": {"amount": 1, "currency": "BDT"},
            "charge": {"amount": 0, "currency": "BDT"},
        }
    ],
}
ENDPOINTS = [
    ("GET", CASH, None),
    ("POST", "/admin/remittances", REMITTANCE),
    ("GET", "/admin/shortages", None),
    ("POST", "/admin/shortages/sht_1/settle", {"how": "paid", "reason": "made good"}),
]


async def cash(fulfilment: Harness, **params: str) -> dict[str, Any]:
    reply = await fulfilment.get(CASH, as_=cashier(), params=params)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


async def shortages(fulfilment: Harness, **params: str) -> list[dict[str, Any]]:
    reply = await fulfilment.get("/admin/shortages", as_=cashier(), params=params)
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


async def test_collected_cash_is_in_the_couriers_hands(parcels: Parcels, fulfilment: Harness, watch: Watch) -> None:
    first = await parcels.delivered(Money(223855))
    watch.advance(days=2)
    second = await parcels.delivered(Money(93045))
    watch.advance(days=1)
    seen = await cash(fulfilment)
    assert (seen["in_hands"]["amount"], seen["parcels"], seen["oldest_days"]) == (316900, 2, 3)
    assert [(item["shipment_id"], item["collected"]["amount"], item["age_days"]) for item in seen["items"]] == [
        (first["shipment_id"], 223855, 3),
        (second["shipment_id"], 93045, 1),
    ]


async def test_cash_ages_by_the_calendar_of_dhaka(parcels: Parcels, fulfilment: Harness, watch: Watch) -> None:
    watch.advance(hours=11, minutes=59)  # 17:59 UTC, one minute to midnight in Dhaka
    await parcels.delivered()
    watch.advance(minutes=1)
    assert (await cash(fulfilment))["items"][0]["age_days"] == 1


async def test_a_remittance_is_recorded_and_told(parcels: Parcels, fulfilment: Harness) -> None:
    first, second = await parcels.delivered(Money(223855)), await parcels.delivered(Money(93045))
    reply = await parcels.remit("S-1", (first, 217355, 6500), (second, 86545, 6500))
    assert reply.status_code == 201, reply.text
    (told,) = await fulfilment.told(CodRemitted)
    assert told.remittance_id == reply.json()["remittance_id"]
    assert [(one.shipment_id, one.collected, one.arrived, one.charge, one.short) for one in told.parcels] == [
        (first["shipment_id"], Money(223855), Money(217355), Money(6500), Money(0)),
        (second["shipment_id"], Money(93045), Money(86545), Money(6500), Money(0)),
    ]
    seen = await cash(fulfilment)
    assert (seen["in_hands"]["amount"], seen["items"], seen["short"]["amount"]) == (0, [], 0)


async def test_a_short_parcel_stays_owed_until_it_is_settled(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(223855))
    await parcels.remit("S-1", (parcel, 216000, 6500))
    (shortage,) = await shortages(fulfilment, status="open")
    assert (shortage["amount"]["amount"], shortage["reference"], shortage["how"]) == (1355, "S-1", None)
    assert (await cash(fulfilment))["short"]["amount"] == 1355
    path, body = f"/admin/shortages/{shortage['shortage_id']}/settle", {"how": "paid", "reason": "made good"}
    settled = await fulfilment.post(path, body, as_=cashier())
    assert (settled.status_code, settled.json()["amount"]["amount"]) == (200, 1355)
    (told,) = await fulfilment.told(CodShortageSettled)
    assert (told.amount, told.how, told.vendor_order_id) == (Money(1355), "paid", parcel["vendor_order_id"])
    assert (await cash(fulfilment))["short"]["amount"] == 0
    assert await shortages(fulfilment, status="open") == []
    assert [one["how"] for one in await shortages(fulfilment)] == ["paid"]
    again = await fulfilment.post(path, {"how": "written_off", "reason": "hopeless"}, as_=cashier())
    assert (again.status_code, again.json()["code"]) == (409, "already_settled")
    assert len(await fulfilment.told(CodShortageSettled)) == 1


async def test_one_wrong_parcel_refuses_the_whole_remittance(parcels: Parcels, fulfilment: Harness) -> None:
    good, undelivered = await parcels.delivered(), await parcels.out()
    reply = await parcels.remit("S-1", (good, 100000, 0), (undelivered, 100000, 0))
    assert (reply.status_code, reply.json()["code"]) == (409, "not_collected")
    assert reply.json()["data"]["shipment_ids"] == [undelivered["shipment_id"]]
    assert (await cash(fulfilment))["parcels"] == 1
    assert await fulfilment.told(CodRemitted) == []
    assert (await parcels.remit("S-1", (good, 100000, 0))).status_code == 201


async def test_more_than_was_collected_cannot_arrive(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(1000))
    reply = await parcels.remit("S-1", (parcel, 990, 11))
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "parcels[0].arrived")
    assert (await cash(fulfilment))["parcels"] == 1


async def test_a_parcel_is_remitted_once(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(1000))
    await parcels.remit("S-1", (parcel, 1000, 0))
    reply = await parcels.remit("S-2", (parcel, 1000, 0))
    assert (reply.status_code, reply.json()["code"]) == (409, "already_remitted")
    assert len(await fulfilment.told(CodRemitted)) == 1


async def test_remittances_of_one_parcel_at_the_same_moment_have_one_winner(
    parcels: Parcels, fulfilment: Harness
) -> None:
    parcel = await parcels.delivered(Money(1000))
    replies = await asyncio.gather(*(parcels.remit(f"S-{number}", (parcel, 1000, 0)) for number in range(6)))
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409, 409]
    assert len(await fulfilment.told(CodRemitted)) == 1


async def test_a_couriers_reference_stands_for_one_remittance(parcels: Parcels) -> None:
    first, second = await parcels.delivered(), await parcels.delivered()
    await parcels.remit("S-1", (first, 1000, 0))
    reply = await parcels.remit("S-1", (second, 1000, 0))
    assert (reply.status_code, reply.json()["code"]) == (409, "reference_used")


@pytest.mark.parametrize(
    "columns",
    [
        {"arrived": 900, "charge": 100, "short": 1},
        {"arrived": 1100, "charge": 0, "short": -100},
        {"arrived": -1, "charge": 1001, "short": 0},
    ],
)
async def test_the_database_refuses_a_remitted_parcel_that_does_not_add_up(
    parcels: Parcels, fulfilment: Harness, columns: dict[str, int]
) -> None:
    parcel = await parcels.delivered(Money(1000))
    with pytest.raises(IntegrityError):
        await _write_remitted(fulfilment, parcel, columns)


async def test_the_database_refuses_a_second_remittance_of_a_parcel(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(1000))
    await parcels.remit("S-0", (parcel, 1000, 0))
    with pytest.raises(IntegrityError):
        await _write_remitted(fulfilment, parcel, {"arrived": 1000, "charge": 0, "short": 0})


async def _write_remitted(fulfilment: Harness, parcel: dict[str, Any], columns: dict[str, int]) -> None:
    made = {
        "id": "rem_1",
        "courier": "own_riders",
        "reference": "S-1",
        "recorded_at": clock.now(),
        "recorded_by": "test",
    }
    row = {"shipment_id": parcel["shipment_id"], "remittance_id": "rem_1", "collected": 1000, **columns}
    async with fulfilment.database.transaction() as tx:
        await tx.execute(insert(remittance), made)
        await tx.execute(insert(remitted_parcel), row)


async def test_cash_is_listed_page_by_page(parcels: Parcels, fulfilment: Harness) -> None:
    made = [await parcels.delivered(Money(1000)) for _ in range(3)]
    seen, cursor = list[str](), ""
    while True:
        body = await cash(fulfilment, limit="2", cursor=cursor)
        assert body["in_hands"]["amount"] == 3000
        seen += [item["shipment_id"] for item in body["items"]]
        cursor = body["next_cursor"]
        if not cursor:
            break
    assert seen == sorted(one["shipment_id"] for one in made)


async def test_an_unknown_courier_or_shortage_is_not_found(fulfilment: Harness) -> None:
    reply = await fulfilment.get("/admin/couriers/nobody/cash", as_=cashier())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_courier")
    body = {"how": "paid", "reason": "made good"}
    reply = await fulfilment.post("/admin/shortages/sht_1/settle", body, as_=cashier())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_shortage")


@pytest.mark.parametrize("method, path, body", ENDPOINTS)
async def test_cash_is_for_cashiers(fulfilment: Harness, method: str, path: str, body: Any) -> None:
    assert (await fulfilment.call(method, path, body)).status_code == 401
    assert (await fulfilment.call(method, path, body, as_=rider())).status_code == 403
    assert (await fulfilment.call(method, path, body, as_=tokens.vendor("ven_1"))).status_code == 403

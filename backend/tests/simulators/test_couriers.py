"""Couriers that only play refuse what the real ones would."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar.testing import AsyncTestClient

from bdcommerce.simulators.application import application
from bdcommerce.simulators.couriers import pathao, redx, steadfast
from bdcommerce.simulators.couriers.places import thanas

NOWHERE = "http://127.0.0.1:9/hooks"
Client = httpx.AsyncClient
CITY = next(number for number, name in pathao.cities().items() if name == "Dhaka")
ZONE = next(number for number, (city, _) in pathao.zones().items() if city == CITY)


@pytest.fixture
async def couriers() -> AsyncIterator[Client]:
    parties = [each.party(NOWHERE) for each in (pathao, steadfast, redx)]
    async with AsyncTestClient(application(parties)) as client:
        yield client


async def token(couriers: Client, **other: str) -> dict[str, str]:
    asked = {**pathao.CLIENT, "grant_type": "password", **other}
    reply = await couriers.post("/pathao/aladdin/api/v1/issue-token", json=asked)
    assert reply.status_code == 200, reply.text
    return {"Authorization": f"Bearer {reply.json()['access_token']}"}


async def store(couriers: Client, known: dict[str, str]) -> int:
    body = {
        "name": "Rahim Stores",
        "contact_name": "Rahim",
        "contact_number": "01711000001",
        "address": "House 1, Road 2, Dhanmondi",
        "city_id": CITY,
        "zone_id": ZONE,
        "area_id": 1,
    }
    assert (await couriers.post("/pathao/aladdin/api/v1/stores", json=body, headers=known)).status_code == 200
    stores = (await couriers.get("/pathao/aladdin/api/v1/stores", headers=known)).json()["data"]["data"]
    return int(stores[-1]["store_id"])


def pathao_order(store_id: int) -> dict[str, Any]:
    return {
        "store_id": store_id,
        "merchant_order_id": "vor_1",
        "recipient_name": "Rahima",
        "recipient_phone": "01712345678",
        "recipient_address": "House 7, Road 5, Dhanmondi",
        "recipient_city": CITY,
        "recipient_zone": ZONE,
        "delivery_type": 48,
        "item_type": 2,
        "item_quantity": 1,
        "item_weight": 0.5,
        "amount_to_collect": 1250,
    }


STEADFAST = {
    "invoice": "vor_1",
    "recipient_name": "Rahima",
    "recipient_phone": "01712345678",
    "recipient_address": "House 7",
    "cod_amount": 1250,
}
KEYS = {"Api-Key": steadfast.API_KEY, "Secret-Key": steadfast.SECRET_KEY}
REDX = {"API-ACCESS-TOKEN": f"Bearer {redx.TOKEN}"}


def redx_parcel(store_id: int) -> dict[str, Any]:
    return {
        "customer_name": "Rahima",
        "customer_phone": "01712345678",
        "delivery_area": "Dhanmondi",
        "delivery_area_id": next(iter(redx.areas())),
        "customer_address": "House 7",
        "merchant_invoice_id": "vor_1",
        "cash_collection_amount": "1250",
        "parcel_weight": 500,
        "value": "1250",
        "pickup_store_id": store_id,
    }


async def test_pathao_gives_no_token_for_wrong_credentials(couriers: Client) -> None:
    for wrong in ({"password": "guess"}, {"client_secret": "guess"}, {"grant_type": "magic"}):
        asked = {**pathao.CLIENT, "grant_type": "password", **wrong}
        assert (await couriers.post("/pathao/aladdin/api/v1/issue-token", json=asked)).status_code == 401
    assert (await couriers.get("/pathao/aladdin/api/v1/city-list")).status_code == 401


WRONG_ORDERS: list[tuple[str, object]] = [
    ("recipient_phone", "8801712345678"),
    ("recipient_name", "Al"),
    ("recipient_address", "short"),
    ("recipient_address", "x" * 221),
    ("amount_to_collect", 1250.5),
    ("amount_to_collect", "1250"),
    ("amount_to_collect", -1),
    ("item_weight", 0.4),
    ("item_weight", 10.1),
    ("item_quantity", 0),
    ("delivery_type", 1),
    ("item_type", 3),
    ("store_id", 7),
    ("recipient_zone", 1),
]


async def test_pathao_refuses_what_its_rules_forbid(couriers: Client) -> None:
    known = await token(couriers)
    good = pathao_order(await store(couriers, known))
    path = "/pathao/aladdin/api/v1/orders"
    for field, value in WRONG_ORDERS:
        refused = await couriers.post(path, json={**good, field: value}, headers=known)
        assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])
    assert (await couriers.post(path, json=good, headers=known)).status_code == 200


async def test_pathao_takes_many_at_once_and_makes_them_later(couriers: Client) -> None:
    known = await token(couriers)
    good = pathao_order(await store(couriers, known))
    orders = [{**good, "merchant_order_id": f"vor_{n}"} for n in range(3)]
    reply = await couriers.post("/pathao/aladdin/api/v1/orders/bulk", json={"orders": orders}, headers=known)
    assert reply.status_code == 202
    assert [each["reference"] for each in (await couriers.get("/pathao/desk")).json()] == ["vor_0", "vor_1", "vor_2"]


async def test_steadfast_refuses_what_its_rules_forbid(couriers: Client) -> None:
    wrong = {"invoice": "vor 1", "recipient_phone": "171", "cod_amount": -1, "recipient_address": "x" * 251}
    for field, value in wrong.items():
        refused = await couriers.post("/steadfast/create_order", json={**STEADFAST, field: value}, headers=KEYS)
        assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])


async def test_steadfast_takes_an_invoice_once_and_knows_it_by_three_numbers(couriers: Client) -> None:
    assert (await couriers.post("/steadfast/create_order", json=STEADFAST)).status_code == 401
    made = (await couriers.post("/steadfast/create_order", json=STEADFAST, headers=KEYS)).json()["consignment"]
    again = await couriers.post("/steadfast/create_order", json=STEADFAST, headers=KEYS)
    assert again.json()["errors"] == {"invoice": ["The invoice has already been taken."]}
    names = {"cid": made["consignment_id"], "invoice": "vor_1", "trackingcode": made["tracking_code"]}
    for name, value in names.items():
        reply = await couriers.get(f"/steadfast/status_by_{name}/{value}", headers=KEYS)
        assert reply.json() == {"status": 200, "delivery_status": "in_review"}


async def test_steadfast_takes_many_as_a_text_and_says_of_each(couriers: Client) -> None:
    rows = [STEADFAST, {**STEADFAST, "invoice": "vor_2", "recipient_phone": "1"}]
    path = "/steadfast/create_order/bulk-order"
    assert (await couriers.post(path, json={"data": rows}, headers=KEYS)).status_code == 400
    reply = await couriers.post(path, json={"data": json.dumps(rows)}, headers=KEYS)
    assert [each["status"] for each in reply.json()] == ["success", "error"]


async def test_redx_refuses_and_cancels_only_before_it_came(couriers: Client) -> None:
    assert (await couriers.get("/redx/areas")).status_code == 401
    shop = {"name": "Rahim", "phone": "01711000001", "address": "House 1", "area_id": next(iter(redx.areas()))}
    store_id = (await couriers.post("/redx/pickup/store", json=shop, headers=REDX)).json()["id"]
    good = redx_parcel(store_id)
    for field, value in (("cash_collection_amount", 1250), ("delivery_area_id", 1), ("pickup_store_id", 7)):
        refused = await couriers.post("/redx/parcel", json={**good, field: value}, headers=REDX)
        assert (refused.status_code, list(refused.json()["validation_errors"])) == (400, [field])
    number = (await couriers.post("/redx/parcel", json=good, headers=REDX)).json()["tracking_id"]
    await couriers.post(f"/redx/desk/{number}/ready-for-delivery", json={"quietly": True})
    change = {"property_name": "status", "new_value": "cancelled", "reason": "no"}
    body = {"entity_type": "parcel-tracking-id", "entity_id": number, "update_details": change}
    assert (await couriers.patch("/redx/parcels", json=body, headers=REDX)).status_code == 400


async def test_a_statement_pays_each_parcel_once_and_may_be_short(couriers: Client) -> None:
    for number in ("vor_1", "vor_2"):
        made = await couriers.post("/steadfast/create_order", json={**STEADFAST, "invoice": number}, headers=KEYS)
        consignment = made.json()["consignment"]["consignment_id"]
        await couriers.post(f"/steadfast/desk/{consignment}/delivered", json={"quietly": True})
    await couriers.put("/steadfast/faults/short_remittance", json={"value": "50"})
    statement = (await couriers.post("/steadfast/desk/statement")).json()
    assert [(row["collected"], row["charge"], row["paid"]) for row in statement["rows"]] == [
        (1250, 72.5, 1127.5),
        (1250, 72.5, 1177.5),
    ]
    assert (await couriers.post("/steadfast/desk/statement")).json()["rows"] == []


def test_couriers_know_most_places_by_numbers_and_spellings_of_their_own() -> None:
    assert len(thanas()) == 597
    assert len(pathao.zones()) == len(redx.areas()) == 588
    assert {name for _, name in pathao.zones().values()} != {area["name"] for area in redx.areas().values()}


async def test_a_desk_says_what_it_does_not_know(couriers: Client) -> None:
    assert (await couriers.post("/pathao/desk/DD1/order.picked", json={})).status_code == 404
    assert "order.picked" in (await couriers.get("/pathao/")).text

"""No input makes a 500."""

from typing import Any
from urllib.parse import quote

import pytest

from bdcommerce.infra.http.paging import encode
from support.harness import Harness
from support.parcels import Parcels, cashier, rider

TEXTS = ["a\x00b", "\u202e", "x" * 300, "' OR 1=1"]
AMOUNTS: list[Any] = [-1, 10**30, 1.5, "1", None, True]


@pytest.mark.parametrize("text", TEXTS)
async def test_hostile_text_never_breaks_anything(parcels: Parcels, fulfilment: Harness, text: str) -> None:
    parcel, name = await parcels.out(), quote(text)
    cursor = {"cursor": encode(text)}
    money = {"amount": 1, "currency": text}
    handed = {"shipment_id": text, "arrived": money, "charge": money}
    replies = [
        await parcels.do(parcel, "attempt-failed", {"reason": f"abc{text}"}),
        await parcels.do(parcel, "deliver", {"code": text, "collected": money}),
        await parcels.do(parcel, "deliver", {"code": "1234", "collected": money}),
        await fulfilment.post(f"/admin/shipments/{name}/pick-up", as_=rider()),
        await fulfilment.get("/admin/shipments", as_=rider(), params=cursor),
        await fulfilment.get("/admin/shortages", as_=cashier(), params=cursor),
        await fulfilment.get("/admin/couriers/own_riders/cash", as_=cashier(), params=cursor),
        await fulfilment.get(f"/admin/couriers/{name}/cash", as_=cashier()),
        await fulfilment.post(f"/admin/shortages/{name}/settle", {"how": "paid", "reason": "abc"}, as_=cashier()),
        await fulfilment.post(
            "/admin/remittances", {"courier": text, "reference": text, "parcels": [handed]}, as_=cashier()
        ),
    ]
    assert all(reply.status_code < 500 for reply in replies), [reply.text for reply in replies]


@pytest.mark.parametrize("amount", AMOUNTS)
async def test_amounts_that_are_none_are_refused(parcels: Parcels, fulfilment: Harness, amount: Any) -> None:
    parcel = await parcels.delivered()
    money = {"amount": amount, "currency": "BDT"}
    handed = {"shipment_id": parcel["shipment_id"], "arrived": money, "charge": {"amount": 0, "currency": "BDT"}}
    body = {"courier": "own_riders", "reference": "S-1", "parcels": [handed]}
    reply = await fulfilment.post("/admin/remittances", body, as_=cashier())
    accepted = amount == "1"  # digits in quotes are read as a number
    assert reply.status_code == 201 if accepted else reply.status_code in {400, 422}, reply.text

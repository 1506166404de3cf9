"""A unit that was delivered and paid out for comes back: every service does its part, to the poisha."""

from typing import Any

import pytest

from bdcommerce.demo.client import until
from bdcommerce.demo.journey import Walk
from support.lived import Lived

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

# One of two bags of rice at 1,250.00, of which the operator paid 187.50: half of that is 93.75.
GIVEN_BACK = 125000 - 9375
# Commission 8 % of 1,250.00, VAT on it 15 %.
TAKEN_BACK = 125000 - 10000 - 1500
PICKUP = 6000


async def test_a_unit_that_comes_back_after_the_payout_is_paid_back_by_those_who_had_the_money(lived: Lived) -> None:
    walk, order_id = lived.walk, lived.walk.order["id"]
    grocer = walk.shops["grocer"].api
    part = next(each for each in walk.order["vendor_orders"] if each["id"] == walk.vendor_orders["grocer"])
    rice = next(line for line in part["lines"] if line["offer_id"] == walk.offers["rice"].offer_id)
    wanted = {"vendor_order_id": part["id"], "lines": [{"line_id": rice["id"], "quantity": 1}], "code": "expired"}
    asked = await walk.api.post(f"/orders/{order_id}/returns", wanted)
    await grocer.post(f"/vendor/returns/{asked['id']}/approve")
    found = {"lines": [{"line_id": rice["id"], "as_described": 1}]}
    back = await grocer.post(f"/vendor/returns/{asked['id']}/received", found)
    assert (back["status"], back["worth"]["amount"]) == ("received", GIVEN_BACK)

    owed = await until(lambda: _owed(walk), "the refund to be owed")
    assert owed["amount"]["amount"] == GIVEN_BACK
    assert (await grocer.get("/vendor/balance"))["balance"]["amount"] == -TAKEN_BACK
    await walk.finance.post(f"/admin/refunds/{owed['refund_id']}/paid")
    paid = await until(lambda: _refunded(walk, order_id, asked["id"]), "the order to know of it")
    assert paid["paid"]["amount"] == GIVEN_BACK

    assert await until(lambda: _in_stock(walk), "the unit to be in stock") == 19
    balances = (await walk.finance.get("/admin/ledger/trial-balance"))["accounts"]
    assert sum(each["balance"]["amount"] for each in balances) == 0
    assert (await walk.finance.get("/admin/ledger/verify"))["problems"] == []


async def test_the_other_unit_is_fetched_and_exchanged_and_only_its_pick_up_is_charged(lived: Lived) -> None:
    walk, order_id = lived.walk, lived.walk.order["id"]
    grocer = walk.shops["grocer"].api
    part = next(each for each in walk.order["vendor_orders"] if each["id"] == walk.vendor_orders["grocer"])
    rice = next(line for line in part["lines"] if line["offer_id"] == walk.offers["rice"].offer_id)
    before = (await grocer.get("/vendor/balance"))["balance"]["amount"]
    lines = [{"line_id": rice["id"], "quantity": 1}]
    wanted = {"vendor_order_id": part["id"], "lines": lines, "code": "damaged", "wish": "exchange", "fetch": True}
    asked = await walk.api.post(f"/orders/{order_id}/returns", wanted)
    await grocer.post(f"/vendor/returns/{asked['id']}/approve")

    await _bring(walk, "pickup")
    await until(lambda: _reached(walk, order_id, asked["id"], "arrived"), "the goods to be at the vendor's")
    await grocer.post(f"/vendor/returns/{asked['id']}/received", {"lines": [{"line_id": rice["id"], "damaged": 1}]})
    await _bring(walk, "replacement")
    done = await until(lambda: _reached(walk, order_id, asked["id"], "exchanged"), "the exchange")

    assert (done["paid"]["amount"], done["exchange"]["replacements"][0]["offer_id"]) == (0, rice["offer_id"])
    after = await until(lambda: _charged(walk, before), "the pick-up to be charged")
    assert after == before - PICKUP
    notes = (await grocer.get("/vendor/tax-notes", limit=100))["items"]
    assert len([note for note in notes if note["vendor_order_id"] == part["id"] and note["reason"] == "damaged"]) == 0
    assert (await walk.finance.get("/admin/ledger/verify"))["problems"] == []


async def _bring(walk: Walk, leg: str) -> None:
    """A rider fetches a parcel of the return and hands it over for the code of whoever it goes to."""
    parcel = await until(lambda: _booked(walk, leg), f"the {leg} to be booked")
    path, to = f"/admin/shipments/{parcel['shipment_id']}", parcel["contacts"]["recipient"]["phone"]
    known = await _codes(walk, to)
    for step in ("pick-up", "out-for-delivery"):
        await walk.rider.post(f"{path}/{step}")
    code = await until(lambda: _new_code(walk, to, known), "the code")
    await walk.rider.post(f"{path}/deliver", {"code": code, "collected": {"amount": 0}})


async def _booked(walk: Walk, leg: str) -> dict[str, Any] | None:
    items = (await walk.rider.get("/admin/shipments", status="booked", limit=100))["items"]
    return next((each for each in items if each["leg"] == leg), None)


async def _codes(walk: Walk, to: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await walk.admin.get("/admin/messages", to=to, template="delivery_code", limit=1))[
        "items"
    ]
    return found


async def _new_code(walk: Walk, to: str, known: list[dict[str, Any]]) -> str | None:
    newest = await _codes(walk, to)
    return str(newest[0]["params"]["code"]) if newest and newest != known else None


async def _reached(walk: Walk, order_id: str, return_id: str, status: str) -> dict[str, Any] | None:
    found: dict[str, Any] = await walk.api.get(f"/orders/{order_id}/returns/{return_id}")
    return found if found["status"] == status else None


async def _charged(walk: Walk, before: int) -> int | None:
    now = int((await walk.shops["grocer"].api.get("/vendor/balance"))["balance"]["amount"])
    return now if now != before else None


async def _owed(walk: Walk) -> dict[str, Any] | None:
    found = (await walk.finance.get("/admin/refunds", status="owed"))["items"]
    return found[0] if found else None


async def _refunded(walk: Walk, order_id: str, return_id: str) -> dict[str, Any] | None:
    found: dict[str, Any] = await walk.api.get(f"/orders/{order_id}/returns/{return_id}")
    return found if found["status"] == "refunded" else None


async def _in_stock(walk: Walk) -> int | None:
    stock = (await walk.shops["grocer"].api.get("/vendor/stock", limit=100))["items"]
    on_hand = next(each["on_hand"] for each in stock if each["offer_id"] == walk.offers["rice"].offer_id)
    return int(on_hand) if on_hand > 18 else None

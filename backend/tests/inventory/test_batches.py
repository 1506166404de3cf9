"""Batches: received, sold first expired first, off sale before they expire."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import HoldGone, OutOfStock, StockChanged, StockLine, StockLow
from bdcommerce.inventory.domain import EXPIRY_MARGIN, JudgeBatches, Shelf, Stock, grant, sale_ends_at
from bdcommerce.inventory.events import Lot
from bdcommerce.inventory.jobs import judge_batches
from bdcommerce.kernel import clock
from inventory.test_warehouses import opened, picks
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.faces.compliance import FakeCompliance
from support.harness import Harness

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
EXPIRES = date(2026, 12, 10)
SALE_ENDS = datetime(2026, 12, 6, 18, 0, tzinfo=UTC)
"""Midnight in Dhaka, three days before."""


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


async def received(
    inventory: Harness,
    offer: OfferTerms,
    quantity: int,
    batch_no: str = "",
    expires_on: date | None = None,
    **more: str,
) -> dict[str, Any]:
    day = expires_on.isoformat() if expires_on else None
    body = {"quantity": quantity, "reason": "delivery", "batch_no": batch_no, "expires_on": day, **more}
    reply = await inventory.post(f"/vendor/stock/{offer.offer_id}/receive", body, as_=tokens.vendor("ven_a"))
    assert reply.status_code == 200, reply.text
    view: dict[str, Any] = reply.json()
    return view


async def stock(inventory: Harness) -> dict[str, int]:
    (view,) = (await inventory.get("/vendor/stock", as_=tokens.vendor("ven_a"))).json()["items"]
    return {name: view[name] for name in ("on_hand", "blocked", "held", "available")}


def lines(offer: OfferTerms, quantity: int) -> list[StockLine]:
    return [StockLine(offer_id=offer.offer_id, quantity=quantity)]


async def sold(inventory: Harness, offer: OfferTerms, quantity: int, hold_id: str) -> dict[str, int]:
    """What was picked of each batch."""
    await inventory.face.hold(hold_id, lines(offer, quantity), 900)
    await inventory.face.commit(hold_id, f"ord_{hold_id}")
    return {each["batch_no"]: each["quantity"] for each in await picks(inventory, hold_id, tokens.vendor("ven_a"))}


def test_a_batch_is_blocked_on_its_last_day_and_unblocked_by_a_milder_rule() -> None:
    first, second, loose = Lot("whs_a", "L1", EXPIRES), Lot("whs_b", "L1", EXPIRES), Lot("whs_a")
    shelf = Shelf({"a": Stock("a", "ven_a", 9, 1, 1)}, lots={"a": {first: 2, second: 3, loose: 4}})
    quiet = grant(shelf, [JudgeBatches("a", EXPIRES - timedelta(days=1))], NOW)
    assert not quiet.movements
    granted = grant(shelf, [JudgeBatches("a", EXPIRES)], NOW)
    assert (granted.stock["a"].on_hand, granted.stock["a"].blocked, granted.stock["a"].available) == (9, 5, 3)
    assert len(granted.movements["a"]) == 1
    blocked = Shelf(granted.stock, lots=granted.lots)
    assert not grant(blocked, [JudgeBatches("a", EXPIRES)], NOW).movements
    again = grant(blocked, [JudgeBatches("a", EXPIRES - timedelta(days=1))], NOW)
    assert again.lots["a"] == shelf.lots["a"]
    assert again.stock["a"].available == 8


def test_each_batch_is_blocked_by_itself() -> None:
    lots = {Lot("whs_a", "L1", EXPIRES): 2, Lot("whs_a", "L2", EXPIRES): 3}
    granted = grant(Shelf({"a": Stock("a", "ven_a", 5, 0, 1)}, lots={"a": lots}), [JudgeBatches("a", EXPIRES)], NOW)
    assert [(moved.batch_no, moved.quantity) for moved in granted.movements["a"]] == [("L1", 2), ("L2", 3)]  # type: ignore[union-attr]


def test_the_sale_of_a_batch_ends_at_the_beginning_of_a_day_in_bangladesh() -> None:
    assert sale_ends_at(EXPIRES, timedelta(days=3)) == SALE_ENDS


async def test_what_expires_first_is_sold_first(inventory: Harness, offer: OfferTerms) -> None:
    await received(inventory, offer, 2)
    await received(inventory, offer, 2, "L2", EXPIRES + timedelta(days=30))
    await received(inventory, offer, 2, "L1", EXPIRES)
    assert await sold(inventory, offer, 3, "h1") == {"L1": 2, "L2": 1}
    assert await sold(inventory, offer, 2, "h2") == {"L2": 1, "": 1}
    (line, _) = await picks(inventory, "h1", tokens.vendor("ven_a"))
    assert line["expires_on"] == EXPIRES.isoformat()


async def test_a_batch_goes_off_sale_by_itself_and_the_world_is_told(inventory: Harness, offer: OfferTerms) -> None:
    await received(inventory, offer, 5, "L1", EXPIRES)
    await received(inventory, offer, 2)
    settings = {"low_at": 3}
    await inventory.put(f"/vendor/stock/{offer.offer_id}/low-at", settings, as_=tokens.vendor("ven_a"))
    with clock.frozen(SALE_ENDS - timedelta(seconds=1)):
        await inventory.settle()
        assert (await stock(inventory))["available"] == 7
    with clock.frozen(SALE_ENDS):
        await inventory.settle()
        assert await stock(inventory) == {"on_hand": 7, "blocked": 5, "held": 0, "available": 2}
        with pytest.raises(OutOfStock) as refused:
            await inventory.face.hold("h1", lines(offer, 3), 900)
        assert refused.value.data["shortages"] == {offer.offer_id: 2}
        assert await sold(inventory, offer, 2, "h2") == {"": 2}
    assert [each.available for each in await inventory.told(StockChanged)] == [5, 7, 2, 0]
    assert [each.available for each in await inventory.told(StockLow)] == [2]
    assert (await inventory.face.audit_stock()).agrees


async def test_units_that_are_held_when_their_batch_is_blocked_are_not_sold(
    inventory: Harness, offer: OfferTerms
) -> None:
    await received(inventory, offer, 5, "L1", EXPIRES)
    await received(inventory, offer, 1)
    with clock.frozen(SALE_ENDS - timedelta(seconds=1)):
        await inventory.face.hold("h1", lines(offer, 1), 900)
        await inventory.face.hold("h2", lines(offer, 2), 900)
    with clock.frozen(SALE_ENDS):
        await inventory.settle()
        assert await stock(inventory) == {"on_hand": 6, "blocked": 5, "held": 3, "available": 0}
        with pytest.raises(HoldGone):
            await inventory.face.commit("h2")
        await inventory.face.commit("h1")
        await inventory.face.release("h2", "gone")
    assert await stock(inventory) == {"on_hand": 5, "blocked": 5, "held": 0, "available": 0}


async def test_a_batch_whose_timer_was_lost_is_blocked_by_the_job_and_a_stricter_rule_holds_at_once(
    inventory: Harness, offer: OfferTerms, compliance: FakeCompliance
) -> None:
    await judge_batches(inventory.deps)
    await received(inventory, offer, 5, "L1", EXPIRES)
    await judge_batches(inventory.deps)
    assert (await stock(inventory))["available"] == 5
    compliance.set_rule(EXPIRY_MARGIN, 30)
    await judge_batches(inventory.deps)
    assert (await stock(inventory))["available"] == 0
    compliance.set_rule(EXPIRY_MARGIN, 0)
    await judge_batches(inventory.deps)
    assert (await stock(inventory))["available"] == 5


async def test_units_of_a_blocked_batch_come_back_blocked(inventory: Harness, offer: OfferTerms) -> None:
    await received(inventory, offer, 2, "L1", EXPIRES)
    await sold(inventory, offer, 1, "h1")
    with clock.frozen(SALE_ENDS):
        await inventory.settle()
        await inventory.face.give_back("k1", "h1", lines(offer, 1), "returned")
        assert await stock(inventory) == {"on_hand": 2, "blocked": 2, "held": 0, "available": 0}


async def test_units_that_come_back_after_their_day_are_blocked_though_none_were_left(
    inventory: Harness, offer: OfferTerms
) -> None:
    await received(inventory, offer, 1, "L1", EXPIRES)
    await sold(inventory, offer, 1, "h1")
    with clock.frozen(datetime.combine(EXPIRES, datetime.min.time(), clock.DHAKA)):
        await inventory.face.give_back("k1", "h1", lines(offer, 1), "returned")
        assert await stock(inventory) == {"on_hand": 1, "blocked": 1, "held": 0, "available": 0}


@pytest.mark.parametrize(
    "batch_no, expires_on, field",
    [
        ("L1", "2026-11-25", "expires_on"),
        ("L1", "2020-01-01", "expires_on"),
        ("L1", "9999-12-31", "expires_on"),
        ("", "2026-12-10", "batch_no"),
    ],
)
async def test_what_could_not_be_sold_any_more_is_not_received(
    inventory: Harness, offer: OfferTerms, batch_no: str, expires_on: str, field: str
) -> None:
    body = {"quantity": 1, "reason": "delivery", "batch_no": batch_no, "expires_on": expires_on}
    reply = await inventory.post(f"/vendor/stock/{offer.offer_id}/receive", body, as_=tokens.vendor("ven_a"))
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, field)


async def test_a_batch_has_one_day_of_expiry(inventory: Harness, offer: OfferTerms) -> None:
    await received(inventory, offer, 1, "L1", EXPIRES)
    await received(inventory, offer, 1, "L1", EXPIRES)
    body = {"quantity": 1, "reason": "delivery", "batch_no": "L1", "expires_on": "2027-01-01"}
    reply = await inventory.post(f"/vendor/stock/{offer.offer_id}/receive", body, as_=tokens.vendor("ven_a"))
    assert (reply.status_code, reply.json()["code"]) == (409, "batch_differs")
    with clock.frozen(SALE_ENDS):
        await inventory.settle()
        body |= {"expires_on": EXPIRES.isoformat()}
        reply = await inventory.post(f"/vendor/stock/{offer.offer_id}/receive", body, as_=tokens.vendor("ven_a"))
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "expires_on")


async def test_offers_of_others_are_not_received(inventory: Harness, catalog: FakeCatalog) -> None:
    theirs = catalog.put(offer_terms(vendor_id="ven_b"))
    body = {"quantity": 1, "reason": "delivery"}
    reply = await inventory.post(f"/vendor/stock/{theirs.offer_id}/receive", body, as_=tokens.vendor("ven_a"))
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_offer")


async def test_batches_are_counted_adjusted_and_written_off_by_their_number(
    inventory: Harness, offer: OfferTerms
) -> None:
    await received(inventory, offer, 5, "L1", EXPIRES)
    await received(inventory, offer, 5)
    path, owner = f"/vendor/stock/{offer.offer_id}", tokens.vendor("ven_a")
    await inventory.put(path, {"on_hand": 4, "reason": "one is torn", "batch_no": "L1"}, as_=owner)
    body = {"delta": -1, "reason": "two", "cause": "damaged", "batch_no": "L1"}
    await inventory.post(f"{path}/adjust", body, as_=owner)
    reply = await inventory.post(f"{path}/adjust", {**body, "batch_no": "L7", "delta": -1}, as_=owner)
    assert (reply.status_code, reply.json()["code"]) == (409, "not_there")
    reply = await inventory.put(path, {"on_hand": 1, "reason": "found", "batch_no": "L7"}, as_=owner)
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_batch")
    with clock.frozen(SALE_ENDS):
        await inventory.settle()
        body = {"delta": -2, "reason": "thrown away", "cause": "expired"}
        owner = tokens.vendor("ven_a")
        assert (await inventory.post(f"{path}/adjust", body, as_=owner)).status_code == 200
        assert await stock(inventory) == {"on_hand": 6, "blocked": 1, "held": 0, "available": 5}


async def test_what_expires_soon_is_listed_the_soonest_first(inventory: Harness, catalog: FakeCatalog) -> None:
    rice, milk = (catalog.put(offer_terms(vendor_id="ven_a")) for _ in range(2))
    there = await opened(inventory)
    await received(inventory, rice, 5, "R1", EXPIRES + timedelta(days=60), warehouse_id=there)
    await received(inventory, milk, 4, "M2", EXPIRES + timedelta(days=5), warehouse_id=there)
    await received(inventory, milk, 3, "M1", EXPIRES, warehouse_id=there)
    await received(inventory, milk, 2, warehouse_id=there)
    owner, query = tokens.vendor("ven_a"), {"limit": 1, "within_days": 30}
    first = (await inventory.get("/vendor/batches", as_=owner, params=query)).json()
    rest = (await inventory.get("/vendor/batches", as_=owner, params={**query, "cursor": first["next_cursor"]})).json()
    assert [(each["batch_no"], each["on_hand"]) for each in first["items"] + rest["items"]] == [("M1", 3), ("M2", 4)]
    assert rest["next_cursor"] is None
    everything = (await inventory.get("/vendor/batches", as_=owner, params={"within_days": 100})).json()["items"]
    assert [each["batch_no"] for each in everything] == ["M1", "M2", "R1"]
    assert (await inventory.get("/vendor/batches", as_=tokens.vendor("ven_b"))).json()["items"] == []

"""Customers are told once when an offer can be bought again."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import BackInStock, StockLine
from bdcommerce.inventory import handlers
from bdcommerce.inventory.domain import MOST_OFFERS, TOLD_AT_ONCE, CountStock, Waiting
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError
from inventory.test_warehouses import counted
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.harness import Harness

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def path(offer: OfferTerms) -> str:
    return f"/offers/{offer.offer_id}/back-in-stock"


async def ask(inventory: Harness, offer: OfferTerms, user_id: str) -> None:
    reply = await inventory.post(path(offer), as_=tokens.customer(user_id))
    assert reply.status_code == 201, reply.text


async def line_up(inventory: Harness, offer: OfferTerms, people: int) -> None:
    """So many people, one after the other."""
    for number in range(people):
        with clock.frozen(NOW + timedelta(seconds=number)):
            async with inventory.deps.works() as work:
                await handlers.wait_for(work, Waiting(f"usr_{number}", offer.offer_id, offer.title, offer.slug))


async def told(inventory: Harness) -> list[str]:
    await inventory.settle()
    return [each.user_id for each in await inventory.told(BackInStock)]


async def test_who_asked_is_told_once_when_the_offer_is_back(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 0)
    await ask(inventory, offer, "usr_1")
    await ask(inventory, offer, "usr_1")
    assert await told(inventory) == []
    await counted(inventory, offer, 2)
    assert await told(inventory) == ["usr_1"]
    (event,) = await inventory.told(BackInStock)
    assert (event.title, event.slug) == (offer.title, offer.slug)
    await counted(inventory, offer, 0)
    await counted(inventory, offer, 2)
    assert await told(inventory) == ["usr_1"]


async def test_an_offer_that_was_never_counted_can_be_waited_for(inventory: Harness, offer: OfferTerms) -> None:
    await ask(inventory, offer, "usr_1")
    await counted(inventory, offer, 2)
    assert await told(inventory) == ["usr_1"]


@pytest.mark.parametrize("again", ["released", "given back", "expired"])
async def test_units_that_come_back_from_customers_count_too(inventory: Harness, offer: OfferTerms, again: str) -> None:
    await counted(inventory, offer, 1)
    lines = [StockLine(offer_id=offer.offer_id, quantity=1)]
    with clock.frozen(NOW):
        await inventory.face.hold("h1", lines, 900)
        await ask(inventory, offer, "usr_1")
        if again == "released":
            await inventory.face.release("h1", "left")
        if again == "given back":
            await inventory.face.commit("h1")
            await inventory.face.give_back("k1", "h1", lines, "returned")
        assert await told(inventory) == (["usr_1"] if again != "expired" else [])
    with clock.frozen(NOW + timedelta(seconds=900)):
        await inventory.settle()
        assert await told(inventory) == ["usr_1"]


async def test_what_can_be_bought_is_not_waited_for(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 1)
    reply = await inventory.post(path(offer), as_=tokens.customer())
    assert (reply.status_code, reply.json()["code"]) == (409, "in_stock")


async def test_an_offer_that_nobody_knows_is_not_waited_for(inventory: Harness) -> None:
    reply = await inventory.post("/offers/off_nobodys/back-in-stock", as_=tokens.customer())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_offer")


async def test_those_who_asked_first_are_told_first_and_nobody_is_forgotten(
    inventory: Harness, offer: OfferTerms
) -> None:
    people = TOLD_AT_ONCE + 5
    await line_up(inventory, offer, people)
    await counted(inventory, offer, 2)
    assert await told(inventory) == [f"usr_{number}" for number in range(people)]


async def test_when_all_is_sold_again_the_others_go_on_waiting(inventory: Harness, offer: OfferTerms) -> None:
    await line_up(inventory, offer, TOLD_AT_ONCE + 5)
    await counted(inventory, offer, 1)
    async with inventory.deps.works() as work:
        await handlers.tell_waiting(work, offer.offer_id)
    await inventory.face.hold("h1", [StockLine(offer_id=offer.offer_id, quantity=1)], 900)
    assert len(await told(inventory)) == TOLD_AT_ONCE
    await inventory.face.release("h1", "left")
    assert len(await told(inventory)) == TOLD_AT_ONCE + 5


async def test_nobody_who_joins_while_the_offer_comes_back_is_left_waiting(
    inventory: Harness, offer: OfferTerms
) -> None:
    async def join(number: int) -> str:
        async with inventory.deps.works() as work:
            await handlers.wait_for(work, Waiting(f"usr_{number}", offer.offer_id, offer.title, ""))
        return f"usr_{number}"

    async def restock() -> None:
        async with inventory.deps.works() as work:
            await handlers.recount(work, CountStock("ven_a", offer.offer_id, 5, "delivery"))

    calls = [join(number) for number in range(20)]
    results = await asyncio.gather(*calls[:10], restock(), *calls[10:], return_exceptions=True)
    waiting = [each for each in results if isinstance(each, str)]
    refused = [each for each in results if isinstance(each, BdError)]
    assert len(waiting) + len(refused) == 20
    assert Counter(await told(inventory)) == Counter(waiting)


async def test_one_waits_for_so_many_offers_and_not_more(inventory: Harness, catalog: FakeCatalog) -> None:
    async with inventory.deps.works() as work:
        for number in range(MOST_OFFERS):
            await work.waiting.add(Waiting("usr_1", f"off_{number}", offer_terms().title, ""))
    reply = await inventory.post(path(catalog.put(offer_terms())), as_=tokens.customer("usr_1"))
    assert (reply.status_code, reply.json()["code"]) == (409, "waits_for_too_much")


async def test_one_sees_what_one_waits_for_and_stops(inventory: Harness, catalog: FakeCatalog) -> None:
    offers = [catalog.put(offer_terms()) for _ in range(3)]
    for number, offer in enumerate(offers):
        with clock.frozen(clock.now() + timedelta(seconds=number)):
            await ask(inventory, offer, "usr_1")
    one, other = tokens.customer("usr_1"), tokens.customer("usr_2")
    first = (await inventory.get("/me/back-in-stock", as_=one, params={"limit": 2})).json()
    query = {"limit": 2, "cursor": first["next_cursor"]}
    rest = (await inventory.get("/me/back-in-stock", as_=one, params=query)).json()
    assert [each["offer_id"] for each in first["items"] + rest["items"]] == [each.offer_id for each in reversed(offers)]
    assert rest["next_cursor"] is None
    assert (await inventory.delete(path(offers[0]), as_=other)).status_code == 204
    assert (await inventory.get("/me/back-in-stock", as_=other)).json()["items"] == []
    assert (await inventory.delete(path(offers[0]), as_=one)).status_code == 204
    assert (await inventory.delete(path(offers[0]), as_=one)).status_code == 204
    left = (await inventory.get("/me/back-in-stock", as_=one)).json()["items"]
    assert {each["offer_id"] for each in left} == {offers[1].offer_id, offers[2].offer_id}


@pytest.mark.parametrize(
    "method, url",
    [("POST", "/offers/off_1/back-in-stock"), ("DELETE", "/offers/off_1/back-in-stock"), ("GET", "/me/back-in-stock")],
)
async def test_waiting_is_for_customers_who_are_signed_in(inventory: Harness, method: str, url: str) -> None:
    assert (await inventory.call(method, url)).status_code == 401
    assert (await inventory.call(method, url, as_=tokens.vendor("ven_a"))).status_code == 403

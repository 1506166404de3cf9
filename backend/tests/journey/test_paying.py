"""Paying before delivery, through the whole marketplace: nobody has to come back, and nobody pays twice."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio

from journey.town import CARD, NOON, Customer, Town, town

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

SWEEP_SECONDS, MINUTE = 5, 60
TOTAL = 106000
"""Of the thing, and of bringing it."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def world(postgres_url: str) -> AsyncIterator[Town]:
    with pytest.MonkeyPatch.context() as patch:
        async with town(postgres_url, patch) as there:
            yield there


@pytest_asyncio.fixture(loop_scope="module")
async def here(world: Town) -> AsyncIterator[Town]:
    """The town at noon; afterwards the books hold, and providers have what customers have paid."""
    world.watch.at = NOON
    for party in world.parties.values():
        party.faults.disarm()
    yield world
    await world.books_hold()
    accounts = (await world.ok("GET", "/admin/ledger/trial-balance"))["accounts"]
    held = {each["account"]: each["balance"]["amount"] for each in accounts}
    with_providers = sum(amount for name, amount in held.items() if name.startswith("asset:provider:"))
    assert with_providers == -held["liability:customer_funds"]


@pytest.fixture(params=["bkash", "nagad", "sslcommerz"])
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def pays(here: Town, page: str) -> str:
    """On a page of any of them; where the browser is sent then. SSLCommerz' posts a form, and nobody waits for it."""
    if "/sslcommerz/" not in page:
        return await here.play(page)
    await here.http.post(page, data=CARD | {"choice": "success"})
    await here.ssl.telling.quiet()
    return ""


def kept(here: Town, order: Mapping[str, Any]) -> int:
    """What providers have taken for an order and not given back, in poisha, by their own books."""
    name = order["number"].replace("-", "")
    bkash = (each for each in here.bkash.payments.values() if each.invoice.startswith(name) and each.trx_id)
    ssl = (each for each in here.ssl.sessions.values() if each.tran_id.startswith(name) and each.paid)
    nagad = (each for each in here.nagad.payments.values() if each.order_id.startswith(name) and each.paid_at)
    taken = [each.amount - each.refunded for each in bkash]
    taken += [each.amount - each.refunded for each in ssl]
    taken += [(each.amount or Decimal(0)) - each.refunded for each in nagad]
    return int(sum(taken) * 100)


async def until(here: Town, order_id: str, buyer: Customer, status: str) -> float:
    """Seconds until the order says so, the sweeper making its rounds."""
    began = here.watch.at
    while (await here.order(order_id, buyer))["status"] != status:
        assert (here.watch.at - began).total_seconds() < MINUTE
        await here.pass_(seconds=SWEEP_SECONDS)
        await here.sweep()
    return (here.watch.at - began).total_seconds()


async def test_who_closes_the_browser_before_returning_has_paid_within_a_minute(here: Town, method: str) -> None:
    here.parties["sslcommerz"].faults.arm("ipn_lost")
    buyer = here.somebody()
    placed = await here.check_out(await here.shop(), buyer, method)
    await pays(here, placed["payment"]["next_action"]["redirect_url"])
    assert await until(here, placed["order"]["id"], buyer, "confirmed") < MINUTE
    assert await here.entries(placed["order"]["id"]) == ["prepaid_captured"]
    assert kept(here, placed["order"]) == TOTAL


async def test_who_pays_twice_at_once_has_paid_once(here: Town, method: str) -> None:
    buyer = here.somebody()
    placed = await here.check_out(await here.shop(), buyer, method)
    order_id, first = placed["order"]["id"], placed["payment"]["next_action"]["redirect_url"]
    again = {"method": method}
    tabs = [here.ok("POST", f"/payments/{order_id}/attempts", again, as_=buyer.token) for _ in range(3)]
    pages = {first, *(each["next_action"]["redirect_url"] for each in await asyncio.gather(*tabs))}
    backs = [back for back in await asyncio.gather(*(pays(here, page) for page in pages for _ in range(2))) if back]
    await asyncio.gather(*(here.come_back(back) for back in backs), here.sweep())
    await until(here, order_id, buyer, "confirmed")
    assert kept(here, placed["order"]) == TOTAL
    assert (await here.entries(order_id)).count("prepaid_captured") == 1


async def test_who_pays_at_two_providers_at_once_gets_one_back(here: Town) -> None:
    buyer = here.somebody()
    placed = await here.check_out(await here.shop(), buyer, "bkash")
    order_id, first = placed["order"]["id"], placed["payment"]["next_action"]["redirect_url"]
    other = await here.ok("POST", f"/payments/{order_id}/attempts", {"method": "nagad"}, as_=buyer.token)
    backs = [await pays(here, page) for page in (first, other["next_action"]["redirect_url"])]
    await asyncio.gather(*(here.come_back(back) for back in backs))
    await until(here, order_id, buyer, "confirmed")
    for _ in range(3):
        await here.pass_(seconds=SWEEP_SECONDS)
        await here.sweep()
    assert kept(here, placed["order"]) == TOTAL

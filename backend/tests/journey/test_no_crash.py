"""No input makes a 500: every call of the API with everything odd that its description leads one to."""

import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pytest

from journey import mutations, odd
from journey.market import Market, still_sound
from journey.mutations import Call, Odd
from journey.replies import complaints
from journey.samples import TABLE
from journey.samples.words import ADDRESS
from support import tokens
from support.wire import JSON, Request

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow, pytest.mark.timeout(600)]

SHARE = 1 if os.environ.get("FUZZ") == "all" else 6
"""Of so many odd requests one is sent in every run, another one for each call; all of them by `make fuzz`."""


async def trouble(market: Market, odds: Iterable[tuple[Call, Odd]]) -> list[str]:
    """What is wrong with the replies, once per call and kind of complaint, with a request that shows it."""
    found: dict[str, str] = {}
    for call, each in odds:
        for complaint in complaints(call, each, await market.answer(call, each.request)):
            found.setdefault(f"{call.name}: {complaint}", str(each.request))
    return [f"{what} ← {request}" for what, request in found.items()]


def _all(market: Market) -> Iterator[tuple[Call, Odd]]:
    for number, call in enumerate(market.calls()):
        kinds = (
            mutations.in_paths(call),
            mutations.in_queries(call),
            mutations.in_bodies(call, market.document),
            mutations.in_files(call),
            mutations.in_transport(call, number),
        )
        for place, kind in enumerate(kinds):
            yield from ((call, each) for each in islice(kind, (number + place) % SHARE, None, SHARE))


async def test_nothing_odd_in_any_place_of_a_request_makes_a_crash(market: Market) -> None:
    found = await trouble(market, _all(market))
    assert not found, "\n".join(found)
    await still_sound(market)


async def test_no_cursor_makes_a_crash(market: Market) -> None:
    lists = [call for call in market.calls() if "cursor" in call.parameters("query")]
    assert len(lists) > 20
    found: list[str] = []
    for call in lists:
        first = await market.reply(call.page(), market.callers[TABLE[call.name].caller])
        real = first.json().get("next_cursor") or ""
        found += await trouble(market, ((call, each) for each in mutations.in_cursors(call, real)))
    assert not found, "\n".join(found)


async def test_odd_texts_go_the_whole_way_from_a_checkout_to_a_courier(market: Market) -> None:
    """In a shop that the other tests leave alone."""
    walk, customer, bought = market.lived.walk, market.callers["shop"], 0
    vendor = tokens.vendor(walk.shops["crafts"].vendor_id)
    for text in odd.TEXTS:
        cart = await market.json("POST", "/carts", {}, customer)
        line = {"offer_id": walk.offers["cushion"].offer_id, "quantity": 1}
        await market.json("POST", f"/carts/{cart['id']}/lines", line, customer)
        quote = await market.json("POST", f"/carts/{cart['id']}/quote", {"address": ADDRESS}, customer)
        placed = await _order(market, cart["id"], quote["total"], text, customer)
        for action in ("accept", "pack", "dispatch") if placed else ():
            await market.json("POST", f"/vendor/orders/{placed}/{action}", {}, vendor)
        bought += bool(placed)
    assert bought > 5
    await still_sound(market)
    shipped = await market.json("GET", "/admin/shipments?status=booked&limit=100", None, market.callers["admin"])
    assert len(shipped["items"]) >= bought


async def _order(market: Market, cart_id: str, total: Any, text: str, customer: str) -> str:
    """A checkout with that text wherever one may write; the id of what the vendor has to do, if it went through."""
    address = {**ADDRESS, "recipient_name": text, "line1": f"House 1 {text}", "landmark": text}
    body = {"cart_id": cart_id, "payment_method": "cod", "expected_total": total, "contact": {"name": text}}
    for where in (address, ADDRESS):
        content = json.dumps({**body, "address": where}).encode()
        request = Request(method="POST", target="/api/v1/checkout", headers=[JSON], body=content)
        reply = await market.reply(request, customer)
        assert reply.status in {201, 400, 409, 422}, (text, reply.body)
        if reply.status == 201:
            order = reply.json()["order"]
            if order["status"] == "awaiting_confirmation":  # what cannot be understood is asked about
                called, staff = {"note": "read it out to us"}, market.callers["admin"]
                await market.json("POST", f"/admin/orders/{order['id']}/confirmation", called, staff)
            return str(order["vendor_orders"][0]["id"])
    return ""

"""Scheduled prices over HTTP: they begin and end by themselves, and what an offer has cost is remembered."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferChanged
from bdcommerce.kernel import clock
from catalog.market import Market, ok, refused, taka
from support import tokens

HOUR = timedelta(hours=1)


async def on_offer(market: Market, mrp: int = 2000) -> tuple[str, Any, Any]:
    """A vendor with a published product of one variant at 1000 taka: its id, the product and the offer."""
    vendor_id = await market.vendor()
    variants = [{"weight_grams": 1, "mrp": taka(mrp)}]
    product, offer = await market.on_sale(vendor_id, await market.category(), price=1000, variants=variants)
    return vendor_id, product, offer | {"vendor_id": vendor_id}


async def schedule(market: Market, offer: Any, price: int, starts_at: datetime, ends_at: datetime | None = None) -> Any:
    body = {"price": taka(price), "starts_at": starts_at.isoformat(), "ends_at": ends_at and ends_at.isoformat()}
    path = f"/vendor/offers/{offer['id']}/price-changes"
    return await market.harness.post(path, body, as_=tokens.vendor(offer["vendor_id"]))


async def outcomes(market: Market, vendor_id: str, offer: Any) -> list[tuple[str, str]]:
    path = f"/vendor/offers/{offer['id']}/price-changes"
    items = ok(await market.harness.get(path, as_=tokens.vendor(vendor_id)))["items"]
    return [(each["status"], each["outcome"]) for each in items]


async def cost(market: Market) -> int:
    (card,) = await market.list()
    return int(card["price"]["amount"]) // 100


async def test_a_price_holds_within_its_window_and_goes_back(market: Market) -> None:
    vendor_id, _, offer = await on_offer(market)
    now = clock.now()
    made = ok(await schedule(market, offer, 800, now + HOUR, now + 2 * HOUR))
    assert (made["status"], made["price"], made["outcome"]) == ("scheduled", taka(800), "")
    assert await cost(market) == 1000
    with clock.frozen(now + HOUR):
        await market.harness.settle()
        assert await cost(market) == 800
        assert await outcomes(market, vendor_id, offer) == [("running", "")]
    with clock.frozen(now + 2 * HOUR):
        await market.harness.settle()
        assert await cost(market) == 1000
        assert await outcomes(market, vendor_id, offer) == [("ended", "done")]
        as_ = tokens.vendor(vendor_id)
        path = f"/vendor/offers/{offer['id']}/price-history"
        first = ok(await market.harness.get(path, params={"limit": 2}, as_=as_))
        rest = ok(await market.harness.get(path, params={"cursor": first["next_cursor"]}, as_=as_))
        history = [(each["price"], each["reason"]) for each in first["items"] + rest["items"]]
        assert history == [(taka(1000), "schedule_over"), (taka(800), "schedule"), (taka(1000), "made")]
        assert [each.price.amount for each in await market.harness.told(OfferChanged)] == [100000, 80000, 100000]


async def test_a_change_without_an_end_stays(market: Market) -> None:
    vendor_id, _, offer = await on_offer(market)
    now = clock.now()
    ok(await schedule(market, offer, 1500, now + HOUR))
    with clock.frozen(now + HOUR):
        await market.harness.settle()
        assert (await cost(market), await outcomes(market, vendor_id, offer)) == (1500, [("ended", "done")])


async def test_another_price_set_meanwhile_stays(market: Market) -> None:
    vendor_id, _, offer = await on_offer(market)
    now = clock.now()
    ok(await schedule(market, offer, 800, now + HOUR, now + 2 * HOUR))
    with clock.frozen(now + HOUR):
        await market.harness.settle()
        body, as_ = {"version": 2, "price": taka(700)}, tokens.vendor(vendor_id)
        ok(await market.harness.patch(f"/vendor/offers/{offer['id']}", body, as_=as_))
    with clock.frozen(now + 2 * HOUR):
        await market.harness.settle()
        assert (await cost(market), await outcomes(market, vendor_id, offer)) == (700, [("ended", "kept")])


async def test_a_cancelled_change_is_taken_back(market: Market) -> None:
    vendor_id, _, offer = await on_offer(market)
    now = clock.now()
    first = ok(await schedule(market, offer, 800, now + HOUR, now + 2 * HOUR))
    second = ok(await schedule(market, offer, 900, now + 3 * HOUR))
    cancel = "/vendor/price-changes/{}/cancel"
    as_ = tokens.vendor(vendor_id)
    assert ok(await market.harness.post(cancel.format(second["id"]), as_=as_))["outcome"] == "cancelled"
    refused(await market.harness.post(cancel.format(second["id"]), as_=as_), 409, "price_change_over")
    with clock.frozen(now + HOUR):
        await market.harness.settle()
        assert await cost(market) == 800
        ok(await market.harness.post(cancel.format(first["id"]), as_=tokens.vendor(vendor_id)))
        assert await cost(market) == 1000
    with clock.frozen(now + 4 * HOUR):
        await market.harness.settle()
        assert await cost(market) == 1000
        assert await outcomes(market, vendor_id, offer) == [("ended", "cancelled"), ("ended", "cancelled")]


async def test_the_printed_price_holds_at_the_schedule_and_at_the_beginning(market: Market) -> None:
    vendor_id, product, offer = await on_offer(market, mrp=1500)
    now, as_ = clock.now(), tokens.vendor(vendor_id)
    reply = await schedule(market, offer, 1501, now + HOUR)
    assert "CR-07" in refused(reply, 422, "price_above_mrp")["price"]
    ok(await schedule(market, offer, 1400, now + HOUR))
    lower = [{"id": product["variants"][0]["id"], "weight_grams": 1, "mrp": taka(1200)}]
    path = f"/vendor/products/{product['id']}"
    ok(await market.harness.patch(path, {"version": product["version"], "variants": lower}, as_=as_))
    with clock.frozen(now + HOUR):
        await market.harness.settle()
        assert await cost(market) == 1000
        assert await outcomes(market, vendor_id, offer) == [("ended", "price_above_mrp")]


async def test_what_was_missed_while_everything_was_down_never_begins(market: Market) -> None:
    vendor_id, _, offer = await on_offer(market)
    now = clock.now()
    ok(await schedule(market, offer, 800, now + HOUR, now + 2 * HOUR))
    with clock.frozen(now + 5 * HOUR):
        await market.harness.settle()
        assert (await cost(market), await outcomes(market, vendor_id, offer)) == (1000, [("ended", "missed")])


async def test_changes_of_one_offer_do_not_meet(market: Market) -> None:
    vendor_id, _, offer = await on_offer(market)
    now = clock.now()
    ok(await schedule(market, offer, 800, now + HOUR, now + 3 * HOUR))
    refused(await schedule(market, offer, 700, now + 2 * HOUR), 409, "price_changes_overlap")
    assert "starts_at" in refused(await schedule(market, offer, 700, now - HOUR), 422, "invalid")
    body = {"price": taka(5), "starts_at": "2030-01-01T00:00:00"}
    reply = await market.harness.post(f"/vendor/offers/{offer['id']}/price-changes", body, as_=tokens.vendor(vendor_id))
    assert "starts_at" in refused(reply, 422, "invalid")


@pytest.mark.parametrize("who", ["nobody", "a stranger", "a packer", "a customer"])
async def test_prices_are_the_vendors_own(market: Market, who: str) -> None:
    vendor_id, _, offer = await on_offer(market)
    made = ok(await schedule(market, offer, 800, clock.now() + HOUR))
    token, status = {
        "nobody": ("", 401),
        "a stranger": (tokens.vendor(await market.vendor("Karim Traders")), 404),
        "a packer": (tokens.vendor(vendor_id, "packer"), 403),
        "a customer": (tokens.customer(), 403),
    }[who]
    path = f"/vendor/offers/{offer['id']}"
    body = {"price": taka(1), "starts_at": (clock.now() + HOUR).isoformat()}
    assert (await market.harness.post(f"{path}/price-changes", body, as_=token)).status_code == status
    cancel = await market.harness.post(f"/vendor/price-changes/{made['id']}/cancel", as_=token)
    assert cancel.status_code == status
    for what in ("price-changes", "price-history"):
        read = await market.harness.get(f"{path}/{what}", as_=token)
        if who == "a packer":
            assert len(ok(read)["items"]) == 1
        elif who == "a stranger":
            assert ok(read)["items"] == []
        else:
            assert read.status_code == status

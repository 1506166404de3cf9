"""The face of the catalog, asked of the real one and of the twin that other services test with."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

import pytest

from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.contracts.catalog import CatalogFace, OfferTerms, UnknownOffer
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.orders import PromotionScope
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import Localized
from catalog.market import Market
from catalog.promoting import told
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.faces.compliance import FakeCompliance
from support.harness import service_harness


class World(Protocol):
    """A catalog with two offers of one vendor, 1250 and 900 taka."""

    face: CatalogFace
    vendor_id: str
    offer_ids: list[str]

    async def reprice(self, offer_id: str, price: Money) -> None: ...
    async def stop_selling(self, offer_id: str) -> None: ...
    async def promote(self, offer_id: str, percent: int, ends_at: datetime) -> None: ...


class RealWorld:
    def __init__(self, market: Market, vendor_id: str, offer_ids: list[str]) -> None:
        self.market, self.vendor_id, self.offer_ids = market, vendor_id, offer_ids
        self.face: CatalogFace = market.harness.face

    async def reprice(self, offer_id: str, price: Money) -> None:
        await self._patch(offer_id, {"price": {"amount": price.amount, "currency": price.currency}})

    async def stop_selling(self, offer_id: str) -> None:
        await self._patch(offer_id, {"active": False})

    async def promote(self, offer_id: str, percent: int, ends_at: datetime) -> None:
        scope = PromotionScope(offer_ids=[offer_id])
        now = clock.now()
        event = replace(told(now, scope=scope, percent=Decimal(percent)), ends_at=ends_at)
        await self.market.harness.publish(event)

    async def _patch(self, offer_id: str, body: dict[str, object]) -> None:
        as_ = tokens.vendor(self.vendor_id)
        reply = await self.market.harness.patch(f"/vendor/offers/{offer_id}", body | {"version": 1}, as_=as_)
        assert reply.is_success, reply.text


class FakeWorld:
    def __init__(self) -> None:
        self.vendor_id = "ven_00000000000000000000000001"
        made = [offer_terms(vendor_id=self.vendor_id, price=taka(price)) for price in (1250, 900)]
        self.offer_ids = [each.offer_id for each in made]
        self.fake = FakeCatalog(*made)
        self.face: CatalogFace = self.fake

    async def reprice(self, offer_id: str, price: Money) -> None:
        self.fake.reprice(offer_id, price)

    async def stop_selling(self, offer_id: str) -> None:
        self.fake.stop_selling(offer_id)

    async def promote(self, offer_id: str, percent: int, ends_at: datetime) -> None:
        (terms,) = await self.fake.offers([offer_id])
        self.fake.promote(offer_id, Money(terms.price.amount * (100 - percent) // 100), ends_at)


@pytest.fixture(params=["real", "fake"])
async def world(request: pytest.FixtureRequest, postgres_url: str) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld()
        return
    async with service_harness(postgres_url, SERVICE, {ComplianceFace: FakeCompliance()}) as harness:
        market = Market(harness)
        vendor_id, category_id = await market.vendor(), await market.category()
        offers = [(await market.on_sale(vendor_id, category_id, price=price))[1]["id"] for price in (1250, 900)]
        yield RealWorld(market, vendor_id, offers)


async def test_terms_come_in_the_order_asked(world: World) -> None:
    dear, cheap = world.offer_ids
    found = await world.face.offers([cheap, dear, cheap])
    assert [(each.offer_id, each.price) for each in found] == [
        (cheap, taka(900)),
        (dear, taka(1250)),
        (cheap, taka(900)),
    ]
    assert all(each.sellable and not each.reason and each.vendor_id == world.vendor_id for each in found)
    assert await world.face.offers([]) == []


async def test_terms_are_those_of_this_moment(world: World) -> None:
    dear, cheap = world.offer_ids
    await world.reprice(dear, taka(1000))
    await world.stop_selling(cheap)
    first, second = await world.face.offers([dear, cheap])
    assert (first.price, first.sellable) == (taka(1000), True)
    assert (second.sellable, second.reason) == (False, "inactive")


async def test_a_promotion_makes_the_price_until_it_ends(world: World) -> None:
    dear, cheap = world.offer_ids
    ends_at = clock.now() + timedelta(hours=1)
    await world.promote(dear, 20, ends_at)
    first, second = await world.face.offers([dear, cheap])
    assert (first.price, second.price, second.promotion) == (taka(1000), taka(900), None)
    assert first.promotion is not None
    assert (first.promotion.was, first.promotion.funded_by, first.promotion.ends_at) == (taka(1250), "", ends_at)
    with clock.frozen(ends_at):
        (first,) = await world.face.offers([dear])
        assert (first.price, first.promotion) == (taka(1250), None)


async def test_an_unknown_offer_is_named(world: World) -> None:
    with pytest.raises(UnknownOffer) as refusal:
        await world.face.offers([world.offer_ids[0], "off_nothing"])
    assert refusal.value.data["offer_id"] == "off_nothing"


async def test_ownership_is_told_without_refusals(world: World) -> None:
    mine = [*world.offer_ids, "off_nothing"]
    assert await world.face.owned_offers(world.vendor_id, mine) == world.offer_ids
    assert await world.face.owned_offers("ven_other", mine) == []


async def test_terms_hold_all_that_an_order_needs(market: Market) -> None:
    vendor_id = await market.vendor()
    clothing = await market.category("Clothing")
    panjabi = await market.category("Panjabi", clothing)
    sizes = [{"options": ["L"], "weight_grams": 420}]
    product, offer = await market.on_sale(vendor_id, panjabi, options=["Size"], variants=sizes)
    (terms,) = await market.harness.face.offers([offer["id"]])
    assert terms == OfferTerms(
        offer_id=offer["id"],
        product_id=product["id"],
        variant_id=product["variants"][0]["id"],
        vendor_id=vendor_id,
        category_path=[clothing, panjabi],
        title=Localized("Cotton panjabi, L", "সুতি পাঞ্জাবি, L"),
        sku=offer["sku"],
        price=taka(1250),
        weight_grams=420,
        sellable=True,
        reason="",
        slug="cotton-panjabi",
        brand_id=product["brand_id"],
    )


async def test_the_reason_says_why_an_offer_does_not_sell(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    product, offer = await market.on_sale(vendor_id, category_id)

    async def reason() -> str:
        (terms,) = await market.harness.face.offers([offer["id"]])
        assert terms.sellable is (terms.reason == "")
        return str(terms.reason)

    assert await reason() == ""
    await market.suspend(vendor_id)
    assert await reason() == "vendor_suspended"
    await market.reinstate(vendor_id)
    await market.harness.post(f"/vendor/products/{product['id']}/unpublish", as_=tokens.vendor(vendor_id))
    assert await reason() == "unpublished"
    await market.publish(vendor_id, product["id"])
    body = {"version": 1, "prohibited": True}
    await market.harness.patch(f"/admin/categories/{category_id}", body, as_=tokens.staff("catalog.manage"))
    assert await reason() == "prohibited"

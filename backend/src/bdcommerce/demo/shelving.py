"""Puts many products up at once: what each handler would decide for one, stored for all of them together.

The domain decides every event, the same logs keep them, and the shop's own projection shows them. Only the register's
rows are written here, as its projection would write them one by one; a replay of the log gives the same ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text

from bdcommerce.catalog.domain import CategoryRules, Product, evolve_product, make_offer, products
from bdcommerce.catalog.domain.media import media_ids
from bdcommerce.catalog.domain.offers import Offer
from bdcommerce.catalog.events import Image, OfferMade, OfferStockSeen, ProductDrafted, ProductPutOnSale
from bdcommerce.catalog.events.popularity import PopularityCounted
from bdcommerce.catalog.projections.shop import reshelve
from bdcommerce.catalog.tables import offer, product, variant
from bdcommerce.catalog.tables.prices import price_history
from bdcommerce.contracts.catalog import OfferChanged, ProductPublished
from bdcommerce.demo.goods import Goods, said, sheet_of
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.postgres import Database, Transaction
from bdcommerce.inventory.adapters.postgres import PostgresWork
from bdcommerce.inventory.domain import ReceiveStock
from bdcommerce.inventory.handlers.stock import settle
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.money import Money

AT_ONCE = 50
"""Products in one transaction, all of one vendor: the time for what is looked up together grows with its square."""
_SHOW = text("""
    WITH used AS (
        INSERT INTO media_use (used_by, media_id)
        SELECT * FROM unnest(CAST(:products AS text[]), CAST(:media AS text[])) RETURNING media_id
    )
    UPDATE media SET unused_since = NULL WHERE media_id IN (SELECT media_id FROM used)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a product is put up, and as what."""

    vendor_id: str
    category_id: str
    brand_id: str
    rules: CategoryRules
    images: Sequence[Image]
    slug: str
    sku: str


@dataclass(frozen=True, slots=True)
class Made:
    """A product as it was decided, with its offers and how many there are of each."""

    drafted: ProductDrafted
    on_sale: ProductPutOnSale
    offers: Sequence[OfferMade]
    stock: Sequence[int]
    popularity: int = 0

    @property
    def product_id(self) -> str:
        """Its id."""
        return self.drafted.product_id

    @property
    def vendor_id(self) -> str:
        """Whose it is."""
        return self.drafted.vendor_id


def made(goods: Goods, where: Placed, stock: Sequence[int], popularity: int = 0) -> Made:
    """From a draft to what customers find. Raises what the domain refuses."""
    plain = replace(
        goods,
        attributes=said(goods.attributes),
        forms=[replace(form, attributes=said(form.attributes)) for form in goods.forms],
    )
    sheet = sheet_of(plain, where.category_id, where.brand_id, where.images)
    drafted = products.draft(ids.new_id("prd"), where.vendor_id, sheet, where.rules)
    begun = evolve_product(None, drafted)
    assert begun is not None  # noqa: S101 - a draft makes a product
    offers = [_offer(begun, number, form.price, where) for number, form in enumerate(goods.forms)]
    events = [make_offer(each, begun.variant(each.variant_id)) for each in offers]
    on_sale = products.publish(begun, where.rules, offers, clock.today(), where.slug)
    return Made(drafted, on_sale, events, stock, popularity)


async def keep(catalog: Database, inventory: Database, some: Sequence[Made]) -> None:
    """Store them: goods received, then products on sale. The catalog is not told of the stock, for it knows."""
    received = [
        ReceiveStock(each.vendor_id, offered.offer_id, units, "opening stock")
        for each in some
        for offered, units in zip(each.offers, each.stock, strict=True)
        if units
    ]
    async with unit_of_work.unit(inventory) as unit:
        if received:
            await settle(_Quiet(unit), received)
    async with unit_of_work.unit(catalog) as unit:
        streams = _streams(some)
        await unit.log.append_many(streams, expected=dict.fromkeys(streams, 0))
        await unit.log.tell(*(_offer_told(each) for one in some for each in one.offers))
        await unit.log.tell(*(ProductPublished(product_id=one.product_id, slug=one.on_sale.slug) for one in some))
        await _register(unit.tx, some, clock.now())
        await reshelve([one.product_id for one in some], unit.tx)


def _offer(begun: Product, number: int, price: Money, where: Placed) -> Offer:
    return Offer(
        offer_id=ids.new_id("off"),
        product_id=begun.product_id,
        variant_id=begun.sheet.variants[number].variant_id,
        vendor_id=where.vendor_id,
        sku=f"{where.sku}-{number + 1}"[-60:].upper(),
        price=price,
    )


def _streams(some: Sequence[Made]) -> dict[str, list[object]]:
    streams: dict[str, list[object]] = {}
    for one in some:
        streams[f"product-{one.product_id}"] = [one.drafted, one.on_sale]
        for offered, units in zip(one.offers, one.stock, strict=True):
            streams[f"offer-{offered.offer_id}"] = [offered]
            if units:
                seen = OfferStockSeen(offer_id=offered.offer_id, product_id=one.product_id, available=units)
                streams[f"stock-{offered.offer_id}"] = [seen]
    if scores := {one.product_id: one.popularity for one in some if one.popularity}:
        streams[f"popularity-{ids.new_id('pop')}"] = [PopularityCounted(since=clock.today(), scores=scores)]
    return streams


def _offer_told(made: OfferMade) -> OfferChanged:
    return OfferChanged(
        offer_id=made.offer_id,
        product_id=made.product_id,
        variant_id=made.variant_id,
        vendor_id=made.vendor_id,
        sku=made.sku,
        price=made.price,
        active=made.active,
    )


class _Quiet(PostgresWork):
    """Inventory's unit of work, telling nobody."""

    def __init__(self, unit: unit_of_work.Unit) -> None:
        super().__init__(unit)
        self.log = _Untold(unit.log)  # type: ignore[assignment]


class _Untold:
    """A log in which events are stored and not passed on."""

    def __init__(self, log: unit_of_work.Log) -> None:
        self._log = log

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    async def tell(self, *_events: object) -> None:
        """Nobody hears of it."""


async def _register(tx: Transaction, some: Sequence[Made], at: datetime) -> None:
    offers = [row for one in some for row in _offers(one, at)]
    await tx.execute(insert(product), [_product(one, at) for one in some])
    await tx.execute(insert(variant), [row for one in some for row in _variants(one)])
    await tx.execute(insert(offer), offers)
    await tx.execute(insert(price_history), [_first_price(row) for row in offers])
    shown = [(one.product_id, media_id) for one in some for media_id in sorted(media_ids(one.drafted.sheet))]
    if shown:
        await tx.execute(_SHOW, {"products": [each[0] for each in shown], "media": [each[1] for each in shown]})


def _product(one: Made, at: datetime) -> dict[str, Any]:
    sheet = one.drafted.sheet
    return {
        "product_id": one.product_id,
        "vendor_id": one.vendor_id,
        "category_id": sheet.category_id,
        "status": "published",
        "slug": one.on_sale.slug,
        "title": sheet.facts.title,
        "sheet": sheet,
        "brand_id": sheet.brand_id,
        "version": 2,
        "changed_at": at,
        "published_at": at,
        "popularity": one.popularity,
        "rating": 0,
        "reviews": 0,
        "reason": "",
        "expires_on": sheet.facts.expires_on,
    }


def _variants(one: Made) -> list[dict[str, Any]]:
    return [
        {
            "variant_id": each.variant_id,
            "product_id": one.product_id,
            "options": each.options,
            "weight_grams": each.weight_grams,
        }
        for each in one.drafted.sheet.variants
    ]


def _offers(one: Made, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "offer_id": offered.offer_id,
            "product_id": one.product_id,
            "variant_id": offered.variant_id,
            "vendor_id": one.vendor_id,
            "sku": offered.sku,
            "price": offered.price.amount,
            "active": True,
            "version": 1,
            "made_at": at,
            "available": units,
            "stock_version": 1 if units else 0,
            "manufactured_on": None,
            "expires_on": None,
            "stopped_for": "",
        }
        for offered, units in zip(one.offers, one.stock, strict=True)
    ]


def _first_price(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "offer_id": row["offer_id"],
        "version": 1,
        "vendor_id": row["vendor_id"],
        "price": row["price"],
        "since": row["made_at"],
        "reason": "made",
    }

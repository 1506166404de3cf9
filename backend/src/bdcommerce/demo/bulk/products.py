"""Products with their offers and stock, by the hundred: events into the logs, rows into the register, then the shop."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bdcommerce.catalog.domain.attributes import fitted
from bdcommerce.catalog.events import (
    Attribute,
    CategoryEntry,
    Image,
    OfferMade,
    OfferStockSeen,
    ProductDrafted,
    ProductPutOnSale,
    ProductSheet,
)
from bdcommerce.catalog.handlers import brands, categories
from bdcommerce.catalog.projections.shop import reshelve
from bdcommerce.catalog.tables import brand, category, offer, product, variant
from bdcommerce.catalog.tables.prices import price_history
from bdcommerce.demo import assortment
from bdcommerce.demo.assortment import Aisle
from bdcommerce.demo.goods import NO_BRAND, Goods, attributes_of, goods_of, said, sheet_of
from bdcommerce.demo.inside import Marketplace, deps_of
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.postgres import Database, Transaction
from bdcommerce.inventory.adapters.postgres import PostgresWork
from bdcommerce.inventory.domain import ReceiveStock
from bdcommerce.inventory.handlers.stock import settle
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, slug

AT_ONCE = 50
"""Products in one transaction, all of one vendor: the time for what is looked up together grows with its square."""
PICTURE = Image(url="https://images.example/bulk.webp", alt=Localized("The product", "পণ্যটি"))
_SPAN = timedelta(days=180)
_COMMONEST_STOCK, _MOST_STOCK = 20, 400


@dataclass(frozen=True, slots=True)
class Made:
    """A product as it was made, with its offers and how many there are of each."""

    product_id: str
    vendor_id: str
    slug: str
    sheet: ProductSheet
    offers: Sequence[OfferMade]
    stock: Sequence[int]
    at: datetime
    popularity: int


@dataclass(frozen=True, slots=True)
class Shelves:
    """What is sold, and where it is put: the categories and brands that there are."""

    goods: Sequence[Goods]
    categories: Mapping[str, str]
    attributes: Mapping[str, Sequence[Attribute]]
    brands: Mapping[str, str]


async def fill(
    market: Marketplace, vendors: Sequence[str], count: int, progress: Callable[[str, int, int], None]
) -> None:
    """So many products, with those that are there, sold by these vendors; put on sale one after the other in half a
    year.
    """
    goods = [goods_of(article) for article in assortment.articles()]
    shelves = await prepare(market, goods)
    catalog, inventory = market.postgres.database("catalog"), market.postgres.database("inventory")
    async with catalog.transaction() as tx:
        done = await tx.scalar(select(func.count()).select_from(product))
    begun = clock.now() - _SPAN
    while done < count:
        chance = random.Random(done)  # noqa: S311 - nothing secret
        vendor_id = vendors[done // AT_ONCE % len(vendors)]
        made = [
            make(number, vendor_id, shelves, begun + number * _SPAN / count, chance)
            for number in range(done, min(done + AT_ONCE, count))
        ]
        await _stock(inventory, made)
        await _catalogue(catalog, made)
        done += len(made)
        progress("products", done, count)


async def prepare(market: Marketplace, goods: Sequence[Goods]) -> Shelves:
    """Categories with what is asked in them, and brands, made by their handlers unless they are there."""
    asked = attributes_of(goods)
    async with market.postgres.database("catalog").transaction() as tx:
        aisles = {row["slug"]: row["category_id"] for row in await tx.rows(select(category))}
        named = {row["name"]["en"]: row["brand_id"] for row in await tx.rows(select(brand))}
    async with deps_of(market, "catalog").works() as work:
        for place, aisle in enumerate(assortment.aisles()):
            if aisle.key not in aisles:
                entry = _entry(aisle, aisles.get(aisle.parent, ""), place, asked.get(aisle.key, []))
                aisles[aisle.key] = (await categories.start_category(work, entry)).category_id
        for name in [*assortment.brands().values(), NO_BRAND]:
            if name.en not in named:
                named[name.en] = (await brands.add_brand(work, name)).brand_id
    return Shelves(goods, aisles, asked, named)


def _entry(aisle: Aisle, parent_id: str, place: int, attributes: Sequence[Attribute]) -> CategoryEntry:
    return CategoryEntry(
        parent_id=parent_id,
        slug=aisle.key,
        name=aisle.name,
        position=place,
        perishable=False,
        requires_dgda_licence=False,
        prohibited=False,
        attributes=list(attributes),
    )


def make(number: int, vendor_id: str, shelves: Shelves, at: datetime, chance: random.Random) -> Made:
    """One product; when all goods have been made once, the next series has other prices and stocks."""
    series, place = divmod(number, len(shelves.goods))
    goods = shelves.goods[place]
    brand_id = shelves.brands[goods.brand or NO_BRAND.en]
    plain = replace(
        goods,
        attributes=said(goods.attributes),
        forms=[replace(form, attributes=said(form.attributes)) for form in goods.forms],
    )
    category_id = shelves.categories[goods.aisle]
    sheet = fitted(sheet_of(plain, category_id, brand_id, [PICTURE]), shelves.attributes.get(goods.aisle, ()))
    product_id, path = ids.new_id("prd"), slug(goods.title.en)[:90]
    dearer = chance.randint(85, 125)
    offers = [
        OfferMade(
            offer_id=ids.new_id("off"),
            product_id=product_id,
            variant_id=each.variant_id,
            vendor_id=vendor_id,
            sku=f"{goods.key}-{series}-{number}",
            price=Money(max(form.price.amount * dearer // 10_000 * 100, 100)),
            active=True,
        )
        for number, (each, form) in enumerate(zip(sheet.variants, goods.forms, strict=True))
    ]
    stock = [int(chance.triangular(0, _MOST_STOCK, _COMMONEST_STOCK)) for _ in offers]
    made = f"{path}-{series}" if series else path
    return Made(product_id, vendor_id, made, sheet, offers, stock, at, int(chance.paretovariate(0.9)))


async def _stock(database: Database, made: Sequence[Made]) -> None:
    """What came in, decided by inventory; the catalog is not told, for it knows."""
    received = [
        ReceiveStock(each.vendor_id, offered.offer_id, units, "opening stock")
        for each in made
        for offered, units in zip(each.offers, each.stock, strict=True)
        if units
    ]
    async with unit_of_work.unit(database) as unit:
        await settle(_Quiet(unit), received)


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


async def _catalogue(database: Database, made: Sequence[Made]) -> None:
    """The catalog's own events, the register as they leave it, and the shop."""
    streams: dict[str, list[object]] = {}
    for each in made:
        drafted = ProductDrafted(product_id=each.product_id, vendor_id=each.vendor_id, sheet=each.sheet)
        on_sale = ProductPutOnSale(product_id=each.product_id, slug=each.slug)
        streams[f"product-{each.product_id}"] = [drafted, on_sale]
        for offered, units in zip(each.offers, each.stock, strict=True):
            streams[f"offer-{offered.offer_id}"] = [offered]
            if units:
                seen = OfferStockSeen(offer_id=offered.offer_id, product_id=each.product_id, available=units)
                streams[f"stock-{offered.offer_id}"] = [seen]
    async with unit_of_work.unit(database) as unit:
        await unit.log.append_many(streams, expected=dict.fromkeys(streams, 0))
        await _register(unit.tx, made)
        await reshelve([each.product_id for each in made], unit.tx)


async def _register(tx: Transaction, made: Sequence[Made]) -> None:
    await tx.execute(insert(product), [_product(each) for each in made])
    variants = [
        {
            "variant_id": one.variant_id,
            "product_id": each.product_id,
            "options": one.options,
            "weight_grams": one.weight_grams,
        }
        for each in made
        for one in each.sheet.variants
    ]
    await tx.execute(insert(variant), variants)
    offers = [row for each in made for row in _offers(each)]
    await tx.execute(insert(offer), offers)
    history = [
        {
            "offer_id": row["offer_id"],
            "version": 1,
            "vendor_id": row["vendor_id"],
            "price": row["price"],
            "since": row["made_at"],
            "reason": "made",
        }
        for row in offers
    ]
    await tx.execute(insert(price_history), history)


def _product(made: Made) -> dict[str, Any]:
    return {
        "product_id": made.product_id,
        "vendor_id": made.vendor_id,
        "category_id": made.sheet.category_id,
        "status": "published",
        "slug": made.slug,
        "title": made.sheet.facts.title,
        "sheet": made.sheet,
        "brand_id": made.sheet.brand_id,
        "version": 2,
        "changed_at": made.at,
        "published_at": made.at,
        "popularity": made.popularity,
        "rating": 0,
        "reviews": 0,
        "reason": "",
        "expires_on": None,
    }


def _offers(made: Made) -> list[dict[str, Any]]:
    return [
        {
            "offer_id": offered.offer_id,
            "product_id": made.product_id,
            "variant_id": offered.variant_id,
            "vendor_id": made.vendor_id,
            "sku": offered.sku,
            "price": offered.price.amount,
            "active": True,
            "version": 1,
            "made_at": made.at,
            "available": units,
            "stock_version": 1 if units else 0,
            "manufactured_on": None,
            "expires_on": None,
            "stopped_for": "",
        }
        for offered, units in zip(made.offers, made.stock, strict=True)
    ]

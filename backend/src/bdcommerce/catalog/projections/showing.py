"""Products as they can be shown at this moment, with all that decides how."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import RowMapping as Row
from sqlalchemy import text

from bdcommerce.catalog.domain import Standing, buy_box, why_not_sellable
from bdcommerce.catalog.domain.media import media_ids
from bdcommerce.catalog.domain.promotions import Place, percent_off
from bdcommerce.catalog.events import Attribute, Image, ProductSheet
from bdcommerce.catalog.events.media import Picture
from bdcommerce.catalog.events.promotions import Promotion
from bdcommerce.catalog.projections.promotions import price
from bdcommerce.catalog.schemas.media import ShownImage
from bdcommerce.catalog.schemas.shop import BrandRef, ShownPromotion, VendorRef
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

# The lock makes two changes of one product that happen at once arrange the shop one after the other; the shared one
# keeps promotions as they are meanwhile (see PostgresPromotions).
_PRODUCTS = text("""
    SELECT product_id, vendor_id, category_id, brand_id, status, slug, sheet, published_at, popularity, rating, reviews
    FROM product, (SELECT pg_advisory_xact_lock_shared(hashtextextended('catalog promotions', 0))) AS promotions_settled
    WHERE product_id = ANY(CAST(:ids AS text[])) AND status NOT IN ('draft', 'in_review')
    ORDER BY product_id FOR UPDATE OF product
""")
_CATEGORIES = text("""
    SELECT category.category_id, category.path, bool_or(above.prohibited) AS prohibited,
           jsonb_agg(above.attributes ORDER BY cardinality(above.path)) AS attributes
    FROM category JOIN category AS above ON above.category_id = ANY(category.path)
    WHERE category.category_id = ANY(CAST(:ids AS text[])) GROUP BY category.category_id
""")
_OFFERS = text("""
    SELECT offer_id, product_id, variant_id, vendor_id, price, active, available, made_at, promotion_id,
        ready_to_ship FROM offer
    WHERE product_id = ANY(CAST(:ids AS text[])) ORDER BY offer_id
""")
_VENDORS = text("SELECT vendor_id, name, slug, sells FROM vendor WHERE vendor_id = ANY(CAST(:ids AS text[]))")
_BRANDS = text("""
    SELECT named.brand_id AS named, brand.brand_id, brand.name, brand.slug FROM brand AS named
    JOIN brand ON brand.brand_id = coalesce(nullif(named.merged_into, ''), named.brand_id)
    WHERE named.brand_id = ANY(CAST(:ids AS text[]))
""")
_MEDIA = text("""
    SELECT media_id, width, height, colour, renditions FROM media WHERE media_id = ANY(CAST(:ids AS text[]))
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A product that customers may see. Without offers they can read of it, and find it in no list."""

    row: Row
    sheet: ProductSheet
    path: list[str]
    """Its categories, root first."""
    attributes: Mapping[str, Attribute]
    """Those of its category, by key."""
    offers: Mapping[str, Row]
    """Those that sell, by id."""
    ranked: Sequence[Standing]
    """The same in the order of the buy box, at the price that holds."""
    promotions: Mapping[str, tuple[Promotion, int]]
    """Those that hold, with the price, by offer."""
    vendors: Mapping[str, VendorRef]
    brand: BrandRef | None
    pictures: Mapping[str, Picture]
    """The uploads it shows, by id."""

    @property
    def product_id(self) -> str:
        """Its id."""
        return str(self.row["product_id"])

    def of_variant(self, variant_id: str) -> list[Standing]:
        """The offers of a variant in the order of the buy box."""
        return [each for each in self.ranked if self.offers[each.offer_id]["variant_id"] == variant_id]

    def promotion(self, offer_id: str) -> ShownPromotion | None:
        """What makes an offer cheaper now."""
        if offer_id not in self.promotions:
            return None
        promotion, price = self.promotions[offer_id]
        was = self.offers[offer_id]["price"]
        return ShownPromotion(
            id=promotion.promotion_id,
            name=promotion.name,
            was=Money(was),
            percent_off=percent_off(was, price),
            ends_at=promotion.ends_at,
        )

    def images(self, images: Iterable[Image]) -> list[ShownImage]:
        """Pictures with all that is known of them."""
        return [ShownImage.of(each, self.pictures.get(each.media_id)) for each in images]


async def visible(ids: Sequence[str], tx: Transaction) -> tuple[set[str], list[Shown]]:
    """Which of the products have ever been published, and how those that customers may see are shown."""
    rows = await tx.rows(_PRODUCTS, {"ids": ids})
    seen = {row["product_id"] for row in rows}
    return seen, await _shown(rows, tx) if rows else []


async def _shown(rows: Sequence[Row], tx: Transaction) -> list[Shown]:
    categories = await _by_id(_CATEGORIES, "category_id", {row["category_id"] for row in rows}, tx)
    brands = await _by_id(_BRANDS, "named", {row["brand_id"] for row in rows}, tx)
    offers = await tx.rows(_OFFERS, {"ids": [row["product_id"] for row in rows]})
    promotions = await price([*_places(rows, offers, categories, brands)], tx)
    open_to_all = [row for row in rows if row["status"] == "published"]
    open_to_all = [row for row in open_to_all if not categories[row["category_id"]]["prohibited"]]
    sheets = {row["product_id"]: msgspec.convert(row["sheet"], ProductSheet) for row in open_to_all}
    pictures = await _pictures(sheets.values(), tx)
    vendors = await _by_id(_VENDORS, "vendor_id", {row["vendor_id"] for row in [*open_to_all, *offers]}, tx)
    return [
        Shown(
            row=row,
            sheet=sheets[row["product_id"]],
            path=categories[row["category_id"]]["path"],
            attributes=_attributes(categories[row["category_id"]]["attributes"]),
            vendors={key: _vendor(each) for key, each in vendors.items()} | _unknown(row, vendors),
            brand=_brand(brands.get(row["brand_id"])),
            pictures=pictures,
            promotions=promotions,
            **_selling(row["product_id"], [each for each in offers if _sells(each, vendors)], promotions),
        )
        for row in open_to_all
    ]


def _places(
    rows: Iterable[Row], offers: Iterable[Row], categories: Mapping[str, Row], brands: Mapping[str, Row]
) -> Iterator[tuple[Row, Place]]:
    """Where each offer stands."""
    products = {row["product_id"]: row for row in rows}
    for each in offers:
        product = products[each["product_id"]]
        brand = brands.get(product["brand_id"])
        yield (
            each,
            Place(
                offer_id=each["offer_id"],
                product_id=each["product_id"],
                vendor_id=each["vendor_id"],
                brand_ids=[product["brand_id"], *([brand["brand_id"]] if brand else [])],
                path=categories[product["category_id"]]["path"],
            ),
        )


def _selling(product_id: str, offers: Iterable[Row], promotions: Mapping[str, tuple[Promotion, int]]) -> dict[str, Any]:
    """A product's offers, by id and in the order of the buy box."""
    mine = {each["offer_id"]: each for each in offers if each["product_id"] == product_id}
    return {"offers": mine, "ranked": buy_box(_standing(each, promotions) for each in mine.values())}


def _sells(offer: Row, vendors: Mapping[str, Row]) -> bool:
    known = vendors.get(offer["vendor_id"])
    return not why_not_sellable(
        active=offer["active"], published=True, prohibited=False, vendor_sells=bool(known and known["sells"])
    )


def _standing(offer: Row, promotions: Mapping[str, tuple[Promotion, int]]) -> Standing:
    held = promotions.get(offer["offer_id"])
    return Standing(
        offer_id=offer["offer_id"],
        price=held[1] if held else offer["price"],
        sellable=True,
        available=offer["available"],
        made_at=offer["made_at"],
    )


async def _pictures(sheets: Iterable[ProductSheet], tx: Transaction) -> dict[str, Picture]:
    ids = {media_id for sheet in sheets for media_id in media_ids(sheet)}
    found = await _by_id(_MEDIA, "media_id", ids, tx) if ids else {}
    return {media_id: msgspec.convert(dict(row), Picture) for media_id, row in found.items()}


def _attributes(levels: Any) -> dict[str, Attribute]:
    return {each.key: each for each in msgspec.convert([each for level in levels for each in level], list[Attribute])}


def _brand(row: Row | None) -> BrandRef | None:
    if row is None:
        return None
    return BrandRef(id=row["brand_id"], name=msgspec.convert(row["name"], Localized), slug=row["slug"])


def _vendor(row: Row) -> VendorRef:
    return VendorRef(id=row["vendor_id"], name=msgspec.convert(row["name"], Localized), slug=row["slug"])


def _unknown(product: Row, vendors: Mapping[str, Row]) -> dict[str, VendorRef]:
    """A vendor of whom nobody has told yet."""
    vendor_id = product["vendor_id"]
    return {} if vendor_id in vendors else {vendor_id: VendorRef(id=vendor_id, name=Localized(""), slug="")}


async def _by_id(statement: Any, key: str, ids: Iterable[str], tx: Transaction) -> dict[str, Row]:
    return {row[key]: row for row in await tx.rows(statement, {"ids": sorted(ids)})}

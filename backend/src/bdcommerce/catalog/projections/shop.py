"""The register to the shop: what customers find, made anew for every product that something has happened to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import RowMapping as Row
from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.domain import Standing, buy_box, why_not_sellable
from bdcommerce.catalog.domain.media import media_ids
from bdcommerce.catalog.events import Image, ProductSheet
from bdcommerce.catalog.events.media import Picture
from bdcommerce.catalog.schemas.attributes import ShownAttribute
from bdcommerce.catalog.schemas.media import ShownImage
from bdcommerce.catalog.schemas.shop import BrandRef, Card, ProductPage, ShownOffer, ShownVariant, VendorRef
from bdcommerce.catalog.tables import listing, product_page, shelf
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, fold

_BATCH = 200

# The lock makes two changes of one product that happen at once arrange the shop one after the other.
_PRODUCTS = text("""
    SELECT product_id, vendor_id, category_id, brand_id, status, slug, sheet, published_at FROM product
    WHERE product_id = ANY(CAST(:ids AS text[])) AND status <> 'draft' ORDER BY product_id FOR UPDATE
""")
_CATEGORIES = text("""
    SELECT category_id, path, (
        SELECT bool_or(above.prohibited) FROM category AS above WHERE above.category_id = ANY(category.path)
    ) AS prohibited
    FROM category WHERE category_id = ANY(CAST(:ids AS text[]))
""")
_OFFERS = text("""
    SELECT offer_id, product_id, variant_id, vendor_id, price, active, available, made_at FROM offer
    WHERE product_id = ANY(CAST(:ids AS text[]))
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
_LEAVE_PLACES = text("""
    DELETE FROM shelf WHERE product_id = ANY(CAST(:ids AS text[]))
    AND (place, product_id) NOT IN (SELECT * FROM unnest(CAST(:places AS text[]), CAST(:products AS text[])))
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A product with all that decides how it is shown."""

    row: Row
    sheet: ProductSheet
    path: list[str]
    offers: Mapping[str, Row]
    """Those that sell, by id."""
    vendors: Mapping[str, VendorRef]
    brand: BrandRef | None
    pictures: Mapping[str, Picture]
    """The uploads it shows, by id."""

    @property
    def ranked(self) -> list[Standing]:
        """The offers of all variants in the order of the buy box."""
        return buy_box(_standing(each) for each in self.offers.values())


async def reshelve(product_ids: Iterable[str], tx: Transaction) -> None:
    """Bring listing, shelf and page of these products up to date."""
    ids = sorted(set(product_ids))
    for start in range(0, len(ids), _BATCH):
        await _reshelve(ids[start : start + _BATCH], tx)


async def _reshelve(ids: Sequence[str], tx: Transaction) -> None:
    rows = await tx.rows(_PRODUCTS, {"ids": ids})
    if not rows:
        return
    shown = await _visible(rows, tx)
    seen = [row["product_id"] for row in rows]
    await _keep_pages(seen, shown, tx)
    await _keep_listing(seen, [each for each in shown if each.offers], tx)


async def _visible(rows: Sequence[Row], tx: Transaction) -> list[_Shown]:
    """Those of the products that customers may see."""
    categories = await _by_id(_CATEGORIES, "category_id", {row["category_id"] for row in rows}, tx)
    brands = await _by_id(_BRANDS, "named", {row["brand_id"] for row in rows}, tx)
    sheets = {row["product_id"]: msgspec.convert(row["sheet"], ProductSheet) for row in rows}
    pictures = await _pictures(sheets.values(), tx)
    offers = await tx.rows(_OFFERS, {"ids": [row["product_id"] for row in rows]})
    sellers = {row["vendor_id"] for row in [*rows, *offers]}
    vendors = await _by_id(_VENDORS, "vendor_id", sellers, tx)
    selling = {key for key, row in vendors.items() if row["sells"]}
    names = {key: _vendor(key, vendors.get(key)) for key in sellers}
    return [
        _Shown(
            row=row,
            sheet=sheets[row["product_id"]],
            path=categories[row["category_id"]]["path"],
            offers={each["offer_id"]: each for each in offers if _sells(each, row, selling)},
            vendors=names,
            pictures=pictures,
            brand=_brand(brands.get(row["brand_id"])),
        )
        for row in rows
        if row["status"] == "published" and not categories[row["category_id"]]["prohibited"]
    ]


async def _pictures(sheets: Iterable[ProductSheet], tx: Transaction) -> dict[str, Picture]:
    ids = {media_id for sheet in sheets for media_id in media_ids(sheet)}
    if not ids:
        return {}
    found = await _by_id(_MEDIA, "media_id", ids, tx)
    return {media_id: msgspec.convert(dict(row), Picture) for media_id, row in found.items()}


def _sells(offer: Row, product: Row, selling: set[str]) -> bool:
    mine = offer["product_id"] == product["product_id"]
    return mine and not why_not_sellable(
        active=offer["active"], published=True, prohibited=False, vendor_sells=offer["vendor_id"] in selling
    )


async def _keep_pages(ids: Sequence[str], shown: Sequence[_Shown], tx: Transaction) -> None:
    kept = [_page_row(each) for each in shown]
    hidden = set(ids) - {row["product_id"] for row in kept}
    if hidden:
        await tx.execute(delete(product_page).where(product_page.c.product_id.in_(hidden)))
    if kept:
        add = upsert(product_page)
        changed = {name: add.excluded[name] for name in ("category_path", "page")}
        await tx.execute(add.on_conflict_do_update(index_elements=["product_id"], set_=changed), kept)


async def _keep_listing(ids: Sequence[str], shown: Sequence[_Shown], tx: Transaction) -> None:
    kept = [_listing_row(each) for each in shown]
    hidden = set(ids) - {row["product_id"] for row in kept}
    if hidden:
        await tx.execute(delete(listing).where(listing.c.product_id.in_(hidden)))
    places = [place for row in kept for place in _places(row)]
    left = {
        "ids": ids,
        "places": [each["place"] for each in places],
        "products": [each["product_id"] for each in places],
    }
    await tx.execute(_LEAVE_PLACES, left)
    if kept:
        add = upsert(listing)
        changed = {name: add.excluded[name] for name in kept[0] if name != "product_id"}
        await tx.execute(add.on_conflict_do_update(index_elements=["product_id"], set_=changed), kept)
        put = upsert(shelf)
        moved = {"price": put.excluded.price, "published_at": put.excluded.published_at}
        differs = (shelf.c.price != put.excluded.price) | (shelf.c.published_at != put.excluded.published_at)
        again = put.on_conflict_do_update(index_elements=["place", "product_id"], set_=moved, where=differs)
        await tx.execute(again, places)


def _page_row(shown: _Shown) -> dict[str, Any]:
    ranked = shown.ranked
    page = ProductPage(
        id=shown.row["product_id"],
        slug=shown.row["slug"],
        options=shown.sheet.options,
        variants=[
            ShownVariant(
                id=each.variant_id,
                options=each.options,
                weight_grams=each.weight_grams,
                mrp=each.mrp,
                images=_images(shown, each.images),
                attributes=_stated(each.attributes),
                offers=_offers(shown, ranked, each.variant_id),
            )
            for each in shown.sheet.variants
        ],
        facts=shown.sheet.facts,
        images=_images(shown, shown.sheet.facts.images),
        attributes=_stated(shown.sheet.attributes),
        unit=shown.sheet.unit,
        vendor=shown.vendors[shown.row["vendor_id"]],
        brand=shown.brand,
        buy_box=ranked[0].offer_id if ranked else None,
    )
    return {"product_id": page.id, "slug": page.slug, "category_path": shown.path, "page": page}


def _images(shown: _Shown, images: Iterable[Image]) -> list[ShownImage]:
    return [ShownImage.of(each, shown.pictures.get(each.media_id)) for each in images]


def _stated(values: Mapping[str, str]) -> list[ShownAttribute]:
    """Values alone: their names and labels are the category's, and are read with the page."""
    unnamed = Localized("")
    return [ShownAttribute(key=key, value=value, name=unnamed, label=unnamed) for key, value in values.items()]


def _offers(shown: _Shown, ranked: Sequence[Standing], variant_id: str) -> list[ShownOffer]:
    of_variant = [each for each in ranked if shown.offers[each.offer_id]["variant_id"] == variant_id]
    return [
        ShownOffer(
            id=each.offer_id,
            vendor=shown.vendors[shown.offers[each.offer_id]["vendor_id"]],
            price=Money(each.price),
        )
        for each in of_variant
    ]


def _listing_row(shown: _Shown) -> dict[str, Any]:
    first, facts = shown.ranked[0], shown.sheet.facts
    card = Card(
        id=shown.row["product_id"],
        slug=shown.row["slug"],
        title=facts.title,
        image=_images(shown, facts.images[:1])[0],
        price=Money(first.price),
        in_stock=first.in_stock,
        vendor=shown.vendors[shown.offers[first.offer_id]["vendor_id"]],
        category_path=shown.path,
        brand=shown.brand,
    )
    return {
        "product_id": card.id,
        "card": card,
        "search": f" {fold(facts.title.en)} {fold(facts.title.bn)} {fold(facts.brand)} ",
        "category_path": shown.path,
        "vendors": sorted({each["vendor_id"] for each in shown.offers.values()}),
        "price": first.price,
        "in_stock": first.in_stock,
        "published_at": shown.row["published_at"],
    }


def _places(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    where = ["", *row["category_path"], *row["vendors"]]
    same = {name: row[name] for name in ("product_id", "price", "published_at")}
    return [{"place": place} | same for place in where]


def _standing(offer: Row) -> Standing:
    return Standing(
        offer_id=offer["offer_id"],
        price=offer["price"],
        sellable=True,
        available=offer["available"],
        made_at=offer["made_at"],
    )


def _brand(row: Row | None) -> BrandRef | None:
    if row is None:
        return None
    return BrandRef(id=row["brand_id"], name=msgspec.convert(row["name"], Localized), slug=row["slug"])


def _vendor(vendor_id: str, row: Row | None) -> VendorRef:
    if row is None:
        return VendorRef(id=vendor_id, name=Localized(""), slug="")
    return VendorRef(id=vendor_id, name=msgspec.convert(row["name"], Localized), slug=row["slug"])


async def _by_id(statement: Any, key: str, ids: Iterable[str], tx: Transaction) -> dict[str, Row]:
    return {row[key]: row for row in await tx.rows(statement, {"ids": sorted(ids)})}

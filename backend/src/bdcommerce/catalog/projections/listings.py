"""Where customers find a product: its card, the shelves it stands on, and by what its variants are sifted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, or_, text
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.domain import listing as domain
from bdcommerce.catalog.domain.offers import Standing
from bdcommerce.catalog.events import Variant
from bdcommerce.catalog.projections.showing import Shown
from bdcommerce.catalog.schemas.shop import Card
from bdcommerce.catalog.tables.shop import listed_variant, listing, shelf
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.money import Money

_LEAVE_PLACES = text("""
    DELETE FROM shelf WHERE product_id = ANY(CAST(:ids AS text[]))
    AND (place, product_id) NOT IN (SELECT * FROM unnest(CAST(:places AS text[]), CAST(:products AS text[])))
""")
_ON_SHELVES = ("price", "in_stock", "popularity", "rating", "published_at")


async def keep_listings(ids: Iterable[str], shown: Sequence[Shown], tx: Transaction) -> None:
    """What can be found of these products are those that are shown with an offer, and no others."""
    listed = [each for each in shown if each.offers]
    hidden = sorted(set(ids) - {each.product_id for each in listed})
    if hidden:
        await tx.execute(delete(listing).where(listing.c.product_id.in_(hidden)))
    rows = [_row(each) for each in listed]
    await _keep(listing, ["product_id"], rows, tx)
    await _keep_places(sorted(ids), [place for row in rows for place in _places(row)], tx)
    await _keep_variants(sorted(ids), [one for each in listed for one in _variants(each)], tx)


async def _keep_places(ids: Sequence[str], places: Sequence[Mapping[str, Any]], tx: Transaction) -> None:
    left = {
        "ids": ids,
        "places": [each["place"] for each in places],
        "products": [each["product_id"] for each in places],
    }
    await tx.execute(_LEAVE_PLACES, left)
    await _keep(shelf, ["place", "product_id"], places, tx)


async def _keep_variants(ids: Sequence[str], rows: Sequence[Mapping[str, Any]], tx: Transaction) -> None:
    kept = [row["variant_id"] for row in rows]
    gone = listed_variant.c.product_id.in_(ids) & listed_variant.c.variant_id.not_in(kept)
    await tx.execute(delete(listed_variant).where(gone))
    await _keep(listed_variant, ["variant_id"], rows, tx)


async def _keep(table: Table, keys: Sequence[str], rows: Sequence[Mapping[str, Any]], tx: Transaction) -> None:
    """Put rows where they belong; those that are as they were are left alone."""
    if not rows:
        return
    put = upsert(table)
    changed = {name: put.excluded[name] for name in rows[0] if name not in keys}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in changed.items()))
    await tx.execute(put.on_conflict_do_update(index_elements=keys, set_=changed, where=differs), list(rows))


def _row(shown: Shown) -> dict[str, Any]:
    first, facts = shown.ranked[0], shown.sheet.facts
    card = Card(
        id=shown.product_id,
        slug=shown.row["slug"],
        title=facts.title,
        image=shown.images(facts.images[:1])[0],
        price=Money(first.price),
        promotion=shown.promotion(first.offer_id),
        in_stock=first.in_stock,
        vendor=shown.vendors[shown.offers[first.offer_id]["vendor_id"]],
        category_path=shown.path,
        brand=shown.brand,
        rating=shown.row["rating"] or None,
        reviews=shown.row["reviews"],
    )
    return {
        "product_id": card.id,
        "card": card,
        "category_path": shown.path,
        "vendors": sorted({each["vendor_id"] for each in shown.offers.values()}),
        "brand_id": shown.brand.id if shown.brand else "",
        "price": first.price,
        "in_stock": first.in_stock,
        "on_sale": card.promotion is not None,
        "popularity": shown.row["popularity"],
        "rating": shown.row["rating"],
        "published_at": shown.row["published_at"],
    }


def _places(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    same = {name: row[name] for name in ("product_id", *_ON_SHELVES)}
    found = domain.places(row["category_path"], row["vendors"], row["brand_id"], on_sale=row["on_sale"])
    return [{"place": place} | same for place in found]


def _variants(shown: Shown) -> Iterator[dict[str, Any]]:
    for each in shown.sheet.variants:
        if standing := shown.of_variant(each.variant_id):
            yield _variant_row(shown, each, standing)


def _variant_row(shown: Shown, variant: Variant, standing: Sequence[Standing]) -> dict[str, Any]:
    said = shown.sheet.attributes | variant.attributes
    vendors = {shown.offers[each.offer_id]["vendor_id"] for each in standing}
    brand = {shown.brand.id} if shown.brand else set()
    return {
        "variant_id": variant.variant_id,
        "product_id": shown.product_id,
        "tags": sorted({*shown.path, *vendors, *brand, *domain.tags(said, shown.attributes)}),
        "numbers": domain.numbers(said, shown.attributes),
        "price": standing[0].price,
        "in_stock": standing[0].in_stock,
        "on_sale": standing[0].offer_id in shown.promotions,
        "rating": shown.row["rating"],
        "popularity": shown.row["popularity"],
        "published_at": shown.row["published_at"],
    }

"""What a product's page says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.projections.showing import Shown
from bdcommerce.catalog.schemas.attributes import ShownAttribute
from bdcommerce.catalog.schemas.shop import ProductPage, ShownOffer, ShownVariant
from bdcommerce.catalog.tables import product_page
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized


async def keep_pages(ids: Iterable[str], shown: Sequence[Shown], tx: Transaction) -> None:
    """The pages of these products are those of the ones that are shown, and no others."""
    kept = [_row(each) for each in shown]
    hidden = set(ids) - {row["product_id"] for row in kept}
    if hidden:
        await tx.execute(delete(product_page).where(product_page.c.product_id.in_(sorted(hidden))))
    if kept:
        add = upsert(product_page)
        changed = {name: add.excluded[name] for name in ("category_path", "page")}
        await tx.execute(add.on_conflict_do_update(index_elements=["product_id"], set_=changed), kept)


def _row(shown: Shown) -> dict[str, Any]:
    sheet = shown.sheet
    page = ProductPage(
        id=shown.product_id,
        slug=shown.row["slug"],
        options=sheet.options,
        variants=[
            ShownVariant(
                id=each.variant_id,
                options=each.options,
                weight_grams=each.weight_grams,
                mrp=each.mrp,
                images=shown.images(each.images),
                attributes=_stated(each.attributes),
                offers=_offers(shown, each.variant_id),
            )
            for each in sheet.variants
        ],
        facts=sheet.facts,
        images=shown.images(sheet.facts.images),
        attributes=_stated(sheet.attributes),
        unit=sheet.unit,
        vendor=shown.vendors[shown.row["vendor_id"]],
        brand=shown.brand,
        buy_box=shown.ranked[0].offer_id if shown.ranked else None,
        rating=shown.row["rating"] or None,
        reviews=shown.row["reviews"],
    )
    return {"product_id": page.id, "slug": page.slug, "category_path": shown.path, "page": page}


def _stated(values: Mapping[str, str]) -> list[ShownAttribute]:
    """Values alone: their names and labels are the category's, and are read with the page."""
    unnamed = Localized("")
    return [ShownAttribute(key=key, value=value, name=unnamed, label=unnamed) for key, value in values.items()]


def _offers(shown: Shown, variant_id: str) -> list[ShownOffer]:
    return [
        ShownOffer(
            id=each.offer_id,
            vendor=shown.vendors[shown.offers[each.offer_id]["vendor_id"]],
            price=Money(each.price),
            promotion=shown.promotion(each.offer_id),
            ready_to_ship=shown.offers[each.offer_id]["ready_to_ship"],
        )
        for each in shown.of_variant(variant_id)
    ]

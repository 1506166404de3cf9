"""Events to the register: categories, vendors, products, variants and offers as they are now."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.domain.media import media_ids
from bdcommerce.catalog.events import (
    CategoryAdded,
    CategoryRevised,
    OfferMade,
    OfferRevised,
    OfferStockSeen,
    ProductBranded,
    ProductDrafted,
    ProductPutOnSale,
    ProductReinstated,
    ProductRevised,
    ProductSheet,
    ProductTakenDown,
    ProductTakenOffSale,
    VendorResumed,
    VendorSeen,
    VendorStopped,
    VendorTierSeen,
)
from bdcommerce.catalog.events.shelves import ShelvesRearranged
from bdcommerce.catalog.projections import media
from bdcommerce.catalog.projections.shop import reshelve
from bdcommerce.catalog.tables import category, offer, product, variant, vendor
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.text import Localized

_MOVE_BELOW = text("""
    UPDATE category SET path = CAST(:path AS text[]) || path[array_position(path, :moved) + 1 :]
    WHERE path @> ARRAY[CAST(:moved AS text)] AND category_id <> :moved
""")
_PRODUCTS_BELOW = text("""
    SELECT product_id FROM product JOIN category USING (category_id) WHERE category.path @> ARRAY[CAST(:top AS text)]
""")
_PRODUCTS_OF_VENDOR = text("""
    SELECT product_id FROM product WHERE vendor_id = :vendor_id
    UNION SELECT product_id FROM offer WHERE vendor_id = :vendor_id
""")
_SEE_STOCK = text("""
    WITH before AS (SELECT available FROM offer WHERE offer_id = :offer_id)
    UPDATE offer SET available = :available, stock_version = :version FROM before WHERE offer_id = :offer_id
    RETURNING before.available
""")


_NO_PROMOTION = dict.fromkeys(("promotion_id", "promotion_price", "promotion_ends_at", "promotion_funded_by"))


async def add_category(event: CategoryAdded, meta: EventMeta, tx: Transaction) -> None:
    path = await _path_below(event.entry.parent_id, event.category_id, tx)
    row = {"category_id": event.category_id, "path": path, "version": meta.version}
    await tx.execute(insert(category).values(row | asdict(event.entry)))


async def revise_category(event: CategoryRevised, meta: EventMeta, tx: Transaction) -> None:
    this = category.c.category_id == event.category_id
    before = await tx.row(select(category.c.parent_id, category.c.prohibited).where(this))
    moved = before is not None and before["parent_id"] != event.entry.parent_id
    path = await _path_below(event.entry.parent_id, event.category_id, tx)
    row = {"path": path, "version": meta.version}
    await tx.execute(update(category).where(this).values(row | asdict(event.entry)))
    if moved:
        await tx.execute(_MOVE_BELOW, {"path": path, "moved": event.category_id})
    if moved or (before is not None and before["prohibited"] != event.entry.prohibited):
        await _reshelve_all(await tx.rows(_PRODUCTS_BELOW, {"top": event.category_id}), tx)


async def see_vendor(event: VendorSeen, meta: EventMeta, tx: Transaction) -> None:
    row = {"name": event.name, "slug": event.slug, "sells": True, "version": meta.version}
    await _keep_vendor(event.vendor_id, row, tx)


async def stop_vendor(event: VendorStopped, meta: EventMeta, tx: Transaction) -> None:
    await _keep_vendor(event.vendor_id, {"sells": False, "version": meta.version}, tx)


async def resume_vendor(event: VendorResumed, meta: EventMeta, tx: Transaction) -> None:
    await _keep_vendor(event.vendor_id, {"sells": True, "version": meta.version}, tx)


async def see_tier(event: VendorTierSeen, meta: EventMeta, tx: Transaction) -> None:
    row = {"tier": event.tier, "version": meta.version}
    new = {"vendor_id": event.vendor_id, "name": Localized(""), "slug": "", "sells": False} | row
    await tx.execute(upsert(vendor).values(new).on_conflict_do_update(index_elements=["vendor_id"], set_=row))


async def draft_product(event: ProductDrafted, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "product_id": event.product_id,
        "vendor_id": event.vendor_id,
        "category_id": event.sheet.category_id,
        "status": "draft",
        "title": event.sheet.facts.title,
        "sheet": event.sheet,
        "brand_id": event.sheet.brand_id,
        "expires_on": event.sheet.facts.expires_on,
        "version": meta.version,
        "changed_at": meta.recorded_at,
    }
    await tx.execute(insert(product).values(row))
    await _keep_variants(event.product_id, event.sheet, tx)
    await media.show(event.product_id, media_ids(event.sheet), meta.recorded_at, tx)


async def revise_product(event: ProductRevised, meta: EventMeta, tx: Transaction) -> None:
    await keep_sheet(event.product_id, event.sheet, meta, tx)


async def keep_sheet(product_id: str, sheet: ProductSheet, meta: EventMeta, tx: Transaction) -> None:
    """This is what is said of a product from now on."""
    row = {
        "category_id": sheet.category_id,
        "title": sheet.facts.title,
        "sheet": sheet,
        "brand_id": sheet.brand_id,
        "expires_on": sheet.facts.expires_on,
    }
    await change_product(product_id, row, meta, tx)
    kept = [each.variant_id for each in sheet.variants]
    gone = (variant.c.product_id == product_id) & variant.c.variant_id.not_in(kept)
    await tx.execute(delete(variant).where(gone))
    await _keep_variants(product_id, sheet, tx)
    await media.show(product_id, media_ids(sheet), meta.recorded_at, tx)
    await reshelve([product_id], tx)


async def brand_product(event: ProductBranded, meta: EventMeta, tx: Transaction) -> None:
    sheet = func.jsonb_set(product.c.sheet, ["brand_id"], func.to_jsonb(event.brand_id))
    await change_product(event.product_id, {"brand_id": event.brand_id, "sheet": sheet}, meta, tx)
    await reshelve([event.product_id], tx)


async def rearrange(event: ShelvesRearranged, _: EventMeta, tx: Transaction) -> None:
    await reshelve(event.product_ids, tx)


async def put_on_sale(event: ProductPutOnSale, meta: EventMeta, tx: Transaction) -> None:
    first_time = func.coalesce(product.c.published_at, meta.recorded_at)
    row = {"status": "published", "slug": event.slug, "published_at": first_time, "reason": ""}
    await change_product(event.product_id, row, meta, tx)
    await reshelve([event.product_id], tx)


async def take_off_sale(event: ProductTakenOffSale, meta: EventMeta, tx: Transaction) -> None:
    await change_product(event.product_id, {"status": "unpublished", "reason": event.reason}, meta, tx)
    await reshelve([event.product_id], tx)


async def take_down(event: ProductTakenDown, meta: EventMeta, tx: Transaction) -> None:
    await change_product(event.product_id, {"status": "taken_down", "reason": event.reason}, meta, tx)
    await reshelve([event.product_id], tx)


async def reinstate(event: ProductReinstated, meta: EventMeta, tx: Transaction) -> None:
    await change_product(event.product_id, {"status": event.status, "reason": ""}, meta, tx)
    await reshelve([event.product_id], tx)


async def make_offer(event: OfferMade, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "offer_id": event.offer_id,
        "product_id": event.product_id,
        "variant_id": event.variant_id,
        "vendor_id": event.vendor_id,
        "sku": event.sku,
        "price": event.price.amount,
        "active": event.active,
        "manufactured_on": event.manufactured_on,
        "expires_on": event.expires_on,
        "ready_to_ship": event.ready_to_ship,
        "version": meta.version,
        "made_at": meta.recorded_at,
    }
    await tx.execute(insert(offer).values(row))
    await reshelve([event.product_id], tx)


async def revise_offer(event: OfferRevised, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "price": event.price.amount,
        "active": event.active,
        "manufactured_on": event.manufactured_on,
        "expires_on": event.expires_on,
        "ready_to_ship": event.ready_to_ship,
        "stopped_for": event.reason if event.reason == "expired" else "",
        "version": meta.version,
    }
    await tx.execute(update(offer).where(offer.c.offer_id == event.offer_id).values(row | _NO_PROMOTION))
    await reshelve([event.product_id], tx)


async def see_stock(event: OfferStockSeen, meta: EventMeta, tx: Transaction) -> None:
    """Numbers are read from the offer; only when something begins or ends to be in stock is the shop rearranged."""
    seen = {"offer_id": event.offer_id, "available": event.available, "version": meta.version}
    before = await tx.scalar(_SEE_STOCK, seen)
    if (before > 0) != (event.available > 0):
        await reshelve([event.product_id], tx)


async def _path_below(parent_id: str, category_id: str, tx: Transaction) -> list[str]:
    above = await tx.scalar(select(category.c.path).where(category.c.category_id == parent_id))
    return [*(above or []), category_id]


async def _keep_vendor(vendor_id: str, row: dict[str, Any], tx: Transaction) -> None:
    new = {"vendor_id": vendor_id, "name": Localized(""), "slug": ""} | row
    await tx.execute(upsert(vendor).values(new).on_conflict_do_update(index_elements=["vendor_id"], set_=row))
    await _reshelve_all(await tx.rows(_PRODUCTS_OF_VENDOR, {"vendor_id": vendor_id}), tx)


async def change_product(product_id: str, row: dict[str, Any], meta: EventMeta, tx: Transaction) -> None:
    """Something has happened to a product."""
    changed = row | {"version": meta.version, "changed_at": meta.recorded_at}
    await tx.execute(update(product).where(product.c.product_id == product_id).values(changed))


async def _keep_variants(product_id: str, sheet: ProductSheet, tx: Transaction) -> None:
    rows = [
        {
            "variant_id": each.variant_id,
            "product_id": product_id,
            "options": each.options,
            "weight_grams": each.weight_grams,
        }
        for each in sheet.variants
    ]
    keep = upsert(variant)
    changed = {"options": keep.excluded.options, "weight_grams": keep.excluded.weight_grams}
    await tx.execute(keep.on_conflict_do_update(index_elements=["variant_id"], set_=changed), rows)


async def _reshelve_all(rows: Sequence[Any], tx: Transaction) -> None:
    await reshelve([row["product_id"] for row in rows], tx)

"""Events to the register: brands and their names."""

from sqlalchemy import insert, text, update

from bdcommerce.catalog.domain.brands import keys_of
from bdcommerce.catalog.events.brands import BrandAdded, BrandDecided, BrandEntry, BrandMerged, BrandRevised
from bdcommerce.catalog.projections import media
from bdcommerce.catalog.tables import brand
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction

_NAME = text("""
    INSERT INTO brand_name (name_key, brand_id) SELECT unnest(CAST(:keys AS text[])), :brand_id
    ON CONFLICT DO NOTHING
""")
_GIVE_NAMES = text("UPDATE brand_name SET brand_id = :into WHERE brand_id = :brand_id")
_MERGE = text("""
    UPDATE brand SET merged_into = :into, version = CASE WHEN brand_id = :brand_id THEN :version ELSE version END
    WHERE brand_id = :brand_id OR (merged_into = :brand_id AND merged_into <> '')
""")


async def add_brand(event: BrandAdded, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "brand_id": event.brand_id,
        "name": event.entry.name,
        "slug": event.entry.slug,
        "logo": event.entry.logo,
        "status": event.status,
        "proposed_by": event.proposed_by,
        "version": meta.version,
    }
    await tx.execute(insert(brand).values(row))
    await _name(event.brand_id, event.entry, tx)
    await media.show(event.brand_id, {event.entry.logo} - {""}, meta.recorded_at, tx)


async def revise_brand(event: BrandRevised, meta: EventMeta, tx: Transaction) -> None:
    row = {"name": event.entry.name, "slug": event.entry.slug, "logo": event.entry.logo, "version": meta.version}
    await tx.execute(update(brand).where(brand.c.brand_id == event.brand_id).values(row))
    await _name(event.brand_id, event.entry, tx)
    await media.show(event.brand_id, {event.entry.logo} - {""}, meta.recorded_at, tx)


async def decide_brand(event: BrandDecided, meta: EventMeta, tx: Transaction) -> None:
    row = {"status": event.status, "reason": event.reason, "version": meta.version}
    await tx.execute(update(brand).where(brand.c.brand_id == event.brand_id).values(row))


async def merge_brand(event: BrandMerged, meta: EventMeta, tx: Transaction) -> None:
    """Brands that had been merged into this one go with it."""
    moved = {"brand_id": event.brand_id, "into": event.into, "version": meta.version}
    await tx.execute(_GIVE_NAMES, {"brand_id": event.brand_id, "into": event.into})
    await tx.execute(_MERGE, moved)


async def _name(brand_id: str, entry: BrandEntry, tx: Transaction) -> None:
    await tx.execute(_NAME, {"keys": sorted(keys_of(entry)), "brand_id": brand_id})

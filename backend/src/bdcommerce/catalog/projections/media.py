"""Events to the register: pictures, and what shows them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, text

from bdcommerce.catalog.events.media import MediaAdded, MediaDropped
from bdcommerce.catalog.tables.media import media
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction

_LEAVE = text("""
    WITH gone AS (
        DELETE FROM media_use WHERE used_by = :used_by AND NOT media_id = ANY(CAST(:kept AS text[])) RETURNING media_id
    )
    UPDATE media SET unused_since = :at WHERE media_id IN (SELECT media_id FROM gone) AND NOT EXISTS (
        SELECT FROM media_use WHERE media_use.media_id = media.media_id AND used_by <> :used_by
    )
""")
_USE = text("""
    WITH used AS (
        INSERT INTO media_use (used_by, media_id) SELECT :used_by, unnest(CAST(:kept AS text[]))
        ON CONFLICT DO NOTHING RETURNING media_id
    )
    UPDATE media SET unused_since = NULL WHERE media_id IN (SELECT media_id FROM used)
""")


async def add_media(event: MediaAdded, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "media_id": event.media_id,
        "vendor_id": event.vendor_id,
        "sha256": event.sha256,
        "files": sorted({name for each in event.picture.renditions for name in (each.webp, each.avif)}),
        "unused_since": meta.recorded_at,
    }
    await tx.execute(insert(media).values(asdict(event.picture) | row))


async def drop_media(event: MediaDropped, _: EventMeta, tx: Transaction) -> None:
    await tx.execute(delete(media).where(media.c.media_id == event.media_id))


async def show(used_by: str, media_ids: Iterable[str], at: datetime, tx: Transaction) -> None:
    """These pictures are what somebody shows, and no others."""
    kept = sorted(media_ids)
    await tx.execute(_LEAVE, {"used_by": used_by, "kept": kept, "at": at})
    if kept:
        await tx.execute(_USE, {"used_by": used_by, "kept": kept})

"""Pictures in an open transaction."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import RowMapping, select, text

from bdcommerce.catalog.domain.media import Media
from bdcommerce.catalog.events.media import Picture
from bdcommerce.catalog.ports.media import MediaEvent
from bdcommerce.catalog.tables.media import media
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST('media ' || :sha256 AS text), 0))")


class PostgresMedia:
    """See ports.MediaStore."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def hold(self, sha256: str) -> None:
        """See ports.MediaStore."""
        await self._tx.execute(_HOLD, {"sha256": sha256})

    async def same(self, vendor_id: str, sha256: str) -> Media | None:
        """See ports.MediaStore."""
        mine = select(media).where(media.c.vendor_id == vendor_id, media.c.sha256 == sha256)
        row = await self._tx.row(mine)
        return _media(row) if row else None

    async def of(self, media_ids: Sequence[str]) -> Sequence[Media]:
        """See ports.MediaStore."""
        if not media_ids:
            return []
        there = select(media).where(media.c.media_id.in_(media_ids)).order_by(media.c.media_id)
        return [_media(row) for row in await self._tx.rows(there.with_for_update(read=True))]

    async def unused(self, before: datetime, limit: int) -> Sequence[Media]:
        """See ports.MediaStore."""
        old = select(media).where(media.c.unused_since < before).order_by(media.c.unused_since).limit(limit)
        return [_media(row) for row in await self._tx.rows(old.with_for_update(skip_locked=True))]

    async def used_elsewhere(self, media_: Media) -> set[str]:
        """See ports.MediaStore."""
        files = sorted(media_.files)
        others = select(media.c.files).where(media.c.files.overlap(files), media.c.media_id != media_.media_id)
        return {name for row in await self._tx.rows(others) for name in row["files"]} & media_.files

    async def save(self, event: MediaEvent, *, expected: int) -> None:
        """See ports.MediaStore."""
        await self._log.append(f"media-{event.media_id}", [event], expected=expected)


def _media(row: RowMapping) -> Media:
    picture = {name: row[name] for name in ("width", "height", "colour", "renditions")}
    return Media(
        media_id=row["media_id"],
        vendor_id=row["vendor_id"],
        sha256=row["sha256"],
        picture=msgspec.convert(picture, Picture),
        unused_since=row["unused_since"],
    )

"""Pictures, as those who uploaded them see them."""

import msgspec

from bdcommerce.catalog.domain.media import Media
from bdcommerce.catalog.events.media import Picture, Rendition
from bdcommerce.catalog.schemas.media import MediaView
from bdcommerce.infra.postgres import Query, Reads


class _MediaRow(msgspec.Struct):
    media_id: str
    vendor_id: str
    sha256: str
    width: int
    height: int
    colour: str
    renditions: list[Rendition]


MEDIA = Query(
    "catalog.media",
    """
    SELECT media_id, vendor_id, sha256, width, height, colour, renditions FROM media
    WHERE vendor_id = $1 AND media_id < $2 ORDER BY media_id DESC LIMIT $3
    """,
    _MediaRow,
)


async def of_vendor(reads: Reads, vendor_id: str, before: str, limit: int) -> list[MediaView]:
    """A vendor's uploads (empty: those of staff), the newest first."""
    return [_view(row) for row in await reads.all(MEDIA, vendor_id, before or "~", limit)]


def _view(row: _MediaRow) -> MediaView:
    picture = Picture(width=row.width, height=row.height, colour=row.colour, renditions=row.renditions)
    return MediaView.of(Media(media_id=row.media_id, vendor_id=row.vendor_id, sha256=row.sha256, picture=picture))

"""Brands, as staff, vendors and customers read them."""

import msgspec

from bdcommerce.catalog.domain.media import PATH
from bdcommerce.catalog.events import Image
from bdcommerce.catalog.events.brands import BrandStatus
from bdcommerce.catalog.events.media import Picture
from bdcommerce.catalog.schemas.brands import BrandView
from bdcommerce.catalog.schemas.media import ShownImage
from bdcommerce.catalog.schemas.shop import BrandPage
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.text import Localized


class _BrandRow(msgspec.Struct):
    brand_id: str
    name: Localized
    slug: str
    logo: Picture | None


_VIEW = "brand_id AS id, version, name, slug, logo, status, proposed_by, reason, merged_into"
BY_STATUS = Query(
    "catalog.brands_by_status",
    f"SELECT {_VIEW} FROM brand WHERE status = $1 AND brand_id < $2 ORDER BY brand_id DESC LIMIT $3",  # noqa: S608
    BrandView,
)
PROPOSED = Query(
    "catalog.brands_proposed",
    f"SELECT {_VIEW} FROM brand WHERE proposed_by = $1 AND brand_id < $2 ORDER BY brand_id DESC LIMIT $3",  # noqa: S608
    BrandView,
)
SHOWN = Query(
    "catalog.brands_shown",
    """
    SELECT b.brand_id, b.name, b.slug, to_jsonb(m) AS logo FROM brand b LEFT JOIN media m ON m.media_id = b.logo
    WHERE b.status = 'approved' AND b.slug > $1 AND b.merged_into = '' ORDER BY b.slug LIMIT $2
    """,
    _BrandRow,
)
BRAND = Query(
    "catalog.brand",
    """
    SELECT b.brand_id, b.name, b.slug, to_jsonb(m) AS logo
    FROM brand AS named JOIN brand AS b ON b.brand_id = coalesce(nullif(named.merged_into, ''), named.brand_id)
    LEFT JOIN media m ON m.media_id = b.logo
    WHERE named.slug = $1 AND b.status = 'approved'
    """,
    _BrandRow,
)


async def with_status(reads: Reads, status: BrandStatus, before: str, limit: int) -> list[BrandView]:
    """Brands of a status, the newest first."""
    return await reads.all(BY_STATUS, status, before or "~", limit)


async def proposed_by(reads: Reads, vendor_id: str, before: str, limit: int) -> list[BrandView]:
    """What a vendor has proposed, the newest first."""
    return await reads.all(PROPOSED, vendor_id, before or "~", limit)


async def shown(reads: Reads, after: str, limit: int) -> list[BrandPage]:
    """Approved brands in the order of their paths."""
    return [_page(row) for row in await reads.all(SHOWN, after, limit)]


async def page(reads: Reads, slug: str) -> BrandPage | None:
    """The approved brand at a path, or the one it was merged into."""
    row = await reads.one(BRAND, slug)
    return _page(row) if row else None


def _page(row: _BrandRow) -> BrandPage:
    logo = None
    if row.logo:
        image = Image(url=f"{PATH}{row.logo.renditions[-1].webp}", alt=row.name)
        logo = ShownImage.of(image, row.logo)
    return BrandPage(id=row.brand_id, name=row.name, slug=row.slug, logo=logo)

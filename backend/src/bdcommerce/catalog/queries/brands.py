"""Brands, as staff, vendors and customers read them."""

from bdcommerce.catalog.events.brands import BrandStatus
from bdcommerce.catalog.schemas.brands import BrandView
from bdcommerce.catalog.schemas.shop import BrandRef
from bdcommerce.infra.postgres import Query, Reads

_VIEW = "brand_id AS id, version, name, slug, status, proposed_by, reason, merged_into"
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
    SELECT brand_id AS id, name, slug FROM brand WHERE status = 'approved' AND slug > $1 AND merged_into = ''
    ORDER BY slug LIMIT $2
    """,
    BrandRef,
)
BRAND = Query(
    "catalog.brand",
    """
    SELECT shown.brand_id AS id, shown.name, shown.slug FROM brand AS named
    JOIN brand AS shown ON shown.brand_id = coalesce(nullif(named.merged_into, ''), named.brand_id)
    WHERE named.slug = $1 AND shown.status = 'approved'
    """,
    BrandRef,
)


async def with_status(reads: Reads, status: BrandStatus, before: str, limit: int) -> list[BrandView]:
    """Brands of a status, the newest first."""
    return await reads.all(BY_STATUS, status, before or "~", limit)


async def proposed_by(reads: Reads, vendor_id: str, before: str, limit: int) -> list[BrandView]:
    """What a vendor has proposed, the newest first."""
    return await reads.all(PROPOSED, vendor_id, before or "~", limit)


async def shown(reads: Reads, after: str, limit: int) -> list[BrandRef]:
    """Approved brands in the order of their paths."""
    return await reads.all(SHOWN, after, limit)


async def page(reads: Reads, slug: str) -> BrandRef | None:
    """The approved brand at a path, or the one it was merged into."""
    return await reads.one(BRAND, slug)

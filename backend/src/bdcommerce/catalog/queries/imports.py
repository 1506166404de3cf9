"""What a chunk of an import must know beforehand, and what exports read: many products and offers at once."""

from collections.abc import AsyncIterator, Sequence

import msgspec

from bdcommerce.catalog.domain import Offer, Product
from bdcommerce.catalog.domain.intake import ListedOffer, OwnOffers, own_offers
from bdcommerce.catalog.queries.vendor import ProductRow
from bdcommerce.infra.imports import Run, RunQueries, runs
from bdcommerce.infra.imports.views import ImportRow, ImportView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.ids import is_id

RUNS = RunQueries(
    run=Query("catalog.import_run", runs.RUN, Run),
    active=Query("catalog.active_imports", runs.ACTIVE, Run),
    one=Query("catalog.import", runs.ONE, ImportView),
    anybodys=Query("catalog.anybodys_import", runs.ANYBODYS, ImportView),
    of_vendor=Query("catalog.imports_of_vendor", runs.OF_VENDOR, ImportView),
    rows=Query("catalog.import_rows", runs.ROWS, ImportRow),
    rows_of_result=Query("catalog.import_rows_of_result", runs.ROWS_OF_RESULT, ImportRow),
)
PAGE = 200
_OFFER = """
    o.offer_id, o.product_id, o.variant_id, o.vendor_id, o.sku, jsonb_build_object('amount', o.price) AS price,
    o.active, o.manufactured_on, o.expires_on, o.ready_to_ship, o.version
"""
_PRODUCT = """
    SELECT p.product_id, p.vendor_id, p.version, p.status, p.slug, p.sheet, p.reason, a.approval_id,
           a.kind AS waiting_kind, a.fields, a.sheet AS waiting_sheet, c.slug AS category
    FROM product p JOIN category c USING (category_id)
    LEFT JOIN approval a ON a.product_id = p.product_id AND a.status = 'pending'
"""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A product that a file speaks of, as it is before."""

    product: Product
    offers: OwnOffers
    digest: str = ""
    """What a file said of it last."""


class _Handle(msgspec.Struct):
    handle: str
    product_id: str
    digest: str


class _ProductRow(ProductRow):
    product_id: str
    category: str


KNOWN_HANDLES = Query(
    "catalog.known_handles",
    "SELECT handle, product_id, digest FROM imported_product WHERE vendor_id = $1 AND handle = ANY($2)",
    _Handle,
)
KNOWN_PRODUCTS = Query(
    "catalog.known_products", f"{_PRODUCT} WHERE p.product_id = ANY($1) AND p.vendor_id = $2", _ProductRow
)
OFFERS_OF_PRODUCTS = Query(
    "catalog.own_offers_of_products",
    f"SELECT {_OFFER} FROM offer o WHERE o.product_id = ANY($1) AND o.vendor_id = $2",  # noqa: S608 - constant
    Offer,
)
_LISTED = """
    SELECT to_jsonb(o) || jsonb_build_object('price', jsonb_build_object('amount', o.price)) AS offer, p.title,
           coalesce(a.sheet, p.sheet) AS sheet
    FROM offer o JOIN product p USING (product_id)
    LEFT JOIN approval a ON a.product_id = p.product_id AND a.status = 'pending' AND a.sheet IS NOT NULL
"""
OFFERS_BY_SKU = Query("catalog.offers_by_sku", f"{_LISTED} WHERE o.vendor_id = $1 AND o.sku = ANY($2)", ListedOffer)
EXPORT_PRODUCTS = Query(
    "catalog.export_products",
    f"{_PRODUCT} WHERE p.vendor_id = $1 AND p.product_id > $2 ORDER BY p.product_id LIMIT $3",
    _ProductRow,
)
EXPORT_OFFERS = Query(
    "catalog.export_offers",
    f"{_LISTED} WHERE o.vendor_id = $1 AND o.offer_id > $2 ORDER BY o.offer_id LIMIT $3",
    ListedOffer,
)
VENDOR = Query("catalog.vendor_known", "SELECT vendor_id FROM vendor WHERE vendor_id = $1", dict[str, str])
SKUS = Query(
    "catalog.offers_of_skus",
    "SELECT sku, offer_id FROM offer WHERE vendor_id = $1 AND sku = ANY($2)",
    dict[str, str],
)
SKUS_OF = Query("catalog.skus_of_offers", "SELECT offer_id, sku FROM offer WHERE offer_id = ANY($1)", dict[str, str])


async def known(reads: Reads, vendor_id: str, handles: Sequence[str]) -> dict[str, Known]:
    """Those products of a vendor that a file calls so, by id or as a file called them before."""
    remembered = {row.handle: row for row in await reads.all(KNOWN_HANDLES, vendor_id, list(handles))}
    ids = {handle: row.product_id for handle, row in remembered.items()}
    ids |= {handle: handle for handle in handles if is_id(handle, "prd")}
    if not ids:
        return {}
    rows = await reads.all(KNOWN_PRODUCTS, list(ids.values()), vendor_id)
    products = {row.product_id: row.product(row.product_id) for row in rows}
    offers = await _offers_of(reads, vendor_id, list(products))
    return {
        handle: Known(
            product=products[product_id],
            offers=own_offers(products[product_id], offers.get(product_id, ())),
            digest=remembered[handle].digest if handle in remembered else "",
        )
        for handle, product_id in ids.items()
        if product_id in products
    }


async def offers_by_sku(reads: Reads, vendor_id: str, skus: Sequence[str]) -> dict[str, ListedOffer]:
    """A vendor's offers by what it calls them."""
    return {row.offer.sku: row for row in await reads.all(OFFERS_BY_SKU, vendor_id, list(skus))}


async def exported_products(reads: Reads, vendor_id: str) -> AsyncIterator[list[tuple[Product, str, Sequence[Offer]]]]:
    """All products of a vendor, with the slug of their category and the vendor's own offers, a page at a time."""
    after = ""
    while rows := await reads.all(EXPORT_PRODUCTS, vendor_id, after, PAGE):
        offers = await _offers_of(reads, vendor_id, [row.product_id for row in rows])
        yield [(row.product(row.product_id), row.category, offers.get(row.product_id, ())) for row in rows]
        after = rows[-1].product_id


async def exported_offers(reads: Reads, vendor_id: str) -> AsyncIterator[list[ListedOffer]]:
    """All offers of a vendor, a page at a time."""
    after = ""
    while rows := await reads.all(EXPORT_OFFERS, vendor_id, after, PAGE):
        yield rows
        after = rows[-1].offer.offer_id


async def is_vendor(reads: Reads, vendor_id: str) -> bool:
    """Whether there is such a vendor."""
    return await reads.one(VENDOR, vendor_id) is not None


async def offers_of_skus(reads: Reads, vendor_id: str, skus: Sequence[str]) -> dict[str, str]:
    """Ids of a vendor's offers by SKU."""
    return {row["sku"]: row["offer_id"] for row in await reads.all(SKUS, vendor_id, list(skus))}


async def skus_of_offers(reads: Reads, offer_ids: Sequence[str]) -> dict[str, str]:
    """What vendors call these offers."""
    return {row["offer_id"]: row["sku"] for row in await reads.all(SKUS_OF, list(offer_ids))}


async def _offers_of(reads: Reads, vendor_id: str, product_ids: Sequence[str]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for offer in await reads.all(OFFERS_OF_PRODUCTS, list(product_ids), vendor_id):
        found.setdefault(offer.product_id, []).append(offer)
    return found

"""Products from a file."""

from dataclasses import replace
from datetime import timedelta

from bdcommerce.catalog.domain import (
    ImportTerms,
    Offer,
    PlannedProduct,
    Product,
    Result,
    RowReport,
    option_key,
    planned_sheet,
)
from bdcommerce.catalog.handlers.offers import place_offer, reprice_offer
from bdcommerce.catalog.handlers.products import change_product, draft_product, own_product
from bdcommerce.catalog.ports import KnownImport, Work
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id

OwnOffers = dict[tuple[str, ...], Offer]
"""The offers that a product's own vendor makes of its variants, by what a buyer chooses."""


async def import_product(
    work: Work, vendor_id: str, planned: PlannedProduct, terms: ImportTerms, margin: timedelta
) -> list[RowReport]:
    """Bring in one product of a file with all its variants; the same again changes nothing.

    Raises whatever drafting, changing and offering raise, and then nothing of it may be kept.
    """
    known = await work.imports.known(vendor_id, planned.handle)
    if known is None:
        product = await draft_product(work, vendor_id, planned_sheet(planned, None, terms))
        await work.vendors.hold(vendor_id)
        offers: OwnOffers = {}
    else:
        product = await own_product(work, vendor_id, known.product_id)
        offers = await _own_offers(work, product)
        if known.digest == planned.digest():
            return _reports(planned, "skipped", product.product_id, offers)
        await _lower(work, product, offers, planned)
        product = await change_product(
            work,
            vendor_id,
            product.product_id,
            product.version,
            lambda sheet: planned_sheet(planned, sheet, terms),
            margin=margin,
        )
    await _price(work, product, offers, planned)
    memory = KnownImport(product_id=product.product_id, digest=planned.digest())
    await work.imports.remember(vendor_id, planned.handle, memory)
    waits = "what of it staff want to see first waits for them" if product.pending else ""
    reports = _reports(planned, "updated" if known else "created", product.product_id, offers)
    return [replace(each, reason=waits) for each in reports]


async def _price(work: Work, product: Product, offers: OwnOffers, planned: PlannedProduct) -> None:
    """Every planned variant has its vendor's offer at the planned price afterwards."""
    variants = {option_key(each.options): each.variant_id for each in product.sheet.variants}
    for each in planned.variants:
        key = option_key(each.options)
        if standing := offers.get(key):
            ensure(standing.sku == each.sku, Invalid.field("Variant SKU", f"is {standing.sku} here and stays so"))
            if standing.price != each.price:
                offers[key] = await reprice_offer(work, standing, product, price=each.price)
            continue
        ensure(key in variants, Invalid.field("Variant SKU", "this variant waits for approval; bring it in again then"))
        wanted = Offer(
            offer_id=new_id("off"),
            product_id=product.product_id,
            variant_id=variants[key],
            vendor_id=product.vendor_id,
            sku=each.sku,
            price=each.price,
        )
        offers[key] = await place_offer(work, wanted, product)


async def _lower(work: Work, product: Product, offers: OwnOffers, planned: PlannedProduct) -> None:
    """Prices fall before a printed price may fall with them; they rise after it."""
    for each in planned.variants:
        key = option_key(each.options)
        standing = offers.get(key)
        if standing and each.price < standing.price:
            offers[key] = await reprice_offer(work, standing, product, price=each.price)


async def _own_offers(work: Work, product: Product) -> OwnOffers:
    keys = {each.variant_id: option_key(each.options) for each in product.sheet.variants}
    standing = await work.offers.of_product(product.product_id)
    return {keys[each.variant_id]: each for each in standing if each.vendor_id == product.vendor_id}


def _reports(planned: PlannedProduct, result: Result, product_id: str, offers: OwnOffers) -> list[RowReport]:
    variants = {each.row: each for each in planned.variants}
    reports = []
    for row in planned.rows:
        report = RowReport(row=row, handle=planned.handle, result=result, product_id=product_id)
        if variant := variants.get(row):
            offer = offers[option_key(variant.options)]
            report = replace(report, offer_id=offer.offer_id, quantity=variant.quantity)
        reports.append(report)
    return reports

"""Products and offers from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bdcommerce.catalog.domain import Offer, Product
from bdcommerce.catalog.domain.attributes import fitted
from bdcommerce.catalog.domain.intake import (
    Imported,
    ImportTerms,
    OwnOffers,
    PlannedProduct,
    PlannedVariant,
    moves_to,
    option_key,
    own_offers,
    placed,
    planned_sheet,
    wanted_offer,
)
from bdcommerce.catalog.domain.sheets import checked
from bdcommerce.catalog.events import ProductSheet
from bdcommerce.catalog.handlers.brands import branded
from bdcommerce.catalog.handlers.media import pictured
from bdcommerce.catalog.handlers.offers import ensure_goods_fresh, offer_variant, own_offer, place_offer, reprice_offer
from bdcommerce.catalog.handlers.products import (
    change_product,
    draft_product,
    own_product,
    publish_product,
    rules_for,
    unpublish_product,
)
from bdcommerce.catalog.ports import KnownImport, Work
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import is_id, new_id
from bdcommerce.kernel.money import Money


async def import_product(
    work: Work, vendor_id: str, planned: PlannedProduct, terms: ImportTerms, margin: timedelta
) -> Imported:
    """Bring in one product of a file with all its variants and their offers; the same again changes nothing.

    Raises whatever drafting, changing, offering and publishing raise, and then nothing of it may be kept.
    """
    named = is_id(planned.handle, "prd")
    known = None if named else await work.imports.known(vendor_id, planned.handle)
    if named or known:
        product = await own_product(work, vendor_id, known.product_id if known else planned.handle)
        offers = own_offers(product, await work.offers.of_product(product.product_id))
        if known and terms.remembers and known.digest == planned.digest():
            return Imported(outcome="unchanged", product_id=product.product_id, offers=offers)
        done = await _changed(work, product, offers, planned, terms, margin=margin)
    else:
        done = await _drafted(work, vendor_id, planned, terms, margin)
    if not named:
        memory = KnownImport(product_id=done.product_id, digest=planned.digest())
        await work.imports.remember(vendor_id, planned.handle, memory)
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """What a row of a file of offers says; None says nothing."""

    sku: str
    variant_id: str = ""
    """Which variant to offer, if the SKU is new."""
    price: Money | None = None
    mrp: Money | None = None
    without_mrp: bool = False
    active: bool | None = None
    dates: Mapping[str, date | None]


async def import_offer(work: Work, vendor_id: str, said: OfferTerms, margin: timedelta) -> tuple[Offer, bool, bool]:
    """Let an offer be as a row of a file says: the offer, whether it is new, and whether anything changed.

    Raises whatever offering and changing raise, Invalid for a SKU that the vendor does not use.
    """
    known = await work.offers.of_sku(vendor_id, said.sku)
    if known is None:
        return await _offered(work, vendor_id, said, margin), True, True
    before, product = await own_offer(work, vendor_id, known.offer_id)
    ensure(said.variant_id in {"", before.variant_id}, Invalid.field("variant", "this SKU is that of another variant"))
    wanted = wanted_offer(_as_variant(said), before)
    lower = wanted.price < before.price
    after = await _repriced(work, before, product, wanted, margin) if lower else before
    product, printed = await _printed(work, product, before, said, margin)
    if not lower:
        after = await _repriced(work, before, product, wanted, margin)
    return after, False, printed or after != before


async def _offered(work: Work, vendor_id: str, said: OfferTerms, margin: timedelta) -> Offer:
    unknown = Invalid.field("sku", "you use no such SKU: name the variant that you want to offer")
    ensure(said.variant_id, unknown)
    if said.price is None:
        raise Invalid.field("price", "a new offer needs one")
    offer = Offer(
        offer_id="",
        product_id="",
        variant_id=said.variant_id,
        vendor_id=vendor_id,
        sku=said.sku,
        price=said.price,
        active=said.active is not False,
    )
    if said.mrp or said.without_mrp:
        product = await work.products.of_variant(said.variant_id)
        await _printed(work, product, offer, said, margin)
    return await offer_variant(work, _dated(offer, said.dates), margin)


async def _printed(
    work: Work, product: Product, offer: Offer, said: OfferTerms, margin: timedelta
) -> tuple[Product, bool]:
    """The product with what is printed on the goods of an offer's variant, and whether that is new."""
    known = next((each.mrp for each in product.working.variants if each.variant_id == offer.variant_id), None)
    wanted = None if said.without_mrp else said.mrp or known
    if wanted == known:
        return product, False
    ensure(product.vendor_id == offer.vendor_id, Invalid.field("mrp", "the vendor of the product states it"))

    def change(sheet: ProductSheet) -> ProductSheet:
        variants = [
            replace(each, mrp=wanted) if each.variant_id == offer.variant_id else each for each in sheet.variants
        ]
        return replace(sheet, variants=variants)

    changed = await change_product(work, product.vendor_id, product.product_id, product.version, change, margin=margin)
    return changed, True


def _as_variant(said: OfferTerms) -> PlannedVariant:
    return PlannedVariant(row=0, options=None, price=said.price, active=said.active, dates=said.dates)


async def _drafted(
    work: Work, vendor_id: str, planned: PlannedProduct, terms: ImportTerms, margin: timedelta
) -> Imported:
    planned = placed(planned, None, {})
    nowhere = Invalid.field("category_id", planned.no_category or "a new product needs one")
    ensure(planned.category_id or terms.category_id, nowhere)
    ensure(planned.status in {"", "draft", "published"}, Invalid.field("status", "a new product is draft or published"))
    product = await draft_product(work, vendor_id, planned_sheet(planned, None, terms))
    await work.vendors.hold(vendor_id)
    offers: OwnOffers = {}
    await _priced(work, product, offers, planned, margin)
    if planned.status == "published":
        product = await publish_product(work, vendor_id, product.product_id, margin)
    waits = product.status == "in_review"
    return Imported(outcome="created", product_id=product.product_id, offers=offers, waits=waits)


async def _changed(
    work: Work,
    product: Product,
    offers: OwnOffers,
    planned: PlannedProduct,
    terms: ImportTerms,
    *,
    margin: timedelta,
) -> Imported:
    before, vendor_id = (product.version, dict(offers)), product.vendor_id
    planned = placed(planned, product.working, offers)
    move = moves_to(product, planned.status)
    if move == "unpublished":
        product = await unpublish_product(work, vendor_id, product.product_id)
    await _lowered(work, product, offers, planned, margin)
    sheet = planned_sheet(planned, product.working, terms)
    if sheet != product.working and not await _comes_to_the_same(work, product, sheet):
        product = await change_product(
            work,
            vendor_id,
            product.product_id,
            product.version,
            lambda sheet: planned_sheet(planned, sheet, terms),
            margin=margin,
        )
    await _priced(work, product, offers, planned, margin)
    if move == "published":
        product = await publish_product(work, vendor_id, product.product_id, margin)
    changed = before != (product.version, offers)
    waits = changed and (product.pending is not None or product.status == "in_review")
    return Imported(
        outcome="updated" if changed else "unchanged", product_id=product.product_id, offers=offers, waits=waits
    )


async def _comes_to_the_same(work: Work, product: Product, sheet: ProductSheet) -> bool:
    """Whether a sheet that reads otherwise is the same once it is in normal form."""
    sheet = await branded(work, product.vendor_id, sheet, product.working)
    rules = await rules_for(work, sheet, product.working.brand_id)
    sheet = await pictured(work, product.vendor_id, sheet)
    return checked(fitted(sheet, rules.attributes, product.working)) == product.working


async def _priced(work: Work, product: Product, offers: OwnOffers, planned: PlannedProduct, margin: timedelta) -> None:
    """Every planned variant that has a price has its vendor's offer as it is planned afterwards."""
    variants = {option_key(each.options): each.variant_id for each in product.sheet.variants}
    for each in planned.variants:
        key = option_key(each.options or [])
        if standing := offers.get(key):
            offers[key] = await _repriced(work, standing, product, wanted_offer(each, standing), margin)
        elif each.price is not None:
            ensure(key in variants, Invalid.field("sku", "this variant waits for approval; bring it in again then"))
            ensure(each.sku, Invalid.field("sku", "an offer needs one"))
            wanted = Offer(
                offer_id=new_id("off"),
                product_id=product.product_id,
                variant_id=variants[key],
                vendor_id=product.vendor_id,
                sku=each.sku,
                price=each.price,
                active=each.active is not False,
            )
            wanted = _dated(wanted, each.dates)
            await ensure_goods_fresh(work, wanted, product, margin)
            offers[key] = await place_offer(work, wanted, product)
        else:
            ensure(not each.sku and each.active is None, Invalid.field("price", "an offer needs one"))


async def _lowered(work: Work, product: Product, offers: OwnOffers, planned: PlannedProduct, margin: timedelta) -> None:
    """Prices fall before a printed price may fall with them; they rise after it."""
    for each in planned.variants:
        standing = offers.get(option_key(each.options or []))
        if standing and each.price is not None and each.price < standing.price:
            wanted = replace(standing, price=each.price)
            offers[option_key(each.options or [])] = await _repriced(work, standing, product, wanted, margin)


def _dated(offer: Offer, dates: Mapping[str, date | None]) -> Offer:
    stated: dict[str, Any] = dict(dates)
    return replace(offer, **stated)


async def _repriced(work: Work, before: Offer, product: Product, wanted: Offer, margin: timedelta) -> Offer:
    if wanted == before:
        return before
    await ensure_goods_fresh(work, wanted, product, margin)
    dated = replace(before, manufactured_on=wanted.manufactured_on, expires_on=wanted.expires_on)
    return await reprice_offer(work, dated, product, price=wanted.price, active=wanted.active)

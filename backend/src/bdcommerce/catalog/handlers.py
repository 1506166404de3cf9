"""What can be done in the catalog. Every function gets an open unit of work: load, decide, save, tell."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bdcommerce.catalog.domain import (
    Category,
    ImportTerms,
    Offer,
    PlannedProduct,
    Product,
    Result,
    RowReport,
    add_category,
    draft,
    evolve_product,
    expire,
    make_offer,
    option_key,
    planned_sheet,
    publish,
    revise,
    revise_category,
    revise_offer,
    rules_of,
    unpublish,
)
from bdcommerce.catalog.errors import UnknownCategory, UnknownProduct, UnknownVariant
from bdcommerce.catalog.events import CategoryEntry, OfferStockSeen, ProductSheet, ShelfLifeEnded
from bdcommerce.catalog.ports import KnownImport, ProductEvent, VendorEvent, Work
from bdcommerce.contracts.catalog import OfferChanged, ProductPublished, UnknownOffer
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money

OwnOffers = dict[tuple[str, ...], Offer]
"""The offers that a product's own vendor makes of its variants, by what a buyer chooses."""


async def start_category(work: Work, entry: CategoryEntry) -> Category:
    """Put a new category into the tree. Raises Invalid, CategoryLoop, SlugTaken."""
    event = add_category(new_id("cat"), entry, await _above(work, entry))
    await work.categories.save(event, expected=0)
    return Category(category_id=event.category_id, entry=entry, version=1)


async def change_category(
    work: Work, category_id: str, version: int, change: Callable[[CategoryEntry], CategoryEntry]
) -> Category:
    """Change what is said of a category. Raises UnknownCategory, Stale, Invalid, CategoryLoop, SlugTaken."""
    before = (await work.categories.path(category_id))[-1]
    ensure(before.version == version, Stale("the category has changed meanwhile", version=before.version))
    entry = change(before.entry)
    event = revise_category(category_id, entry, await _above(work, entry), await work.categories.height(category_id))
    await work.categories.save(event, expected=version)
    return Category(category_id=category_id, entry=entry, version=version + 1)


async def ensure_category(work: Work, category_id: str) -> None:
    """Raises Invalid if there is no such category."""
    await _path(work, category_id)


async def draft_product(work: Work, vendor_id: str, sheet: ProductSheet) -> Product:
    """A vendor begins to describe a product. Raises Invalid."""
    await _path(work, sheet.category_id)
    event = draft(new_id("prd"), vendor_id, sheet)
    await work.products.save(event, expected=0)
    return _evolved(None, event)


async def change_product(
    work: Work, vendor_id: str, product_id: str, version: int, change: Callable[[ProductSheet], ProductSheet]
) -> Product:
    """The vendor describes its product otherwise.

    Raises UnknownProduct, Stale, Invalid, VariantInUse, PriceAboveMrp, NotPublishable.
    """
    before = await _own(work, vendor_id, product_id)
    ensure(before.version == version, Stale("the product has changed meanwhile", version=before.version))
    sheet = change(before.sheet)
    rules = rules_of(await _path(work, sheet.category_id))
    offers = await work.offers.of_product(product_id)
    event = revise(before, sheet, rules, offers, clock.today())
    await work.products.save(event, expected=version)
    after = _evolved(before, event)
    if after.sheet.facts.expires_on != before.sheet.facts.expires_on:
        await _watch_expiry(work, after)
    return after


async def publish_product(work: Work, vendor_id: str, product_id: str) -> Product:
    """Let customers see it. Raises UnknownProduct, WrongStatus, NotPublishable."""
    before = await _own(work, vendor_id, product_id)
    rules = rules_of(await _path(work, before.sheet.category_id))
    offers = await work.offers.of_product(product_id)
    slug = await work.products.free_slug(before.sheet.facts.title, product_id)
    event = publish(before, rules, offers, clock.today(), slug)
    await work.products.save(event, expected=before.version)
    await work.log.tell(ProductPublished(product_id=product_id, slug=event.slug))
    after = _evolved(before, event)
    await _watch_expiry(work, after)
    return after


async def unpublish_product(work: Work, vendor_id: str, product_id: str) -> Product:
    """Hide it from customers. Raises UnknownProduct, WrongStatus."""
    before = await _own(work, vendor_id, product_id)
    event = unpublish(before)
    await work.products.save(event, expected=before.version)
    return _evolved(before, event)


async def end_shelf_life(work: Work, product_id: str, expires_on: date) -> None:
    """The day of expiry has come: nobody buys these goods any more."""
    product = await work.products.get(product_id)
    if event := expire(product, expires_on):
        await work.products.save(event, expected=product.version)


async def offer_variant(
    work: Work, vendor_id: str, variant_id: str, sku: str, price: Money, *, active: bool = True
) -> Offer:
    """A vendor offers a variant: its own, or another vendor's that customers can see.

    Raises UnknownVariant, Invalid, PriceAboveMrp, OfferExists, SkuTaken.
    """
    await work.vendors.hold(vendor_id)
    product = await work.products.of_variant(variant_id)
    visible = product.vendor_id == vendor_id or product.status == "published"
    ensure(visible, UnknownVariant.named(variant_id))
    wanted = Offer(
        offer_id=new_id("off"),
        product_id=product.product_id,
        variant_id=variant_id,
        vendor_id=vendor_id,
        sku=sku,
        price=price,
        active=active,
    )
    return await _made(work, wanted, product)


async def change_offer(
    work: Work, vendor_id: str, offer_id: str, version: int, *, price: Money | None, active: bool | None
) -> Offer:
    """The vendor asks another price, stops, or goes on. Raises UnknownOffer, Stale, Invalid, PriceAboveMrp."""
    before = await work.offers.get(offer_id)
    ensure(before.vendor_id == vendor_id, UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id))
    ensure(before.version == version, Stale("the offer has changed meanwhile", version=before.version))
    product = await work.products.get(before.product_id)
    return await _revised(work, before, product, price=price, active=active)


async def see_stock(work: Work, offer_id: str, available: int) -> None:
    """Inventory says how many units of an offer can be bought. Raises UnknownOffer."""
    before = await work.offers.stock(offer_id)
    if before.available != available:
        seen = OfferStockSeen(offer_id=offer_id, product_id=before.product_id, available=available)
        await work.log.append(f"stock-{offer_id}", [seen], expected=before.version)


async def see_vendor(work: Work, event: VendorEvent) -> None:
    """Vendors says who may sell, and under which name."""
    await work.vendors.save(event)


async def import_product(work: Work, vendor_id: str, planned: PlannedProduct, terms: ImportTerms) -> list[RowReport]:
    """Bring in one product of a file with all its variants; the same again changes nothing.

    Raises whatever drafting, changing and offering raise, and then nothing of it may be kept.
    """
    known = await work.imports.known(vendor_id, planned.handle)
    if known is None:
        product = await draft_product(work, vendor_id, planned_sheet(planned, None, terms))
        await work.vendors.hold(vendor_id)
        offers: OwnOffers = {}
    else:
        product = await _own(work, vendor_id, known.product_id)
        offers = await _own_offers(work, product)
        if known.digest == planned.digest():
            return _reports(planned, "skipped", product.product_id, offers)
        await _lower(work, product, offers, planned)
        product = await change_product(
            work, vendor_id, product.product_id, product.version, lambda sheet: planned_sheet(planned, sheet, terms)
        )
    await _price(work, product, offers, planned)
    memory = KnownImport(product_id=product.product_id, digest=planned.digest())
    await work.imports.remember(vendor_id, planned.handle, memory)
    return _reports(planned, "updated" if known else "created", product.product_id, offers)


async def _price(work: Work, product: Product, offers: OwnOffers, planned: PlannedProduct) -> None:
    """Every planned variant has its vendor's offer at the planned price afterwards."""
    variants = {option_key(each.options): each.variant_id for each in product.sheet.variants}
    for each in planned.variants:
        key = option_key(each.options)
        if standing := offers.get(key):
            ensure(standing.sku == each.sku, Invalid.field("Variant SKU", f"is {standing.sku} here and stays so"))
            if standing.price != each.price:
                offers[key] = await _revised(work, standing, product, price=each.price)
            continue
        wanted = Offer(
            offer_id=new_id("off"),
            product_id=product.product_id,
            variant_id=variants[key],
            vendor_id=product.vendor_id,
            sku=each.sku,
            price=each.price,
        )
        offers[key] = await _made(work, wanted, product)


async def _lower(work: Work, product: Product, offers: OwnOffers, planned: PlannedProduct) -> None:
    """Prices fall before a printed price may fall with them; they rise after it."""
    for each in planned.variants:
        key = option_key(each.options)
        standing = offers.get(key)
        if standing and each.price < standing.price:
            offers[key] = await _revised(work, standing, product, price=each.price)


async def _made(work: Work, wanted: Offer, product: Product) -> Offer:
    event = make_offer(wanted, product.variant(wanted.variant_id))
    await work.offers.save(event, expected=0)
    made = replace(wanted, sku=event.sku, version=1)
    await work.log.tell(_changed(made))
    return made


async def _revised(
    work: Work, before: Offer, product: Product, *, price: Money | None = None, active: bool | None = None
) -> Offer:
    event = revise_offer(before, product.variant(before.variant_id), price, active)
    await work.offers.save(event, expected=before.version)
    after = replace(before, price=event.price, active=event.active, version=before.version + 1)
    await work.log.tell(_changed(after))
    return after


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


async def _above(work: Work, entry: CategoryEntry) -> Sequence[Category]:
    if not entry.parent_id:
        return []
    try:
        return await work.categories.path(entry.parent_id)
    except UnknownCategory as error:
        raise Invalid.field("parent_id", "there is no such category") from error


async def _path(work: Work, category_id: str) -> Sequence[Category]:
    try:
        return await work.categories.path(category_id)
    except UnknownCategory as error:
        raise Invalid.field("category_id", "there is no such category") from error


async def _watch_expiry(work: Work, product: Product) -> None:
    expires_on = product.sheet.facts.expires_on
    if product.status == "published" and expires_on:
        due = datetime.combine(expires_on, time.min, clock.DHAKA)
        await work.log.later(ShelfLifeEnded(product_id=product.product_id, expires_on=expires_on), due=due)


async def _own(work: Work, vendor_id: str, product_id: str) -> Product:
    product = await work.products.get(product_id)
    ensure(product.vendor_id == vendor_id, UnknownProduct.named(product_id))
    return product


def _evolved(before: Product | None, event: ProductEvent) -> Product:
    after = evolve_product(before, event)
    assert after is not None  # noqa: S101 - every event above makes or keeps a product
    return after


def _changed(offer: Offer) -> OfferChanged:
    return OfferChanged(
        offer_id=offer.offer_id,
        product_id=offer.product_id,
        variant_id=offer.variant_id,
        vendor_id=offer.vendor_id,
        sku=offer.sku,
        price=offer.price,
        active=offer.active,
    )

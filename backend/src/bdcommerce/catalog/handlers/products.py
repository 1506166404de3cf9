"""Products: what their vendors can do, and what time does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

from bdcommerce.catalog.domain import (
    CategoryRules,
    Product,
    draft,
    evolve_product,
    expire,
    publish,
    revise,
    rules_of,
    unpublish,
)
from bdcommerce.catalog.domain.brands import MAX_NAME
from bdcommerce.catalog.errors import UnknownProduct
from bdcommerce.catalog.events import ProductBranded, ProductSheet, ShelfLifeEnded
from bdcommerce.catalog.handlers.brands import branded
from bdcommerce.catalog.handlers.categories import (
    category_path,
)
from bdcommerce.catalog.handlers.media import pictured
from bdcommerce.catalog.ports import ProductEvent, Work
from bdcommerce.contracts.catalog import ProductPublished
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.ids import new_id


async def draft_product(work: Work, vendor_id: str, sheet: ProductSheet) -> Product:
    """A vendor begins to describe a product. Raises Invalid."""
    rules = await rules_for(work, sheet)
    sheet = await pictured(work, vendor_id, await branded(work, vendor_id, sheet))
    event = draft(new_id("prd"), vendor_id, sheet, rules)
    await work.products.save(event, expected=0)
    return _evolved(None, event)


async def change_product(
    work: Work, vendor_id: str, product_id: str, version: int, change: Callable[[ProductSheet], ProductSheet]
) -> Product:
    """The vendor describes its product otherwise.

    Raises UnknownProduct, Stale, Invalid, VariantInUse, PriceAboveMrp, NotPublishable.
    """
    before = await own_product(work, vendor_id, product_id)
    ensure(before.version == version, Stale("the product has changed meanwhile", version=before.version))
    sheet = await branded(work, vendor_id, change(before.sheet), before.sheet)
    sheet = await pictured(work, vendor_id, sheet)
    rules = await rules_for(work, sheet, known_brand=before.sheet.brand_id)
    offers = await work.offers.of_product(product_id)
    event = revise(before, sheet, rules, offers, clock.today())
    await work.products.save(event, expected=version)
    after = _evolved(before, event)
    if after.sheet.facts.expires_on != before.sheet.facts.expires_on:
        await _watch_expiry(work, after)
    return after


async def publish_product(work: Work, vendor_id: str, product_id: str) -> Product:
    """Let customers see it. Raises UnknownProduct, WrongStatus, NotPublishable."""
    before = await own_product(work, vendor_id, product_id)
    rules = await rules_for(work, before.sheet)
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
    before = await own_product(work, vendor_id, product_id)
    event = unpublish(before)
    await work.products.save(event, expected=before.version)
    return _evolved(before, event)


async def adopt_brands(work: Work, limit: int) -> int:
    """Give products that name a brand the brand of that name; how many it has been given to."""
    ids = await work.products.unbranded(limit)
    for product_id in ids:
        product = await work.products.get(product_id)
        name = product.sheet.facts.brand[:MAX_NAME]
        named = replace(product.sheet, facts=replace(product.sheet.facts, brand=name))
        sheet = await branded(work, product.vendor_id, named)
        event = ProductBranded(product_id=product_id, brand_id=sheet.brand_id)
        await work.products.save(event, expected=product.version)
    return len(ids)


async def end_shelf_life(work: Work, product_id: str, expires_on: date) -> None:
    """The day of expiry has come: nobody buys these goods any more."""
    product = await work.products.get(product_id)
    if event := expire(product, expires_on):
        await work.products.save(event, expected=product.version)


async def _watch_expiry(work: Work, product: Product) -> None:
    expires_on = product.sheet.facts.expires_on
    if product.status == "published" and expires_on:
        due = datetime.combine(expires_on, time.min, clock.DHAKA)
        await work.log.later(ShelfLifeEnded(product_id=product.product_id, expires_on=expires_on), due=due)


async def rules_for(work: Work, sheet: ProductSheet, known_brand: str = "") -> CategoryRules:
    """What holds for a product. A brand that it has had so far stays with it, refused or not. Raises Invalid."""
    rules = rules_of(await category_path(work, sheet.category_id))
    brand = await work.brands.find(sheet.brand_id) if sheet.brand_id not in {"", known_brand} else None
    return replace(rules, brand_refused=brand is not None and brand.status == "refused")


async def own_product(work: Work, vendor_id: str, product_id: str) -> Product:
    """A product of this vendor. Raises UnknownProduct."""
    product = await work.products.get(product_id)
    ensure(product.vendor_id == vendor_id, UnknownProduct.named(product_id))
    return product


def _evolved(before: Product | None, event: ProductEvent) -> Product:
    after = evolve_product(before, event)
    assert after is not None  # noqa: S101 - every event above makes or keeps a product
    return after

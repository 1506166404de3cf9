"""Products: what their vendors can do, and what time does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from bdcommerce.catalog.domain import CategoryRules, Product, draft, evolve_product, expire, products, rules_of
from bdcommerce.catalog.domain.approvals import Edit
from bdcommerce.catalog.domain.brands import MAX_NAME
from bdcommerce.catalog.domain.products import Demands
from bdcommerce.catalog.errors import UnknownProduct
from bdcommerce.catalog.events import (
    ProductBranded,
    ProductRevised,
    ProductSheet,
    RevisionWithdrawn,
    ShelfLifeEnded,
)
from bdcommerce.catalog.handlers.brands import branded
from bdcommerce.catalog.handlers.categories import category_path
from bdcommerce.catalog.handlers.media import pictured
from bdcommerce.catalog.ports import ProductEvent, Work
from bdcommerce.contracts.catalog import ProductPublished, ProductWithdrawn
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.ids import new_id


async def draft_product(work: Work, vendor_id: str, sheet: ProductSheet) -> Product:
    """A vendor begins to describe a product. Raises Invalid."""
    rules = await rules_for(work, sheet)
    sheet = await pictured(work, vendor_id, await branded(work, vendor_id, sheet))
    event = draft(new_id("prd"), vendor_id, sheet, rules)
    await work.products.save(event, expected=0)
    return evolved(None, event)


async def change_product(
    work: Work,
    vendor_id: str,
    product_id: str,
    version: int,
    change: Callable[[ProductSheet], ProductSheet],
    *,
    margin: timedelta,
) -> Product:
    """The vendor describes its product otherwise. What of it waits for staff is proposed to them.

    `margin` is how long before their day of expiry goods leave the shop. Raises UnknownProduct, Stale, Invalid,
    VariantInUse, PriceAboveMrp, NotPublishable.
    """
    before = await own_product(work, vendor_id, product_id)
    ensure(before.version == version, Stale("the product has changed meanwhile", version=before.version))
    sheet = await branded(work, vendor_id, change(before.working), before.working)
    sheet = await pictured(work, vendor_id, sheet)
    new = await demands(work, before, sheet, margin, known_brand=before.working.brand_id)
    if not before.is_approved:
        revised = products.revise(before, sheet, new.rules, new.offers, new.today)
        return await saved(work, before, revised, margin)
    gated = (await work.approvals.policy()).gated(await work.vendors.tier(vendor_id))
    live = await demands(work, before, before.sheet, margin, known_brand=before.sheet.brand_id)
    return await _edited(work, before, products.edited(before, sheet, gated, new, live), margin)


async def publish_product(work: Work, vendor_id: str, product_id: str, margin: timedelta) -> Product:
    """Let customers see it, or ask staff to. Raises UnknownProduct, WrongStatus, NotPublishable."""
    before = await own_product(work, vendor_id, product_id)
    policy = await work.approvals.policy()
    if before.status == "draft" and not before.slug and await work.vendors.tier(vendor_id) in policy.first_of:
        held = await demands(work, before, before.sheet, margin)
        submitted = products.submit(before, held.rules, held.offers, held.today, new_id("apr"))
        return await saved(work, before, submitted, margin)
    products.ensure_may(before, "publish")
    ensure(before.status != "in_review", products.waiting(before))
    return await put_on_sale(work, before, margin)


async def put_on_sale(work: Work, before: Product, margin: timedelta) -> Product:
    """Let customers see it. Raises WrongStatus, NotPublishable."""
    held = await demands(work, before, before.sheet, margin)
    slug = await work.products.free_slug(before.sheet.facts.title, before.product_id)
    event = products.publish(before, held.rules, held.offers, held.today, slug)
    after = await saved(work, before, event, margin)
    await work.log.tell(ProductPublished(product_id=before.product_id, slug=event.slug))
    return after


async def unpublish_product(work: Work, vendor_id: str, product_id: str) -> Product:
    """Hide it from customers. Raises UnknownProduct, WrongStatus."""
    before = await own_product(work, vendor_id, product_id)
    after = await saved(work, before, products.unpublish(before))
    await withdrawn(work, before, "vendor")
    return after


async def adopt_brands(work: Work, limit: int) -> int:
    """Give products that name a brand the brand of that name; how many it has been given to."""
    ids = await work.products.unbranded(limit)
    for product_id in ids:
        product = await work.products.get(product_id)
        name = product.sheet.facts.brand[:MAX_NAME]
        named = replace(product.sheet, facts=replace(product.sheet.facts, brand=name))
        sheet = await branded(work, product.vendor_id, named)
        await saved(work, product, ProductBranded(product_id=product_id, brand_id=sheet.brand_id))
    return len(ids)


async def end_shelf_life(work: Work, product_id: str, margin: timedelta) -> None:
    """The day has come on which a product's goods are too near to their expiry to be sold, if it still is that day."""
    product = await work.products.get(product_id)
    if event := expire(product, clock.today(), margin):
        await saved(work, product, event)
        await withdrawn(work, product, "expired")


async def end_shelf_lives(work: Work, margin: timedelta, limit: int) -> int:
    """The same for all products that it is true of, in the order in which everybody takes several; how many."""
    ids = sorted(await work.products.expiring(clock.today() + margin, limit))
    for product_id in ids:
        await end_shelf_life(work, product_id, margin)
    return len(ids)


async def demands(
    work: Work, product: Product, sheet: ProductSheet, margin: timedelta, known_brand: str = ""
) -> Demands:
    """What a sheet of a product is held against. Raises Invalid."""
    rules = replace(await rules_for(work, sheet, known_brand), expiry_margin=margin)
    return Demands(rules, await work.offers.of_product(product.product_id), clock.today())


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


async def saved(work: Work, before: Product, event: ProductEvent, margin: timedelta | None = None) -> Product:
    """The product after an event, which is kept; with a margin, its shelf life is watched from then on."""
    await work.products.save(event, expected=before.version)
    after = evolved(before, event)
    fresh = after.sheet.facts.expires_on
    anew = fresh != before.sheet.facts.expires_on or before.status != "published"
    if margin is not None and after.status == "published" and fresh and anew:
        due = datetime.combine(fresh - margin, time.min, clock.DHAKA)
        await work.log.later(ShelfLifeEnded(product_id=after.product_id, expires_on=fresh), due=due)
    return after


async def withdrawn(work: Work, before: Product, reason: str) -> None:
    """Tell that customers cannot find a product any more, if they could."""
    if before.status == "published":
        gone = ProductWithdrawn(product_id=before.product_id, slug=before.slug, reason=reason)
        await work.log.tell(gone)


def evolved(before: Product | None, event: ProductEvent) -> Product:
    """The product after an event."""
    after = evolve_product(before, event)
    assert after is not None  # noqa: S101 - every event makes or keeps a product
    return after


async def _edited(work: Work, before: Product, edit: Edit, margin: timedelta) -> Product:
    """An edit of an approved product: what holds at once, what waits, and what waits no more."""
    product = before
    if edit.now != before.sheet or edit.proposed is None:
        product = await saved(work, before, ProductRevised(product_id=before.product_id, sheet=edit.now), margin)
    if edit.proposed is not None:
        return await saved(work, product, products.propose(product, edit, new_id("apr")))
    if product.pending:
        dropped = RevisionWithdrawn(product_id=product.product_id, approval_id=product.pending.approval_id)
        return await saved(work, product, dropped)
    return product

"""Brands: added and decided on by staff, proposed by vendors, found by what a product says of itself."""

from collections.abc import Callable
from dataclasses import replace

from bdcommerce.catalog.domain import brands
from bdcommerce.catalog.domain.brands import Brand
from bdcommerce.catalog.errors import BrandTaken, UnknownBrand
from bdcommerce.catalog.events import ProductSheet
from bdcommerce.catalog.events.brands import BrandEntry, BrandStatus
from bdcommerce.catalog.events.shelves import Cause
from bdcommerce.catalog.handlers.shelves import rearrange
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.text import Localized, nfc


async def add_brand(work: Work, name: Localized, slug: str = "", proposed_by: str = "", logo: str = "") -> Brand:
    """A new brand; without a slug, its name becomes one. Raises Invalid, BrandTaken, SlugTaken."""
    brand_id = new_id("brd")
    entry = brands.checked(BrandEntry(name=name, slug=slug, logo=logo))
    await _ensure_logo(work, logo)
    await _ensure_free(work, entry, "")
    entry = replace(entry, slug=entry.slug or await work.brands.free_slug(name, brand_id))
    event = brands.add_brand(brand_id, entry, proposed_by)
    await work.brands.save(event, expected=0)
    return Brand(brand_id=brand_id, entry=event.entry, status=event.status, proposed_by=proposed_by)


async def change_brand(work: Work, brand_id: str, version: int, change: Callable[[BrandEntry], BrandEntry]) -> Brand:
    """Let a brand read otherwise, on every page that shows it.

    Raises UnknownBrand, Stale, Invalid, BrandTaken, SlugTaken, BrandMergedAway.
    """
    before = await work.brands.get(brand_id)
    ensure(before.version == version, Stale("the brand has changed meanwhile", version=before.version))
    event = brands.revise_brand(before, change(before.entry))
    await _ensure_free(work, event.entry, brand_id)
    await _ensure_logo(work, event.entry.logo)
    await work.brands.save(event, expected=version)
    await rearrange(work, Cause(kind="brand", id=brand_id))
    return replace(before, entry=event.entry, version=version + 1)


async def decide_brand(work: Work, brand_id: str, status: BrandStatus, reason: str = "") -> Brand:
    """Approve or refuse a brand. Raises UnknownBrand, BrandMergedAway, WrongStatus."""
    before = await work.brands.get(brand_id)
    event = brands.decide_brand(before, status, reason)
    await work.brands.save(event, expected=before.version)
    return replace(before, status=event.status, reason=event.reason, version=before.version + 1)


async def merge_brand(work: Work, brand_id: str, into: str) -> Brand:
    """Give a brand's names and products to another; the other is returned.

    Raises UnknownBrand, BrandMergedAway, Invalid.
    """
    before = await work.brands.get(brand_id)
    try:
        other = await work.brands.get(into)
    except UnknownBrand as error:
        raise Invalid.field("into", "there is no such brand") from error
    await work.brands.save(brands.merge_brand(before, other), expected=before.version)
    await rearrange(work, Cause(kind="brand", id=into))
    return other


async def branded(work: Work, vendor_id: str, sheet: ProductSheet, before: ProductSheet | None = None) -> ProductSheet:
    """The sheet with its brand: the one it names by id, else the one of that name; a name that nobody has used before
    is proposed. Raises Invalid.
    """
    if before and sheet.brand_id == before.brand_id and sheet.brand_id:
        return sheet
    if sheet.brand_id:
        brand = await _chosen(work, sheet.brand_id)
        return replace(sheet, brand_id=brand.brand_id, facts=replace(sheet.facts, brand=brand.entry.name.en))
    name = nfc(sheet.facts.brand)
    if not name:
        return sheet
    try:
        found = await work.brands.named({brands.name_key(name)})
        brand = found[0] if found else await add_brand(work, Localized(name), proposed_by=vendor_id)
    except Invalid as error:
        raise Invalid.field("facts.brand", f"must be up to {brands.MAX_NAME} characters") from error
    return replace(sheet, brand_id=brand.brand_id)


async def _chosen(work: Work, brand_id: str) -> Brand:
    brand = await work.brands.find(brand_id)
    if brand is None:
        raise Invalid.field("brand_id", "there is no such brand")
    ensure(brand.status != "refused", Invalid.field("brand_id", "this brand was refused"))
    return brand


async def _ensure_logo(work: Work, logo: str) -> None:
    known = await work.media.of([logo]) if logo else []
    ensure(not logo or (known and not known[0].vendor_id), Invalid.field("logo", "is no upload of staff"))


async def _ensure_free(work: Work, entry: BrandEntry, brand_id: str) -> None:
    for found in await work.brands.named(brands.keys_of(entry)):
        ensure(found.brand_id == brand_id, BrandTaken.by(found.brand_id))

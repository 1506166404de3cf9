"""Brands: one name, one brand, whoever wrote it first."""

from dataclasses import dataclass, replace

from bdcommerce.catalog.errors import BrandMergedAway, WrongStatus
from bdcommerce.catalog.events.brands import (
    BrandAdded,
    BrandDecided,
    BrandEntry,
    BrandMerged,
    BrandRevised,
    BrandStatus,
)
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized, fold, nfc, slug

MAX_NAME, MAX_SLUG = 100, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand as it stands."""

    brand_id: str
    entry: BrandEntry
    status: BrandStatus
    proposed_by: str = ""
    reason: str = ""
    """Why it was refused."""
    merged_into: str = ""
    version: int = 1

    @property
    def keys(self) -> set[str]:
        """By what other spellings of its names are recognised."""
        return keys_of(self.entry)


def name_key(name: str) -> str:
    """What all spellings of a name have in common: letters and digits, folded."""
    return slug(name).replace("-", "") or fold(name)


def keys_of(entry: BrandEntry) -> set[str]:
    """The keys of a brand's names."""
    return {name_key(entry.name.en), name_key(entry.name.bn)} - {""}


def add_brand(brand_id: str, entry: BrandEntry, proposed_by: str = "") -> BrandAdded:
    """A brand of staff, approved, or of the vendor that proposes it. Raises Invalid."""
    status: BrandStatus = "proposed" if proposed_by else "approved"
    return BrandAdded(brand_id=brand_id, entry=checked(entry), status=status, proposed_by=proposed_by)


def revise_brand(brand: Brand, entry: BrandEntry) -> BrandRevised:
    """Let it read otherwise. Raises Invalid, BrandMergedAway."""
    _ensure_there(brand)
    return BrandRevised(brand_id=brand.brand_id, entry=checked(entry))


def decide_brand(brand: Brand, status: BrandStatus, reason: str = "") -> BrandDecided:
    """Approve or refuse it. Raises BrandMergedAway, WrongStatus if that is what it is already."""
    _ensure_there(brand)
    ensure(brand.status != status, WrongStatus.of(brand.status, status))
    return BrandDecided(brand_id=brand.brand_id, status=status, reason=nfc(reason))


def merge_brand(brand: Brand, into: Brand) -> BrandMerged:
    """Give its names and products to another. Raises BrandMergedAway, Invalid."""
    _ensure_there(brand)
    _ensure_there(into)
    ensure(into.brand_id != brand.brand_id, Invalid.field("into", "must be another brand"))
    ensure(into.status == "approved", Invalid.field("into", "must be an approved brand"))
    return BrandMerged(brand_id=brand.brand_id, into=into.brand_id)


def slugs_of(name: Localized, brand_id: str) -> tuple[str, str]:
    """Where customers may find a brand: the plain path, and one that is certainly free."""
    plain = (slug(name.en) or slug(name.bn) or "brand")[: MAX_SLUG - 10].strip("-")
    return plain, f"{plain}-{brand_id[-6:]}"


def checked(entry: BrandEntry) -> BrandEntry:
    """The entry in normal form. Raises Invalid."""
    tidy = replace(entry, name=Localized(nfc(entry.name.en), nfc(entry.name.bn)), slug=nfc(entry.slug))
    fits = name_key(tidy.name.en) and max(len(tidy.name.en), len(tidy.name.bn)) <= MAX_NAME
    plain = fits and "\0" not in tidy.name.en + tidy.name.bn
    ensure(plain, Invalid.field("name", f"must be 1 to {MAX_NAME} characters in English, and as many in Bangla"))
    return tidy


def _ensure_there(brand: Brand) -> None:
    ensure(not brand.merged_into, BrandMergedAway.of(brand.merged_into))

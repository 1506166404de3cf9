"""Brands, as staff keep them, vendors propose them and customers find them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from bdcommerce.catalog.domain.brands import Brand
from bdcommerce.catalog.events.brands import BrandStatus
from bdcommerce.catalog.schemas.fields import Id, Slug, Version
from bdcommerce.kernel.text import Localized

Logo = Annotated[
    str, Meta(max_length=60, pattern=r"^(med_[0-9a-z]+)?$", description="an upload of staff, by id; empty: none")
]


class ProposeBrand(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A brand that vendors miss: up to 100 characters in English, and as many in Bangla."""

    name: Localized


class AddBrand(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new brand, approved; without a slug, its English name becomes one."""

    name: Localized
    slug: Slug | None = None
    logo: Logo = ""


class ChangeBrand(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise. Names it had before still find it."""

    version: Version | None = None
    name: Localized | UnsetType = UNSET
    slug: Slug | UnsetType = UNSET
    logo: Logo | UnsetType = UNSET


class RefuseBrand(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why this is no brand to sell under; its vendor reads it."""

    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class MergeBrand(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The approved brand that it was all along."""

    into: Annotated[Id, Meta(examples=["brd_01h455vb4pex5vsknk084sn02q"])]


class BrandView(msgspec.Struct, frozen=True, kw_only=True):
    """A brand, as staff and the vendor that proposed it see it."""

    id: str
    version: int
    name: Localized
    slug: str
    logo: str
    """An upload of staff, by id, or empty."""
    status: BrandStatus
    proposed_by: str
    """The vendor that named it first, by id; empty: staff."""
    reason: str
    """Why it was refused, or empty."""
    merged_into: str
    """The brand it was merged into, by id, or empty."""

    @classmethod
    def of(cls, brand: Brand) -> "BrandView":
        """A brand that was just decided on."""
        return cls(
            id=brand.brand_id,
            version=brand.version,
            name=brand.entry.name,
            slug=brand.entry.slug,
            logo=brand.entry.logo,
            status=brand.status,
            proposed_by=brand.proposed_by,
            reason=brand.reason,
            merged_into=brand.merged_into,
        )

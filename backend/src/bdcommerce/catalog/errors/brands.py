"""What can go wrong with brands."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownBrand(NotFound):
    """There is no such brand, or not for this caller."""

    code = "unknown_brand"

    @classmethod
    def named(cls, brand: str) -> Self:
        return cls(f"there is no brand {brand}", brand=brand)


class BrandTaken(Conflict):
    """A brand of this name is here already; `brand_id` says which."""

    code = "brand_taken"

    @classmethod
    def by(cls, brand_id: str) -> Self:
        return cls("a brand of this name is here already", brand_id=brand_id)


class BrandMergedAway(Conflict):
    """It was merged into another brand; `brand_id` says which."""

    code = "brand_merged"

    @classmethod
    def of(cls, brand_id: str) -> Self:
        return cls("this brand was merged into another", brand_id=brand_id)

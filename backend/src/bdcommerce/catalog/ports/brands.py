"""Brands, as handlers need them kept."""

from collections.abc import Sequence
from typing import Protocol

from bdcommerce.catalog.domain.brands import Brand
from bdcommerce.catalog.events.brands import BrandAdded, BrandDecided, BrandMerged, BrandRevised
from bdcommerce.kernel.text import Localized

BrandEvent = BrandAdded | BrandRevised | BrandDecided | BrandMerged


class Brands(Protocol):
    """Brands."""

    async def get(self, brand_id: str) -> Brand:
        """A brand, locked until the transaction ends. Raises UnknownBrand."""

    async def find(self, brand_id: str) -> Brand | None:
        """A brand, or the one it was merged into."""

    async def named(self, keys: set[str]) -> Sequence[Brand]:
        """The brands that have one of these names; a name that none has is given to nobody else until the transaction
        ends.
        """

    async def save(self, event: BrandEvent, *, expected: int) -> None:
        """Append to the brand's stream. Raises Stale, SlugTaken."""

    async def free_slug(self, name: Localized, brand_id: str) -> str:
        """A path that no other brand has."""

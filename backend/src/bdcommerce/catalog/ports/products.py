"""Products, as handlers need them kept."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bdcommerce.catalog.domain import Product
from bdcommerce.catalog.events import (
    ProductBranded,
    ProductDrafted,
    ProductPutOnSale,
    ProductReinstated,
    ProductRevised,
    ProductSentBack,
    ProductSubmitted,
    ProductTakenDown,
    ProductTakenOffSale,
    RevisionApproved,
    RevisionRefused,
    RevisionSubmitted,
    RevisionWithdrawn,
)
from bdcommerce.kernel.text import Localized

ProductEvent = (
    ProductDrafted
    | ProductRevised
    | ProductBranded
    | ProductSubmitted
    | ProductSentBack
    | ProductPutOnSale
    | ProductTakenOffSale
    | ProductTakenDown
    | ProductReinstated
    | RevisionSubmitted
    | RevisionApproved
    | RevisionRefused
    | RevisionWithdrawn
)


class Products(Protocol):
    """Products, folded from their streams."""

    async def get(self, product_id: str) -> Product:
        """A product, locked until the transaction ends. Raises UnknownProduct."""

    async def of_variant(self, variant_id: str) -> Product:
        """The product of a variant, locked likewise. Raises UnknownVariant."""

    async def save(self, event: ProductEvent, *, expected: int) -> None:
        """Append to the product's stream. Raises Stale, SlugTaken."""

    async def expiring(self, until: date, limit: int) -> Sequence[str]:
        """Published products whose goods expire on that day or before, by id."""

    async def unbranded(self, limit: int) -> Sequence[str]:
        """Products that name a brand and refer to none, by id."""

    async def free_slug(self, title: Localized, product_id: str) -> str:
        """A path that no other product has."""

"""Vendors' offers, as handlers need them kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bdcommerce.catalog.domain import Offer
from bdcommerce.catalog.events import (
    OfferMade,
    OfferRevised,
)

OfferEvent = OfferMade | OfferRevised


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSeen:
    """What was last heard of an offer's stock."""

    product_id: str
    available: int
    version: int


class Offers(Protocol):
    """Vendors' offers."""

    async def get(self, offer_id: str) -> Offer:
        """An offer. Raises UnknownOffer."""

    async def of_sku(self, vendor_id: str, sku: str) -> Offer | None:
        """The offer that a vendor calls so."""

    async def of_product(self, product_id: str) -> Sequence[Offer]:
        """All offers of a product's variants."""

    async def expiring(self, until: date, limit: int) -> Sequence[Offer]:
        """Active offers of goods that expire on that day or before."""

    async def save(self, event: OfferEvent, *, expected: int) -> None:
        """Append to the offer's stream. Raises Stale, OfferExists, SkuTaken."""

    async def stock(self, offer_id: str) -> StockSeen:
        """What was last heard of its stock; its product is locked until the transaction ends. Raises UnknownOffer."""

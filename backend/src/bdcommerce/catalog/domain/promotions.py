"""Promotions of single units: which offers they are for, and what these cost then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.catalog.events.promotions import Promotion, PromotionClosed, PromotionOpened
from bdcommerce.kernel.money import percentage

EVERYTHING = "*"
GateKind = Literal["offers", "products", "vendors", "brands", "categories", "everything"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A promotion as it stands here."""

    promotion: Promotion
    revision: int
    """How often it was noted."""
    is_open: bool
    is_over: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an offer stands, as far as promotions ask."""

    offer_id: str
    product_id: str
    vendor_id: str
    brand_ids: Sequence[str]
    """Its brand, and the one that was merged into."""
    path: Sequence[str]
    """Its categories, root first."""

    @property
    def keys(self) -> set[str]:
        """By what promotions for it are found."""
        return {self.offer_id, self.product_id, self.vendor_id, *self.brand_ids, *self.path, EVERYTHING} - {""}


def gate(promotion: Promotion) -> tuple[GateKind, list[str]]:
    """By what the offers of a promotion are found: its narrowest list. Not all of them need to fit."""
    scope = promotion.scope
    vendors = [promotion.funded_by] if promotion.funded_by else scope.vendor_ids
    lists: tuple[tuple[GateKind, list[str]], ...] = (
        ("offers", scope.offer_ids),
        ("products", scope.product_ids),
        ("vendors", vendors),
        ("brands", scope.brand_ids),
        ("categories", scope.category_ids),
    )
    return next(((kind, ids) for kind, ids in lists if ids), ("everything", [EVERYTHING]))


def fits(promotion: Promotion, place: Place) -> bool:
    """Whether an offer is among those of a promotion."""
    scope = promotion.scope
    return (
        promotion.funded_by in {"", place.vendor_id}
        and _among(scope.offer_ids, place.offer_id)
        and _among(scope.product_ids, place.product_id)
        and _among(scope.vendor_ids, place.vendor_id)
        and _among(scope.brand_ids, *place.brand_ids)
        and _among(scope.category_ids, *place.path)
    )


def cut(promotion: Promotion, price: int) -> int | None:
    """What an offer at this price costs under a promotion, in poisha; None if no less, or nothing at all."""
    if promotion.percent is not None:
        cheaper = price - percentage(price, promotion.percent)
    elif promotion.amount_off is not None:
        cheaper = price - promotion.amount_off.amount
    else:
        cheaper = promotion.fixed_price.amount if promotion.fixed_price else price
    return cheaper if 0 < cheaper < price else None


def best(promotions: Iterable[Promotion], place: Place, price: int) -> tuple[Promotion, int] | None:
    """The promotion that holds for an offer, and the price then: the highest priority first, then the lowest price."""
    offered = [
        (each, cheaper) for each in promotions if fits(each, place) and (cheaper := cut(each, price)) is not None
    ]
    return min(offered, key=lambda one: (-one[0].priority, one[1], one[0].promotion_id), default=None)


def percent_off(was: int, price: int) -> int:
    """Whole per cent that something costs less, rounded down: never more than is true."""
    return (was - price) * 100 // was


def step(known: Known, now: datetime) -> PromotionOpened | PromotionClosed | None:
    """What the clock makes of a promotion at an instant."""
    promotion_id = known.promotion.promotion_id
    if known.is_over:
        return None
    if now >= known.promotion.ends_at:
        return PromotionClosed(promotion_id=promotion_id, reason="ended")
    if now >= known.promotion.starts_at and not known.is_open:
        return PromotionOpened(promotion_id=promotion_id)
    return None


def _among(ids: Sequence[str], *wanted: str) -> bool:
    return not ids or not set(ids).isdisjoint(wanted)

"""Offers, as vendors make and read them."""

from datetime import datetime

import msgspec

from bdcommerce.catalog.domain import Offer
from bdcommerce.catalog.schemas.fields import Id, Name, Version
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized


class MakeOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A vendor's offer of a variant. The price includes all taxes."""

    variant_id: Id
    sku: Name
    price: Money
    active: bool = True


class ChangeOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise."""

    version: Version | None = None
    price: Money | None = None
    active: bool | None = None


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """An offer, as its vendor sees it."""

    id: str
    version: int
    product_id: str
    variant_id: str
    sku: str
    price: Money
    active: bool

    @classmethod
    def of(cls, offer: Offer) -> "OfferView":
        """An offer that was just decided on."""
        return cls(
            id=offer.offer_id,
            version=offer.version,
            product_id=offer.product_id,
            variant_id=offer.variant_id,
            sku=offer.sku,
            price=offer.price,
            active=offer.active,
        )


class OfferPromotion(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion that makes an offer cheaper now."""

    id: str
    price: Money
    """What one costs under it, all taxes included."""
    ends_at: datetime
    funded_by_you: bool
    """Whether the vendor pays for the difference; otherwise the operator does."""


class ListedOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer in its vendor's list, with the stock that was last heard of."""

    id: str
    version: int
    product_id: str
    variant_id: str
    title: Localized
    sku: str
    price: Money
    """The vendor's own."""
    promotion: OfferPromotion | None
    active: bool
    available: int
    sellable: bool
    reason: str
    """Why it is not sellable: `inactive`, `unpublished`, `prohibited`, `vendor_suspended`; or empty."""

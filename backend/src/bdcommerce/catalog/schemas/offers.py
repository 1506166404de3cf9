"""Offers, as vendors make and read them."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from bdcommerce.catalog.domain import Offer
from bdcommerce.catalog.schemas.fields import Id, Name, Version
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

ExpiresOn = Annotated[
    date,
    Meta(
        description="of this vendor's goods; without one, what the product says. Perishable goods of another vendor's "
        "product need one"
    ),
]


ReadyToShip = Annotated[
    bool,
    Meta(
        description="in the country, in your hands or a warehouse's, and with the courier within 48 hours. Of goods "
        "that are not, customers pay only a part in advance (rule `dc.advance_max_pct_not_ready`)"
    ),
]


class MakeOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A vendor's offer of a variant. The price includes all taxes."""

    variant_id: Id
    sku: Name
    price: Money
    active: bool = True
    manufactured_on: date | None = None
    expires_on: ExpiresOn | None = None
    ready_to_ship: ReadyToShip = True


class ChangeOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise."""

    version: Version | None = None
    price: Money | None = None
    active: bool | None = None
    manufactured_on: date | UnsetType | None = UNSET
    expires_on: ExpiresOn | UnsetType | None = UNSET
    ready_to_ship: ReadyToShip | None = None


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """An offer, as its vendor sees it."""

    id: str
    version: int
    product_id: str
    variant_id: str
    sku: str
    price: Money
    active: bool
    manufactured_on: date | None
    expires_on: date | None
    ready_to_ship: bool

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
            manufactured_on=offer.manufactured_on,
            expires_on=offer.expires_on,
            ready_to_ship=offer.ready_to_ship,
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
    manufactured_on: date | None
    expires_on: date | None
    ready_to_ship: bool
    available: int
    """Units left to sell."""
    sellable: bool
    reason: str
    """Why it is not sellable: `inactive`, `expired`, `unpublished`, `prohibited`, `vendor_suspended`; or empty."""

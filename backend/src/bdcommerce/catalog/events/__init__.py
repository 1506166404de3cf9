"""What happened in the catalog: private events, and the values they are made of.

Everything that a read table shows stands in one of these, also what was only heard from other services
(`OfferStockSeen`, `VendorSeen`, `VendorStopped`), so that every read table can be built again from the log.
"""

from bdcommerce.catalog.events.approvals import (
    ApprovalPolicySet,
    ProductSentBack,
    ProductSubmitted,
    RevisionApproved,
    RevisionRefused,
    RevisionSubmitted,
    RevisionWithdrawn,
)
from bdcommerce.catalog.events.categories import (
    Attribute,
    AttributeLevel,
    AttributeType,
    CategoryAdded,
    CategoryEntry,
    CategoryRevised,
    Choice,
)
from bdcommerce.catalog.events.offers import OfferMade, OfferRevised, OfferStockSeen
from bdcommerce.catalog.events.products import (
    Facts,
    Image,
    ProductBranded,
    ProductDrafted,
    ProductPutOnSale,
    ProductReinstated,
    ProductRevised,
    ProductSheet,
    ProductTakenDown,
    ProductTakenOffSale,
    ShelfLifeEnded,
    Variant,
)
from bdcommerce.catalog.events.vendors import VendorResumed, VendorSeen, VendorStopped, VendorTierSeen

__all__ = [
    "ApprovalPolicySet",
    "Attribute",
    "AttributeLevel",
    "AttributeType",
    "CategoryAdded",
    "CategoryEntry",
    "CategoryRevised",
    "Choice",
    "Facts",
    "Image",
    "OfferMade",
    "OfferRevised",
    "OfferStockSeen",
    "ProductBranded",
    "ProductDrafted",
    "ProductPutOnSale",
    "ProductReinstated",
    "ProductRevised",
    "ProductSentBack",
    "ProductSheet",
    "ProductSubmitted",
    "ProductTakenDown",
    "ProductTakenOffSale",
    "RevisionApproved",
    "RevisionRefused",
    "RevisionSubmitted",
    "RevisionWithdrawn",
    "ShelfLifeEnded",
    "Variant",
    "VendorResumed",
    "VendorSeen",
    "VendorStopped",
    "VendorTierSeen",
]

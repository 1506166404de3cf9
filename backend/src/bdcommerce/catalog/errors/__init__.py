"""What can go wrong in the catalog.

Invalid
├── NotPublishable    facts that the law wants on a product page are missing
├── PriceAboveMrp     an offer asks more than the maximum retail price
├── CategoryLoop      a category cannot stand below itself, or too deep
└── UnusablePicture   an upload is no picture that can be shown
NotFound (UnknownOffer: contracts)
├── UnknownApproval   UnknownCategory   UnknownAttribute   UnknownBrand   UnknownProduct   UnknownVariant
├── UnknownMedia   UnknownPriceChange
Conflict
├── AttributeTaken    a category above or below has this attribute
├── AttributeFixed    an attribute keeps its type and its level
├── BrandTaken        a brand has this name already
├── BrandMergedAway   a brand is another one now
├── AlreadyDecided    what waited for staff does not any more
├── WrongStatus       a product or a brand cannot go from its status to that one
├── VariantInUse      a variant with offers cannot be taken away
├── PriceChangesOverlap   PriceChangeOver   a scheduled price meets another, or is over
├── OfferExists       this vendor offers this variant already
├── SkuTaken          this vendor uses this SKU already
└── SlugTaken         another category or product has this path
"""

from bdcommerce.catalog.errors.approvals import AlreadyDecided, UnknownApproval
from bdcommerce.catalog.errors.attributes import AttributeFixed, AttributeTaken, UnknownAttribute
from bdcommerce.catalog.errors.brands import BrandMergedAway, BrandTaken, UnknownBrand
from bdcommerce.catalog.errors.categories import CategoryLoop, SlugTaken, UnknownCategory
from bdcommerce.catalog.errors.media import UnknownMedia, UnusablePicture
from bdcommerce.catalog.errors.offers import OfferExists, PriceAboveMrp, SkuTaken
from bdcommerce.catalog.errors.prices import PriceChangeOver, PriceChangesOverlap, UnknownPriceChange
from bdcommerce.catalog.errors.products import NotPublishable, UnknownProduct, UnknownVariant, VariantInUse, WrongStatus

__all__ = [
    "AlreadyDecided",
    "AttributeFixed",
    "AttributeTaken",
    "BrandMergedAway",
    "BrandTaken",
    "CategoryLoop",
    "NotPublishable",
    "OfferExists",
    "PriceAboveMrp",
    "PriceChangeOver",
    "PriceChangesOverlap",
    "SkuTaken",
    "SlugTaken",
    "UnknownApproval",
    "UnknownAttribute",
    "UnknownBrand",
    "UnknownCategory",
    "UnknownMedia",
    "UnknownPriceChange",
    "UnknownProduct",
    "UnknownVariant",
    "UnusablePicture",
    "VariantInUse",
    "WrongStatus",
]

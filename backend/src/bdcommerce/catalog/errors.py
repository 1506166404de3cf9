"""What can go wrong in the catalog.

Invalid
├── NotPublishable    facts that the law wants on a product page are missing
├── PriceAboveMrp     an offer asks more than the maximum retail price
├── CategoryLoop      a category cannot stand below itself, or too deep
└── UnreadableFile    an import file is broken as a whole
NotFound
├── UnknownCategory   UnknownProduct   UnknownVariant   UnknownImport   (UnknownOffer: contracts)
Conflict
├── WrongStatus       a product cannot go from its status to that one
├── VariantInUse      a variant with offers cannot be taken away
├── OfferExists       this vendor offers this variant already
├── SkuTaken          this vendor uses this SKU already
└── SlugTaken         another category or product has this path
"""

from collections.abc import Mapping
from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import grouped


class NotPublishable(Invalid):
    """The publish gate is shut. `fields` maps each missing fact to its reason and rule."""

    code = "not_publishable"

    @classmethod
    def because(cls, missing: Mapping[str, str]) -> Self:
        return cls(f"{len(missing)} facts are missing before customers may see this product", fields=dict(missing))


class PriceAboveMrp(Invalid):
    """CR-07, section 40 of the Consumer Rights Protection Act 2009: nobody sells above the maximum retail price."""

    code = "price_above_mrp"

    @classmethod
    def of(cls, field: str, price: Money, mrp: Money) -> Self:
        reason = f"{grouped(price)} is above the maximum retail price {grouped(mrp)} (CR-07)"
        return cls(f"{field}: {reason}", fields={field: reason}, rule="CR-07")


class CategoryLoop(Invalid):
    """A category cannot stand below itself, nor deeper than the tree may grow."""

    code = "category_loop"


class UnreadableFile(Invalid):
    """The file is broken as a whole, so nothing of it was imported."""

    code = "unreadable_file"


class UnknownCategory(NotFound):
    """There is no such category."""

    code = "unknown_category"

    @classmethod
    def named(cls, category_id: str) -> Self:
        return cls(f"there is no category {category_id}", category_id=category_id)


class UnknownProduct(NotFound):
    """There is no such product, or not for this caller."""

    code = "unknown_product"

    @classmethod
    def named(cls, product: str) -> Self:
        return cls(f"there is no product {product}", product=product)


class UnknownVariant(NotFound):
    """There is no such variant that this vendor could offer."""

    code = "unknown_variant"

    @classmethod
    def named(cls, variant_id: str) -> Self:
        return cls(f"there is no variant {variant_id}", variant_id=variant_id)


class UnknownImport(NotFound):
    """There is no such import of this vendor."""

    code = "unknown_import"

    @classmethod
    def named(cls, import_id: str) -> Self:
        return cls(f"there is no import {import_id}", import_id=import_id)


class WrongStatus(Conflict):
    """The product is not in a status that allows this."""

    code = "wrong_status"

    @classmethod
    def of(cls, status: str, action: str) -> Self:
        return cls(f"a product that is {status} cannot be {action}ed", current=status)


class VariantInUse(Conflict):
    """Somebody offers this variant, so it stays."""

    code = "variant_in_use"

    @classmethod
    def named(cls, variant_ids: list[str]) -> Self:
        return cls(f"these variants have offers and cannot go: {', '.join(variant_ids)}", variant_ids=variant_ids)


class OfferExists(Conflict):
    """One vendor has one offer for a variant."""

    code = "offer_exists"

    @classmethod
    def of(cls, variant_id: str) -> Self:
        return cls(f"you already offer {variant_id}; change that offer instead", variant_id=variant_id)


class SkuTaken(Conflict):
    """A SKU names one offer of a vendor."""

    code = "sku_taken"

    @classmethod
    def of(cls, sku: str) -> Self:
        return cls(f"you already use the SKU {sku} for another offer", sku=sku)


class SlugTaken(Conflict):
    """A path leads to one thing only."""

    code = "slug_taken"

    @classmethod
    def of(cls, slug: str) -> Self:
        return cls(f"the path {slug} is taken", slug=slug)

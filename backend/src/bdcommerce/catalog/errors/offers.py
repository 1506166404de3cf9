"""What can go wrong with offers."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import grouped


class PriceAboveMrp(Invalid):
    """CR-07, section 40 of the Consumer Rights Protection Act 2009: nobody sells above the maximum retail price."""

    code = "price_above_mrp"

    @classmethod
    def of(cls, field: str, price: Money, mrp: Money) -> Self:
        reason = f"{grouped(price)} is above the maximum retail price {grouped(mrp)} (CR-07)"
        return cls(f"{field}: {reason}", fields={field: reason}, rule="CR-07")


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

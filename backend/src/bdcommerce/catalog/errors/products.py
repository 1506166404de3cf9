"""What can go wrong with products."""

from collections.abc import Mapping
from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound


class NotPublishable(Invalid):
    """The publish gate is shut. `fields` maps each missing fact to its reason and rule."""

    code = "not_publishable"

    @classmethod
    def because(cls, missing: Mapping[str, str]) -> Self:
        return cls(f"{len(missing)} facts are missing before customers may see this product", fields=dict(missing))


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


class WrongStatus(Conflict):
    """It is not in a status that allows this."""

    code = "wrong_status"

    @classmethod
    def of(cls, status: str, wanted: str) -> Self:
        return cls(f"what is {status} cannot be {wanted}", current=status)


class VariantInUse(Conflict):
    """Somebody offers this variant, so it stays."""

    code = "variant_in_use"

    @classmethod
    def named(cls, variant_ids: list[str]) -> Self:
        return cls(f"these variants have offers and cannot go: {', '.join(variant_ids)}", variant_ids=variant_ids)

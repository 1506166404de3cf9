"""What can go wrong with the attributes of categories."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownAttribute(NotFound):
    """This category defines no such attribute itself."""

    code = "unknown_attribute"

    @classmethod
    def named(cls, key: str) -> Self:
        return cls(f"this category defines no attribute {key}", key=key)


class AttributeTaken(Conflict):
    """A category above or below has an attribute with this key already."""

    code = "attribute_taken"

    @classmethod
    def named(cls, key: str) -> Self:
        return cls(f"a category above or below this one has an attribute {key} already", key=key)


class AttributeFixed(Conflict):
    """Products state this attribute by its type and level, so these stay."""

    code = "attribute_fixed"

    @classmethod
    def named(cls, key: str) -> Self:
        return cls(f"the type and level of {key} stay; define another attribute instead", key=key)

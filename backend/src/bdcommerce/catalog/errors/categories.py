"""What can go wrong with the category tree, and with paths of any kind."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound


class CategoryLoop(Invalid):
    """A category cannot stand below itself, nor deeper than the tree may grow."""

    code = "category_loop"


class UnknownCategory(NotFound):
    """There is no such category."""

    code = "unknown_category"

    @classmethod
    def named(cls, category_id: str) -> Self:
        return cls(f"there is no category {category_id}", category_id=category_id)


class SlugTaken(Conflict):
    """A path leads to one thing only."""

    code = "slug_taken"

    @classmethod
    def of(cls, slug: str) -> Self:
        return cls(f"the path {slug} is taken", slug=slug)

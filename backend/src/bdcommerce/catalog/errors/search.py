"""What can go wrong with what staff keep of search."""

from typing import Self

from bdcommerce.kernel.errors import NotFound


class UnknownSynonyms(NotFound):
    """There is no such group of synonyms."""

    code = "unknown_synonyms"

    @classmethod
    def named(cls, key: str) -> Self:
        return cls(f"there is no group of synonyms {key}", key=key)

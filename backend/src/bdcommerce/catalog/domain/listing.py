"""How products are found: the places where they stand, and the tags by which their variants are sifted.

A tag is the id of a category, a vendor or a brand, or `key=value` of an attribute; `key=` says that a number is stated.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bdcommerce.catalog.events import Attribute

EVERYWHERE = ""
"""The place where every product stands."""
PRICES = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)
"""Poisha: where one range of prices ends and the next begins."""
STARS = (4, 3, 2, 1)


def places(path: Sequence[str], vendors: Sequence[str], brand_id: str, *, on_sale: bool) -> list[str]:
    """Where a product stands: everywhere, in its categories, with its vendors and its brand, and what is on sale once
    more in all of these among its like.
    """
    found = [EVERYWHERE, *path, *vendors, *([brand_id] if brand_id else [])]
    return [*found, *(sale(each) for each in found)] if on_sale else found


def sale(place: str) -> str:
    """The place for what is on sale in a place."""
    return f"sale {place}"


def tag(key: str, value: str) -> str:
    """The tag of an attribute's value."""
    return f"{key}={value}"


def tags(said: Mapping[str, str], attributes: Mapping[str, Attribute]) -> Iterable[str]:
    """The tags of what is said of a variant; free text has none."""
    for key, value in said.items():
        if key in attributes and attributes[key].type != "text":
            yield tag(key, value)
            if attributes[key].type == "number":
                yield tag(key, "")


def numbers(said: Mapping[str, str], attributes: Mapping[str, Attribute]) -> dict[str, str]:
    """The numbers that are said of a variant, by key, to be compared with."""
    return {key: value for key, value in said.items() if key in attributes and attributes[key].type == "number"}


def price_ranges() -> list[tuple[int, int | None]]:
    """The ranges of prices in poisha, from and below; the last has no end."""
    return [(0, PRICES[0]), *pairwise(PRICES), (PRICES[-1], None)]

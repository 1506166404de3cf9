"""What customers ask of attributes, understood or refused."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from bdcommerce.catalog.domain import listing
from bdcommerce.catalog.domain.filters import MAX_FILTERS, MAX_VALUES, Filter, filters_of
from bdcommerce.catalog.events import Attribute, Choice
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import Localized

SIZE = Attribute(
    key="size",
    name=Localized("Size"),
    type="choice",
    level="variant",
    choices=[Choice(value="xl", label=Localized("XL", "এক্সএল")), Choice(value="s", label=Localized("Small"))],
    filterable=True,
)
RAM = Attribute(key="ram", name=Localized("RAM"), type="number", level="product", unit="GB", filterable=True)
NOTE = Attribute(key="note", name=Localized("Note"), type="text", level="product")
ALL = [SIZE, RAM, NOTE]


def test_values_are_read_as_they_are_stored() -> None:
    assert filters_of({"size": "XL,small", "ram": "8.0"}, ALL) == [
        Filter(key="ram", tags=("ram=8",)),
        Filter(key="size", tags=("size=xl", "size=s")),
    ]
    assert filters_of({"size": "Gigantic"}, ALL) == [Filter(key="size", tags=("size=gigantic",))]


@pytest.mark.parametrize("text, low, high", [("4..8", "4", "8"), ("৪..", "4", "1e9"), ("..8.5", "-1e9", "8.5")])
def test_numbers_are_sifted_by_ranges(text: str, low: str, high: str) -> None:
    (found,) = filters_of({"ram": text}, ALL)
    assert (found.is_range, found.low, found.high) == (True, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "asked",
    [
        {"note": "x"},
        {"weave": "x"},
        {"": "x"},
        {"size": ""},
        {"size": " , "},
        {"ram": "a..b"},
        {"ram": "1e99.."},
        {"size": ",".join(["s"] * (MAX_VALUES + 1))},
    ],
)
def test_what_cannot_be_asked_is_named(asked: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        filters_of(asked, ALL)
    assert list(refusal.value.data["fields"]) == [f"attr.{key}" for key in asked]


def test_nobody_asks_for_too_much_at_once() -> None:
    many = [replace(RAM, key=f"r{number}") for number in range(MAX_FILTERS + 1)]
    with pytest.raises(Invalid):
        filters_of({each.key: "1" for each in many}, many)


def test_what_is_on_sale_stands_everywhere_twice() -> None:
    assert listing.places(["cat_1"], ["ven_1"], "brd_1", on_sale=False) == ["", "cat_1", "ven_1", "brd_1"]
    assert listing.places(["cat_1"], [], "", on_sale=True) == ["", "cat_1", "sale ", "sale cat_1"]


def test_tags_and_numbers_say_what_a_variant_says() -> None:
    known = {each.key: each for each in ALL}
    said = {"size": "xl", "ram": "6.5", "note": "free text", "gone": "x"}
    assert sorted(listing.tags(said, known)) == ["ram=", "ram=6.5", "size=xl"]
    assert listing.numbers(said, known) == {"ram": "6.5"}


def test_the_ranges_of_prices_leave_no_gap() -> None:
    ranges = listing.price_ranges()
    assert ranges[0][0] == 0
    assert ranges[-1][1] is None
    assert all(one[1] == other[0] for one, other in pairwise(ranges))

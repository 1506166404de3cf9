"""Attributes by category: what staff may define, and which values fit."""

from dataclasses import replace
from typing import Any

import pytest

from bdcommerce.catalog.domain import CategoryRules, checklist, draft, revise
from bdcommerce.catalog.domain.attributes import MAX_ATTRIBUTES, define, fitted, inherited, label, without
from bdcommerce.catalog.errors import AttributeFixed, AttributeTaken
from bdcommerce.catalog.events import Attribute, CategoryEntry, Choice, ProductSheet
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import Localized
from catalog.making import CLOTHING, TODAY, product, sheet, variant

COLOUR = Attribute(
    key="colour",
    name=Localized("Colour", "রং"),
    type="colour",
    level="variant",
    choices=[
        Choice(value="blue", label=Localized("Blue", "নীল"), swatch="#0000ff"),
        Choice(value="red", label=Localized("Red", "লাল"), swatch="#ff0000"),
    ],
    required=True,
    filterable=True,
)
SIZE = Attribute(
    key="size",
    name=Localized("Size", "সাইজ"),
    type="choice",
    level="variant",
    choices=[Choice(value=each, label=Localized(each.upper())) for each in ("s", "xl")],
)
SCREEN = Attribute(key="screen", name=Localized("Screen"), type="number", level="product", unit="inch", required=True)
WASHABLE = Attribute(key="washable", name=Localized("Washable"), type="boolean", level="product")
FABRIC = Attribute(key="fabric", name=Localized("Fabric"), type="text", level="product")
ALL = (COLOUR, SIZE, SCREEN, WASHABLE, FABRIC)


def entry(*attributes: Attribute, **changes: Any) -> CategoryEntry:
    plain: dict[str, Any] = {
        "parent_id": "",
        "slug": "shirts",
        "name": Localized("Shirts"),
        "position": 0,
        "perishable": False,
        "requires_dgda_licence": False,
        "prohibited": False,
    }
    return CategoryEntry(**(plain | changes), attributes=list(attributes))


def shirt(*choices: dict[str, str], **values: str) -> ProductSheet:
    return replace(sheet(*(replace(variant(), attributes=each) for each in choices)), attributes=values)


def test_a_category_has_its_own_attributes_and_those_from_above() -> None:
    above, below = entry(FABRIC, SCREEN), entry(replace(FABRIC, name=Localized("Cloth")), SIZE)
    assert [each.name.en for each in inherited([above, below])] == ["Cloth", "Screen", "Size"]


def test_attributes_stand_in_their_order_and_go_again() -> None:
    category = define(define(entry(), replace(SIZE, position=2), []), replace(COLOUR, position=1), [])
    assert [each.key for each in category.attributes] == ["colour", "size"]
    relabelled = define(category, replace(SIZE, position=0, name=Localized("  Fit ")), [])
    assert [each.name.en for each in relabelled.attributes] == ["Fit", "Colour"]
    assert [each.key for each in without(relabelled, "colour").attributes] == ["size"]


def test_a_key_means_one_thing_on_every_path() -> None:
    with pytest.raises(AttributeTaken):
        define(entry(), SIZE, ["size"])
    for changed in (replace(FABRIC, type="boolean"), replace(FABRIC, level="variant")):
        with pytest.raises(AttributeFixed):
            define(entry(FABRIC), changed, [])


@pytest.mark.parametrize(
    "wrong, field",
    [
        (replace(FABRIC, name=Localized("", "কাপড়")), "name"),
        (replace(FABRIC, filterable=True), "filterable"),
        (replace(FABRIC, unit="cm"), "unit"),
        (replace(FABRIC, choices=SIZE.choices), "choices"),
        (replace(SIZE, choices=[]), "choices"),
        (replace(SIZE, choices=[*SIZE.choices, Choice(value="extra", label=Localized("xl"))]), "choices.2"),
        (replace(SIZE, choices=[Choice(value="s", label=Localized(""))]), "choices.0.label"),
        (replace(SIZE, choices=[Choice(value="s", label=Localized("S"), swatch="#000000")]), "choices.0.swatch"),
        (replace(COLOUR, choices=[Choice(value="blue", label=Localized("Blue"))]), "choices.0.swatch"),
    ],
)
def test_a_definition_that_says_nothing_is_refused(wrong: Attribute, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        define(entry(), wrong, [])
    assert field in refusal.value.data["fields"]


def test_a_category_asks_for_so_much_and_no_more() -> None:
    full = entry(*(replace(FABRIC, key=f"f{number}") for number in range(MAX_ATTRIBUTES)))
    with pytest.raises(Invalid):
        define(full, SIZE, [])
    assert len(define(full, replace(FABRIC, key="f1"), []).attributes) == MAX_ATTRIBUTES


@pytest.mark.parametrize(
    "key, given, stored",
    [
        ("size", "XL", "xl"),
        ("size", "s", "s"),
        ("colour", "নীল", "blue"),
        ("screen", "6.50", "6.5"),
        ("screen", "৬.৫", "6.5"),
        ("screen", "1e2", "100"),
        ("screen", "-0", "0"),
        ("washable", "Yes", "true"),
        ("washable", "না", "false"),
        ("fabric", " Khadi ", "Khadi"),
    ],
)
def test_values_are_kept_in_one_form(key: str, given: str, stored: str) -> None:
    one = replace({each.key: each for each in ALL}[key], level="product")
    assert fitted(shirt({}, **{key: given}), [one]).attributes == {key: stored}


@pytest.mark.parametrize(
    "key, given",
    [
        ("size", "huge"),
        ("size", ""),
        ("screen", "big"),
        ("screen", "NaN"),
        ("screen", "1e12"),
        ("screen", "1.23456"),
        ("washable", "perhaps"),
        ("fabric", "  "),
        ("fabric", "x" * 501),
        ("weave", "plain"),
        ("colour", "blue"),
    ],
)
def test_values_that_do_not_fit_are_named(key: str, given: str) -> None:
    only_products = [each if each is COLOUR else replace(each, level="product") for each in ALL]
    with pytest.raises(Invalid) as refusal:
        fitted(shirt({}, **{key: given}), only_products)
    assert f"attributes.{key}" in refusal.value.data["fields"]


def test_variants_without_other_names_are_named_by_what_tells_them_apart() -> None:
    drafted = draft(
        "prd_1", "ven_1", shirt({"colour": "blue", "size": "xl"}, {"colour": "red"}), CategoryRules(attributes=ALL)
    )
    assert drafted.sheet.options == ["Colour", "Size"]
    assert [each.options for each in drafted.sheet.variants] == [["Blue", "XL"], ["Red", "–"]]
    with pytest.raises(Invalid) as refusal:
        draft("prd_1", "ven_1", shirt({"colour": "blue"}, {"colour": "blue"}), CategoryRules(attributes=ALL))
    assert "variants.1.options" in refusal.value.data["fields"]


def test_what_a_category_no_longer_asks_goes_at_the_next_change() -> None:
    stated = replace(product(), sheet=shirt({}, fabric="Khadi"))
    assert revise(stated, stated.sheet, CLOTHING, [], TODAY).sheet.attributes == {}
    with pytest.raises(Invalid):
        revise(stated, replace(stated.sheet, attributes={"weave": "plain"}), CLOTHING, [], TODAY)


def test_publishing_asks_for_what_is_required_of_the_product_and_of_every_variant() -> None:
    rules = CategoryRules(attributes=ALL)
    two = shirt({"colour": "blue"}, {"size": "s"})
    asked = {each.field: each.ok for each in checklist(two, rules, [], TODAY) if each.rule == "category"}
    assert asked == {"attributes.colour": False, "attributes.screen": False}
    complete = shirt({"colour": "blue"}, {"colour": "red"}, screen="6.5")
    assert all(each.ok for each in checklist(complete, rules, [], TODAY) if each.rule == "category")


def test_values_are_read_in_both_languages() -> None:
    assert label(COLOUR, "blue") == Localized("Blue", "নীল")
    assert label(COLOUR, "gone") == Localized("gone")
    assert label(SCREEN, "6.5") == Localized("6.5 inch")
    assert label(WASHABLE, "true") == Localized("Yes", "হ্যাঁ")
    assert label(FABRIC, "Khadi") == Localized("Khadi")

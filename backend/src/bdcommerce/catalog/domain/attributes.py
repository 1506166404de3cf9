"""Typed attributes: what a category asks of its products, and whether what a product says of itself fits."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from bdcommerce.catalog.errors import AttributeFixed, AttributeTaken
from bdcommerce.catalog.events import Attribute, AttributeLevel, CategoryEntry, Choice, ProductSheet, Variant
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized, fold, latin_digits, nfc

MAX_ATTRIBUTES, MAX_CHOICES = 40, 200
MAX_LABEL, MAX_UNIT, MAX_VALUE = 100, 20, 500
MAX_NUMBER, MAX_PLACES = Decimal(10**9), 4
_SWATCH = re.compile(r"#[0-9a-f]{6}")
_YES, _NO = {"true", "yes", "হ্যাঁ"}, {"false", "no", "না"}


def define(entry: CategoryEntry, attribute: Attribute, taken: Iterable[str]) -> CategoryEntry:
    """A category with this attribute, new or as it is from now on. `taken` are the keys of the categories above and
    below, where the same key would be ambiguous.

    Raises Invalid, AttributeTaken, AttributeFixed.
    """
    attribute = _tidy(attribute)
    wrong = dict(_wrong(attribute))
    ensure(not wrong, Invalid(f"wrong: {', '.join(wrong)}", fields=wrong))
    ensure(attribute.key not in set(taken), AttributeTaken.named(attribute.key))
    for known in entry.attributes:
        same = known.key != attribute.key or (known.type, known.level) == (attribute.type, attribute.level)
        ensure(same, AttributeFixed.named(attribute.key))
    others = [each for each in entry.attributes if each.key != attribute.key]
    ensure(len(others) < MAX_ATTRIBUTES, Invalid.field("key", f"a category has at most {MAX_ATTRIBUTES} attributes"))
    return replace(entry, attributes=sorted([*others, attribute], key=lambda each: (each.position, each.key)))


def without(entry: CategoryEntry, key: str) -> CategoryEntry:
    """A category that no longer asks for an attribute. What products say of it is kept, and shown no more."""
    return replace(entry, attributes=[each for each in entry.attributes if each.key != key])


def inherited(entries: Iterable[CategoryEntry]) -> tuple[Attribute, ...]:
    """The attributes of the last category of a path, root first. The nearest definition of a key holds."""
    found: dict[str, Attribute] = {}
    for entry in entries:
        found |= {each.key: each for each in entry.attributes}
    return tuple(found.values())


def fitted(sheet: ProductSheet, attributes: Sequence[Attribute], known: ProductSheet | None = None) -> ProductSheet:
    """The sheet with its attribute values in canonical form, and variants named by them if they have no other names.

    What `known` said of an attribute that its category does not have (any more) is dropped in silence. Raises Invalid
    naming each value that does not fit.
    """
    wrong: dict[str, str] = {}
    reading = _Reading({each.key: each for each in attributes}, _keys(known) if known else set(), wrong)
    fitting = replace(
        sheet,
        attributes=reading.of(sheet.attributes, "product", "attributes"),
        variants=[
            replace(each, attributes=reading.of(each.attributes, "variant", f"variants.{number}.attributes"))
            for number, each in enumerate(sheet.variants)
        ],
    )
    ensure(not wrong, Invalid(f"wrong: {', '.join(wrong)}", fields=wrong))
    return _named(fitting, attributes)


def states(sheet: ProductSheet, attribute: Attribute) -> bool:
    """Whether the product, or each of its variants, says something of an attribute."""
    where = [sheet.attributes] if attribute.level == "product" else [each.attributes for each in sheet.variants]
    return all(attribute.key in values for values in where)


def label(attribute: Attribute, value: str) -> Localized:
    """A canonical value as people read it."""
    match attribute.type:
        case "choice" | "colour":
            return next((each.label for each in attribute.choices if each.value == value), Localized(value))
        case "boolean":
            return Localized("Yes", "হ্যাঁ") if value == "true" else Localized("No", "না")
        case "number" if attribute.unit:
            return Localized(f"{value} {attribute.unit}")
    return Localized(value)


def canonical(attribute: Attribute, value: str) -> str | None:
    """The form in which a value is stored; None if it is none."""
    plain = nfc(value)
    match attribute.type:
        case "choice" | "colour":
            return _choice(attribute.choices, plain)
        case "boolean":
            return "true" if fold(plain) in _YES else "false" if fold(plain) in _NO else None
        case "number":
            return _number(plain)
    return plain if 0 < len(plain) <= MAX_VALUE and "\0" not in plain else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """Values on their way to canonical form; what is wrong is noted."""

    attributes: Mapping[str, Attribute]
    dropped: set[str]
    wrong: dict[str, str]

    def of(self, values: Mapping[str, str], level: AttributeLevel, where: str) -> dict[str, str]:
        read: dict[str, str] = {}
        for key, value in sorted(values.items()):
            attribute = self.attributes.get(key)
            if attribute is None:
                if key not in self.dropped:
                    self.wrong[f"{where}.{key}"] = "is no attribute of this category"
            elif attribute.level != level:
                self.wrong[f"{where}.{key}"] = f"is said of each {attribute.level}"
            elif (form := canonical(attribute, value)) is None:
                self.wrong[f"{where}.{key}"] = _demand(attribute)
            else:
                read[key] = form
        return read


def _keys(sheet: ProductSheet) -> set[str]:
    return {*sheet.attributes, *(key for each in sheet.variants for key in each.attributes)}


def _named(sheet: ProductSheet, attributes: Sequence[Attribute]) -> ProductSheet:
    """Variants told apart by attributes alone are given those as their options."""
    telling = [each for each in attributes if any(each.key in one.attributes for one in sheet.variants)]
    if not telling or any(each.options for each in sheet.variants):
        return sheet
    return replace(
        sheet,
        options=[each.name.en for each in telling],
        variants=[replace(each, options=_labels(each, telling)) for each in sheet.variants],
    )


def _labels(variant: Variant, telling: Sequence[Attribute]) -> list[str]:
    return [label(each, variant.attributes[each.key]).en if each.key in variant.attributes else "–" for each in telling]


def _choice(choices: Sequence[Choice], value: str) -> str | None:
    wanted = fold(value)
    for each in choices:
        if wanted in {each.value, fold(each.label.en), fold(each.label.bn)} and wanted:
            return each.value
    return None


def _number(value: str) -> str | None:
    try:
        number = Decimal(latin_digits(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > MAX_NUMBER:
        return None
    rounded = round(number, MAX_PLACES)
    return format(rounded.normalize() + 0, "f") if rounded == number else None


def _demand(attribute: Attribute) -> str:
    match attribute.type:
        case "choice" | "colour":
            return f"must be one of {', '.join(each.value for each in attribute.choices[:20])}"
        case "boolean":
            return "must be true or false"
        case "number":
            unit = f" in {attribute.unit}" if attribute.unit else ""
            return f"must be a number{unit} up to {MAX_NUMBER} with at most {MAX_PLACES} decimals"
    return f"must be a text of up to {MAX_VALUE} characters"


def _tidy(attribute: Attribute) -> Attribute:
    choices = [replace(each, label=_tidied(each.label), swatch=each.swatch.lower()) for each in attribute.choices]
    return replace(attribute, name=_tidied(attribute.name), unit=nfc(attribute.unit), choices=choices)


def _tidied(text: Localized) -> Localized:
    return Localized(nfc(text.en), nfc(text.bn))


def _wrong(attribute: Attribute) -> Iterator[tuple[str, str]]:
    if not _is_label(attribute.name):
        yield "name", f"must be 1 to {MAX_LABEL} characters in English, and as many in Bangla"
    if attribute.unit and (attribute.type != "number" or len(attribute.unit) > MAX_UNIT or "\0" in attribute.unit):
        yield "unit", f"only a number has one, of up to {MAX_UNIT} characters"
    if attribute.filterable and attribute.type == "text":
        yield "filterable", "nobody filters by free text"
    if attribute.type not in {"choice", "colour"}:
        if attribute.choices:
            yield "choices", "only a choice or a colour has them"
        return
    if not 1 <= len(attribute.choices) <= MAX_CHOICES:
        yield "choices", f"must be 1 to {MAX_CHOICES}"
    seen: set[str] = set()
    for number, each in enumerate(attribute.choices):
        yield from _wrong_choice(f"choices.{number}", each, attribute.type == "colour", seen)


def _wrong_choice(where: str, choice: Choice, colour: bool, seen: set[str]) -> Iterator[tuple[str, str]]:  # noqa: FBT001 - of two kinds
    keys = {choice.value, fold(choice.label.en), fold(choice.label.bn)} - {""}
    if keys & seen:
        yield where, "reads like another one"
    seen |= keys
    if not _is_label(choice.label):
        yield f"{where}.label", f"must be 1 to {MAX_LABEL} characters in English, and as many in Bangla"
    if not (_SWATCH.fullmatch(choice.swatch) if colour else not choice.swatch):
        yield f"{where}.swatch", "must be #rrggbb for a colour, and nothing for anything else"


def _is_label(text: Localized) -> bool:
    return bool(fold(text.en)) and max(len(text.en), len(text.bn)) <= MAX_LABEL and "\0" not in text.en + text.bn

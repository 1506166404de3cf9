"""What a vendor says of a product: brought into normal form, and whether it could ever be right."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from bdcommerce.catalog.domain.offers import is_price
from bdcommerce.catalog.events import Facts, Image, ProductSheet
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized, fold, nfc, slug

MAX_OPTIONS, MAX_VARIANTS, MAX_IMAGES = 3, 250, 30
MAX_NAME, MAX_TEXT, MAX_DESCRIPTION, MAX_GRAMS = 100, 2_000, 60_000, 1_000_000
_SLUG_LENGTH = 100


def slugs(title: Localized, product_id: str) -> tuple[str, str]:
    """Where customers may find a product: the plain path, and one that is certainly free."""
    plain = (slug(title.en) or slug(title.bn) or "product")[:_SLUG_LENGTH].strip("-")
    return plain, f"{plain}-{product_id[-6:]}"


def variant_title(title: Localized, options: Sequence[str]) -> Localized:
    """A title with the chosen options behind it."""
    if not options:
        return title
    chosen = ", ".join(options)
    return Localized(f"{title.en}, {chosen}", f"{title.bn}, {chosen}" if title.bn else "")


def checked(sheet: ProductSheet) -> ProductSheet:
    """The sheet in normal form. Raises Invalid naming each field that could never be right, complete or not."""
    tidy = replace(
        sheet,
        options=[nfc(name) for name in sheet.options],
        variants=[
            replace(
                each,
                options=[nfc(value) for value in each.options],
                images=[_tidied_image(image) for image in each.images],
            )
            for each in sheet.variants
        ],
        facts=_tidy(sheet.facts),
    )
    wrong = dict([*_wrong_variants(tidy), *_wrong_facts(tidy.facts)])
    ensure(not wrong, Invalid(f"wrong: {', '.join(wrong)}", fields=wrong))
    return tidy


def _tidy(facts: Facts) -> Facts:
    return replace(facts, **{each.name: _tidied(getattr(facts, each.name)) for each in fields(facts)})


def _tidied(value: Any) -> Any:
    match value:
        case str():
            return nfc(value)
        case Localized():
            return Localized(nfc(value.en), nfc(value.bn))
        case list():
            return [_tidied_image(each) for each in value]
    return value


def _tidied_image(image: Image) -> Image:
    return replace(image, url=image.url.strip(), alt=Localized(nfc(image.alt.en), nfc(image.alt.bn)))


def _wrong_variants(sheet: ProductSheet) -> Iterable[tuple[str, str]]:
    names = {fold(name) for name in sheet.options if _is_name(name)}
    if len(names) < len(sheet.options) or len(sheet.options) > MAX_OPTIONS:
        yield "options", f"must be up to {MAX_OPTIONS} different names of up to {MAX_NAME} characters"
    if not 1 <= len(sheet.variants) <= MAX_VARIANTS:
        yield "variants", f"must be 1 to {MAX_VARIANTS}"
    seen: set[tuple[str, ...]] = set()
    for number, each in enumerate(sheet.variants):
        key = tuple(fold(value) for value in each.options)
        if len(key) != len(sheet.options) or not all(_is_name(value) for value in each.options):
            yield f"variants.{number}.options", f"must have one value of up to {MAX_NAME} characters for each option"
        if key in seen:
            yield f"variants.{number}.options", "must differ from the other variants"
        seen.add(key)
        if not 0 <= each.weight_grams <= MAX_GRAMS:
            yield f"variants.{number}.weight_grams", f"must be 0 to {MAX_GRAMS}"
        if each.mrp is not None and not is_price(each.mrp):
            yield f"variants.{number}.mrp", "must be a positive amount in BDT"
        yield from _wrong_images(f"variants.{number}.images", each.images)


def _wrong_facts(facts: Facts) -> Iterable[tuple[str, str]]:
    for each in fields(facts):
        value = getattr(facts, each.name)
        texts = [value.en, value.bn] if isinstance(value, Localized) else [value] if isinstance(value, str) else []
        limit = MAX_DESCRIPTION if each.name == "description" else MAX_TEXT
        if any(len(text) > limit or "\0" in text for text in texts):
            yield f"facts.{each.name}", f"must be at most {limit} characters, none of them NUL"
    if facts.country_of_origin and not _is_country(facts.country_of_origin):
        yield "facts.country_of_origin", "must be two capital letters (ISO 3166-1 alpha-2), such as BD"
    yield from _wrong_images("facts.images", facts.images)


def _wrong_images(where: str, images: Sequence[Image]) -> Iterable[tuple[str, str]]:
    if len(images) > MAX_IMAGES:
        yield where, f"must be at most {MAX_IMAGES}"
    for number, image in enumerate(images):
        if not is_picture(image):
            yield f"{where}.{number}", "must be an upload or an https address, with a short text beside it"


def _is_name(text: str) -> bool:
    return bool(fold(text)) and len(text) <= MAX_NAME and "\0" not in text


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()  # noqa: PLR2004 - alpha-2


def is_picture(image: Image) -> bool:
    """Whether an image was uploaded here, or stands at a plain https address."""
    short = max(len(image.url), len(image.alt.en), len(image.alt.bn)) <= MAX_TEXT
    plain = "\0" not in image.alt.en + image.alt.bn
    return short and plain and (bool(image.media_id) or _is_https(image.url))


def _is_https(url: str) -> bool:
    host, _, _ = url.removeprefix("https://").partition("/")
    return url.startswith("https://") and "." in host and url.isprintable() and " " not in url

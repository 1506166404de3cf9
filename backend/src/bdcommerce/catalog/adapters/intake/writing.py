"""Products and offers as our own files have them: what is written here and read again says nothing new."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bdcommerce.catalog.adapters.intake import columns
from bdcommerce.catalog.domain import Offer, Product, variant_title
from bdcommerce.catalog.domain.intake import ListedOffer
from bdcommerce.catalog.domain.sheets import MAX_OPTIONS
from bdcommerce.catalog.events import Facts, Image, Variant
from bdcommerce.infra.imports.cells import NONE
from bdcommerce.infra.imports.columns import names
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

PRODUCTS, OFFERS = names(columns.PRODUCTS), names(columns.OFFERS)


def product_lines(product: Product, category: str, offers: Iterable[Offer]) -> list[list[object]]:
    """A line for each variant; what holds for all of them stands on the first."""
    sheet = product.working
    mine = {each.variant_id: each for each in offers if each.vendor_id == product.vendor_id}
    whole = {"category": category, "status": product.status, "unit": sheet.unit, **_facts(sheet.facts)}
    whole |= {"images": _pictures(sheet.facts.images), "attributes": _attributes(sheet.attributes)}
    whole |= {f"option{number}_name": name for number, name in enumerate(sheet.options, 1)}
    lines: list[list[object]] = []
    for number, variant in enumerate(sheet.variants):
        cells = {"product": product.product_id, **(whole if number == 0 else {}), **_variant(variant)}
        cells |= _offer(mine.get(variant.variant_id))
        lines.append([cells.get(name, "") for name in PRODUCTS])
    return lines


def offer_line(listed: ListedOffer) -> list[object]:
    """A line of the file of offers."""
    offer, title = listed.offer, listed.title
    variant = next((each for each in listed.sheet.variants if each.variant_id == offer.variant_id), None)
    cells = {
        "sku": offer.sku,
        "variant": offer.variant_id,
        "title": variant_title(title, variant.options if variant else []).en,
        "price_taka": price_cell(offer.price),
        "mrp_taka": price_cell(variant.mrp if variant else None),
        "active": _yes(offer.active),
        "manufactured_on": _day(offer.manufactured_on),
        "expires_on": _day(offer.expires_on),
    }
    return [cells[name] for name in OFFERS]


def price_cell(price: Money | None) -> str:
    """Taka with two decimals."""
    return "" if price is None else f"{price.amount // 100}.{price.amount % 100:02d}"


def _facts(facts: Facts) -> dict[str, str]:
    said: dict[str, str] = {}
    for name in PRODUCTS:
        fact, _, language = name.rpartition("_")
        if language in {"en", "bn"} and isinstance(found := getattr(facts, fact, None), Localized):
            said[name] = _text(getattr(found, language))
        elif isinstance(found := getattr(facts, name, None), str):
            said[name] = _text(found)
        elif name in {"manufactured_on", "expires_on"}:
            said[name] = _day(getattr(facts, name))
    return said


def _variant(variant: Variant) -> dict[str, str]:
    said = {f"option{number}_value": value for number, value in enumerate(variant.options[:MAX_OPTIONS], 1)}
    return said | {
        "variant_attributes": _attributes(variant.attributes),
        "variant_images": _pictures(variant.images),
        "weight_grams": str(variant.weight_grams or ""),
        "mrp_taka": price_cell(variant.mrp),
    }


def _offer(offer: Offer | None) -> dict[str, str]:
    if offer is None:
        return {}
    return {
        "sku": offer.sku,
        "price_taka": price_cell(offer.price),
        "active": _yes(offer.active),
        "offer_manufactured_on": _day(offer.manufactured_on),
        "offer_expires_on": _day(offer.expires_on),
    }


def _attributes(values: Mapping[str, str]) -> str:
    """Left out if a value has lines of its own: what is not stated stays."""
    broken = any(len(value.splitlines()) != 1 for value in values.values())
    return "" if broken else "\n".join(f"{key}={value}" for key, value in values.items())


def _pictures(images: Sequence[Image]) -> str:
    return "\n".join(_picture(each) for each in images)


def _picture(image: Image) -> str:
    """With its words, unless they could not be told apart again; then those that stand there stay."""
    words = [image.alt.en, image.alt.bn]
    unclear = any("|" in each or len(each.splitlines()) > 1 for each in words)
    return " | ".join([image.media_id or image.url, *([] if unclear else words)]).rstrip(" |")


def _text(text: str) -> str:
    return "" if text == NONE else text


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(said: bool) -> str:  # noqa: FBT001 - a cell
    return "yes" if said else "no"

"""The publish gate: what must be known of a product before a customer may see it, and which rule says so.

The list of facts is that of the Digital Commerce Operation Guidelines 2021 for a product page (`DC-INF`; its numbered
rules are named where one applies). Delivery charge and the vendor's identity stand on the page too, but are not the
product's: fulfilment quotes the one, vendors keep the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bdcommerce.catalog.domain.attributes import states
from bdcommerce.catalog.domain.categories import CategoryRules
from bdcommerce.catalog.domain.offers import Offer
from bdcommerce.catalog.errors import NotPublishable
from bdcommerce.catalog.events import Facts, ProductSheet
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.text import Localized, fold

# An option of such a name states the fact for each variant.
_SIZE = {fold(name) for name in ("size", "measurement", "length", "weight", "volume", "সাইজ", "মাপ", "আকার", "ওজন")}
_COLOUR = {fold(name) for name in ("colour", "color", "রং", "রঙ")}
_MATERIAL = {fold(name) for name in ("material", "fabric", "কাপড়", "উপাদান")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One demand of the gate: the field that meets it, whether it does, and if not, what to do."""

    field: str
    ok: bool
    reason: str
    rule: str


def checklist(sheet: ProductSheet, rules: CategoryRules, offers: Sequence[Offer], today: date) -> list[Check]:
    """Everything the gate asks of a product, met or not."""
    return [
        *_described(sheet),
        _brand(sheet.facts, rules),
        *_terms(sheet.facts),
        *_category(sheet.facts, rules, today),
        *_attributes(sheet, rules),
        _check("offers", any(offer.active for offer in offers), "make an offer: a price with all taxes", "DC-INF"),
        _check("offers.price", _below_mrp(sheet, offers), "lower the price to the maximum retail price", "CR-07"),
    ]


def ensure_open(checks: Sequence[Check]) -> None:
    """Raises NotPublishable with one entry per demand that is not met."""
    missing = {each.field: f"{each.reason} ({each.rule})" for each in checks if not each.ok}
    ensure(not missing, NotPublishable.because(missing))


def _described(sheet: ProductSheet) -> Iterable[Check]:
    facts, options = sheet.facts, {fold(name) for name in sheet.options}
    yield _check("facts.title", facts.title.en, "give a title", "DC-INF")
    yield _check("facts.description", _said(facts.description), "describe the product", "DC-INF")
    yield _check("facts.measurement", facts.measurement or options & _SIZE, "state the size or measurement", "DC-INF")
    yield _check("facts.colour", facts.colour or options & _COLOUR, "state the colour", "DC-INF")
    yield _check("facts.material", facts.material or options & _MATERIAL, "state the material", "DC-INF")
    yield _check("facts.model", facts.model, "state the model", "DC-INF")
    yield _check("facts.country_of_origin", facts.country_of_origin, "state where it was made", "DC-INF")
    yield _check("facts.images", facts.images, "show at least one image", "DC-INF")
    yield _check(
        "facts.health_hazard_warning", _said(facts.health_hazard_warning), 'warn of hazards, or state "none"', "DC-INF"
    )


def _brand(facts: Facts, rules: CategoryRules) -> Check:
    reason = "this brand was refused, state another" if rules.brand_refused else "state the brand"
    return _check("facts.brand", facts.brand and not rules.brand_refused, reason, "DC-INF")


def _terms(facts: Facts) -> Iterable[Check]:
    """DC-INF-01 wants the terms in Bangla; English may stand beside it."""
    yield _check("facts.delivery_time", facts.delivery_time.bn, "state the delivery time in Bangla", "DC-INF-01")
    yield _check(
        "facts.return_terms", facts.return_terms.bn, "state return, refund and exchange in Bangla", "DC-INF-01"
    )
    yield _check("facts.warranty", _said(facts.warranty), 'state the warranty, or "none"', "DC-INF-05")


def _category(facts: Facts, rules: CategoryRules, today: date) -> Iterable[Check]:
    yield _check("category_id", not rules.prohibited, "goods of this category may not be sold", "DC-BAN-04")
    if rules.requires_dgda_licence:
        yield _check("facts.dgda_licence", facts.dgda_licence, "give the drug administration's licence", "DC-BAN-05")
    if rules.perishable:
        yield _check("facts.ingredients", facts.ingredients, "list the ingredients and their quantity", "DC-INF")
        made = facts.manufactured_on is not None and facts.manufactured_on <= today
        yield _check("facts.manufactured_on", made, "state the day of manufacture", "DC-INF")
    if rules.perishable or facts.expires_on is not None:
        fresh = facts.expires_on is not None and facts.expires_on - rules.expiry_margin > today
        days = f", by more than {rules.expiry_margin.days} days" if rules.expiry_margin else ""
        yield _check("facts.expires_on", fresh, f"state a day of expiry that is still to come{days}", "CR-12")


def _attributes(sheet: ProductSheet, rules: CategoryRules) -> Iterable[Check]:
    """What the operator's staff ask of products in this category."""
    for each in rules.attributes:
        if each.required:
            yield _check(f"attributes.{each.key}", states(sheet, each), f"state: {each.name.en}", "category")


def _below_mrp(sheet: ProductSheet, offers: Sequence[Offer]) -> bool:
    limits = {each.variant_id: each.mrp.amount for each in sheet.variants if each.mrp is not None}
    return all(offer.price.amount <= limits.get(offer.variant_id, offer.price.amount) for offer in offers)


def _said(text: Localized) -> str:
    return text.en or text.bn


def _check(field: str, met: object, reason: str, rule: str) -> Check:
    return Check(field=field, ok=bool(met), reason="" if met else reason, rule=rule)

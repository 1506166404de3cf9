"""Approval: which edits of an approved product wait for staff, and what they would change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bdcommerce.catalog.events import Facts, ProductSheet
from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.kernel.errors import Invalid, ensure

_BRAND, _FACTS = "facts.brand", "facts."
_WHOLE = ("category_id", "options", "variants", "attributes", "unit")
FIELDS = (*_WHOLE, *(f"{_FACTS}{each.name}" for each in fields(Facts)))
"""All that can be changed of a product, by the names that refusals use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPolicy:
    """What staff want to see before customers do. Prices and stock are never among it."""

    fields: tuple[str, ...] = (
        "category_id",
        "facts.title",
        "facts.brand",
        "facts.ingredients",
        "facts.country_of_origin",
        "facts.health_hazard_warning",
        "facts.dgda_licence",
    )
    """Edits of these wait, once a product has been approved."""
    edits_of: tuple[VendorTier, ...] = ("new", "standard")
    """Vendors whose edits wait."""
    first_of: tuple[VendorTier, ...] = ()
    """Vendors whose products wait before they are published for the first time."""
    version: int = 0

    def gated(self, tier: VendorTier) -> frozenset[str]:
        """The fields whose edits wait, for a vendor."""
        return frozenset(self.fields if tier in self.edits_of else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of an edit: the sheet that holds at once, and the one that is proposed to staff, if any."""

    now: ProductSheet
    proposed: ProductSheet | None = None
    fields: list[str] = field(default_factory=list)
    """In which the two differ."""


def checked_policy(policy: ApprovalPolicy) -> ApprovalPolicy:
    """A policy in normal form. Raises Invalid for a field that products do not have."""
    unknown = sorted(set(policy.fields) - set(FIELDS))
    ensure(not unknown, Invalid.field("fields", f"are no fields of a product: {', '.join(unknown)}"))
    return replace(
        policy,
        fields=tuple(each for each in FIELDS if each in policy.fields),
        edits_of=tuple(sorted(set(policy.edits_of))),
        first_of=tuple(sorted(set(policy.first_of))),
    )


def split(live: ProductSheet, wanted: ProductSheet, gated: Collection[str]) -> Edit:
    """What of an edit holds at once, and what waits: the fields that staff want to see first."""
    waiting = [each for each in differences(live, wanted) if each in gated]
    if not waiting:
        return Edit(now=wanted)
    return Edit(now=merged(wanted, live, waiting), proposed=wanted, fields=waiting)


def whole(live: ProductSheet, edit: Edit) -> Edit:
    """The same with nothing at once, for an edit whose parts do not stand alone."""
    proposed = edit.proposed or edit.now
    return Edit(now=live, proposed=proposed, fields=differences(live, proposed))


def differences(one: ProductSheet, other: ProductSheet) -> list[str]:
    """The fields in which two sheets differ."""
    found = [name for name in _WHOLE if getattr(one, name) != getattr(other, name)]
    found += [f"{_FACTS}{each.name}" for each in fields(Facts) if _said(one, each.name) != _said(other, each.name)]
    if one.brand_id != other.brand_id and _BRAND not in found:
        found.append(_BRAND)
    return [each for each in FIELDS if each in found]


def merged(sheet: ProductSheet, other: ProductSheet, of_other: Iterable[str]) -> ProductSheet:
    """A sheet with some fields of another. A brand is its name and its id."""
    taken = list(of_other)
    facts: dict[str, Any] = {
        name.removeprefix(_FACTS): _said(other, name.removeprefix(_FACTS)) for name in taken if name[:6] == _FACTS
    }
    rest = {name: getattr(other, name) for name in taken if name in _WHOLE}
    if _BRAND in taken:
        rest["brand_id"] = other.brand_id
    return replace(sheet, facts=replace(sheet.facts, **facts), **rest)


def _said(sheet: ProductSheet, name: str) -> Any:
    return getattr(sheet.facts, name)

"""The product: what a vendor describes, and when customers may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from bdcommerce.catalog.domain.approvals import Edit, differences, merged, split, whole
from bdcommerce.catalog.domain.attributes import fitted
from bdcommerce.catalog.domain.categories import CategoryRules
from bdcommerce.catalog.domain.gate import checklist, ensure_open
from bdcommerce.catalog.domain.offers import Offer, ensure_below_mrp
from bdcommerce.catalog.domain.sheets import checked
from bdcommerce.catalog.errors import UnknownVariant, VariantInUse, WrongStatus
from bdcommerce.catalog.events import (
    ProductBranded,
    ProductDrafted,
    ProductPutOnSale,
    ProductReinstated,
    ProductRevised,
    ProductSentBack,
    ProductSheet,
    ProductSubmitted,
    ProductTakenDown,
    ProductTakenOffSale,
    RevisionApproved,
    RevisionRefused,
    RevisionSubmitted,
    RevisionWithdrawn,
    Variant,
)
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import nfc

Status = Literal["draft", "in_review", "published", "unpublished", "taken_down"]

TRANSITIONS: dict[tuple[Status, str], Status] = {
    ("draft", "submit"): "in_review",
    ("draft", "publish"): "published",
    ("in_review", "publish"): "published",
    ("in_review", "send_back"): "draft",
    ("published", "unpublish"): "unpublished",
    ("unpublished", "publish"): "published",
    ("published", "take_down"): "taken_down",
    ("unpublished", "take_down"): "taken_down",
    ("taken_down", "reinstate"): "published",
}
_DONE = {
    "submit": "submitted",
    "publish": "published",
    "send_back": "sent back",
    "unpublish": "unpublished",
    "take_down": "taken down",
    "reinstate": "reinstated",
}
_NO_RULES = CategoryRules()


@dataclass(frozen=True, slots=True)
class Demands:
    """What a sheet is held against."""

    rules: CategoryRules
    offers: Sequence[Offer]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An edit that waits for staff."""

    approval_id: str
    sheet: ProductSheet
    """As the product would be."""
    fields: list[str]
    """What of it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product as its vendor has described it."""

    product_id: str
    vendor_id: str
    sheet: ProductSheet
    status: Status = "draft"
    slug: str = ""
    """Where customers find it: empty until the first publishing, and the same ever after."""
    approval_id: str = ""
    """What its first publication waits for, while it does."""
    pending: Revision | None = None
    reason: str = ""
    """Why it was sent back, taken off sale or taken down."""
    before: Status = "draft"
    """What it was when it was taken down."""
    version: int = 1

    @property
    def working(self) -> ProductSheet:
        """The sheet that its vendor works on: with what waits for staff."""
        return self.pending.sheet if self.pending else self.sheet

    @property
    def is_approved(self) -> bool:
        """Whether customers have been able to see it, and edits may have to wait."""
        return bool(self.slug) and self.status in {"published", "unpublished"}

    def variant(self, variant_id: str) -> Variant:
        """One of its variants. Raises UnknownVariant."""
        for each in self.sheet.variants:
            if each.variant_id == variant_id:
                return each
        raise UnknownVariant.named(variant_id)


def draft(product_id: str, vendor_id: str, sheet: ProductSheet, rules: CategoryRules = _NO_RULES) -> ProductDrafted:
    """Begin to describe a product; nothing needs to be complete. Raises Invalid for what could never be right."""
    return ProductDrafted(product_id=product_id, vendor_id=vendor_id, sheet=checked(fitted(sheet, rules.attributes)))


def revise(
    product: Product, sheet: ProductSheet, rules: CategoryRules, offers: Sequence[Offer], today: date
) -> ProductRevised:
    """Describe it otherwise. What customers see stays complete: a published product must still pass the gate.

    Raises Invalid, VariantInUse, PriceAboveMrp, NotPublishable.
    """
    sheet = checked(fitted(sheet, rules.attributes, product.sheet))
    kept = {each.variant_id: each for each in sheet.variants}
    orphans = {offer.variant_id for offer in offers} - kept.keys()
    ensure(not orphans, VariantInUse.named(sorted(orphans)))
    for offer in offers:
        ensure_below_mrp("variants", offer.price, kept[offer.variant_id])
    if product.status == "published":
        ensure_open(checklist(sheet, rules, offers, today))
    return ProductRevised(product_id=product.product_id, sheet=sheet)


def publish(
    product: Product, rules: CategoryRules, offers: Sequence[Offer], today: date, free_slug: str
) -> ProductPutOnSale:
    """Let customers see it, at `free_slug` if this is the first time. Raises WrongStatus, NotPublishable."""
    ensure_may(product, "publish")
    ensure_open(checklist(product.sheet, rules, offers, today))
    return ProductPutOnSale(product_id=product.product_id, slug=product.slug or free_slug)


def submit(
    product: Product, rules: CategoryRules, offers: Sequence[Offer], today: date, approval_id: str
) -> ProductSubmitted:
    """Ask staff to let customers see it. Raises WrongStatus, NotPublishable."""
    ensure_may(product, "submit")
    ensure_open(checklist(product.sheet, rules, offers, today))
    return ProductSubmitted(product_id=product.product_id, approval_id=approval_id)


def send_back(product: Product, reason: str) -> ProductSentBack:
    """Not like this, or not after all. Raises WrongStatus."""
    ensure_may(product, "send_back")
    return ProductSentBack(product_id=product.product_id, approval_id=product.approval_id, reason=nfc(reason))


def unpublish(product: Product, reason: str = "vendor") -> ProductTakenOffSale:
    """Hide it from customers. Raises WrongStatus."""
    ensure_may(product, "unpublish")
    return ProductTakenOffSale(product_id=product.product_id, reason=reason)


def take_down(product: Product, reason: str) -> ProductTakenDown:
    """Hide it from customers until staff reinstate it. Raises WrongStatus."""
    ensure_may(product, "take_down")
    return ProductTakenDown(product_id=product.product_id, reason=nfc(reason))


def reinstate(
    product: Product, reason: str, rules: CategoryRules, offers: Sequence[Offer], today: date
) -> ProductReinstated:
    """Let it be what it was; published only if it still passes the gate. Raises WrongStatus."""
    ensure_may(product, "reinstate")
    complete = all(each.ok for each in checklist(product.sheet, rules, offers, today))
    status: Literal["published", "unpublished"] = (
        "published" if product.before == "published" and complete else "unpublished"
    )
    return ProductReinstated(product_id=product.product_id, reason=nfc(reason), status=status)


def expire(product: Product, today: date, margin: timedelta) -> ProductTakenOffSale | None:
    """Hide a published product whose goods expire within the margin (CR-12, section 51 of the Consumer Rights
    Protection Act 2009); nothing if it is hidden already or has fresher goods by now.
    """
    expires_on = product.sheet.facts.expires_on
    due = product.status == "published" and expires_on is not None and expires_on - margin <= today
    return unpublish(product, "expired") if due else None


def propose(product: Product, edit: Edit, approval_id: str) -> RevisionSubmitted:
    """Ask staff for the part of an edit that waits."""
    assert edit.proposed is not None  # noqa: S101 - the caller has looked
    return RevisionSubmitted(
        product_id=product.product_id,
        vendor_id=product.vendor_id,
        approval_id=product.pending.approval_id if product.pending else approval_id,
        before=edit.now,
        sheet=edit.proposed,
        fields=edit.fields,
    )


def accepted(product: Product) -> ProductSheet:
    """The sheet with what waits for staff, and with what else has changed meanwhile."""
    assert product.pending is not None  # noqa: S101 - the caller has looked
    return merged(product.sheet, product.pending.sheet, product.pending.fields)


def edited(product: Product, wanted: ProductSheet, gated: frozenset[str], new: Demands, live: Demands) -> Edit:
    """What becomes of an edit of an approved product: what holds at once and what waits, each right by itself.

    Raises Invalid, VariantInUse, PriceAboveMrp, NotPublishable.
    """
    wanted = revise(product, wanted, new.rules, new.offers, new.today).sheet
    edit = split(product.sheet, wanted, gated)
    if edit.proposed is None:
        return edit
    try:
        now = revise(product, edit.now, live.rules, live.offers, live.today).sheet
    except (Invalid, VariantInUse):
        return whole(product.sheet, edit)
    return replace(edit, now=now, fields=differences(now, wanted))


def waiting(product: Product) -> WrongStatus:
    """The refusal to do again what waits for staff."""
    return WrongStatus.of(product.status, "published before staff have looked at it")


def ensure_may(product: Product, action: str) -> None:
    """Raises WrongStatus if this cannot be done to a product as it stands."""
    ensure((product.status, action) in TRANSITIONS, WrongStatus.of(product.status, _DONE[action]))


def evolve_product(product: Product | None, event: object) -> Product | None:
    """The product after an event of its stream."""
    if isinstance(event, ProductDrafted):
        return Product(product_id=event.product_id, vendor_id=event.vendor_id, sheet=event.sheet)
    if product is None:
        return None
    return replace(product, version=product.version + 1, **_changes(product, event))


def _changes(product: Product, event: object) -> dict[str, Any]:
    """What an event makes of a product that is there."""
    match event:
        case ProductRevised():
            return {"sheet": event.sheet}
        case ProductBranded():
            return {"sheet": replace(product.sheet, brand_id=event.brand_id)}
        case RevisionSubmitted():
            return {"pending": Revision(approval_id=event.approval_id, sheet=event.sheet, fields=event.fields)}
        case RevisionApproved():
            return {"sheet": event.sheet, "pending": None}
        case RevisionRefused() | RevisionWithdrawn():
            return {"pending": None}
        case _:
            return _moved(product, event)


def _moved(product: Product, event: object) -> dict[str, Any]:
    """What an event makes of its status."""
    match event:
        case ProductSubmitted():
            return {"status": "in_review", "approval_id": event.approval_id, "reason": ""}
        case ProductSentBack():
            return {"status": "draft", "approval_id": "", "reason": event.reason}
        case ProductPutOnSale():
            return {"status": "published", "slug": event.slug, "approval_id": "", "reason": ""}
        case ProductTakenOffSale():
            return {"status": "unpublished", "reason": event.reason}
        case ProductTakenDown():
            return {"status": "taken_down", "before": product.status, "reason": event.reason}
        case ProductReinstated():
            return {"status": event.status, "reason": ""}
    message = f"no event of a product: {type(event).__name__}"
    raise TypeError(message)

"""Promotions as they come in and go out. Money is in poisha, percentages are per cent, instants have a time zone.

What a promotion may do is a closed list: nothing is drawn or raffled (DC-BAN-03), nothing stands for money (DC-BAN-06).
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.contracts.orders import PaymentMethod, PromotionScope
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.promotions.promotion import Codes, Promotion, State, Status
from bdcommerce.orders.events import (
    Benefit,
    BundlePart,
    Conditions,
    Funding,
    Level,
    Limits,
    PromotionTerms,
    Stacking,
)
from bdcommerce.orders.schemas.requests import CouponCode, FundedByOperator, FundedByVendor, Id

MOST_IDS = 1000
Ids = Annotated[list[Id], Meta(max_length=MOST_IDS)]
Percent = Annotated[Decimal, Meta(description="per cent, above 0, at most 100, two decimals", examples=["10"])]
Poisha = Annotated[Money, Meta(description="in poisha", examples=[{"amount": 12000, "currency": "BDT"}])]
Name = Annotated[str, Meta(min_length=2, max_length=120, pattern=r"^[^\x00]*$", examples=["Eid offer"])]
Units = Annotated[int, Meta(ge=1, le=1000)]
Instant = Annotated[datetime, Meta(tz=True, examples=["2026-12-16T00:00:00+06:00"])]


class Tagged(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, tag_field="kind", frozen=True):
    """What a promotion gives, told apart by `kind`."""


class Names(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A name in both languages; Bangla falls back to English."""

    en: Name
    bn: Annotated[str, Meta(max_length=120, pattern=r"^[^\x00]*$", examples=["ঈদ অফার"])] = ""


class Scope(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Which goods: those that fit every list that is not empty. All lists empty: everything."""

    offer_ids: Ids = msgspec.field(default_factory=list)
    product_ids: Ids = msgspec.field(default_factory=list)
    category_ids: Ids = msgspec.field(default_factory=list)
    brand_ids: Ids = msgspec.field(default_factory=list)
    vendor_ids: Ids = msgspec.field(default_factory=list)

    def meant(self) -> PromotionScope:
        """The same, as decisions know it."""
        return PromotionScope(**msgspec.structs.asdict(self))

    @classmethod
    def of(cls, scope: PromotionScope) -> "Scope":
        """A scope, going out."""
        return msgspec.convert(scope, cls, from_attributes=True)


class PercentageOff(Tagged, tag="percentage", frozen=True):
    """So many per cent off the goods, at most so much in all."""

    percent: Percent
    most: Poisha | None = None

    def benefit(self) -> Benefit:
        return Benefit(kind="percentage", percent=self.percent, most=self.most)


class AmountOff(Tagged, tag="amount", frozen=True):
    """So much off the goods; in the catalogue off each unit."""

    amount: Poisha

    def benefit(self) -> Benefit:
        return Benefit(kind="amount", amount=self.amount)


class FreeDelivery(Tagged, tag="free_delivery", frozen=True):
    """No delivery fee for the vendor orders with such goods, at most so much in all."""

    most: Poisha | None = None

    def benefit(self) -> Benefit:
        return Benefit(kind="free_delivery", most=self.most)


class BuyXGetY(Tagged, tag="buy_x_get_y", frozen=True):
    """Of every buy + get units the cheapest `get` are so many per cent off (100: free), at most `times` times.

    With a `get_scope` those units come from there, and the bought ones from the promotion's scope.
    """

    buy: Units
    """Units."""
    get: Units
    """Units."""
    percent: Percent = Decimal(100)
    times: Units | None = None
    """In one cart; null: as often as it can be."""
    get_scope: Scope | None = None

    def benefit(self) -> Benefit:
        get_scope = self.get_scope.meant() if self.get_scope else None
        return Benefit(
            kind="buy_x_get_y",
            buy=self.buy,
            get=self.get,
            percent=self.percent,
            times=self.times,
            get_scope=get_scope,
        )


class InBundle(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """So many units out of a scope."""

    scope: Scope
    quantity: Units


class BundlePrice(Tagged, tag="bundle", frozen=True):
    """One of each part together for a price, at most `times` times."""

    parts: Annotated[list[InBundle], Meta(min_length=2, max_length=10)]
    price: Poisha
    times: Units | None = None
    """In one cart; null: as often as it can be."""

    def benefit(self) -> Benefit:
        parts = tuple(BundlePart(scope=part.scope.meant(), quantity=part.quantity) for part in self.parts)
        return Benefit(kind="bundle", parts=parts, price=self.price, times=self.times)


class FixedPrice(Tagged, tag="fixed_price", frozen=True):
    """Each unit for a price, where the vendor asks more: a flash sale. For the catalogue only."""

    price: Poisha

    def benefit(self) -> Benefit:
        return Benefit(kind="fixed_price", price=self.price)


Gives = PercentageOff | AmountOff | FreeDelivery | BuyXGetY | BundlePrice | FixedPrice


class Asks(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What has to be so for a cart promotion. Goods and quantities count within the scope, at promotional prices."""

    min_goods: Poisha = Money(0)
    min_quantity: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """Units."""
    first_order: bool = False
    list_id: Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$", description="a list of customers")] = ""
    payment_methods: Annotated[list[PaymentMethod], Meta(max_length=5)] = msgspec.field(default_factory=list)
    districts: Annotated[
        list[Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9-]+$", examples=["dhaka"])]], Meta(max_length=64)
    ] = msgspec.field(default_factory=list)
    full_price_only: Annotated[bool, Meta(description="goods at a promotional price neither count nor get it")] = False


class Stacks(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Exclusive: with no other cart promotion. Of one group only the best applies. Higher priority comes first."""

    exclusive: bool = False
    priority: Annotated[int, Meta(ge=-1000, le=1000)] = 0
    """Of two that may both apply the higher one is taken off first."""
    group: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9_-]*$")] = ""


class Ends(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """How far it goes: orders for a cart promotion, units for a catalogue one; the budget in poisha. Null: no limit."""

    total: Annotated[int, Meta(ge=1, le=10_000_000)] | None = None
    """In all."""
    per_customer: Units | None = None
    """For each customer."""
    per_offer: Annotated[int, Meta(ge=1, le=1_000_000, description="units of each listed offer")] | None = None
    budget: Poisha | None = None


class FundedJointly(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="split"):
    """A vendor pays so many per cent of it, on its own goods; the operator the rest."""

    vendor_id: Id
    vendor_percent: Percent


Funder = FundedByOperator | FundedByVendor | FundedJointly


class VendorPromotion(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A promotion of a vendor on its own goods, which it pays for.

    With a `code` customers ask for it by that; with `unique_codes` by codes that work once each, made afterwards; else
    it applies by itself. Level `catalogue` changes the price that everybody sees, `cart` what a purchase costs.
    """

    name: Names
    level: Level = "cart"
    benefit: Gives
    scope: Scope = msgspec.field(default_factory=Scope)
    conditions: Asks = msgspec.field(default_factory=Asks)
    stacking: Stacks = msgspec.field(default_factory=Stacks)
    limits: Ends = msgspec.field(default_factory=Ends)
    starts_at: Instant
    ends_at: Instant
    code: CouponCode | None = None
    unique_codes: bool = False

    @property
    def codes(self) -> Codes:
        """How customers ask for it."""
        return "shared" if self.code else "unique" if self.unique_codes else "none"

    def terms(self, promotion_id: str, funding: Funding) -> PromotionTerms:
        """The terms, not checked yet."""
        asks, ends = self.conditions, self.limits
        return PromotionTerms(
            promotion_id=promotion_id,
            name=Localized(self.name.en, self.name.bn),
            level=self.level,
            benefit=self.benefit.benefit(),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            scope=self.scope.meant(),
            conditions=Conditions(
                min_goods=asks.min_goods,
                min_quantity=asks.min_quantity,
                first_order=asks.first_order,
                list_id=asks.list_id,
                payment_methods=tuple(asks.payment_methods),
                districts=tuple(asks.districts),
                full_price_only=asks.full_price_only,
            ),
            funding=funding,
            stacking=Stacking(**msgspec.structs.asdict(self.stacking)),
            limits=Limits(
                total=ends.total, per_customer=ends.per_customer, per_offer=ends.per_offer, budget=ends.budget
            ),
        )


class OperatorPromotion(VendorPromotion, kw_only=True):
    """A promotion of the operator, and who pays for it."""

    funder: Funder = msgspec.field(default_factory=FundedByOperator)

    @property
    def funding(self) -> Funding:
        """Who pays how much."""
        if isinstance(self.funder, FundedByOperator):
            return Funding()
        percent = self.funder.vendor_percent if isinstance(self.funder, FundedJointly) else Decimal(100)
        return Funding(vendor_id=self.funder.vendor_id, vendor_percent=percent)


class MakeCodes(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many codes that work once each."""

    how_many: Annotated[int, Meta(ge=1, le=5000)]
    """Codes."""
    prefix: Annotated[str, Meta(max_length=12, pattern=r"^[A-Za-z0-9-]*$", examples=["EID-"])] = ""


class CodesMade(msgspec.Struct, frozen=True, kw_only=True):
    """How many codes were made."""

    made: int
    """Codes."""


class CodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A code, and the order that has used it up."""

    code: str
    single_use: bool
    order_id: str | None


class PromotionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion as it is stored, with what was used of it."""

    id: str
    owner: str
    state: State
    codes: Codes
    code: str
    terms: PromotionTerms
    version: int
    used: int
    spent: int

    @property
    def promotion(self) -> Promotion:
        """As decisions know it."""
        return Promotion(
            terms=self.terms,
            owner=self.owner,
            state=self.state,
            codes=self.codes,
            code=self.code,
            version=self.version,
        )


class PromotionView(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion. `owner` is the vendor that made it, null for the operator; `spent` is what it has cost so far."""

    id: str
    owner: str | None
    status: Status
    name: Localized
    level: Level
    benefit: Gives
    scope: Scope
    conditions: Asks
    funder: Funder
    stacking: Stacks
    limits: Ends
    starts_at: datetime
    ends_at: datetime
    code: str | None
    unique_codes: bool
    used: int
    """Orders so far of a cart promotion, units of a catalogue one."""
    spent: Money

    @classmethod
    def of(cls, promotion: Promotion, used: int = 0, spent: int = 0) -> "PromotionView":
        """A promotion at this moment."""
        terms = promotion.terms
        return cls(
            id=promotion.id,
            owner=promotion.owner or None,
            status=promotion.status_at(clock.now()),
            name=terms.name,
            level=terms.level,
            benefit=_gives(terms.benefit),
            scope=Scope.of(terms.scope),
            conditions=msgspec.convert(terms.conditions, Asks, from_attributes=True),
            funder=_funder(terms.funding),
            stacking=msgspec.convert(terms.stacking, Stacks, from_attributes=True),
            limits=msgspec.convert(terms.limits, Ends, from_attributes=True),
            starts_at=terms.starts_at,
            ends_at=terms.ends_at,
            code=promotion.code or None,
            unique_codes=promotion.codes == "unique",
            used=used,
            spent=Money(spent),
        )

    @classmethod
    def of_row(cls, row: PromotionRow) -> "PromotionView":
        """A promotion with what was used of it."""
        return cls.of(row.promotion, row.used, row.spent)


class CustomerListInput(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Exactly these customers are on the list from now on."""

    name: Name
    customer_ids: Annotated[list[Id], Meta(max_length=10_000)]


class CustomerListView(msgspec.Struct, frozen=True, kw_only=True):
    """A list of customers, and how many are on it."""

    id: str
    name: str
    changed_at: datetime
    customers: int
    """How many."""


def _gives(benefit: Benefit) -> Gives:
    match benefit.kind:
        case "percentage":
            return PercentageOff(percent=benefit.percent, most=benefit.most)
        case "amount":
            return AmountOff(amount=benefit.amount)
        case "free_delivery":
            return FreeDelivery(most=benefit.most)
        case "buy_x_get_y":
            get_scope = Scope.of(benefit.get_scope) if benefit.get_scope else None
            return BuyXGetY(
                buy=benefit.buy, get=benefit.get, percent=benefit.percent, times=benefit.times, get_scope=get_scope
            )
        case "bundle":
            parts = [InBundle(scope=Scope.of(part.scope), quantity=part.quantity) for part in benefit.parts]
            return BundlePrice(parts=parts, price=benefit.price, times=benefit.times)
    return FixedPrice(price=benefit.price)


def _funder(funding: Funding) -> Funder:
    if not funding.vendor_id:
        return FundedByOperator()
    if funding.vendor_percent == Decimal(100):
        return FundedByVendor(vendor_id=funding.vendor_id)
    return FundedJointly(vendor_id=funding.vendor_id, vendor_percent=funding.vendor_percent)

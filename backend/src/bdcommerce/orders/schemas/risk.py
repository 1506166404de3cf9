"""Paying at the door: what is asked of the customer, and to staff why."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.confirmation import CodeLimits, Confirmation
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.risk.listings import Verdict
from bdcommerce.orders.domain.risk.words import DECISIONS, FACTORS, NOT_READY, reasons_for_customer
from bdcommerce.orders.domain.transitions import Status
from bdcommerce.orders.events.risk import Advance, Affirmed, Appraisal, Decision, How, Signals, Thresholds

Why = Annotated[str, Meta(min_length=3, max_length=500, pattern=r"^[^\x00]*$", examples=["Spoke to the customer"])]
Key = Annotated[str, Meta(max_length=60, pattern=r"^cod\.[a-z0-9_]+$", examples=["cod.points_refused"])]


class ConfirmationAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The customer confirms the order with the code that was sent to the phone of its address, until an instant."""

    until: datetime

    @classmethod
    def of(cls, order: Order) -> "ConfirmationAsked | None":
        """What is asked, while it waits."""
        if order.status != "awaiting_confirmation" or order.confirm_until is None or order.affirmed:
            return None
        return cls(until=order.confirm_until)


class PayingWords(msgspec.Struct, frozen=True, kw_only=True):
    """Why an order is not simply paid at the door, or not simply in advance."""

    text: Localized
    reasons: list[Localized]

    @classmethod
    def of(cls, order: Order) -> "PayingWords | None":
        """None where there is nothing to explain."""
        if order.prepaid:
            return cls(text=NOT_READY, reasons=[]) if order.advances else None
        if order.appraisal is None or order.appraisal.decision == "accept":
            return None
        asked: Decision = "confirm" if order.confirm_until else order.appraisal.decision
        return cls(text=DECISIONS[asked], reasons=reasons_for_customer(order.appraisal))


class ConfirmOrder(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code of the last message."""

    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$", examples=["482913"])]


class CodeSent(msgspec.Struct, frozen=True, kw_only=True):
    """A code is on its way. `next_at`: when another may be sent; null: none any more."""

    codes_left: int
    """So many more may be sent for the order."""
    tries: int
    """Wrong ones that may be tried of each."""
    next_at: datetime | None

    @classmethod
    def of(cls, confirmation: Confirmation, limits: CodeLimits) -> "CodeSent":
        """How it stands with the codes of an order."""
        left = max(min(limits.sends - confirmation.sent, limits.per_phone - confirmation.to_phone), 0)
        return cls(codes_left=left, tries=limits.tries, next_at=confirmation.next_at(limits))


class NoteCall(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was said on the telephone."""

    note: Why


class OverrideRisk(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why the operator takes the risk."""

    reason: Why


class FactorView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that spoke: what it saw (parcels, orders, poisha; 1 for yes) and the points that it gave or took."""

    code: str
    label: Localized
    rule: str
    """Its key in the rule book; empty for a list of staff."""
    value: int
    """Parcels, orders or poisha; 1 for yes."""
    points: int
    """Below zero: taken off."""


class AffirmedView(msgspec.Struct, frozen=True, kw_only=True):
    """Who said that the order is meant, how, and what they noted."""

    how: How
    note: str
    actor_id: str
    at: datetime


class AppraisalView(msgspec.Struct, frozen=True, kw_only=True):
    """How it was decided: the points add up to the score, the thresholds are those of that day."""

    decision: Decision
    label: Localized
    score: int
    """Points."""
    factors: list[FactorView]
    thresholds: Thresholds
    signals: Signals

    @classmethod
    def of(cls, appraisal: Appraisal) -> "AppraisalView":
        """An appraisal in words."""
        return cls(
            decision=appraisal.decision,
            label=DECISIONS[appraisal.decision],
            score=appraisal.score,
            factors=[
                FactorView(
                    code=each.code, label=FACTORS[each.code], rule=each.rule, value=each.value, points=each.points
                )
                for each in appraisal.factors
            ],
            thresholds=appraisal.thresholds,
            signals=appraisal.signals,
        )


class RiskView(msgspec.Struct, frozen=True, kw_only=True):
    """What paying an order at the door was thought to risk, and what came of it. `appraisal` is null for one that is
    paid in advance; `open_cash` is what is still to be taken at its doors.
    """

    order_id: str
    number: str
    status: Status
    appraisal: AppraisalView | None
    affirmed: AffirmedView | None
    advances: list[Advance]
    confirm_until: datetime | None
    open_cash: Money

    @staticmethod
    def affirmation(affirmed: Affirmed | None) -> AffirmedView | None:
        """Who said that it is meant."""
        if affirmed is None:
            return None
        return AffirmedView(how=affirmed.how, note=affirmed.note, actor_id=affirmed.by.id, at=affirmed.at)


class ListPhone(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """From now on this phone never pays at the door, or always may, until an instant."""

    phone: Annotated[str, Meta(min_length=8, max_length=30, examples=["01712345678"])]
    verdict: Verdict
    reason: Why
    expires_at: Annotated[datetime, Meta(tz=True)]


class ListedPhone(msgspec.Struct, frozen=True, kw_only=True):
    """A listed phone, masked."""

    id: str
    phone: Annotated[str, Meta(examples=["+88017*****678"])]
    verdict: Verdict
    reason: str
    listed_by: str
    at: datetime
    expires_at: datetime


_MOST = Decimal(10) ** 12


class OtherRule(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A rule of the rule book with another value."""

    key: Key
    value: Annotated[Decimal, Meta(examples=["30"])]
    """In the unit of the rule, of at most twelve digits."""

    def __post_init__(self) -> None:
        """Raises ValueError for what no rule can be."""
        if not self.value.is_finite() or abs(self.value) >= _MOST:
            raise ValueError("value must be a number of at most twelve digits")


class PreviewRules(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What if these rules had had these values? Answered for the latest orders."""

    rules: Annotated[list[OtherRule], Meta(min_length=1, max_length=40)]
    orders: Annotated[int, Meta(ge=1, le=5000, examples=[1000])] = 1000
    """So many of the latest orders, of which those paid at the door count."""


class DecisionCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often it was decided so, and how often it would be; `bad` are those of them whose parcels went back."""

    decision: Decision
    before: int
    """Orders."""
    before_bad: int
    """Orders of them with a parcel that went back."""
    after: int
    """Orders."""
    after_bad: int
    """Orders of them with a parcel that went back."""


class RulesPreview(msgspec.Struct, frozen=True, kw_only=True):
    """Orders that stand, appraised again; orders that were refused are not among them. `changed` come to another
    decision.
    """

    orders: int
    """Looked at."""
    changed: int
    """Orders of them that would have been decided otherwise."""
    decisions: list[DecisionCount]

    @classmethod
    def of(cls, before: Sequence[Appraisal], after: Sequence[Appraisal], bad: Sequence[bool]) -> "RulesPreview":
        """Both, order by order."""
        return cls(
            orders=len(before),
            changed=sum(old.decision != new.decision for old, new in zip(before, after, strict=True)),
            decisions=[
                DecisionCount(
                    decision=decision,
                    before=sum(each.decision == decision for each in before),
                    before_bad=sum(each.decision == decision and went for each, went in zip(before, bad, strict=True)),
                    after=sum(each.decision == decision for each in after),
                    after_bad=sum(each.decision == decision and went for each, went in zip(after, bad, strict=True)),
                )
                for decision in DECISIONS
            ],
        )

"""Surveys: one question after a delivery, answered once, by whoever has the link that was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce

from bdcommerce.analytics.errors import SurveyOver
from bdcommerce.analytics.events import SurveyAnswered, SurveyAsked
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure

OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one customer was asked about one vendor order."""

    vendor_order_id: str
    vendor_id: str = ""
    asked_at: datetime | None = None
    answered: bool = False

    @property
    def open(self) -> bool:
        """Whether it may be answered now."""
        return self.asked_at is not None and not self.answered and clock.now() < self.asked_at + OPEN_FOR


def ask(survey: Survey, vendor_id: str) -> SurveyAsked | None:
    """Ask, unless that was done already."""
    if survey.asked_at:
        return None
    return SurveyAsked(vendor_order_id=survey.vendor_order_id, vendor_id=vendor_id, at=clock.now())


def answer(survey: Survey, *, score: int, comment_sealed: str) -> SurveyAnswered:
    """Say how it was. Raises SurveyOver."""
    ensure(survey.open, SurveyOver("This question was answered, or is too old."))
    return SurveyAnswered(
        vendor_order_id=survey.vendor_order_id,
        vendor_id=survey.vendor_id,
        score=score,
        comment_sealed=comment_sealed,
        at=clock.now(),
    )


def restore(vendor_order_id: str, happened: Sequence[object]) -> Survey:
    """The state after what happened."""
    return reduce(_evolve, happened, Survey(vendor_order_id=vendor_order_id))


def _evolve(survey: Survey, event: object) -> Survey:
    match event:
        case SurveyAsked():
            return replace(survey, vendor_id=event.vendor_id, asked_at=event.at)
        case SurveyAnswered():
            return replace(survey, answered=True)
        case _:
            message = f"{event!r} is not part of a survey's life"
            raise TypeError(message)

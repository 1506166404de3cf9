"""A quote: the zone of two places, its fee, and the promise. And the book in which all of that is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bdcommerce.contracts.fulfilment import AreaNotServed, DeliveryQuestion, DeliveryQuote
from bdcommerce.fulfilment.domain.promise import Hours, Promise, Road, after, promise, works
from bdcommerce.fulfilment.domain.tariff import Found, Tariff, fee_of, in_one_city
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

SAME_CITY_DAYS, OTHER_DAYS = "dc.delivery_days_same_city", "dc.delivery_days_other"
RULES = ["delivery.fee_same_city", "delivery.fee_other", SAME_CITY_DAYS, OTHER_DAYS]
"""What the rule book is asked for: fees in poisha, VAT included, and days (Digital Commerce Guidelines 2021)."""
OPERATOR = ""
"""Whose hours hold for vendors without hours of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day that staff have put right: `closed` although the calendar works, or open although it does not."""

    day: date
    closed: bool
    name: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All that quotes need beside the rule book."""

    tariff: Tariff
    holidays: Mapping[date, Localized]
    """Public holidays of this year and the next, as staff have put them right."""

    def delivers(self, origin: Place | None, destination: Place | None, day: date) -> bool:
        """Whether parcels are brought there on that day."""
        return works(day, self._rest_days(origin, destination, day), self.holidays)

    def next_delivery(self, origin: Place | None, destination: Place | None, after_day: date) -> date:
        """The first day after another on which parcels are brought there."""
        return after(after_day, 1, self._rest_days(origin, destination, after_day), self.holidays)

    def _rest_days(self, origin: Place | None, destination: Place | None, day: date) -> Collection[int]:
        """Those of the zone. Where nobody delivers any more, what is on its way still is brought every day."""
        if not origin or not destination:
            return ()
        try:
            return self.tariff.find(origin, destination, day).zone.rest_days
        except AreaNotServed:
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A quote with the reasons for it."""

    found: Found
    fee: Money
    promise: Promise
    limit_days: int


def work_out(
    question: DeliveryQuestion, book: Book, hours: Hours, rules: Mapping[str, Decimal], now: datetime
) -> Worked:
    """Fee and promise for an order of this instant. Raises AreaNotServed."""
    today = clock.dhaka_date(now)
    found = book.tariff.find(question.origin, question.destination, today)
    road = Road(least=found.zone.transit_min, most=found.zone.transit_max, rest_days=found.zone.rest_days)
    limit_days = days_allowed(question.origin, question.destination, rules)
    return Worked(
        found=found,
        fee=fee_of(found, question.weight_grams, rules),
        promise=promise(now, hours, road, book.holidays, limit_days=limit_days),
        limit_days=limit_days,
    )


def quote(
    question: DeliveryQuestion, book: Book, hours: Hours, rules: Mapping[str, Decimal], now: datetime
) -> DeliveryQuote:
    """The quote alone. Raises AreaNotServed."""
    worked = work_out(question, book, hours, rules, now)
    return DeliveryQuote(
        vendor_id=question.vendor_id,
        zone=worked.found.zone.code,
        fee=worked.fee,
        promised_by=worked.promise.last,
        promised_from=worked.promise.first,
        order_before=worked.promise.order_before,
    )


def days_allowed(origin: Place, destination: Place, rules: Mapping[str, Decimal]) -> int:
    """Calendar days that the law allows (DC-DLV-01 within one city, DC-DLV-02 beyond)."""
    return int(rules[SAME_CITY_DAYS if in_one_city(origin, destination) else OTHER_DAYS])


def put_right(calendar: Mapping[date, Localized], overrides: Collection[Holiday]) -> dict[date, Localized]:
    """The calendar's holidays after what staff know better: a moon that was sighted, a day by executive order."""
    opened = {override.day for override in overrides if not override.closed}
    kept = {day: name for day, name in calendar.items() if day not in opened}
    return kept | {override.day: override.name for override in overrides if override.closed}

"""Zones, fees, hours and holidays over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from litestar.params import PathParameter
from msgspec import Meta

from bdcommerce.fulfilment.domain.promise import MINUTES_PER_HOUR, Hours
from bdcommerce.fulfilment.domain.tariff import Area, FeeTable, Level, Pair, WeightStep, Zone
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

_CLEAN = r"^[^\x00-\x1f]*$"
_Words = Annotated[str, Meta(min_length=2, max_length=200, pattern=_CLEAN)]
_Bangla = Annotated[str, Meta(max_length=200, pattern=_CLEAN)]
_Code = Annotated[str, Meta(min_length=2, max_length=40, pattern=r"^[a-z][a-z0-9_]*$", examples=["hill_tracts"])]
ZonePath = Annotated[str, PathParameter(max_length=40, pattern=r"^[a-z][a-z0-9_]*$", description="the zone's code")]
DayPath = Annotated[str, PathParameter(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="YYYY-MM-DD")]
_Key = Annotated[
    str,
    Meta(
        max_length=80,
        pattern=r"^[a-z0-9/-]*$",
        description="id on that level as the places of accounts have it; empty for `anywhere` and `same_city`",
        examples=["bandarban"],
    ),
]
_Grams = Annotated[int, Meta(ge=1, le=1_000_000, description="grams", examples=[1000])]
_Days = Annotated[int, Meta(ge=0, le=30, description="delivery days on the road", examples=[3])]
_Weekday = Annotated[int, Meta(ge=1, le=7)]
_RestDays = Annotated[
    list[_Weekday], Meta(max_length=6, description="ISO weekdays without work, 1 Monday to 7 Sunday", examples=[[5, 6]])
]
_Handling = Annotated[int, Meta(ge=0, le=14, description="working days before the courier comes")]


class Words(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A text in both languages; Bangla falls back to English."""

    en: _Words
    bn: _Bangla = ""

    def text(self) -> Localized:
        """The text."""
        return Localized(self.en, self.bn)


class AreaBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A part of Bangladesh. `same_city`, for destinations, is the origin's own city corporation."""

    level: Level
    key: _Key = ""

    def area(self) -> Area:
        """The area."""
        return Area(level=self.level, key=self.key)


class PairBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """From where to where."""

    origin: AreaBody
    destination: AreaBody

    def pair(self) -> Pair:
        """The pair."""
        return Pair(origin=self.origin.area(), destination=self.destination.area())


class StepBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Up to this weight, this fee (poisha, VAT included)."""

    up_to_grams: _Grams
    fee: Money


class FeesBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Fees from a day on. Above the last step every further started kilogram costs `extra_per_kg` more."""

    effective_from: Annotated[date, Meta(description="a day in Bangladesh, today or later")]
    steps: Annotated[list[StepBody], Meta(min_length=1, max_length=50, description="the lightest first")]
    extra_per_kg: Money

    def table(self, zone: str) -> FeeTable:
        """The fee table of that zone."""
        steps = tuple(WeightStep(up_to_grams=step.up_to_grams, fee=step.fee) for step in self.steps)
        return FeeTable(zone=zone, effective_from=self.effective_from, steps=steps, extra_per_kg=self.extra_per_kg)


class ZoneBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a zone is and covers. Of several zones that cover two places the most specific one holds."""

    name: Words
    transit_min: _Days
    transit_max: _Days
    rest_days: _RestDays = []
    coverage: Annotated[list[PairBody], Meta(max_length=200)]
    refusal: Words | None = None
    """Why nothing is delivered there; null: it is."""

    def zone(self, code: str) -> Zone:
        """The zone of that code."""
        return Zone(
            code=code,
            name=self.name.text(),
            transit_min=self.transit_min,
            transit_max=self.transit_max,
            rest_days=frozenset(self.rest_days),
            refusal=self.refusal.text() if self.refusal else None,
        )

    def pairs(self) -> list[Pair]:
        """What it covers."""
        return [body.pair() for body in self.coverage]


class NewZone(ZoneBody, forbid_unknown_fields=True, kw_only=True):
    """A zone and its first fees, which a zone without deliveries does not need."""

    code: _Code
    fees: FeesBody | None = None


class HoursBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """When parcels are handed over. An order before the cut-off of a working day counts as of that day."""

    cut_off: Annotated[
        str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="HH:MM in Bangladesh", examples=["14:00"])
    ]
    rest_days: _RestDays = []
    handling_days: _Handling

    def hours(self) -> Hours:
        """The hours."""
        hour, minute = self.cut_off.split(":")
        return Hours(
            cut_off_minutes=int(hour) * MINUTES_PER_HOUR + int(minute),
            rest_days=frozenset(self.rest_days),
            handling_days=self.handling_days,
        )


class HolidayBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What staff know of a day: nobody works (`closed`), or everybody does although the calendar says otherwise."""

    closed: bool
    name: Words


class Enquiry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A parcel that might be sent."""

    origin_upazila_id: Annotated[str, Meta(min_length=1, max_length=80, pattern=_CLEAN, examples=["dhaka/dhanmondi"])]
    destination_upazila_id: Annotated[
        str, Meta(min_length=1, max_length=80, pattern=_CLEAN, examples=["chattogram/panchlaish"])
    ]
    weight_grams: _Grams
    vendor_id: Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$")] = ""
    """Whose hours count; empty: the operator's."""
    ordered_at: datetime | None = None
    """Within the next 180 days; null: now."""


class FeeTableView(msgspec.Struct, frozen=True, kw_only=True):
    """Fees of a zone from a day on, in poisha, VAT included."""

    effective_from: date
    steps: list[StepBody]
    extra_per_kg: Money
    set_at: datetime
    set_by: str


class ZoneView(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery zone. `fee_rule` is the rule whose value is the fee as long as no fee table holds."""

    code: str
    name: Localized
    transit_min: int
    """Delivery days on the road, at best."""
    transit_max: int
    """Delivery days on the road, at worst."""
    rest_days: list[int]
    """ISO weekdays (5: Friday) on which nothing is delivered there."""
    fee_rule: str
    refusal: Localized | None
    coverage: list[PairBody]
    fees: list[FeeTableView]
    """The latest first."""
    changed_at: datetime
    changed_by: str


class HoursView(msgspec.Struct, frozen=True, kw_only=True):
    """When parcels are handed over. `own` is false where the operator's hours hold."""

    cut_off: str
    rest_days: list[int]
    """ISO weekdays (5: Friday) on which nothing is handed over."""
    handling_days: int
    """Working days before the courier comes."""
    own: bool


class HolidayView(msgspec.Struct, frozen=True, kw_only=True):
    """A day that the calendar or staff call a holiday; one that staff have opened is listed with `closed` false."""

    day: date
    name: Localized
    closed: bool
    source: Literal["calendar", "staff"]


class HolidayOn(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which nobody works."""

    day: date
    name: Localized


class EnquiryView(msgspec.Struct, frozen=True, kw_only=True):
    """What it would cost, when it would be there, and why."""

    zone: str
    covered_by: PairBody
    """The pair of areas by which the zone was found."""
    fee: Money
    fees_from: date | None
    """The day from which the fee table holds; null: the fee is the rule book's."""
    order_before: datetime
    handed_over: date
    """The day on which the courier should have it."""
    promised_from: date
    promised_by: date
    limited_by_law: bool
    """The promise is the last day that the law allows, although the zone takes longer."""
    holidays: list[HolidayOn]
    """Those between the order and the promise."""

"""Couriers over HTTP: what staff say of them, their areas and prices."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from bdcommerce.fulfilment.domain.areas import AreaLevel
from bdcommerce.fulfilment.domain.prices import Reach
from bdcommerce.fulfilment.schemas.delivery import StepBody
from bdcommerce.kernel.money import Money

Name = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
PlaceId = Annotated[str, msgspec.Meta(min_length=2, max_length=80, pattern=r"^[a-z0-9/_-]+$", examples=["dhaka/savar"])]
TheirId = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$", examples=["2147"])]
Grams = Annotated[int, msgspec.Meta(ge=1, le=100_000, description="grams", examples=[500])]


class SetCourier(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the operator says of a courier."""

    enabled: bool
    blocked: Annotated[Name, msgspec.Meta(description="why it gets no parcels for now; empty: it does")] = ""
    fetches: Annotated[bool, msgspec.Meta(description="it fetches returned goods at doors, if it can")] = True
    cod_limit: Annotated[Money | None, msgspec.Meta(description="it collects no more at a door; null: any cash")] = None
    licence_no: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^[^\x00]*$")] = ""
    licence_expires: Annotated[date | None, msgspec.Meta(description="an expired licence: no parcels")] = None


class CourierView(msgspec.Struct, frozen=True, kw_only=True):
    """A courier. `configured`: its address and credentials are set here; `levels` of our places it wants ids for."""

    courier: str
    configured: bool
    enabled: bool
    blocked: str
    fetches: bool
    """Whether it fetches returned goods at customers' doors: its API can, and the operator wants it."""
    cod_limit: Money | None
    licence_no: str
    licence_expires: date | None
    cancels: bool
    changes_cod: bool
    looks_up: bool
    levels: list[AreaLevel]
    changed_at: datetime
    changed_by: str


class CourierCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a courier takes our credentials; else what it says."""

    courier: str
    works: bool
    problem: str


class CourierPolicy(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a courier is chosen: the lowest of price + failure_cost x (100 - success per cent) / 100."""

    failure_cost: Annotated[Money, msgspec.Meta(description="what a parcel that comes back costs, poisha")]
    prior_success_pct: Annotated[int, msgspec.Meta(ge=0, le=100, description="believed where nothing was brought yet")]
    prior_weight: Annotated[int, msgspec.Meta(ge=0, le=10_000, description="parcels that this belief is worth")]
    book_at_once: Annotated[bool, msgspec.Meta(description="whether packed parcels are booked by themselves")]


class SetTariff(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A courier's prices for a reach from a day on, for couriers that cannot be asked, or do not answer."""

    reach: Reach
    effective_from: date
    steps: Annotated[list[StepBody], msgspec.Meta(min_length=1, max_length=40)]
    extra_per_kg: Money
    cod_basis_points: Annotated[
        int, msgspec.Meta(ge=0, le=10_000, description="its part of the cash, hundredths of a per cent", examples=[100])
    ] = 0


class TariffView(msgspec.Struct, frozen=True, kw_only=True):
    """The same as it is kept."""

    courier: str
    reach: Reach
    effective_from: date
    steps: list[StepBody]
    extra_per_kg: Money
    cod_basis_points: int
    """Of the cash it collects, in hundredths of a per cent."""


class AreasFetched(msgspec.Struct, frozen=True, kw_only=True):
    """What came of fetching a courier's list."""

    areas: int
    """On its list."""
    proposals: int
    """Places of ours for which one of them may be it."""


class MappedView(msgspec.Struct, frozen=True, kw_only=True):
    """Which area of the courier's one of our places is. Not confirmed: only a proposal, which books nothing."""

    level: AreaLevel
    our_id: str
    their_id: str
    name: str
    """As the courier writes it."""
    likeness: int
    """Per cent."""
    confirmed_by: str


class TheirAreaView(msgspec.Struct, frozen=True, kw_only=True):
    """An area on the courier's list."""

    level: AreaLevel
    their_id: str
    name: str
    parent: str
    within: str


class UnmappedView(msgspec.Struct, frozen=True, kw_only=True):
    """A place of ours for which the courier cannot be booked."""

    level: AreaLevel
    our_id: str
    name: str
    name_bn: str


class MapArea(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """This place of ours is that area of the courier's."""

    level: AreaLevel
    our_id: PlaceId
    their_id: TheirId


class UnmapArea(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """This place of ours is none of the courier's areas after all."""

    level: AreaLevel
    our_id: PlaceId


class ConfirmAreas(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Every proposal of at least this likeness is right."""

    least: Annotated[int, msgspec.Meta(ge=60, le=100, description="per cent", examples=[100])] = 100


class AreasConfirmed(msgspec.Struct, frozen=True, kw_only=True):
    """How many were."""

    confirmed: int
    """How many proposals were."""


class AskRates(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a parcel would cost with each courier."""

    destination_upazila_id: PlaceId
    weight_grams: Grams
    cod: Annotated[Money, msgspec.Meta(description="cash to collect, poisha")]


class AskRatesFrom(AskRates, forbid_unknown_fields=True, kw_only=True):
    """The same from anywhere."""

    origin_upazila_id: PlaceId


class RateView(msgspec.Struct, frozen=True, kw_only=True):
    """A courier's price with what its failures cost. With a `problem` it cannot have the parcel."""

    courier: str
    delivery: Money | None
    cod_charge: Money | None
    total: Money | None
    source: Literal["courier", "tariff", "none"] | None
    success_pct: int
    """Parcels of a hundred that it delivers there."""
    expected: Money | None
    problem: str


class RateList(msgspec.Struct, frozen=True, kw_only=True):
    """All couriers that are enabled, and which one would be chosen, and why."""

    chosen: str
    why: str
    items: list[RateView]

"""Couriers behind one port, and what is kept of them: bookings, news, areas, prices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bdcommerce.fulfilment.domain.areas import AreaLevel, Proposal, TheirArea
from bdcommerce.fulfilment.domain.booking import Account, Booking, Choice, Policy, Price, Record
from bdcommerce.fulfilment.domain.news import News, Outcome
from bdcommerce.fulfilment.domain.prices import CourierTariff
from bdcommerce.fulfilment.ports.parcels import Contacts
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a courier's API can do. What it cannot is done by hand, and nobody pretends otherwise."""

    local: bool = False
    """Nobody outside is asked: booking cannot fail."""
    looks_up: bool = False
    """It can be asked what it knows of a reference of ours."""
    refuses_twice: bool = False
    """It refuses a reference that it has taken before, so asking again does no harm."""
    cancels: bool = False
    fetches: bool = False
    """It fetches a parcel at any door and brings it to any other, not only from places it knows beforehand."""
    changes_cod: bool = False
    prices: bool = False
    prices_by_point: bool = False
    """Its prices depend on a pick-up point that it knows."""
    pickup_points: bool = False
    """It must know the place where it fetches a parcel before it is booked."""
    most_grams: int = 0
    """The heaviest parcel it takes; 0: any."""
    levels: tuple[AreaLevel, ...] = ()
    """Levels of our places for which it wants ids of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierJob:
    """What a courier must know to take a parcel. `reference` is ours, so asking twice is booking once."""

    reference: str
    number: str
    """The order's, as people read it."""
    contacts: Contacts
    weight_grams: int
    cod: Money
    """Whole taka."""
    areas: Mapping[AreaLevel, str] = field(default_factory=dict)
    """The courier's ids of where it goes."""
    pickup_point: str = ""
    """The courier's id of where it is fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A courier has taken the job."""

    tracking_no: str
    charge: Money | None = None
    """What it says it will take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupPoint:
    """Where parcels of a vendor are fetched. `key` names it for us; a changed address is another one."""

    key: str
    contacts: Contacts
    areas: Mapping[AreaLevel, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceAsk:
    """What is to be priced, in the courier's own ids."""

    origin: Mapping[AreaLevel, str]
    destination: Mapping[AreaLevel, str]
    pickup_point: str
    weight_grams: int
    cod: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A webhook as it came in; header names in lower case."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HookReply:
    """What the courier must be answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


class Courier(Protocol):
    """Somebody who brings parcels. Every call may raise CourierAway (nothing was done), CredentialsRefused among them.

    What a courier's abilities do not name is never asked of it.
    """

    @property
    def name(self) -> str:
        """Its name in the books, `asset:courier:<name>`."""

    @property
    def can(self) -> Abilities:
        """What its API can do."""

    async def check(self) -> None:
        """Whether our credentials work. Raises CredentialsRefused, CourierSilent."""

    async def book(self, job: CourierJob) -> Receipt:
        """Give it the parcel. Raises CourierRefused, and CourierSilent when nobody knows whether it took it."""

    async def find(self, reference: str) -> Receipt | None:
        """The booking that it has under our reference (`looks_up`). Raises CourierSilent."""

    async def track(self, tracking_no: str, reference: str) -> News | None:
        """Where the parcel is now; None: it knows nothing of it. Raises CourierSilent."""

    async def cancel(self, tracking_no: str, reason: str) -> None:
        """It need not fetch the parcel (`cancels`). Raises CourierRefused, CourierSilent."""

    async def price(self, ask: PriceAsk) -> Price:
        """What it takes (`prices`). Raises CourierRefused, CourierSilent."""

    async def pickup_point(self, point: PickupPoint) -> str:
        """Its id of the place, which is made if it has none (`pickup_points`). Raises CourierRefused, CourierSilent,
        PickupPointWaits.
        """

    async def areas(self) -> Sequence[TheirArea]:
        """All its areas of those levels. Raises CourierSilent."""

    def hear(self, hook: Hook) -> Sequence[News]:
        """What a webhook says; nothing for one that only tries the line. Raises HookRefused, HookUnreadable."""

    def answer(self, problem: str = "") -> HookReply:
        """What a webhook is answered: taken, or why not."""


class Bookings(Protocol):
    """Bookings of parcels, in one transaction; whoever reads one holds it until the transaction ends."""

    async def add(self, booking: Booking, destination: Place) -> None:
        """A parcel that somebody shall bring."""

    async def get(self, shipment_id: str) -> Booking:
        """Raises UnknownBooking."""

    async def find(self, courier: str, tracking_no: str, reference: str) -> Booking | None:
        """The booking that a courier means."""

    async def keep(self, booking: Booking, *, choice: Choice | None = None, problem: Mapping[str, Any] | None = None,
                   charge: Money | None = None) -> None:  # fmt: skip
        """As it is now; without a problem it has none any more. Raises TrackingNumberUsed."""

    async def polled(self, shipment_id: str) -> None:
        """Its courier was asked just now."""

    async def add_bulk(self, bulk_id: str, courier: str, by: str, rows: Sequence[tuple[str, str]]) -> None:
        """Many begun at once: each shipment, and why it was not begun (empty: it was)."""

    async def ended(self, shipment_id: str, *, delivered: bool) -> None:
        """Nothing more is expected; the courier's record in that district is one richer."""


class NewsShelf(Protocol):
    """What couriers have said, in one transaction."""

    async def add(self, courier: str, news: News, source: str) -> str | None:
        """Keep it; its id, or None if it was heard before."""

    async def get(self, news_id: str) -> tuple[str, News]:
        """The courier, and what it said."""

    async def close(self, news_id: str, outcome: Outcome | str, shipment_id: str) -> None:
        """What came of it."""


class CourierBook(Protocol):
    """What staff say of couriers, in one transaction."""

    async def set_account(self, account: Account, by: str) -> None:
        """As the operator wants it from now on."""

    async def set_policy(self, policy: Policy, by: str) -> None:
        """How is chosen from now on."""

    async def add_tariff(self, tariff: CourierTariff, by: str) -> None:
        """Prices from a day on; of two for one day the later one holds."""

    async def keep_areas(self, courier: str, areas: Sequence[TheirArea]) -> None:
        """The courier's list as it is now; what is gone from it is unmapped."""

    async def propose(self, courier: str, proposals: Sequence[Proposal]) -> None:
        """Mappings that nobody has confirmed; confirmed ones stay."""

    async def confirm(self, courier: str, level: AreaLevel, our_id: str, their_id: str, by: str) -> None:
        """Somebody says that it is so. Raises UnknownArea."""

    async def confirm_all(self, courier: str, least: int, by: str) -> int:
        """Every proposal of at least this likeness is so; how many."""

    async def unmap(self, courier: str, level: AreaLevel, our_id: str) -> None:
        """Nobody says so any more. Raises UnknownArea."""

    async def keep_pickup_point(self, courier: str, key: str, their_id: str) -> None:
        """The courier knows the place by this id."""


class CourierReads(Protocol):
    """What choosing needs to know."""

    async def accounts(self) -> Sequence[Account]:
        """Of all couriers, by name."""

    async def policy(self) -> Policy:
        """How is chosen."""

    async def record(self, courier: str, district: str) -> Record:
        """What became of its parcels there."""

    async def tariff(
        self, courier: str, origin: Place, destination: Place, weight_grams: int, cod: Money
    ) -> Price | None:
        """The price by the operator's table for the courier, if it has one."""

    async def their_ids(self, courier: str, levels: Sequence[AreaLevel], place: Place) -> Mapping[AreaLevel, str]:
        """The courier's ids of a place. Raises AreaUnmapped."""

    async def mapped(self, courier: str) -> Collection[tuple[AreaLevel, str]]:
        """Our places that have a confirmed area."""

    async def known_pickup_point(self, courier: str, key: str) -> str:
        """The courier's id of a place; empty: it has none yet."""

    async def waiting(self, courier: str, limit: int) -> Sequence[tuple[str, str, str]]:
        """Booked parcels of which nothing was heard for a while: shipment, tracking number, reference."""


class StartedSagas(Protocol):
    """Begins processes that last longer than a transaction."""

    async def start(self, kind: str, saga_id: str, state: object) -> None:
        """Begin one if, and only if, the transaction commits."""

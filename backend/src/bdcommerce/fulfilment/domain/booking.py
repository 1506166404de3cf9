"""A parcel's booking with a courier: wanted, asked for, taken, or left to people with the reason.

wanted -> asking -> booked, refused or unanswered; a booking whose answer was lost is never asked for blindly again.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bdcommerce.fulfilment.domain.news import Moment
from bdcommerce.kernel.money import Money, half_up

BookingStatus = Literal["wanted", "asking", "booked", "unanswered", "refused", "calling_off", "ended"]
"""`unanswered`: asked, and nobody knows whether the courier took it: its webhook or somebody at its panel will tell.
`calling_off`: the order went away, and this courier has to be told by hand. `ended`: nothing is left to do.
"""
TO_BOOK: frozenset[BookingStatus] = frozenset({"wanted", "refused"})
BOOKING = "booking"
"""The kind of saga that finds a courier and asks it."""
POISHA = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What is known of a parcel's booking."""

    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    round: int
    """How often the parcel has been given to a courier, this time included."""
    courier: str
    """Empty until one is chosen."""
    status: BookingStatus
    tracking_no: str = ""
    cod: Money
    weight_grams: int
    attempts: int = 0
    """How often the courier was asked in this round without an answer."""
    heard: Moment | None = None
    of_return: str = ""
    """What we call a parcel of a return, which is not what its vendor order is sent under."""

    @property
    def reference(self) -> str:
        """What we call it when we speak with couriers: letters, digits, `_` and `-`, the same for the same parcel."""
        called = self.of_return or self.vendor_order_id
        return called if self.round == 1 else f"{called}-{self.round}"

    @property
    def collect(self) -> Money:
        """What the courier is asked to collect: whole taka, half up (nobody pays in poisha)."""
        return whole_taka(self.cod)


def whole_taka(money: Money) -> Money:
    """The nearest whole taka, halves up."""
    return Money(half_up(Decimal(money.amount) / POISHA) * POISHA, money.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """What the saga carries: which parcel, and whom somebody has named for it."""

    shipment_id: str
    named: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the operator says of a courier."""

    courier: str
    enabled: bool
    blocked: str = ""
    """Why it gets no parcels for now; empty: it does."""
    cod_limit: Money | None = None
    """It collects no more than this at a door."""
    licence_no: str = ""
    licence_expires: date | None = None
    """Of the Mailing Operator and Courier Service Licensing Authority; an expired one gets no parcels."""
    fetches: bool = True
    """Whether it fetches returned goods at customers' doors, if it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the operator chooses."""

    failure_cost: Money
    """What a parcel that comes back costs: the way back, the handling, the sale."""
    prior_success_pct: int
    """What is believed of a courier in a district where it has brought nothing yet."""
    prior_weight: int
    """How many parcels that belief is worth."""
    book_at_once: bool
    """Whether a packed parcel is booked by itself; else staff book, one by one or in bulk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a courier takes for a parcel, its part for the cash included."""

    delivery: Money
    cod_charge: Money
    source: Literal["courier", "tariff", "none"]
    """Its own answer, the operator's table, or nobody's: own riders cost nothing a parcel."""

    @property
    def total(self) -> Money:
        """Both."""
        return self.delivery + self.cod_charge


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of a courier's parcels in a district."""

    delivered: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A courier as it is compared. `problem` says why it cannot have the parcel; then there may be no price."""

    courier: str
    price: Price | None
    success_pct: int
    expected: Money | None
    """The price, and what failures cost on average: what is compared."""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which courier, and how the others compare: kept with the shipment."""

    courier: str
    """Empty: none can have it."""
    why: str
    candidates: list[Candidate]


def success_pct(record: Record, policy: Policy) -> int:
    """How many in a hundred arrive, the fewer were brought the more by what is believed."""
    tried = record.delivered + record.failed + policy.prior_weight
    arrived = record.delivered * 100 + policy.prior_success_pct * policy.prior_weight
    return arrived // tried if tried else policy.prior_success_pct


def candidate(account: Account, price: Price | None, record: Record, policy: Policy, problem: str) -> Candidate:
    """A courier as it is compared."""
    success = success_pct(record, policy)
    expected = price.total + Money(policy.failure_cost.amount * (100 - success) // 100) if price else None
    return Candidate(courier=account.courier, price=price, success_pct=success, expected=expected, problem=problem)


def problem_of(account: Account, cod: Money, today: date) -> str:
    """Why this courier gets no parcel with this cash, whatever it costs; empty: it may."""
    if account.blocked:
        return f"blocked: {account.blocked}"
    if account.licence_expires and account.licence_expires < today:
        return f"its licence expired on {account.licence_expires}"
    if account.cod_limit and cod.amount > account.cod_limit.amount:
        return f"collects at most {account.cod_limit.amount // POISHA} taka"
    return ""


def choose(candidates: list[Candidate]) -> Choice:
    """The one with the lowest expected cost; of equals the one with more arrivals, then by name."""
    fit = [each for each in candidates if not each.problem and each.expected is not None]
    fit.sort(key=lambda each: (each.expected or Money(0), -each.success_pct, each.courier))
    if not fit:
        return Choice(courier="", why="no courier can have it", candidates=candidates)
    best = fit[0]
    why = "the only one that can have it" if len(fit) == 1 else "the lowest price with the cost of failures"
    return Choice(courier=best.courier, why=why, candidates=candidates)


def forced(courier: str, candidates: list[Candidate]) -> Choice:
    """The one that somebody named, if it can have the parcel."""
    fit = [each for each in candidates if each.courier == courier and not each.problem]
    found = courier if fit else ""
    reason = "named by staff" if fit else next((each.problem for each in candidates if each.courier == courier), "")
    return Choice(courier=found, why=reason or f"{courier} is not enabled", candidates=candidates)

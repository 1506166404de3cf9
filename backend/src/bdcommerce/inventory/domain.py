"""How stock moves. A batch of requests is decided in the order of arrival, each of them wholly or not at all.

A request decides what it does to the shelf it is shown, `evolve` is the only code that changes a stock, and `grant`
runs a batch through both. What the database holds afterwards is what `grant` says, never more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal

from bdcommerce.contracts.inventory import HoldGone, OutOfStock, StockHeld, StockLine, UnknownHold
from bdcommerce.inventory.errors import BelowHeld, HoldDiffers, NotGivenBack, UnknownStock
from bdcommerce.inventory.events import (
    Movement,
    StockAdjusted,
    StockCounted,
    UnitsCommitted,
    UnitsGivenBack,
    UnitsHeld,
    UnitsReleased,
)
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import BdError, Invalid, ensure

HoldStatus = Literal["held", "committed", "released", "expired"]

WORTH_A_SNAPSHOT = 100
"""Writing a snapshot takes as long as reading so many movements: one of fewer would cost more than it saves."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The units of one offer. `held` of the `on_hand` are set aside; `version` counts the movements.

    Snapshots keep it under its name: when it comes to mean something else it needs another one, and those are ignored.
    """

    offer_id: str
    vendor_id: str = ""
    on_hand: int = 0
    held: int = 0
    version: int = 0

    @property
    def available(self) -> int:
        """Units that can be bought now."""
        return self.on_hand - self.held


@dataclass(frozen=True, slots=True)
class Hold:
    """Units set aside under the asker's own id. `given_back` counts those that came back after they were sold."""

    hold_id: str
    status: HoldStatus
    expires_at: datetime
    reason: str = ""
    quantities: Mapping[str, int] = field(default_factory=dict)
    given_back: Mapping[str, int] = field(default_factory=dict)


Outcome = StockHeld | None
Moves = Sequence[tuple[str, Movement]]
"""Movements, each with the offer that moves."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a batch of requests is decided on: the stocks, holds and keys that it names, as far as they exist."""

    stock: Mapping[str, Stock] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    """The keys under which units were given back before, each with its hold."""

    def of(self, offer_id: str) -> Stock:
        """The stock of an offer, none at all if it was never counted."""
        return self.stock.get(offer_id) or Stock(offer_id)

    def known(self, hold_id: str) -> Hold:
        """A hold that must exist. Raises UnknownHold."""
        if hold_id not in self.holds:
            raise UnknownHold(f"there is no hold {hold_id}", hold_id=hold_id)
        return self.holds[hold_id]

    def shortages(self, quantities: Mapping[str, int]) -> dict[str, int]:
        """What is available of those offers of which more is wanted."""
        return {
            offer_id: available
            for offer_id, wanted in quantities.items()
            if wanted > (available := self.of(offer_id).available)
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What one request does."""

    outcome: Outcome = None
    hold: Hold | None = None
    """The hold as it is from now on, if it is new or changes."""
    moves: Moves = ()
    given: str = ""
    """The key under which units come back."""


@dataclass(frozen=True, slots=True)
class CountStock:
    """So many are there, says the vendor that owns the offer."""

    vendor_id: str
    offer_id: str
    on_hand: int
    reason: str

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """Raises BelowHeld."""
        held = shelf.of(self.offer_id).held
        ensure(self.on_hand >= held, BelowHeld.of(self.offer_id, held))
        counted = StockCounted(vendor_id=self.vendor_id, on_hand=self.on_hand, reason=self.reason)
        return Decision(moves=[(self.offer_id, counted)])


@dataclass(frozen=True, slots=True)
class AdjustStock:
    """So many more or fewer are there."""

    vendor_id: str
    offer_id: str
    delta: int
    reason: str

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """Raises UnknownStock, BelowHeld, Invalid."""
        stock = shelf.of(self.offer_id)
        ensure(stock.version and stock.vendor_id == self.vendor_id, UnknownStock.of(self.offer_id))
        ensure(self.delta, Invalid.field("delta", "must not be zero"))
        ensure(stock.on_hand + self.delta >= stock.held, BelowHeld.of(self.offer_id, stock.held))
        return Decision(moves=[(self.offer_id, StockAdjusted(delta=self.delta, reason=self.reason))])


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Set these units aside for a while. `quantities` maps offer ids to units, none of them below one."""

    hold_id: str
    quantities: Mapping[str, int]
    ttl: timedelta

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """The same hold again if it is there; one that has expired begins anew.

        Raises OutOfStock, HoldGone, HoldDiffers.
        """
        known = shelf.holds.get(self.hold_id)
        if known:
            ensure(known.status != "released", _gone(known))
            ensure(known.quantities == self.quantities, HoldDiffers.of(known.hold_id))
            if known.status != "expired":
                return Decision(StockHeld(hold_id=known.hold_id, expires_at=known.expires_at))
        if shortages := shelf.shortages(self.quantities):
            raise OutOfStock("not enough units are available", shortages=shortages)
        hold = Hold(self.hold_id, "held", now + self.ttl, "", self.quantities)
        return Decision(StockHeld(hold_id=hold.hold_id, expires_at=hold.expires_at), hold, _held(hold))


@dataclass(frozen=True, slots=True)
class CommitHold:
    """The held units are sold: `reference` is the order they are for, and they go to `destination`."""

    hold_id: str
    reference: str = ""
    destination: Place | None = None

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """The units of an expired hold are taken again if they are still there. Raises HoldGone, UnknownHold."""
        hold = shelf.known(self.hold_id)
        if hold.status == "committed":
            return Decision()
        taken_again = hold.status == "expired" and not shelf.shortages(hold.quantities)
        ensure(hold.status == "held" or taken_again, _gone(hold))
        sold = [
            (offer_id, UnitsCommitted(hold_id=hold.hold_id, quantity=quantity, reference=self.reference))
            for offer_id, quantity in hold.quantities.items()
        ]
        return Decision(hold=replace(hold, status="committed"), moves=[*(_held(hold) if taken_again else ()), *sold])


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """The units are not wanted any more, held or sold."""

    hold_id: str
    reason: str

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """A hold that never was is remembered as released, so that it cannot begin any more."""
        hold = shelf.holds.get(self.hold_id)
        if hold is None:
            return Decision(hold=Hold(self.hold_id, "released", now, self.reason))
        if hold.status == "released":
            return Decision()
        ended = replace(hold, status="released", reason=self.reason)
        if hold.status == "committed":
            sold = _sold(hold)
            return Decision(hold=replace(ended, given_back=hold.quantities), moves=_back(hold, sold, self.reason))
        return Decision(hold=ended, moves=_freed(hold, self.reason) if hold.status == "held" else ())


@dataclass(frozen=True, slots=True)
class ExpireHold:
    """The time of the hold may be over."""

    hold_id: str

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """Changes nothing before its time, nor once the hold was committed or released."""
        hold = shelf.holds.get(self.hold_id)
        if hold is None or hold.status != "held" or hold.expires_at > now:
            return Decision()
        return Decision(hold=replace(hold, status="expired", reason="expired"), moves=_freed(hold, "expired"))


@dataclass(frozen=True, slots=True)
class GiveBack:
    """These sold units are back. `key` is the asker's own: the same key again changes nothing."""

    key: str
    hold_id: str
    quantities: Mapping[str, int]
    reason: str

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """Raises UnknownHold, NotGivenBack."""
        hold = shelf.known(self.hold_id)
        if self.key in shelf.given:
            ensure(shelf.given[self.key] == self.hold_id, NotGivenBack.of(self.hold_id, "the key is another hold's"))
            return Decision()
        ensure(hold.status == "committed", NotGivenBack.of(self.hold_id, f"it is {hold.status}"))
        sold, back = _sold(hold), dict(hold.given_back)
        for offer_id, quantity in self.quantities.items():
            left = sold.get(offer_id, 0)
            ensure(quantity <= left, NotGivenBack.of(self.hold_id, f"{left} units of {offer_id} are still sold"))
            back[offer_id] = back.get(offer_id, 0) + quantity
        moves = _back(hold, self.quantities, self.reason)
        return Decision(hold=replace(hold, given_back=back), moves=moves, given=self.key)


Request = CountStock | AdjustStock | PlaceHold | CommitHold | ReleaseHold | ExpireHold | GiveBack


@dataclass(frozen=True, slots=True)
class Granted:
    """What a batch does: an outcome or a refusal per request, in order, and what has to be written."""

    outcomes: Sequence[Outcome | BdError]
    stock: Mapping[str, Stock]
    holds: Mapping[str, Hold]
    given: Mapping[str, str]
    movements: Mapping[str, Sequence[Movement]]
    """Per offer, in order."""


def grant(shelf: Shelf, requests: Sequence[Request], now: datetime) -> Granted:
    """Decide a batch in order of arrival; each request sees what those before it did."""
    stock, holds, given = dict(shelf.stock), dict(shelf.holds), dict(shelf.given)
    seen = Shelf(stock, holds, given)
    outcomes: list[Outcome | BdError] = []
    movements: dict[str, list[Movement]] = defaultdict(list)
    changed: set[str] = set()
    for request in requests:
        try:
            decision = request.decide(seen, now)
        except BdError as refusal:
            outcomes.append(refusal)
            continue
        for offer_id, movement in decision.moves:
            stock[offer_id] = evolve(seen.of(offer_id), movement)
            movements[offer_id].append(movement)
        if decision.hold:
            holds[decision.hold.hold_id] = decision.hold
            changed.add(decision.hold.hold_id)
        if decision.given and decision.hold:
            given[decision.given] = decision.hold.hold_id
        outcomes.append(decision.outcome)
    return Granted(
        outcomes=outcomes,
        stock={offer_id: stock[offer_id] for offer_id in movements},
        holds={hold_id: holds[hold_id] for hold_id in sorted(changed)},
        given={key: hold_id for key, hold_id in given.items() if key not in shelf.given},
        movements=movements,
    )


def evolve(stock: Stock, movement: Movement) -> Stock:
    """The stock after a movement."""
    on_hand, held, vendor_id = stock.on_hand, stock.held, stock.vendor_id
    match movement:
        case StockCounted():
            on_hand, vendor_id = movement.on_hand, movement.vendor_id
        case StockAdjusted():
            on_hand += movement.delta
        case UnitsHeld():
            held += movement.quantity
        case UnitsReleased():
            held -= movement.quantity
        case UnitsCommitted():
            on_hand, held = on_hand - movement.quantity, held - movement.quantity
        case UnitsGivenBack():
            on_hand += movement.quantity
    return Stock(stock.offer_id, vendor_id, on_hand, held, stock.version + 1)


def fold(stock: Stock, movements: Iterable[Movement]) -> Stock:
    """The stock after the movements that follow its version."""
    return reduce(evolve, movements, stock)


@dataclass(frozen=True, slots=True)
class Audited:
    """The row of an offer beside what its movements make of it. A row that is gone counts as no stock at all."""

    row: Stock
    folded: Stock
    remembered: int
    """The version of the snapshot that the movements were folded on; zero without one."""

    @property
    def agrees(self) -> bool:
        """Whether the row is right: the movements always are."""
        return self.row == self.folded

    @property
    def worth_a_snapshot(self) -> bool:
        """Whether the next audit should begin here."""
        return self.agrees and self.folded.version - self.remembered >= WORTH_A_SNAPSHOT


def summed(lines: Sequence[StockLine]) -> dict[str, int]:
    """Units per offer. Raises Invalid for no lines at all, and for a quantity below one."""
    if not lines:
        raise Invalid.field("lines", "there must be at least one")
    quantities: dict[str, int] = defaultdict(int)
    for index, line in enumerate(lines):
        if line.quantity < 1:
            raise Invalid.field(f"lines[{index}].quantity", "must be at least 1")
        quantities[line.offer_id] += line.quantity
    return dict(quantities)


def stream_of(offer_id: str) -> str:
    """The stream of an offer's movements."""
    return f"stock-{offer_id}"


def _gone(hold: Hold) -> HoldGone:
    return HoldGone(f"hold {hold.hold_id} is gone: it was {hold.status}", hold_id=hold.hold_id, state=hold.status)


def _sold(hold: Hold) -> dict[str, int]:
    """Units of a committed hold that have not come back."""
    return {offer_id: quantity - hold.given_back.get(offer_id, 0) for offer_id, quantity in hold.quantities.items()}


def _held(hold: Hold) -> Moves:
    return [
        (offer_id, UnitsHeld(hold_id=hold.hold_id, quantity=quantity)) for offer_id, quantity in hold.quantities.items()
    ]


def _freed(hold: Hold, reason: str) -> Moves:
    return [
        (offer_id, UnitsReleased(hold_id=hold.hold_id, quantity=quantity, reason=reason))
        for offer_id, quantity in hold.quantities.items()
    ]


def _back(hold: Hold, quantities: Mapping[str, int], reason: str) -> Moves:
    return [
        (offer_id, UnitsGivenBack(hold_id=hold.hold_id, quantity=quantity, reason=reason))
        for offer_id, quantity in quantities.items()
        if quantity
    ]

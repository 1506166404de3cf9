"""Setting units aside for somebody, selling them, and taking them back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bdcommerce.contracts.inventory import HoldGone, OutOfStock, StockHeld, StockLine
from bdcommerce.inventory.domain.allocation import Pick, allocate
from bdcommerce.inventory.domain.shelf import Decision, Hold, Moves, Named, Shelf
from bdcommerce.inventory.domain.warehouses import own_warehouse
from bdcommerce.inventory.errors import HoldDiffers, NotGivenBack
from bdcommerce.inventory.events import Lot, Shift, UnitsCommitted, UnitsGivenBack, UnitsHeld, UnitsReleased
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid, ensure


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Set these units aside for a while. `quantities` maps offer ids to units, none of them below one."""

    hold_id: str
    quantities: Mapping[str, int]
    ttl: timedelta

    def named(self) -> Named:
        """See Request."""
        return Named(offers=self.quantities.keys(), holds=(self.hold_id,))

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

    def named(self) -> Named:
        """See Request."""
        return Named(holds=(self.hold_id,), lots=True)

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """The units of an expired hold are taken again if they are still there; those of a held one may be gone when
        their batch was blocked in between. Raises HoldGone, UnknownHold.
        """
        hold = shelf.known(self.hold_id)
        if hold.status == "committed":
            return Decision()
        taken_again = hold.status == "expired" and not shelf.shortages(hold.quantities)
        ensure(hold.status == "held" or taken_again, _gone(hold))
        picks = self._allocated(shelf, hold, clock.dhaka_date(now))
        sold = [
            (offer_id, UnitsCommitted(hold_id=hold.hold_id, quantity=quantity, reference=self.reference, shifts=shifts))
            for offer_id, quantity in hold.quantities.items()
            for shifts in [[Shift(pick.lot, -pick.quantity) for pick in picks if pick.offer_id == offer_id]]
        ]
        ended = replace(hold, status="committed", picks=picks, reference=self.reference)
        return Decision(hold=ended, moves=[*(_held(hold) if taken_again else ()), *sold])

    def _allocated(self, shelf: Shelf, hold: Hold, today: date) -> list[Pick]:
        """Every vendor's lines from that vendor's warehouses."""
        by_vendor: dict[str, dict[str, int]] = defaultdict(dict)
        for offer_id, quantity in hold.quantities.items():
            by_vendor[shelf.of(offer_id).vendor_id][offer_id] = quantity
        picks = list[Pick]()
        for wanted in by_vendor.values():
            some = allocate(wanted, shelf.lots, shelf.warehouses, self.destination, today)
            if some is None:
                raise _gone(hold)
            picks += some
        return picks


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """The units are not wanted any more, held or sold."""

    hold_id: str
    reason: str

    def named(self) -> Named:
        """See Request."""
        return Named(holds=(self.hold_id,), lots=True)

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """A hold that never was is remembered as released, so that it cannot begin any more."""
        hold = shelf.holds.get(self.hold_id)
        if hold is None:
            return Decision(hold=Hold(self.hold_id, "released", now, self.reason))
        if hold.status == "released":
            return Decision()
        ended = replace(hold, status="released", reason=self.reason)
        if hold.status == "committed":
            return _returned(shelf, ended, _sold(hold), self.reason, now)
        return Decision(hold=ended, moves=_freed(hold, self.reason) if hold.status == "held" else ())


@dataclass(frozen=True, slots=True)
class ExpireHold:
    """The time of the hold may be over."""

    hold_id: str

    def named(self) -> Named:
        """See Request."""
        return Named(overdue=(self.hold_id,))

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

    def named(self) -> Named:
        """See Request."""
        return Named(holds=(self.hold_id,), key=self.key, lots=True)

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """Raises UnknownHold, NotGivenBack."""
        hold = shelf.known(self.hold_id)
        if self.key in shelf.given:
            ensure(shelf.given[self.key] == self.hold_id, NotGivenBack.of(self.hold_id, "the key is another hold's"))
            return Decision()
        ensure(hold.status == "committed", NotGivenBack.of(self.hold_id, f"it is {hold.status}"))
        sold = _sold(hold)
        for offer_id, quantity in self.quantities.items():
            left = sold.get(offer_id, 0)
            ensure(quantity <= left, NotGivenBack.of(self.hold_id, f"{left} units of {offer_id} are still sold"))
        return replace(_returned(shelf, hold, self.quantities, self.reason, now), given=self.key)


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


def back_in(shelf: Shelf, offer_id: str, lot: Lot, today: date) -> Lot:
    """The lot that units of this one come back to: the vendor's own warehouse if theirs was closed, blocked if its
    batch was blocked meanwhile or its day has come.
    """
    there = shelf.warehouses.get(lot.warehouse_id)
    warehouse_id = lot.warehouse_id if there and there.open else own_warehouse(shelf.of(offer_id).vendor_id)
    batch = (lot.batch_no, lot.expires_on)
    with_it = any(each.blocked for each in shelf.lots_of(offer_id) if (each.batch_no, each.expires_on) == batch)
    return replace(lot, warehouse_id=warehouse_id, blocked=with_it or (lot.expires_on or date.max) <= today)


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


def _returned(shelf: Shelf, hold: Hold, quantities: Mapping[str, int], reason: str, now: datetime) -> Decision:
    """Sold units go back to the lots they were picked from."""
    picks, back, moves = _picks(shelf, hold), dict(hold.given_back), list[tuple[str, UnitsGivenBack]]()
    for offer_id, quantity in quantities.items():
        if quantity:
            shifts = _put_back(shelf, picks, offer_id, quantity, clock.dhaka_date(now))
            back[offer_id] = back.get(offer_id, 0) + quantity
            given = UnitsGivenBack(hold_id=hold.hold_id, quantity=quantity, reason=reason, shifts=shifts)
            moves.append((offer_id, given))
    return Decision(hold=replace(hold, given_back=back, picks=picks), moves=moves)


def _put_back(shelf: Shelf, picks: list[Pick], offer_id: str, quantity: int, today: date) -> list[Shift]:
    """Units of an offer into their lots again; notes in `picks` how many of each are back."""
    shifts = list[Shift]()
    for index, pick in enumerate(picks):
        if pick.offer_id == offer_id and (some := min(quantity, pick.quantity - pick.given_back)):
            shifts.append(Shift(back_in(shelf, offer_id, pick.lot, today), some))
            picks[index] = replace(pick, given_back=pick.given_back + some)
            quantity -= some
    return shifts


def _picks(shelf: Shelf, hold: Hold) -> list[Pick]:
    """What was sold before there were warehouses came out of the vendor's own one."""
    picked = {pick.offer_id for pick in hold.picks}
    return [
        *hold.picks,
        *(
            Pick(offer_id, Lot(own_warehouse(shelf.of(offer_id).vendor_id)), quantity, hold.given_back.get(offer_id, 0))
            for offer_id, quantity in hold.quantities.items()
            if offer_id not in picked
        ),
    ]

"""Inventory in memory, for the tests of those who ask it: the same answers and refusals, without a database."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from bdcommerce.contracts.inventory import HoldGone, OutOfStock, StockHeld, StockLine, StockVerdict, UnknownHold
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Conflict


@dataclass(frozen=True)
class _Hold:
    status: str
    held: StockHeld
    wanted: dict[str, int]
    given_back: dict[str, int] = field(default_factory=dict)


class FakeInventory:
    """An InventoryFace. `on_hand` and `held` count units per offer; a test fills `on_hand` and looks at both."""

    def __init__(self, on_hand: dict[str, int] | None = None) -> None:
        self.on_hand = dict(on_hand or {})
        self.held: dict[str, int] = {}
        self.sold_for: dict[str, tuple[str, Place | None]] = {}
        self._holds: dict[str, _Hold] = {}
        self._keys: set[str] = set()
        self._audited: dict[str, tuple[int, int]] = {}

    def available(self, offer_id: str) -> int:
        """Units that can be bought now."""
        self._expire()
        return self.on_hand.get(offer_id, 0) - self.held.get(offer_id, 0)

    def status(self, hold_id: str) -> str:
        """`held`, `committed`, `released`, `expired`, or empty for an unknown hold."""
        self._expire()
        return self._holds[hold_id].status if hold_id in self._holds else ""

    async def hold(self, hold_id: str, lines: list[StockLine], ttl_seconds: int) -> StockHeld:
        """Set units aside; see InventoryFace."""
        self._expire()
        wanted = _summed(lines)
        known = self._holds.get(hold_id)
        if known and known.status == "released":
            raise HoldGone(f"hold {hold_id} was released", hold_id=hold_id)
        if known and known.wanted != wanted:
            raise Conflict(f"hold {hold_id} is for something else", hold_id=hold_id)
        if known and known.status != "expired":
            return known.held
        held = StockHeld(hold_id=hold_id, expires_at=clock.now() + timedelta(seconds=ttl_seconds))
        self._take(wanted)
        self._holds[hold_id] = _Hold("held", held, wanted)
        return held

    async def commit(self, hold_id: str, reference: str = "", destination: Place | None = None) -> None:
        """The held units are sold; see InventoryFace. `sold_for` says for which order and where to."""
        self._expire()
        known = self._known(hold_id)
        if known.status == "committed":
            return
        if known.status == "released":
            raise HoldGone(f"hold {hold_id} was released", hold_id=hold_id)
        if known.status == "expired":
            try:
                self._take(known.wanted)
            except OutOfStock as error:
                raise HoldGone(f"hold {hold_id} has expired and its units are sold", hold_id=hold_id) from error
        for offer_id, quantity in known.wanted.items():
            self.held[offer_id] -= quantity
            self.on_hand[offer_id] -= quantity
        self.sold_for[hold_id] = (reference, destination)
        self._holds[hold_id] = replace(known, status="committed")

    async def release(self, hold_id: str, reason: str) -> None:
        """The held units may be sold to others; see InventoryFace."""
        self._expire()
        nothing = _Hold("expired", StockHeld(hold_id=hold_id, expires_at=clock.now()), {})
        known = self._holds.get(hold_id, nothing)
        for offer_id, quantity in known.wanted.items():
            if known.status == "held":
                self.held[offer_id] -= quantity
            elif known.status == "committed":
                self.on_hand[offer_id] += quantity - known.given_back.get(offer_id, 0)
        self._holds[hold_id] = replace(known, status="released", given_back=known.wanted)

    async def give_back(self, key: str, hold_id: str, lines: list[StockLine], reason: str) -> None:
        """Committed units come back to stock; see InventoryFace."""
        known = self._known(hold_id)
        if key in self._keys:
            return
        if known.status != "committed":
            raise Conflict(f"hold {hold_id} is {known.status}", hold_id=hold_id)
        back = dict(known.given_back)
        for offer_id, quantity in _summed(lines).items():
            back[offer_id] = back.get(offer_id, 0) + quantity
            if back[offer_id] > known.wanted.get(offer_id, 0):
                raise Conflict(f"hold {hold_id} never had so many units of {offer_id}", hold_id=hold_id)
        for offer_id, quantity in _summed(lines).items():
            self.on_hand[offer_id] += quantity
        self._holds[hold_id] = replace(known, given_back=back)
        self._keys.add(key)

    async def audit_stock(self) -> StockVerdict:
        """Hold `held` against the holds, the only record there is of it here; see InventoryFace."""
        self._expire()
        units = {offer_id: (on_hand, self.held.get(offer_id, 0)) for offer_id, on_hand in self.on_hand.items()}
        changed = [offer_id for offer_id in sorted(units) if self._audited.get(offer_id) != units[offer_id]]
        held = [known.wanted for known in self._holds.values() if known.status == "held"]
        differing = [each for each in changed if units[each][1] != sum(wanted.get(each, 0) for wanted in held)]
        self._audited |= {offer_id: units[offer_id] for offer_id in changed if offer_id not in differing}
        return StockVerdict(offers=len(changed), agrees=not differing, differing=differing)

    def _known(self, hold_id: str) -> _Hold:
        if hold_id not in self._holds:
            raise UnknownHold(f"there is no hold {hold_id}", hold_id=hold_id)
        return self._holds[hold_id]

    def _take(self, wanted: dict[str, int]) -> None:
        free = {offer_id: self.on_hand.get(offer_id, 0) - self.held.get(offer_id, 0) for offer_id in wanted}
        shortages = {offer_id: free[offer_id] for offer_id, quantity in wanted.items() if quantity > free[offer_id]}
        if shortages:
            raise OutOfStock("not enough units", shortages=shortages)
        for offer_id, quantity in wanted.items():
            self.held[offer_id] = self.held.get(offer_id, 0) + quantity

    def _expire(self) -> None:
        for hold_id, known in self._holds.items():
            if known.status == "held" and known.held.expires_at <= clock.now():
                for offer_id, quantity in known.wanted.items():
                    self.held[offer_id] -= quantity
                self._holds[hold_id] = replace(known, status="expired")


def _summed(lines: list[StockLine]) -> dict[str, int]:
    wanted: dict[str, int] = {}
    for line in lines:
        wanted[line.offer_id] = wanted.get(line.offer_id, 0) + line.quantity
    return wanted

"""A claim: a courier answers for a parcel that it lost or damaged.

open -> answered -> settled or refused; staff may decide without an answer. Until then its opener may withdraw it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.shipment import POSSIBLE_IN, Shipment
from bdcommerce.fulfilment.errors import ClaimClosed, NotPossibleNow, TooLateToClaim
from bdcommerce.fulfilment.events import (
    ClaimAgreed,
    ClaimEvent,
    ClaimKind,
    ClaimOpened,
    ClaimRefused,
    ClaimStatus,
    ClaimWithdrawn,
    CourierAnswered,
)
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import BDT, Money, taka
from bdcommerce.kernel.text import grouped

MOST = taka(1_000_000)
"""No typing error shall claim more."""
CLAIMABLE_IN: dict[ClaimKind, frozenset[ShipmentStatus]] = {
    "lost": POSSIBLE_IN["lost"] | {"lost"},
    "damaged": frozenset({"delivered", "returned"}),
}
OPEN: frozenset[ClaimStatus] = frozenset({"open", "answered"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What decisions need to know. `version` is that of its stream."""

    claim_id: str
    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    kind: ClaimKind
    asked: Money
    by_vendor: bool
    status: ClaimStatus = "open"
    version: int = 1

    def answer(self, offered: Money, note: str) -> Sequence[ClaimEvent]:
        """The courier says what it will pay, perhaps nothing; again: it says something else."""
        self._open()
        _amount(offered, 0, self.asked, "offered")
        return [CourierAnswered(offered=offered, note=note)]

    def agree(self, amount: Money, reason: str) -> Sequence[ClaimEvent]:
        """So much will be remitted."""
        self._open()
        _amount(amount, 1, self.asked, "amount")
        return [ClaimAgreed(amount=amount, reason=reason)]

    def refuse(self, reason: str) -> Sequence[ClaimEvent]:
        """Nothing will be."""
        self._open()
        return [ClaimRefused(reason=reason)]

    def withdraw(self, reason: str) -> Sequence[ClaimEvent]:
        """It was a mistake, or the parcel has turned up."""
        self._open()
        return [ClaimWithdrawn(reason=reason)]

    def _open(self) -> None:
        ensure(self.status in OPEN, ClaimClosed.of(self.claim_id, self.status))


def open_for(
    shipment: Shipment, opened: ClaimOpened, *, ended_on: date | None, today: date, within_days: int
) -> Sequence[ClaimEvent]:
    """A claim for a parcel in a state that allows it; damage is claimed within days of delivery or return.

    Raises NotPossibleNow, TooLateToClaim, Invalid.
    """
    claimable = shipment.status in CLAIMABLE_IN[opened.kind]
    ensure(claimable, NotPossibleNow.of(shipment.shipment_id, shipment.status, f"claimed as {opened.kind}"))
    _amount(opened.asked, 1, MOST, "amount")
    if opened.kind == "damaged" and ended_on:
        ensure(today <= ended_on + timedelta(days=within_days), TooLateToClaim.after(within_days))
    return [opened]


def evolve(claim: Claim, event: ClaimEvent) -> Claim:
    """The claim after an event."""
    return replace(claim, status=STATUS_AFTER[type(event)], version=claim.version + 1)


def fold(opened: ClaimOpened, *happened: ClaimEvent) -> Claim:
    """The claim as its events tell it."""
    made = Claim(
        claim_id=opened.claim_id,
        shipment_id=opened.shipment_id,
        vendor_order_id=opened.vendor_order_id,
        vendor_id=opened.vendor_id,
        courier=opened.courier,
        kind=opened.kind,
        asked=opened.asked,
        by_vendor=opened.by_vendor,
    )
    return reduce(evolve, happened, made)


STATUS_AFTER: dict[type, ClaimStatus] = {
    ClaimOpened: "open",
    CourierAnswered: "answered",
    ClaimAgreed: "settled",
    ClaimRefused: "refused",
    ClaimWithdrawn: "withdrawn",
}


def _amount(money: Money, least: int, most: Money, field: str) -> None:
    ensure(money.currency == BDT, Invalid.field(field, "must be in BDT"))
    fits = least <= money.amount <= most.amount
    ensure(fits, Invalid.field(field, f"must be {least} poisha to {grouped(most)} taka"))

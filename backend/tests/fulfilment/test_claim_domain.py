"""A claim from its opening to its end: every step in every state."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import get_args

import pytest

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.claim import CLAIMABLE_IN, Claim, evolve, fold, open_for
from bdcommerce.fulfilment.domain.shipment import Shipment
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
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money

TODAY = date(2026, 11, 22)
OPENED = ClaimOpened(
    claim_id="clm_1",
    shipment_id="shp_1",
    vendor_order_id="vor_1",
    vendor_id="ven_1",
    courier="own_riders",
    number="BD-261122-000001",
    kind="damaged",
    asked=Money(90000),
    description="the box is torn",
    evidence_ids=[],
    by_vendor=True,
)
WAY_TO: dict[ClaimStatus, list[ClaimEvent]] = {
    "open": [],
    "answered": [CourierAnswered(offered=Money(100), note="so little")],
    "settled": [ClaimAgreed(amount=Money(100), reason="agreed")],
    "refused": [ClaimRefused(reason="no proof")],
    "withdrawn": [ClaimWithdrawn(reason="it turned up")],
}
STEPS: dict[str, tuple[Callable[[Claim], Sequence[ClaimEvent]], ClaimStatus]] = {
    "answer": (lambda claim: claim.answer(Money(50), "half"), "answered"),
    "agree": (lambda claim: claim.agree(Money(50), "agreed"), "settled"),
    "refuse": (lambda claim: claim.refuse("no proof"), "refused"),
    "withdraw": (lambda claim: claim.withdraw("it turned up"), "withdrawn"),
}


def shipment(status: ShipmentStatus) -> Shipment:
    return Shipment(
        shipment_id="shp_1",
        order_id="ord_1",
        vendor_order_id="vor_1",
        vendor_id="ven_1",
        number="BD-261122-000001",
        cod=Money(125000),
        status=status,
    )


def opened(kind: ClaimKind, status: ShipmentStatus, ended_on: date | None = None) -> Sequence[ClaimEvent]:
    return open_for(shipment(status), replace(OPENED, kind=kind), ended_on=ended_on, today=TODAY, within_days=30)


@pytest.mark.parametrize("step, status", list(product(STEPS, get_args(ClaimStatus))))
def test_every_step_leads_somewhere_until_the_claim_is_closed(step: str, status: ClaimStatus) -> None:
    claim = fold(OPENED, *WAY_TO[status])
    decide, after = STEPS[step]
    assert claim.status == status
    if status not in {"open", "answered"}:
        with pytest.raises(ClaimClosed):
            decide(claim)
        return
    (event,) = decide(claim)
    assert evolve(claim, event) == replace(claim, status=after, version=claim.version + 1)


@pytest.mark.parametrize("kind, status", list(product(get_args(ClaimKind), get_args(ShipmentStatus))))
def test_a_parcel_is_claimed_where_it_can_have_come_to_harm(kind: ClaimKind, status: ShipmentStatus) -> None:
    if status in CLAIMABLE_IN[kind]:
        assert opened(kind, status) == [replace(OPENED, kind=kind)]
    else:
        with pytest.raises(NotPossibleNow):
            opened(kind, status)


@pytest.mark.parametrize("days, in_time", [(0, True), (30, True), (31, False)])
def test_damage_is_claimed_within_days(days: int, in_time: bool) -> None:
    ended_on = TODAY - timedelta(days=days)
    if in_time:
        assert opened("damaged", "delivered", ended_on)
    else:
        with pytest.raises(TooLateToClaim):
            opened("damaged", "delivered", ended_on)


@pytest.mark.parametrize("amount", [Money(0), Money(-1), Money(100_000_001), Money(100, "USD")])
def test_what_nobody_can_claim_is_refused(amount: Money) -> None:
    claimed = replace(OPENED, asked=amount)
    with pytest.raises(Invalid):
        open_for(shipment("delivered"), claimed, ended_on=None, today=TODAY, within_days=30)


@pytest.mark.parametrize("amount", [Money(0), Money(90001), Money(1, "USD")])
def test_no_more_is_settled_than_was_asked_for_and_nothing_is_a_refusal(amount: Money) -> None:
    with pytest.raises(Invalid):
        fold(OPENED).agree(amount, "agreed")


def test_a_courier_may_offer_nothing_but_not_more_than_all() -> None:
    assert fold(OPENED).answer(Money(0), "not our fault")
    with pytest.raises(Invalid):
        fold(OPENED).answer(Money(90001), "generous")

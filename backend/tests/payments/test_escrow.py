"""Escrow of a vendor order: the same facts in any order end in the same state, and nothing is released before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import escrow
from bdcommerce.payments.domain.escrow import Escrow, Fact
from bdcommerce.payments.errors import AlreadyReleased, UnknownEscrow
from bdcommerce.payments.events import (
    CashAccounted,
    CashCollected,
    EscrowAmended,
    EscrowClosed,
    EscrowOpened,
    EscrowReleased,
    GoodsAccepted,
)
from support.purchases import Bought, vendor_order, without_line

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
TERMS = vendor_order(Bought(unit_price=125000, quantity=2), Bought(unit_price=89900), operator_discount=10000)
LESS = without_line(TERMS, TERMS.lines[1].line_id)


def opened(terms: VendorOrderTerms = TERMS) -> EscrowOpened:
    return EscrowOpened(order_id="ord_1", terms=terms, payout_days=10, at=NOON)


def amended(terms: VendorOrderTerms = LESS) -> EscrowAmended:
    return EscrowAmended(order_id="ord_1", terms=terms, at=NOON + timedelta(hours=1))


def collected(amount: Money = TERMS.total) -> CashCollected:
    return CashCollected(
        order_id="ord_1",
        vendor_order_id=TERMS.vendor_order_id,
        vendor_id=TERMS.vendor_id,
        shipment_id="shp_1",
        courier="own",
        amount=amount,
        at=NOON,
    )


def accounted(amount: Money = TERMS.total) -> CashAccounted:
    return CashAccounted(vendor_order_id=TERMS.vendor_order_id, courier="own", amount=amount)


def accepted() -> GoodsAccepted:
    return GoodsAccepted(vendor_order_id=TERMS.vendor_order_id, at=NOON)


def closed() -> EscrowClosed:
    return EscrowClosed(vendor_order_id=TERMS.vendor_order_id, reason="cancelled")


def told(*facts: Fact) -> tuple[Escrow, list[int]]:
    """The state after these facts, and after which of them money was released."""
    state, releases = Escrow(vendor_order_id=TERMS.vendor_order_id), []
    with clock.frozen(NOON):
        for number, fact in enumerate(facts, 1):
            for event in escrow.hear(state, fact):
                state = escrow.evolve(state, event)
                releases += [number] if isinstance(event, EscrowReleased) else []
    return state, releases


@given(
    st.permutations([opened(), collected(), accounted(Money(6500)), accounted(TERMS.total - Money(6500)), accepted()])
)
def test_whatever_comes_last_releases_once(facts: list[Fact]) -> None:
    state, releases = told(*facts)
    assert releases == [len(facts)]
    assert state.status == "released"


@given(st.permutations([opened(), amended(), collected(LESS.total), accounted(LESS.total), accepted()]))
def test_terms_that_were_amended_hold_in_whatever_order_they_are_heard(facts: list[Fact]) -> None:
    state, releases = told(*facts)
    assert releases == [len(facts)]
    assert state.terms == LESS


@given(st.data())
def test_nothing_is_released_while_a_fact_is_missing(data: st.DataObject) -> None:
    every: list[Fact] = [opened(), collected(), accounted(), accepted()]
    missing = data.draw(st.sampled_from(every))
    facts = data.draw(st.permutations([fact for fact in every if fact is not missing]))
    state, releases = told(*facts)
    assert releases == []
    assert len(escrow.obstacles(state)) == 1 or missing == collected()


@given(st.permutations([opened(), collected(TERMS.total - Money(1)), accounted(), accepted()]))
def test_another_amount_than_the_customer_owed_is_not_released(facts: list[Fact]) -> None:
    state, releases = told(*facts)
    assert releases == []
    assert escrow.obstacles(state) == ["amount_differs"]


def test_a_short_remittance_releases_when_the_shortage_is_settled() -> None:
    _, releases = told(opened(), collected(), accounted(TERMS.total - Money(500)), accepted(), accounted(Money(500)))
    assert releases == [5]


@given(st.permutations([opened(), closed()]))
def test_a_cancelled_vendor_order_is_closed_in_whatever_order_it_is_heard(facts: list[Fact]) -> None:
    state, releases = told(*facts)
    assert (state.status, releases) == ("closed", [])


@given(st.permutations([opened(), closed(), collected(), accounted()]))
def test_cash_for_a_cancelled_vendor_order_stays_with_the_customer(facts: list[Fact]) -> None:
    state, releases = told(*facts, accepted())
    assert (state.status, releases) == ("open", [])
    assert escrow.obstacles(state) == ["cancelled"]


def test_a_release_owes_the_vendor_its_share_within_the_days_of_the_rule_book() -> None:
    state, _ = told(opened(), collected(), accounted())
    with clock.frozen(datetime(2026, 11, 22, 19, tzinfo=UTC)):  # already the 23rd in Dhaka
        _, released = escrow.hear(state, accepted())
    assert isinstance(released, EscrowReleased)
    assert released.payout_due_on == date(2026, 12, 3)
    taken = TERMS.commission + TERMS.commission_vat + TERMS.withheld_tax
    assert released.vendor_amount == TERMS.goods - taken


def test_frozen_money_stays_until_it_is_thawed() -> None:
    state, _ = told(opened(), collected(), accounted())
    for event in escrow.freeze(state, "dispute 17", "usr_1"):
        state = escrow.evolve(state, event)
    for event in escrow.hear(state, accepted()):
        state = escrow.evolve(state, event)
    assert escrow.obstacles(state) == ["frozen"]
    assert any(isinstance(event, EscrowReleased) for event in escrow.thaw(state, "usr_1"))


def test_released_money_can_be_neither_frozen_nor_amended() -> None:
    state, _ = told(opened(), collected(), accounted(), accepted())
    with pytest.raises(AlreadyReleased):
        escrow.freeze(state, "too late", "usr_1")
    with pytest.raises(AlreadyReleased):
        escrow.hear(state, amended())


def test_an_escrow_nobody_told_of_cannot_be_frozen() -> None:
    with pytest.raises(UnknownEscrow):
        escrow.freeze(Escrow(vendor_order_id="vor_1"), "why", "usr_1")


@pytest.mark.parametrize("facts", [(), (collected(),), (opened(), amended())])
def test_the_state_is_what_its_history_says(facts: tuple[Fact, ...]) -> None:
    state, _ = told(*facts)
    assert escrow.restore(TERMS.vendor_order_id, facts) == state

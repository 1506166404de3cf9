"""A payout batch: two people, one way forward, and every payout ends on its own."""

from datetime import date

import pytest

from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import payouts
from bdcommerce.payments.domain.payouts import Batch, Due
from bdcommerce.payments.errors import SamePerson, UnknownBatch, UnknownPayout, WrongPayoutStatus

DUES = [
    Due(vendor_id="ven_1", amount=Money(202050), due_on=date(2026, 12, 2), payee="sealed"),
    Due(vendor_id="ven_2", amount=Money(76595), due_on=None, payee="sealed"),
]


def drafted() -> Batch:
    event = payouts.draft(DUES, "usr_anna")
    return payouts.restore(event.batch_id, [event])


def sent() -> Batch:
    batch = drafted()
    batch = payouts.evolve(batch, payouts.approve(batch, "usr_bela"))
    return payouts.evolve(batch, payouts.send(batch, "usr_anna"))


def test_a_draft_holds_a_payout_for_each_vendor() -> None:
    batch = drafted()
    assert [(item.vendor_id, item.amount, item.status) for item in batch.payouts.values()] == [
        ("ven_1", Money(202050), "draft"),
        ("ven_2", Money(76595), "draft"),
    ]


def test_whoever_drafted_may_not_approve() -> None:
    with pytest.raises(SamePerson):
        payouts.approve(drafted(), "usr_anna")


def test_a_batch_is_settled_when_its_last_payout_is() -> None:
    batch = sent()
    first, second = batch.payouts
    batch = payouts.evolve(batch, payouts.confirm(batch, first, Money(1000), "usr_anna"))
    assert (batch.status, batch.payouts[first].status) == ("sent", "paid")
    batch = payouts.evolve(batch, payouts.bounce(batch, second, "no such account", "usr_anna"))
    assert (batch.status, batch.payouts[second].status) == ("settled", "failed")


def test_only_a_draft_is_approved_or_discarded() -> None:
    batch = sent()
    with pytest.raises(WrongPayoutStatus):
        payouts.approve(batch, "usr_bela")
    with pytest.raises(WrongPayoutStatus):
        payouts.discard(batch, "usr_anna")


def test_a_discarded_batch_goes_nowhere() -> None:
    batch = drafted()
    batch = payouts.evolve(batch, payouts.discard(batch, "usr_anna"))
    assert {item.status for item in batch.payouts.values()} == {"discarded"}
    with pytest.raises(WrongPayoutStatus):
        payouts.approve(batch, "usr_bela")


def test_a_batch_is_sent_after_approval_only() -> None:
    with pytest.raises(WrongPayoutStatus):
        payouts.send(drafted(), "usr_anna")


def test_a_payout_is_settled_once_and_after_it_was_sent_only() -> None:
    with pytest.raises(WrongPayoutStatus):
        payouts.confirm((batch := drafted()), next(iter(batch.payouts)), Money(0), "usr_anna")
    batch = sent()
    first = next(iter(batch.payouts))
    batch = payouts.evolve(batch, payouts.confirm(batch, first, Money(0), "usr_anna"))
    with pytest.raises(WrongPayoutStatus):
        payouts.bounce(batch, first, "late return", "usr_anna")


def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(UnknownBatch):
        payouts.approve(payouts.restore("bat_1", []), "usr_bela")
    with pytest.raises(UnknownPayout):
        payouts.confirm(sent(), "pay_1", Money(0), "usr_anna")

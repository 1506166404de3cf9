"""A payout by a rail that we ask ourselves, whatever is answered, lost, late or claimed: asked again only when it is
certain that nothing was sent, and posted as what really happened.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import payouts, sending
from bdcommerce.payments.domain.payouts import Batch, Due, Payout
from bdcommerce.payments.domain.rails import Limits, TransferVerdict, Used
from bdcommerce.payments.domain.sending import Pauses
from bdcommerce.payments.errors import SamePerson, TooEarlyToSay, WrongPayoutStatus
from bdcommerce.payments.events import PayoutAsked, PayoutBounced, PayoutConfirmed, PayoutNotSent, Proposal

BEGIN = datetime(2026, 11, 22, 6, tzinfo=UTC)
MUCH = Money(10**9)
LIMITS = Limits(
    wallet_transfer=MUCH, wallet_day=MUCH, wallet_month=MUCH, npsb_transfer=MUCH, npsb_day=MUCH, npsb_count=99
)
PAUSES = Pauses(timedelta(minutes=15), timedelta(minutes=3), (timedelta(minutes=1),), timedelta(days=1))
LOST, NOT_SENT = TransferVerdict(found="unknown", code="no_answer"), TransferVerdict(found="not_sent", code="2023")
PAID, FAILED = TransferVerdict(found="paid", trx_id="T1"), TransferVerdict(found="failed", code="2057")
PENDING = TransferVerdict(found="pending", trx_id="T1", code="Initiated")


def approved() -> Batch:
    due = Due(vendor_id="ven_1", amount=Money(5000), due_on=None, payee="sealed", rail="bkash", wallet="key")
    drafted = payouts.draft([due], "usr_anna")
    batch = payouts.restore(drafted.batch_id, [drafted])
    return payouts.evolve(batch, payouts.approve(batch, "usr_bela"))


@dataclass
class World:
    """A batch with one payout, bKash as it really is, and answers that are still on their way to us."""

    batch: Batch = field(default_factory=approved)
    now: datetime = BEGIN
    times_paid: int = 0
    on_the_way: list[tuple[int, TransferVerdict]] = field(default_factory=list)

    @property
    def payout(self) -> Payout:
        return next(iter(self.batch.payouts.values()))

    def happen(self, event: object) -> None:
        """Only what was certainly not paid may be asked for, or owed again; only what was, counts as paid."""
        if isinstance(event, PayoutAsked | PayoutBounced):
            assert self.times_paid == 0
        if isinstance(event, PayoutConfirmed):
            assert self.times_paid == 1
        if event is not None:
            self.batch = payouts.evolve(self.batch, event)

    def ask(self, truth: TransferVerdict, *, answered: bool) -> None:
        """The job claims it; bKash does what is true, and says so or not."""
        event = sending.ask(self.batch, self.payout.payout_id, limit=LIMITS, used=Used(), at=self.now)
        self.happen(event)
        if isinstance(event, PayoutAsked):
            self.times_paid += truth.found in {"paid", "pending"}
            self.on_the_way.append((event.number, truth if answered else LOST))

    def hear(self) -> None:
        """An answer arrives, perhaps much later."""
        if self.on_the_way:
            number, verdict = self.on_the_way.pop(0)
            self.happen(
                sending.hear(self.batch, self.payout.payout_id, number, verdict=verdict, pauses=PAUSES, at=self.now)
            )

    def presume(self) -> None:
        if self.payout.status == "sent":
            self.happen(sending.died(self.batch, self.payout.payout_id, PAUSES, self.now))

    def resolve(self) -> None:
        """Two people who look closely say what is true, once there is a statement to look into."""
        said = sending.proposal(
            outcome="paid" if self.times_paid else "not_paid",
            evidence="the statement of that day",
            reference="T1",
            charge=Money(0),
            by="usr_anna",
            at=self.now,
        )
        try:
            self.happen(sending.propose(self.batch, self.payout.payout_id, said, PAUSES))
            self.happen(sending.accept(self.batch, self.payout.payout_id, "usr_bela"))
        except BdError:
            return


STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from([PAID, PENDING, FAILED, NOT_SENT]), st.booleans()),
    st.tuples(st.sampled_from(["hear", "presume", "resolve", "wait"]), st.none(), st.none()),
)


@given(st.lists(STEPS, max_size=30))
def test_whatever_happens_it_is_paid_at_most_once_and_the_books_say_what_is_true(
    steps: list[tuple[str, TransferVerdict | None, bool | None]],
) -> None:
    world = World()
    for step, truth, answered in steps:
        if step == "ask" and truth is not None:
            world.ask(truth, answered=bool(answered))
        elif step == "wait":
            world.now += timedelta(hours=7)
        else:
            getattr(world, step)()
        assert world.times_paid <= 1
    if world.payout.status == "paid":
        assert world.times_paid == 1
    if world.payout.status == "failed":
        assert world.times_paid == 0


def asked() -> World:
    world = World()
    world.ask(PAID, answered=False)
    return world


def test_what_was_asked_is_not_asked_again() -> None:
    world = asked()
    assert sending.ask(world.batch, world.payout.payout_id, limit=LIMITS, used=Used(), at=world.now) is None
    world.hear()
    assert world.payout.status == "unknown"
    assert sending.ask(world.batch, world.payout.payout_id, limit=LIMITS, used=Used(), at=world.now) is None


def test_what_was_not_sent_waits_before_it_is_tried_again() -> None:
    world = World()
    world.ask(NOT_SENT, answered=True)
    world.hear()
    again = sending.ask(world.batch, world.payout.payout_id, limit=LIMITS, used=Used(), at=world.now)
    assert (world.payout.status, again) == ("approved", None)
    later = world.now + PAUSES.after_nothing
    assert isinstance(
        sending.ask(world.batch, world.payout.payout_id, limit=LIMITS, used=Used(), at=later), PayoutAsked
    )


def test_a_day_that_is_full_leaves_it_for_the_next_and_a_month_that_is_full_gives_it_up() -> None:
    world = World()
    full = Used(day=MUCH, month=Money(0))
    waits = sending.ask(world.batch, world.payout.payout_id, limit=LIMITS, used=full, at=BEGIN)
    assert isinstance(waits, PayoutNotSent)
    assert waits.again_at.astimezone(UTC) == datetime(2026, 11, 22, 18, tzinfo=UTC)
    over = sending.ask(world.batch, world.payout.payout_id, limit=LIMITS, used=Used(month=MUCH), at=BEGIN)
    assert isinstance(over, PayoutBounced)


def test_an_answer_that_comes_after_everybody_gave_up_still_counts() -> None:
    world = World()
    world.ask(PAID, answered=True)
    world.now += timedelta(minutes=4)
    world.presume()
    assert world.payout.status == "unknown"
    world.hear()
    assert (world.payout.status, world.payout.trx_id) == ("paid", "T1")


def test_nobody_proposes_and_accepts_or_says_too_early_that_it_was_not_paid() -> None:
    world = asked()
    world.hear()
    payout_id = world.payout.payout_id

    def said(at: datetime) -> Proposal:
        return sending.proposal(
            outcome="not_paid", evidence="no line of it", reference="", charge=Money(5), by="usr_anna", at=at
        )

    with pytest.raises(TooEarlyToSay):
        sending.propose(world.batch, payout_id, said(BEGIN + timedelta(hours=23)), PAUSES)
    with pytest.raises(WrongPayoutStatus):
        sending.accept(world.batch, payout_id, "usr_bela")
    proposed = sending.propose(world.batch, payout_id, said(BEGIN + timedelta(hours=25)), PAUSES)
    assert proposed.proposal.charge == Money(0)
    batch = payouts.evolve(world.batch, proposed)
    with pytest.raises(SamePerson):
        sending.accept(batch, payout_id, "usr_anna")
    assert isinstance(sending.accept(batch, payout_id, "usr_bela"), PayoutBounced)

"""The life of a dispute. What is decided of its money is a fact of the vendor order, and so moves its clocks."""

from dataclasses import replace

from bdcommerce.compliance.domain import disputes
from bdcommerce.compliance.domain.disputes import Decision, Dispute, DisputeReason, Outcome
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.letters import Customer, Letter, Speaker
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Facts, Sale
from bdcommerce.compliance.errors import DisputeClosed, DisputeExists, UnknownDispute
from bdcommerce.compliance.handlers import letters, sales
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.compliance import DisputeDecided, DisputeOpened
from bdcommerce.contracts.orders import ReturnMoved, UnknownOrder
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.events import name_of


async def open_dispute(
    work: Work,
    book: Book,
    *,
    about: Sale,
    speaker: Speaker,
    customer: Customer,
    reason: DisputeReason,
    asked: int,
    text: str,
) -> Dispute:
    """Customer or vendor disagree over a vendor order. Raises UnknownOrder, OutOfWindow, DisputeExists."""
    (sale,) = await work.sales.lock([replace(about, facts=Facts())])
    ensure(sale.facts.confirmed, UnknownOrder("There is no such order."))
    disputes.within_window(sale.facts, book, clock.now())
    ensure(not await work.disputes.over(sale.vendor_order_id), DisputeExists.over(sale.vendor_order_id))
    now = clock.now()
    dispute = Dispute(
        id=ids.new_id("dsp"),
        number=disputes.number_of(await work.disputes.next_seq(), now),
        status="open",
        reason=reason,
        opened_by=speaker.side,
        customer=customer,
        order_id=sale.order_id,
        order_number=sale.number,
        vendor_order_id=sale.vendor_order_id,
        vendor_id=sale.vendor_id,
        asked=asked,
        opened_at=now,
        answer_due_at=disputes.answer_due(book, now),
    )
    await work.disputes.add(dispute)
    await letters.write(work, dispute.id, speaker.side, speaker.author_id, text)
    await _tell(work, book, disputes.opened_event(dispute))
    return dispute


async def open_for_return(work: Work, book: Book, moved: ReturnMoved, customer: Customer) -> None:
    """A customer does not put up with the refusal of a return: staff decide. Again: nothing more."""
    if await work.disputes.over_return(moved.return_id):
        return
    now = clock.now()
    dispute = Dispute(
        id=ids.new_id("dsp"),
        number=disputes.number_of(await work.disputes.next_seq(), now),
        status="open",
        reason=disputes.OF_RETURNS[moved.code],
        opened_by="customer",
        customer=customer,
        order_id=moved.order_id,
        order_number=moved.number,
        vendor_order_id=moved.vendor_order_id,
        vendor_id=moved.vendor_id,
        asked=moved.worth.amount,
        opened_at=now,
        answer_due_at=disputes.answer_due(book, now),
        return_id=moved.return_id,
    )
    await work.disputes.add(dispute)
    await letters.write(work, dispute.id, "customer", customer.customer_id, moved.reason or _UNANSWERED)
    await _tell(work, book, disputes.opened_event(dispute))


_UNANSWERED = "The vendor did not answer the return in time."


async def add_word(work: Work, dispute_id: str, speaker: Speaker, text: str, photo: str = "") -> Letter:
    """One of the two has something to say or to show. Raises UnknownDispute, DisputeClosed, TooManyPhotos."""
    dispute = disputes.written(await _of(work, dispute_id, speaker), speaker.side, clock.now())
    await work.disputes.save(dispute)
    return await letters.write(work, dispute.id, speaker.side, speaker.author_id, text, photo=photo)


async def ask(work: Work, dispute_id: str, text: str, by: Actor, *, internal: bool) -> Letter:
    """Staff ask both, or note something among themselves. Raises UnknownDispute, DisputeClosed."""
    dispute = await _load(work, dispute_id)
    if not internal:
        disputes.written(dispute, "staff", clock.now())
    return await letters.write(work, dispute.id, "staff", by.id, text, internal=internal)


async def withdraw(work: Work, book: Book, dispute_id: str, speaker: Speaker) -> Dispute:
    """Who opened it is content. Raises UnknownDispute, DisputeClosed."""
    dispute = await _of(work, dispute_id, speaker)
    alone = DisputeClosed("only who opened it can withdraw it", status=dispute.status)
    ensure(dispute.opened_by == speaker.side, alone)
    return await _end(work, book, disputes.withdrawn(dispute, clock.now()))


async def decide(
    work: Work, book: Book, dispute_id: str, *, outcome: Outcome, refund: int, text: str, by: Actor
) -> Dispute:
    """Staff decide, or propose where it takes two. Raises UnknownDispute, DisputeClosed, AnswerPending, Invalid,
    RefundTooLarge.
    """
    dispute, now = await _load(work, dispute_id), clock.now()
    decision = Decision(outcome=outcome, refund=refund, by=by.id, at=now)
    over = book.value(disputes.FOUR_EYES, clock.dhaka_date(now))
    decided = disputes.decided(dispute, decision, await _facts(work, dispute), over)
    proposed = decided.status == "proposed"
    await letters.write(work, dispute.id, "staff", by.id, text, internal=proposed)
    return await _end(work, book, decided)


async def approve(work: Work, book: Book, dispute_id: str, text: str, by: Actor) -> Dispute:
    """A second person agrees, with the words that both will read. Raises UnknownDispute, NothingProposed,
    SecondPersonNeeded, RefundTooLarge.
    """
    dispute = await _load(work, dispute_id)
    decided = disputes.approved(dispute, by.id, await _facts(work, dispute), clock.now())
    await letters.write(work, dispute.id, "staff", by.id, text)
    return await _end(work, book, decided)


async def send_back(work: Work, dispute_id: str, text: str, by: Actor) -> Dispute:
    """A second person does not agree. Raises UnknownDispute, NothingProposed, SecondPersonNeeded."""
    undecided = disputes.sent_back(await _load(work, dispute_id), by.id)
    await work.disputes.save(undecided)
    await letters.write(work, dispute_id, "staff", by.id, text, internal=True)
    return undecided


async def _end(work: Work, book: Book, dispute: Dispute) -> Dispute:
    await work.disputes.save(dispute)
    told = disputes.decided_event(dispute)
    if told:
        await _tell(work, book, told)
    return dispute


async def _tell(work: Work, book: Book, event: DisputeOpened | DisputeDecided) -> None:
    """Others hear it over the bus; here it is a fact at once."""
    proof = Evidence(event=name_of(event), event_id=event.dispute_id, at=event.at, reference=event.dispute_id)
    await sales.hear(work, book, event, proof)
    await work.log.tell(event)


async def _facts(work: Work, dispute: Dispute) -> Facts:
    blank = Sale(vendor_order_id=dispute.vendor_order_id, order_id=dispute.order_id, vendor_id=dispute.vendor_id)
    (sale,) = await work.sales.lock([blank])
    return sale.facts


async def _load(work: Work, dispute_id: str) -> Dispute:
    dispute = await work.disputes.lock(dispute_id)
    if dispute is None:
        raise UnknownDispute("There is no such dispute.")
    return dispute


async def _of(work: Work, dispute_id: str, speaker: Speaker) -> Dispute:
    dispute = await _load(work, dispute_id)
    whose = dispute.customer
    owns = speaker.customer.owns(customer_id=whose.customer_id, guest_hash=whose.guest_hash)
    theirs = dispute.vendor_id == speaker.vendor_id if speaker.side == "vendor" else owns
    ensure(theirs, UnknownDispute("There is no such dispute."))
    return dispute

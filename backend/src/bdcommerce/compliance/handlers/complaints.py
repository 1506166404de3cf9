"""The life of a complaint: load it, decide, keep it, let its clock know, tell its author."""

from dataclasses import replace

from bdcommerce.compliance.domain import complaints
from bdcommerce.compliance.domain.complaints import Authority, Category, Complaint
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.letters import Customer, Letter
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.errors import UnknownComplaint
from bdcommerce.compliance.handlers import clocks, letters
from bdcommerce.compliance.ports import Work
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import ensure

MOVED = "compliance.ComplaintMoved"


async def open_complaint(
    work: Work, book: Book, *, category: Category, text: str, customer: Customer, about: Sale | None, whole_order: bool
) -> Complaint:
    """Somebody is not content: with a vendor order, with the whole order that it is part of, or with no order."""
    now = clock.now()
    complaint = Complaint(
        id=ids.new_id("cmp"),
        number=complaints.number_of(await work.complaints.next_seq(), now),
        status="open",
        category=category,
        customer=customer,
        order_id=about.order_id if about else "",
        order_number=about.number if about else "",
        vendor_order_id=about.vendor_order_id if about and not whole_order else "",
        vendor_id=about.vendor_id if about and not whole_order else "",
        opened_at=now,
    )
    await work.complaints.add(complaint)
    await letters.write(work, complaint.id, "customer", customer.customer_id, text)
    await _tell(work, book, complaint)
    return complaint


async def add_word(work: Work, complaint_id: str, customer: Customer, text: str, photo: str = "") -> Letter:
    """Its author has something to add. Raises UnknownComplaint, ComplaintClosed, TooManyPhotos."""
    complaint = complaints.written(await _theirs(work, complaint_id, customer))
    await work.complaints.save(complaint)
    return await letters.write(work, complaint.id, "customer", customer.customer_id, text, photo=photo)


async def be_content(work: Work, book: Book, complaint_id: str, customer: Customer) -> Complaint:
    """Its author takes it as settled. Raises UnknownComplaint, ComplaintClosed."""
    complaint = await _theirs(work, complaint_id, customer)
    return await _end(work, book, complaints.resolved(complaint, _proof(ids.new_id("let"))))


async def answer(work: Work, book: Book, complaint_id: str, text: str, by: Actor) -> Complaint:
    """Staff answer. Raises UnknownComplaint, ComplaintClosed."""
    complaint = await _load(work, complaint_id)
    letter = await letters.write(work, complaint.id, "staff", by.id, text)
    answered = complaints.answered(complaint, _proof(letter.id))
    await work.complaints.save(replace(answered, assigned_to=answered.assigned_to or by.id))
    await _tell(work, book, answered)
    return answered


async def note(work: Work, complaint_id: str, text: str, by: Actor) -> Letter:
    """Staff note something among themselves. Raises UnknownComplaint."""
    complaint = await _load(work, complaint_id)
    return await letters.write(work, complaint.id, "staff", by.id, text, internal=True)


async def assign(work: Work, complaint_id: str, to: str) -> Complaint:
    """Somebody of the staff takes care of it; nobody, if empty. Raises UnknownComplaint."""
    complaint = replace(await _load(work, complaint_id), assigned_to=to)
    await work.complaints.save(complaint)
    return complaint


async def resolve(work: Work, book: Book, complaint_id: str, text: str, by: Actor) -> Complaint:
    """Staff settle it, with a last word to its author. Raises UnknownComplaint, ComplaintClosed."""
    complaint = await _load(work, complaint_id)
    letter = await letters.write(work, complaint.id, "staff", by.id, text)
    return await _end(work, book, complaints.resolved(complaint, _proof(letter.id)))


async def escalate(
    work: Work, book: Book, complaint_id: str, *, authority: Authority, reference: str, text: str, by: Actor
) -> Complaint:
    """An authority deals with it from now on. Raises UnknownComplaint, ComplaintClosed."""
    complaint = await _load(work, complaint_id)
    letter = await letters.write(work, complaint.id, "staff", by.id, text)
    return await _end(work, book, complaints.escalated(complaint, authority, reference, _proof(letter.id)))


async def refer(work: Work, complaint_id: str, reference: str) -> Complaint:
    """The authority has given it a number. Raises UnknownComplaint."""
    complaint = replace(await _load(work, complaint_id), external_reference=reference)
    await work.complaints.save(complaint)
    return complaint


async def _load(work: Work, complaint_id: str) -> Complaint:
    complaint = await work.complaints.lock(complaint_id)
    if complaint is None:
        raise UnknownComplaint("There is no such complaint.")
    return complaint


async def _theirs(work: Work, complaint_id: str, customer: Customer) -> Complaint:
    complaint = await _load(work, complaint_id)
    author = complaint.customer
    owns = customer.owns(customer_id=author.customer_id, guest_hash=author.guest_hash)
    ensure(owns, UnknownComplaint("There is no such complaint."))
    return complaint


async def _end(work: Work, book: Book, ended: Complaint) -> Complaint:
    await work.complaints.save(ended)
    await _tell(work, book, ended)
    return ended


async def _tell(work: Work, book: Book, complaint: Complaint) -> None:
    await clocks.run(work, [complaints.clock_of(complaint, book)])
    await work.log.tell(complaints.moved(complaint, clock.now()))


def _proof(letter_id: str) -> Evidence:
    return Evidence(event=MOVED, event_id=letter_id, at=clock.now(), reference=letter_id)

"""Another phone or e-mail address, and a forgotten password: what a code proves."""

from datetime import timedelta

from bdcommerce.accounts.domain import codes
from bdcommerce.accounts.domain.codes import Blind
from bdcommerce.accounts.domain.contacts import ContactChange, ContactKind, kind_of
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.domain.messages import OwedMessage
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.throttles import Limits
from bdcommerce.accounts.errors import PhoneTaken, WrongCode, WrongProof
from bdcommerce.accounts.handlers import throttling
from bdcommerce.accounts.handlers.codes import Asked, answer_all, count_sending, new_code
from bdcommerce.accounts.handlers.messages import owe, owe_everywhere
from bdcommerce.accounts.ports import Work
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.text import Language

_MINUTE = timedelta(minutes=1)


async def start_contact_change(
    work: Work, user_id: str, kind: ContactKind, to: str, *, blind: Blind, limits: Limits, origin: Origin
) -> ContactChange:
    """Send a code to the new place, and one to the old. Raises Invalid, TooManyCodes, TooManyTries."""
    person = await work.people.locked(user_id)
    change = ContactChange.of(person, kind, to)
    await throttling.count(work, limits.codes, f"codes|{origin.address}")
    await count_sending(work, change.to)
    await work.contact_changes.save(change)
    _, code = await new_code(work, change.to, "contact_new", change.id, blind)
    await owe(work, _code_message(change.to, code, person.language))
    if change.old:
        await count_sending(work, f"{change.old}|{user_id}")
        _, code = await new_code(work, change.old, "contact_old", change.id, blind)
        await owe(work, _code_message(change.old, code, person.language))
    return change


async def confirm_contact_change(
    work: Work, user_id: str, change_id: str, new: str, old: str, *, blind: Blind
) -> Person | WrongProof:
    """The change is made if all its codes are right; else those that were wrong count as missed.

    Raises UnknownContactChange, EmailTaken, PhoneTaken.
    """
    person = await work.people.locked(user_id)
    change = await work.contact_changes.get(user_id, change_id)
    if not change.alive:
        return WrongProof.refused()
    asked = [Asked(change.to, "contact_new", new)]
    asked += [Asked(change.old, "contact_old", old)] if change.old else []
    if not await answer_all(work, asked, change.id, blind):
        return WrongProof.refused()
    if change.kind == "phone":
        owner = await work.people.by_phone(change.to)
        ensure(owner is None or owner.id == user_id, PhoneTaken.refused())
    changed = change.applied(person)
    await work.people.save(changed)
    await work.contact_changes.remove(change)
    await _tell_old_place(work, person, change)
    return changed


async def ask_reset(
    work: Work, target: str, language: Language, *, blind: Blind, limits: Limits, origin: Origin
) -> None:
    """Send a code for a new password. Whoever is not known is sent none, and nobody can tell from the answer.

    Raises TooManyCodes, TooManyTries.
    """
    person = await _by_contact(work, target)
    known = await throttling.knows(work, person, origin)
    if not known:
        await throttling.count(work, limits.codes, f"codes|{origin.address}")
    await count_sending(work, f"{target}|{origin.device}" if known else target)
    _, code = await new_code(work, target, "reset", origin.device, blind)
    await owe(work, _code_message(target, code, language, meant=person is not None and bool(person.email)))


async def reset_password(work: Work, target: str, password_hash: str) -> Person | WrongCode:
    """The new password of whoever a code has proven to be; all their sessions end, no device is known any more, and
    they are told.
    """
    found = await _by_contact(work, target)
    if found is None or not found.email:
        return WrongCode.refused()
    person = (await work.people.locked(found.id)).with_password(password_hash)
    if target == person.email:
        person = person.with_confirmed_email()
    await work.people.save(person)
    await end_trust(work, person)
    return person


async def end_trust(work: Work, person: Person, keep: str = "") -> None:
    """What a password opened: sessions but one end, devices are strangers again, the owner is told."""
    await work.sessions.revoke_others(person.id, keep)
    await work.devices.forget_all(person.id)
    await owe_everywhere(work, person, "password_changed")


async def _by_contact(work: Work, target: str) -> Person | None:
    return await (work.people.by_email(target) if kind_of(target) == "email" else work.people.by_phone(target))


def _code_message(to: str, code: str, language: Language, *, meant: bool = True) -> OwedMessage:
    template = "email_code" if kind_of(to) == "email" else "otp"
    return OwedMessage.of(template, to if meant else "", language, code=code, minutes=str(codes.LIFE // _MINUTE))


async def _tell_old_place(work: Work, before: Person, change: ContactChange) -> None:
    old = before.email if change.kind == "email" else before.phone
    if old and old != change.to:
        template = "contact_changed_email" if change.kind == "email" else "contact_changed_sms"
        await owe(work, OwedMessage.of(template, old, before.language))

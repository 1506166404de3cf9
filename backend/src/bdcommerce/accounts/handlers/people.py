"""People: how they register, and what of them changes."""

from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.handlers.contacts import end_trust
from bdcommerce.accounts.ports import Work
from bdcommerce.contracts.accounts import UserRegistered
from bdcommerce.kernel.text import Language


async def register_phone(work: Work, e164: str, language: Language) -> Person:
    """The person who has confirmed this phone; an account is made the first time."""
    person = await work.people.by_phone(e164)
    if person is None:
        person = await register(work, Person.by_phone(e164, language))
    return person


async def register_email(
    work: Work, email: str, password_hash: str, *, name: str, number: str, language: Language
) -> Person:
    """A new account that signs in with a password. Raises EmailTaken."""
    return await register(work, Person.by_email(email, password_hash, name, number, language))


async def register(work: Work, person: Person) -> Person:
    """A new account. Raises EmailTaken, PhoneTaken."""
    await work.people.add(person)
    await work.log.tell(UserRegistered(user_id=person.id, kind=person.kind))
    return person


async def remember_password(work: Work, user_id: str, before: str, after: str) -> None:
    """The same password hashed with today's parameters, unless it was changed meanwhile."""
    person = await work.people.locked(user_id)
    if person.password_hash == before:
        await work.people.save(person.with_password(after))


async def change_profile(work: Work, user_id: str, *, name: str | None, language: Language | None) -> Person:
    """What is given replaces what was."""
    person = await work.people.locked(user_id)
    if name is not None:
        person = person.renamed(name)
    if language is not None:
        person = person.speaking(language)
    await work.people.save(person)
    return person


async def change_password(work: Work, user_id: str, *, before: str, after: str, keep: str) -> bool:
    """Another password, unless it was changed meanwhile: all sessions but one end, and the owner is told."""
    person = await work.people.locked(user_id)
    if person.password_hash != before:
        return False
    person = person.with_password(after)
    await work.people.save(person)
    await end_trust(work, person, keep)
    return True

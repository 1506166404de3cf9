"""Who works for the operator, and as what. Whoever changes it is looked up anew: an access token may be older than the
decision to take a right away.
"""

from collections.abc import Iterable
from dataclasses import replace

from bdcommerce.accounts.domain.messages import OwedMessage
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.roles import KEEPER, Role, RoleBook, ensure_grantable
from bdcommerce.accounts.errors import (
    BuiltInRole,
    EmailTaken,
    LastKeeper,
    NotStaff,
    NotYourself,
    RoleInUse,
    RoleTaken,
    UnknownRole,
    UnknownStaff,
)
from bdcommerce.accounts.handlers.messages import owe
from bdcommerce.accounts.handlers.people import register
from bdcommerce.accounts.ports import Work
from bdcommerce.kernel.errors import NotFound, Stale, ensure


async def hire(work: Work, by: str, email: str, password_hash: str, *, name: str, roles: Iterable[str]) -> Person:
    """A new account of staff, made by a colleague. Raises Invalid, EmailTaken, NotStaff, CannotGrant."""
    everyone, book = await _staff(work), await work.roles.book()
    wanted = book.known(roles)
    ensure_grantable(_held(everyone, book, by), book.permissions(wanted))
    return await employ(work, email, password_hash, name, wanted)


async def employ(work: Work, email: str, password_hash: str, name: str, roles: frozenset[str]) -> Person:
    """A new account of staff, made by the operator itself. Raises EmailTaken."""
    return await register(work, Person.employed(email, password_hash, name, roles))


async def give_roles(work: Work, email: str, roles: frozenset[str]) -> Person | None:
    """Staff with that e-mail, in these roles and no others; None if there is nobody.

    Raises EmailTaken for a customer's: nobody proved whose account it is.
    """
    found = await work.people.by_email(email)
    if found is None:
        return None
    ensure(found.kind == "staff", EmailTaken.refused())
    changed = (await work.people.locked(found.id)).with_roles(roles)
    await work.people.save(changed)
    return changed


async def assign_roles(work: Work, by: str, staff_id: str, roles: Iterable[str]) -> Person:
    """In these roles and no others, from the next token on.

    Raises UnknownStaff, Invalid, NotStaff, CannotGrant, LastKeeper.
    """
    everyone, book = await _staff(work), await work.roles.book()
    person = _one(everyone, staff_id)
    wanted = book.known(roles)
    ensure_grantable(_held(everyone, book, by), book.permissions(wanted - person.roles))
    changed = person.with_roles(wanted)
    _ensure_keeper(_with(everyone, changed), book)
    await work.people.save(changed)
    return changed


async def deactivate(work: Work, by: str, staff_id: str) -> Person:
    """Not into the admin any more; all sessions end at once. Repeating changes nothing.

    Raises UnknownStaff, NotStaff, NotYourself, LastKeeper.
    """
    everyone, book = await _staff(work), await work.roles.book()
    person = _one(everyone, staff_id)
    _held(everyone, book, by)
    ensure(staff_id != by, NotYourself.refused())
    changed = person.deactivated()
    _ensure_keeper(_with(everyone, changed), book)
    await work.people.save(changed)
    await work.sessions.revoke_others(staff_id)
    return changed


async def reactivate(work: Work, by: str, staff_id: str) -> Person:
    """Back, with the roles of before, which is to grant them again. Raises UnknownStaff, NotStaff, CannotGrant."""
    everyone, book = await _staff(work), await work.roles.book()
    person = _one(everyone, staff_id)
    ensure_grantable(_held(everyone, book, by), book.permissions(person.roles))
    changed = replace(person, deactivated_at=None)
    await work.people.save(changed)
    return changed


async def compose_role(work: Work, by: str, role: Role) -> None:
    """A new role. Raises NotStaff, CannotGrant, RoleTaken."""
    everyone, book = await _staff(work), await work.roles.book()
    ensure_grantable(_held(everyone, book, by), role.permissions)
    ensure(book.find(role.name) is None, RoleTaken.refused())
    await work.roles.save(role)


async def change_role(work: Work, by: str, name: str, version: int, changed: Role) -> Role:
    """Another content for a role, from the next token of everybody in it on.

    Raises UnknownRole, BuiltInRole, Stale, NotStaff, CannotGrant, LastKeeper.
    """
    everyone, book = await _staff(work), await work.roles.book()
    role = _composed(book, name)
    held = _held(everyone, book, by)
    ensure(role.version == version, Stale("somebody changed this role in between; read it again"))
    role = role.changed(changed.description, changed.permissions, second_factor=changed.second_factor)
    ensure_grantable(held, role.permissions - book.permissions([name]))
    _ensure_keeper(everyone, book.with_role(role))
    await work.roles.save(role)
    return role


async def remove_role(work: Work, by: str, name: str) -> None:
    """A role that nobody is in. Raises UnknownRole, BuiltInRole, NotStaff, RoleInUse."""
    everyone, book = await _staff(work), await work.roles.book()
    role = _composed(book, name)
    _held(everyone, book, by)
    ensure(not [person for person in everyone if name in person.roles], RoleInUse.refused())
    await work.roles.remove(role)


async def take_away_second_factor(work: Work, by: str, staff_id: str) -> None:
    """Without it, and signed out of the admin: they sign in with their password and set it up anew. They are told.

    Raises UnknownStaff, NotStaff, NotYourself.
    """
    everyone, book = await _staff(work), await work.roles.book()
    person = _one(everyone, staff_id)
    ensure(staff_id != by, NotYourself.refused())
    _held(everyone, book, by)
    if await work.second_factors.locked(staff_id) is None:
        return
    await work.second_factors.remove(staff_id)
    await work.sessions.revoke_others(staff_id, audience="admin")
    await owe(work, OwedMessage.of("second_factor_reset", person.email, person.language))


async def held_now(work: Work, by: str, needed: str) -> frozenset[str]:
    """What somebody may do at this moment, whatever their token says. Raises NotStaff unless that is among it."""
    try:
        person = await work.people.locked(by)
    except NotFound as error:
        raise NotStaff.refused() from error
    held = (await work.roles.book()).permissions(person.roles) if person.active else frozenset[str]()
    ensure(needed in held, NotStaff.refused())
    return held


async def _staff(work: Work) -> list[Person]:
    """Everybody, locked: two changes of staff are made one after the other."""
    return list(await work.people.all_staff_locked())


def _one(everyone: list[Person], staff_id: str) -> Person:
    found = next((person for person in everyone if person.id == staff_id), None)
    if found is None:
        raise UnknownStaff.refused()
    return found


def _held(everyone: list[Person], book: RoleBook, by: str) -> frozenset[str]:
    """What whoever does this may do at this moment. Raises NotStaff unless that includes to do this."""
    actor = next((person for person in everyone if person.id == by and person.active), None)
    held = book.permissions(actor.roles) if actor else frozenset[str]()
    ensure(KEEPER in held, NotStaff.refused())
    return held


def _composed(book: RoleBook, name: str) -> Role:
    role = book.find(name)
    if role is None:
        raise UnknownRole.refused()
    ensure(not role.built_in, BuiltInRole.refused(name))
    return role


def _with(everyone: list[Person], changed: Person) -> list[Person]:
    return [changed if person.id == changed.id else person for person in everyone]


def _ensure_keeper(everyone: list[Person], book: RoleBook) -> None:
    keepers = [person for person in everyone if person.active and KEEPER in book.permissions(person.roles)]
    ensure(keepers, LastKeeper.refused())

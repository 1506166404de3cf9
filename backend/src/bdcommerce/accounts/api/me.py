"""One's own profile, contacts and password."""

from typing import Any, Literal

from litestar import Request
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.api.arriving import DeviceToken, origin_of
from bdcommerce.accounts.domain import codes, contacts, passwords
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.errors import (
    EmailTaken,
    NoPassword,
    PhoneTaken,
    TooManyCodes,
    TooManyTries,
    UnknownContactChange,
    WrongProof,
)
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import me as schemas
from bdcommerce.infra.http import get, patch, post, put
from bdcommerce.infra.http.access import shop, signed_in
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import BdError, Invalid, NotFound, ensure
from bdcommerce.kernel.text import latin_digits


@get("/me", access=shop(), summary="One's own profile", raises=[NotFound])
async def read_profile(caller: Caller, deps: Edge) -> schemas.Profile:
    """Who am I?"""
    return schemas.Profile.of(await deps.directory.person(caller.user_id))


@patch("/me", access=shop(), summary="Change one's profile", raises=[Invalid, NotFound])
async def change_profile(data: schemas.ChangeProfile, caller: Caller, deps: Edge) -> schemas.Profile:
    """Name and language."""
    async with deps.works() as work:
        person = await handlers.change_profile(work, caller.user_id, name=data.name, language=data.language)
    return schemas.Profile.of(person)


@post(
    "/me/contact-changes",
    access=signed_in(),
    summary="Change one's phone or e-mail address, or confirm it",
    raises=[Invalid, NotFound, WrongProof, TooManyCodes, TooManyTries],
)
async def start_contact_change(
    data: schemas.StartContactChange,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> schemas.ContactChangeStarted:
    """A code goes to the new one, and another to one that is confirmed already. Where nothing is confirmed yet, the
    password is asked for. To confirm the address that is there, name it again.
    """
    to, origin = contacts.normal(data.kind, data.to, "to"), origin_of(request, deps, device_token)
    person = await deps.directory.person(caller.user_id)
    if contacts.needs_password(person, data.kind, to):
        await certain(deps, person, data.password, origin)
    async with deps.works() as work:
        change = await handlers.start_contact_change(
            work, person.id, data.kind, to, blind=deps.blind, limits=deps.limits, origin=origin
        )
    wanted: list[Literal["new", "old"]] = ["new", "old"] if change.old else ["new"]
    life = int(codes.LIFE.total_seconds())
    return schemas.ContactChangeStarted(id=change.id, kind=change.kind, codes=wanted, expires_in=life)


@post(
    "/me/contact-changes/{contact_change_id:str}/confirmation",
    access=signed_in(),
    summary="Make a change of contact by its codes",
    status_code=200,
    raises=[UnknownContactChange, WrongProof, EmailTaken, PhoneTaken],
)
async def confirm_contact_change(
    contact_change_id: str, data: schemas.ConfirmContactChange, caller: Caller, deps: Edge
) -> schemas.Profile:
    """All codes together; each may be missed five times. The old address or phone is told."""
    new, old = latin_digits(data.new_code), latin_digits(data.old_code)
    async with deps.works() as work:
        outcome = await handlers.confirm_contact_change(
            work, caller.user_id, contact_change_id, new, old, blind=deps.blind
        )
    if isinstance(outcome, BdError):
        raise outcome
    return schemas.Profile.of(outcome)


@put(
    "/me/password",
    access=signed_in(),
    summary="Change one's password",
    status_code=204,
    raises=[Invalid, NotFound, NoPassword, WrongProof, TooManyTries],
)
async def change_password(
    data: schemas.ChangePassword,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> None:
    """All other sessions end. Who has no password yet sets one by `/auth/password/forgot`."""
    person = await deps.directory.person(caller.user_id)
    ensure(person.password_hash, NoPassword.refused())
    wanted = passwords.check(data.new_password, email=person.email, field="new_password")
    await certain(deps, person, data.current_password, origin_of(request, deps, device_token))
    password_hash = await deps.passwords.hash(wanted)
    async with deps.works() as work:
        changed = await handlers.change_password(
            work, person.id, before=person.password_hash, after=password_hash, keep=caller.session_id
        )
    ensure(changed, WrongProof.refused())


async def certain(deps: Edge, person: Person, password: str, origin: Origin) -> None:
    """That whoever is signed in also knows the password. Raises WrongProof, TooManyTries."""
    async with deps.works() as work:
        _, tried = await handlers.try_password(work, deps.limits, person.email, origin)
    ensure(await deps.passwords.verify(person.password_hash, passwords.prepared(password)), WrongProof.refused())
    async with deps.works() as work:
        await handlers.take_back(work, deps.limits, tried)


ROUTES: list[HTTPRouteHandler] = [
    read_profile,
    change_profile,
    start_contact_change,
    confirm_contact_change,
    change_password,
]

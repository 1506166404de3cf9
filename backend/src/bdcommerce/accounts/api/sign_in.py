"""How somebody becomes known: by a code to their phone or by a password, and for how long."""

from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.api.arriving import DeviceToken, origin_of
from bdcommerce.accounts.domain import codes, passwords, people, sessions
from bdcommerce.accounts.domain.devices import Origin, new_device
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.sessions import Issued
from bdcommerce.accounts.errors import (
    BadRefreshToken,
    EmailTaken,
    NotStaff,
    NotVendorStaff,
    SecondFactorNeeded,
    TooManyCodes,
    TooManyTries,
    WrongCode,
    WrongLogin,
    WrongSecondFactor,
)
from bdcommerce.accounts.handlers import Tried
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import signing_in as schemas
from bdcommerce.contracts.notifications import Message
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import public
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel import phone
from bdcommerce.kernel.actor import Audience
from bdcommerce.kernel.errors import BdError, Invalid
from bdcommerce.kernel.text import Language, latin_digits


@post(
    "/auth/otp/request",
    access=public(),
    summary="Send a one-time code to a phone",
    status_code=200,
    raises=[Invalid, TooManyCodes, TooManyTries],
)
async def request_code(
    data: schemas.RequestCode,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> schemas.CodeSent:
    """The answer is the same whether or not somebody with this phone has an account. One code a minute and five an
    hour per phone; a device that has signed in with this phone before has as many of its own.
    """
    e164, origin = phone.normalise(data.phone), origin_of(request, deps, device_token)
    async with deps.works() as work:
        challenge, code = await handlers.request_code(
            work, e164, data.purpose, deps.blind, limits=deps.limits, origin=origin
        )
    params = {"code": code, "minutes": str(int(codes.LIFE.total_seconds()) // 60)}
    await deps.notifications.send(
        Message(key=challenge.id, template="otp", to=e164, language=caller.language, params=params)
    )
    return schemas.CodeSent(
        expires_in=int(codes.LIFE.total_seconds()),
        resend_in=int(codes.RESEND_AFTER.total_seconds()),
        device_token=deps.device_notes.of(origin.device or new_device()),
    )


@post(
    "/auth/otp/verify",
    access=public(),
    summary="Answer with the code: sign in, or prove a phone for checkout",
    status_code=200,
    raises=[Invalid, WrongCode, TooManyTries, NotVendorStaff],
)
async def verify_code(
    data: schemas.VerifyCode,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> schemas.Tokens | schemas.PhoneProof:
    """A first sign-in to the shop makes the account. A code works once and may be missed five times; a code that was
    asked for with a device token is missed by that device alone.
    """
    e164, origin = phone.normalise(data.phone), origin_of(request, deps, device_token)
    async with deps.works() as work:
        refusal = await handlers.confirm_code(
            work, e164, data.purpose, latin_digits(data.code), deps.blind, limits=deps.limits, origin=origin
        )
    if refusal:
        raise refusal
    if data.purpose == "checkout":
        proof = deps.proofs.of(e164, codes.PROOF_LIFE)
        return schemas.PhoneProof(phone_proof=proof, expires_in=int(codes.PROOF_LIFE.total_seconds()))
    person = await _owner(deps, e164, data.audience, caller.language)
    return _reply(deps, await _sign_in(deps, person, data.audience, origin))


@post(
    "/auth/register",
    access=public(),
    summary="Open an account with an e-mail address and a password",
    raises=[Invalid, EmailTaken, TooManyTries],
)
async def register(
    data: schemas.Register, request: Request[Any, Any, Any], caller: Caller, deps: Edge, device_token: DeviceToken = ""
) -> schemas.Tokens:
    """And sign in to the shop."""
    email, origin = people.normal_email(data.email), origin_of(request, deps, device_token)
    password = passwords.check(data.password, email=email)
    async with deps.works() as work:
        await handlers.count_registration(work, deps.limits, origin)
    password_hash = await deps.passwords.hash(password)
    async with deps.works() as work:
        person = await handlers.register_email(
            work, email, password_hash, name=data.name, number=data.phone or "", language=caller.language
        )
    return _reply(deps, await _sign_in(deps, person, "shop", origin))


@post(
    "/auth/login",
    access=public(),
    summary="Sign in with a password",
    status_code=200,
    raises=[Invalid, WrongLogin, SecondFactorNeeded, WrongSecondFactor, TooManyTries, NotVendorStaff, NotStaff],
)
async def login(
    data: schemas.Login, request: Request[Any, Any, Any], deps: Edge, device_token: DeviceToken = ""
) -> schemas.Tokens:
    """To the shop, the vendor centre or the admin. After five wrong passwords from one place the wait doubles with
    every further one, from 30 seconds to an hour, for that place and account alone. Staff who have set up a second
    factor are asked for it in the admin (`second_factor_needed`): the same call again, with the code.
    """
    email, origin = people.normal_email(data.email), origin_of(request, deps, device_token)
    password = passwords.prepared(data.password)
    async with deps.works() as work:
        person, tried = await handlers.try_password(work, deps.limits, email, origin)
    right = await deps.passwords.verify(person.password_hash if person else "", password)
    if person is None or not right:
        raise WrongLogin.refused()
    await _keep_up(deps, person, password)
    outcome = await _sign_in_by_password(deps, person, data, origin, tried)
    if isinstance(outcome, BdError):
        raise outcome
    return _reply(deps, outcome)


@post(
    "/auth/refresh",
    access=public(),
    summary="New tokens for a session",
    status_code=200,
    raises=[BadRefreshToken, NotVendorStaff, NotStaff],
)
async def refresh(data: schemas.RefreshToken, deps: Edge) -> schemas.Tokens:
    """Each refresh token works once; roles and permissions are read anew."""
    async with deps.works() as work:
        session = await work.sessions.of_token(sessions.digest(data.refresh_token))
    for_vendor = session and session.audience == "vendor"
    membership = await deps.vendors.membership(session.user_id) if session and for_vendor else None
    async with deps.works() as work:
        outcome = await handlers.refresh(work, deps.tokens, data.refresh_token, membership, deps.second_factor)
    if isinstance(outcome, BdError):
        raise outcome
    return _reply(deps, outcome)


@post("/auth/logout", access=public(), summary="End a session", status_code=204)
async def logout(data: schemas.RefreshToken, deps: Edge) -> None:
    """With all its refresh tokens; access tokens that are out run down within ten minutes."""
    async with deps.works() as work:
        await handlers.sign_out(work, data.refresh_token)


async def _owner(deps: Edge, e164: str, audience: Audience, language: Language) -> Person:
    """Whose phone this is. Only the shop takes in strangers."""
    async with deps.works() as work:
        if audience == "shop":
            return await handlers.register_phone(work, e164, language)
        person = await work.people.by_phone(e164)
    if person is None:
        raise NotVendorStaff.refused()
    return person


async def _sign_in(deps: Edge, person: Person, audience: Audience, origin: Origin) -> Issued:
    membership = await deps.vendors.membership(person.id) if audience == "vendor" else None
    async with deps.works() as work:
        return await handlers.sign_in(work, deps.tokens, person, audience, membership=membership, origin=origin)


async def _sign_in_by_password(
    deps: Edge, person: Person, data: schemas.Login, origin: Origin, tried: Tried
) -> Issued | BdError:
    """A second step that is wrong, or missing, is returned: that the password was right stays counted."""
    membership = await deps.vendors.membership(person.id) if data.audience == "vendor" else None
    async with deps.works() as work:
        await handlers.take_back(work, deps.limits, tried)
        step = await handlers.second_step(work, deps, person, data.audience, data.second_factor, origin=origin)
        if isinstance(step, BdError):
            return step
        return await handlers.sign_in(
            work,
            deps.tokens,
            person,
            data.audience,
            membership=membership,
            origin=origin,
            demand=deps.second_factor,
            second_factor=step,
        )


def _reply(deps: Edge, issued: Issued) -> schemas.Tokens:
    return schemas.Tokens.of(issued, deps.device_notes.of(issued.session.device))


async def _keep_up(deps: Edge, person: Person, password: str) -> None:
    """Hash anew when the parameters have been raised since: only now the password is at hand."""
    if deps.passwords.is_outdated(person.password_hash):
        renewed = await deps.passwords.hash(password)
        async with deps.works() as work:
            await handlers.remember_password(work, person.id, person.password_hash, renewed)


ROUTES: list[HTTPRouteHandler] = [request_code, verify_code, register, login, refresh, logout]

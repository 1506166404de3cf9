"""The second step of staff's sign-in, by an authenticator app."""

from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.api.arriving import DeviceToken, origin_of
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.errors import (
    NotStaff,
    NotYourself,
    SecondFactorMissing,
    SecondFactorSet,
    TooManyTries,
    UnknownStaff,
    WrongSecondFactor,
)
from bdcommerce.accounts.ports import Work
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import second_factor as schemas
from bdcommerce.infra.http import delete, get, post
from bdcommerce.infra.http.access import signed_in, staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import BdError, ensure

_PROVING = [NotStaff, WrongSecondFactor, SecondFactorMissing, TooManyTries]


@get("/me/second-factor", access=signed_in(), summary="My second factor", raises=[NotStaff])
async def read_second_factor(caller: Caller, deps: Edge) -> schemas.SecondFactorView:
    """Whether I have one, and how many recovery codes are left. For staff in the admin."""
    _in_the_admin(caller)
    return schemas.SecondFactorView.of(await deps.directory.second_factor(caller.user_id), deps.second_factor)


@post("/me/second-factor", access=signed_in(), summary="Set up a second factor", raises=[NotStaff, SecondFactorSet])
async def set_up(caller: Caller, deps: Edge) -> schemas.SecondFactorSecret:
    """A secret for an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds). It counts once a first code
    of it is confirmed; until then this can be repeated.
    """
    _in_the_admin(caller)
    person = await deps.directory.person(caller.user_id)
    async with deps.works() as work:
        factor = await handlers.set_up_second_factor(work, deps.authenticator, person.id)
    uri = deps.authenticator.uri(factor.secret, person.email)
    return schemas.SecondFactorSecret(secret=factor.secret, otpauth_uri=uri)


@post(
    "/me/second-factor/confirmation",
    access=signed_in(),
    summary="Confirm the second factor by a first code",
    status_code=200,
    raises=[*_PROVING, SecondFactorSet],
)
async def confirm(
    data: schemas.SecondFactorCode,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> schemas.RecoveryCodes:
    """From now on every sign-in to the admin asks for a code. Other sessions in the admin end; this one goes on, and
    may do again what it may do from its next refresh on.
    """
    _in_the_admin(caller)
    origin = origin_of(request, deps, device_token)
    async with deps.works() as work:
        await handlers.ensure_unconfirmed(work, caller.user_id)
        outcome = await _new_codes(work, deps, caller.user_id, data.code, origin)
        if not isinstance(outcome, BdError):
            await handlers.insist_on_second_factor(work, caller.user_id, caller.session_id)
    return _shown(outcome)


@post(
    "/me/second-factor/recovery-codes",
    access=signed_in(),
    summary="New recovery codes",
    status_code=200,
    raises=_PROVING,
)
async def renew_codes(
    data: schemas.SecondFactorCode,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> schemas.RecoveryCodes:
    """All earlier ones are void."""
    _in_the_admin(caller)
    origin = origin_of(request, deps, device_token)
    async with deps.works() as work:
        outcome = await _new_codes(work, deps, caller.user_id, data.code, origin)
    return _shown(outcome)


@post(
    "/me/second-factor/removal",
    access=signed_in(),
    summary="Do without a second factor",
    status_code=204,
    raises=_PROVING,
)
async def remove(
    data: schemas.SecondFactorCode,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> None:
    """It takes a code. Where one is required, a new one has to be set up before anything else."""
    _in_the_admin(caller)
    origin = origin_of(request, deps, device_token)
    async with deps.works() as work:
        outcome = await handlers.prove_second_factor(work, deps, caller.user_id, data.code, origin)
        if not isinstance(outcome, BdError):
            await handlers.remove_second_factor(work, caller.user_id)
    if isinstance(outcome, BdError):
        raise outcome


@delete(
    "/admin/staff/{user_id:str}/second-factor",
    access=staff("staff.manage"),
    summary="Take away a colleague's second factor",
    raises=[UnknownStaff, NotYourself, NotStaff],
)
async def take_away(user_id: str, caller: Caller, deps: Edge) -> None:
    """For who has lost the phone and the recovery codes. Their sessions in the admin end, and they are told."""
    async with deps.works() as work:
        await handlers.take_away_second_factor(work, caller.user_id, user_id)


def _in_the_admin(caller: Caller) -> None:
    ensure(caller.audience == "admin", NotStaff.refused())


async def _new_codes(work: Work, deps: Edge, user_id: str, code: str, origin: Origin) -> tuple[str, ...] | BdError:
    """New recovery codes in exchange for a code."""
    outcome = await handlers.prove_second_factor(work, deps, user_id, code, origin)
    return outcome if isinstance(outcome, BdError) else await handlers.new_recovery_codes(work, outcome, deps.blind)


def _shown(codes: tuple[str, ...] | BdError) -> schemas.RecoveryCodes:
    if isinstance(codes, BdError):
        raise codes
    return schemas.RecoveryCodes(recovery_codes=list(codes))


ROUTES: list[HTTPRouteHandler] = [read_second_factor, set_up, confirm, renew_codes, remove, take_away]

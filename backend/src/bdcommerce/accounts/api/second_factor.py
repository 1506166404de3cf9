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
    WrongProof,
)
from bdcommerce.accounts.ports import Work
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import second_factor as schemas
from bdcommerce.infra.http import delete, get, post
from bdcommerce.infra.http.access import any_staff, staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import NotFound, ensure

_PROVING = [WrongProof, SecondFactorMissing, TooManyTries]


@get("/me/second-factor", access=any_staff(), summary="My second factor")
async def read_second_factor(caller: Caller, deps: Edge) -> schemas.SecondFactorView:
    """Whether I have one, and how many recovery codes are left. For staff in the admin."""
    return schemas.SecondFactorView.of(await deps.directory.second_factor(caller.user_id), deps.second_factor)


@post("/me/second-factor", access=any_staff(), summary="Set up a second factor", raises=[NotFound, SecondFactorSet])
async def set_up(caller: Caller, deps: Edge) -> schemas.SecondFactorSecret:
    """A secret for an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds). It counts once a first code
    of it is confirmed; until then this can be repeated.
    """
    person = await deps.directory.person(caller.user_id)
    async with deps.works() as work:
        factor = await handlers.set_up_second_factor(work, deps.authenticator, person.id)
    uri = deps.authenticator.uri(factor.secret, person.email)
    return schemas.SecondFactorSecret(secret=factor.secret, otpauth_uri=uri)


@post(
    "/me/second-factor/confirmation",
    access=any_staff(),
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
    origin = origin_of(request, deps, device_token)
    async with deps.works() as work:
        await handlers.ensure_unconfirmed(work, caller.user_id)
        codes = await _new_codes(work, deps, caller.user_id, data.code, origin)
        if codes:
            await handlers.insist_on_second_factor(work, caller.user_id, caller.session_id)
    return _shown(codes)


@post(
    "/me/second-factor/recovery-codes",
    access=any_staff(),
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
    origin = origin_of(request, deps, device_token)
    async with deps.works() as work:
        codes = await _new_codes(work, deps, caller.user_id, data.code, origin)
    return _shown(codes)


@post(
    "/me/second-factor/removal",
    access=any_staff(),
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
    origin = origin_of(request, deps, device_token)
    async with deps.works() as work:
        proven = await handlers.prove_second_factor(work, deps, caller.user_id, data.code, origin)
        if proven:
            await handlers.remove_second_factor(work, caller.user_id)
    ensure(proven, WrongProof.refused())


@delete(
    "/admin/staff/{colleague_id:str}/second-factor",
    access=staff("staff.manage"),
    summary="Take away a colleague's second factor",
    raises=[UnknownStaff, NotYourself, NotStaff],
)
async def take_away(colleague_id: str, caller: Caller, deps: Edge) -> None:
    """For who has lost the phone and the recovery codes. Their sessions in the admin end, and they are told."""
    async with deps.works() as work:
        await handlers.take_away_second_factor(work, caller.user_id, colleague_id)


async def _new_codes(work: Work, deps: Edge, user_id: str, code: str, origin: Origin) -> tuple[str, ...]:
    """New recovery codes in exchange for a code; none for a wrong one."""
    proven = await handlers.prove_second_factor(work, deps, user_id, code, origin)
    return await handlers.new_recovery_codes(work, proven, deps.blind) if proven else ()


def _shown(codes: tuple[str, ...]) -> schemas.RecoveryCodes:
    ensure(codes, WrongProof.refused())
    return schemas.RecoveryCodes(recovery_codes=list(codes))


ROUTES: list[HTTPRouteHandler] = [read_second_factor, set_up, confirm, renew_codes, remove, take_away]

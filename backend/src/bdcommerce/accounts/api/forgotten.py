"""A forgotten password: a code to the e-mail address or phone, and a new one."""

from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.api.arriving import DeviceToken, origin_of
from bdcommerce.accounts.domain import codes, passwords
from bdcommerce.accounts.domain.contacts import normal
from bdcommerce.accounts.domain.devices import new_device
from bdcommerce.accounts.errors import TooManyCodes, TooManyTries, WrongCode
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import signing_in as schemas
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import public
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import BdError, Invalid
from bdcommerce.kernel.text import latin_digits


@post(
    "/auth/password/forgot",
    access=public(),
    summary="Send a code for a new password",
    status_code=200,
    raises=[Invalid, TooManyCodes, TooManyTries],
)
async def forgot(
    data: schemas.ForgotPassword,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: Edge,
    device_token: DeviceToken = "",
) -> schemas.CodeSent:
    """The answer, and how long it takes, is the same whether or not there is such an account. One code a minute and
    five an hour per address or phone.
    """
    target, origin = _target(data.login), origin_of(request, deps, device_token)
    async with deps.works() as work:
        await handlers.ask_reset(work, target, caller.language, blind=deps.blind, limits=deps.limits, origin=origin)
    return schemas.CodeSent(
        expires_in=int(codes.LIFE.total_seconds()),
        resend_in=int(codes.RESEND_AFTER.total_seconds()),
        device_token=deps.device_notes.of(origin.device or new_device()),
    )


@post(
    "/auth/password/reset",
    access=public(),
    summary="Set a new password by a code",
    status_code=204,
    raises=[Invalid, WrongCode, TooManyTries],
)
async def reset(
    data: schemas.ResetPassword, request: Request[Any, Any, Any], deps: Edge, device_token: DeviceToken = ""
) -> None:
    """All sessions of the account end, wherever they are, and its owner is told. A second factor stays as it is."""
    target, origin = _target(data.login), origin_of(request, deps, device_token)
    password = passwords.check(data.password, email=target)
    code = latin_digits(data.code)
    async with deps.works() as work:
        refusal = await handlers.confirm_code(
            work, target, "reset", code, deps.blind, limits=deps.limits, origin=origin
        )
    if refusal:
        raise refusal
    password_hash = await deps.passwords.hash(password)
    async with deps.works() as work:
        outcome = await handlers.reset_password(work, target, password_hash)
    if isinstance(outcome, BdError):
        raise outcome


def _target(login: str) -> str:
    return normal("email" if "@" in login else "phone", login, "login")


ROUTES: list[HTTPRouteHandler] = [forgot, reset]

"""Who works for the operator, and as what."""

from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain import passwords, people
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.errors import CannotGrant, EmailTaken, LastKeeper, NotStaff, NotYourself, UnknownStaff
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import staff as schemas
from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid

_UserId = Annotated[str, msgspec.Meta(pattern="^usr_[0-9a-z]{26}$")]
_manager = staff("staff.manage")


@get("/admin/staff", access=_manager, summary="Everybody who works for the operator", raises=[Invalid])
async def list_staff(deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[schemas.StaffView]:
    """The longest-serving first, those who are deactivated among them."""
    (after,) = decode(cursor, tuple[_UserId]) or ("",)
    found, book = await deps.directory.staff(after, limit), await deps.directory.role_book()
    return page([schemas.StaffView.of(person, book) for person in found], limit, lambda view: (view.id,))


@post(
    "/admin/staff",
    access=_manager,
    summary="Give somebody a staff account",
    raises=[Invalid, EmailTaken, NotStaff, CannotGrant],
)
async def add_staff(data: schemas.AddStaff, caller: Caller, deps: Edge) -> schemas.StaffView:
    """With a first password, told to them by other means, and no role that allows what you may not do yourself."""
    email = people.normal_email(data.email)
    password_hash = await deps.passwords.hash(passwords.check(data.password, email=email))
    async with deps.works() as work:
        person = await handlers.hire(work, caller.user_id, email, password_hash, name=data.name, roles=data.roles)
    return await _view(deps, person)


@put(
    "/admin/staff/{colleague_id:str}/roles",
    access=_manager,
    summary="Give somebody other roles",
    raises=[UnknownStaff, Invalid, NotStaff, CannotGrant, LastKeeper],
)
async def assign_roles(colleague_id: str, data: schemas.AssignRoles, caller: Caller, deps: Edge) -> schemas.StaffView:
    """They hold from their next token on, ten minutes later at most. What a new role allows you must hold yourself;
    somebody must remain who manages staff.
    """
    async with deps.works() as work:
        person = await handlers.assign_roles(work, caller.user_id, colleague_id, data.roles)
    return await _view(deps, person)


@post(
    "/admin/staff/{colleague_id:str}/deactivation",
    access=_manager,
    summary="Keep somebody out of the admin",
    status_code=200,
    raises=[UnknownStaff, NotStaff, NotYourself, LastKeeper],
)
async def deactivate(colleague_id: str, caller: Caller, deps: Edge) -> schemas.StaffView:
    """All their sessions end at once; access tokens that are out run down within ten minutes, and manage no staff
    meanwhile. Repeating changes nothing.
    """
    async with deps.works() as work:
        person = await handlers.deactivate(work, caller.user_id, colleague_id)
    return await _view(deps, person)


@post(
    "/admin/staff/{colleague_id:str}/reactivation",
    access=_manager,
    summary="Let somebody into the admin again",
    status_code=200,
    raises=[UnknownStaff, NotStaff, CannotGrant],
)
async def reactivate(colleague_id: str, caller: Caller, deps: Edge) -> schemas.StaffView:
    """With the roles of before, as far as you could give them yourself."""
    async with deps.works() as work:
        person = await handlers.reactivate(work, caller.user_id, colleague_id)
    return await _view(deps, person)


async def _view(deps: Edge, person: Person) -> schemas.StaffView:
    return schemas.StaffView.of(person, await deps.directory.role_book())


ROUTES: list[HTTPRouteHandler] = [list_staff, add_staff, assign_roles, deactivate, reactivate]

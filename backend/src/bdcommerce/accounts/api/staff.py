"""Who works for the operator, and as what."""

from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain import passwords, people, roles
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.errors import EmailTaken
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import staff as schemas
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid

_UserId = Annotated[str, msgspec.Meta(pattern="^usr_[0-9a-z]{26}$")]


@get("/admin/staff", access=staff("staff.manage"), summary="Everybody who works for the operator", raises=[Invalid])
async def list_staff(deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[schemas.StaffView]:
    """The longest-serving first."""
    (after,) = decode(cursor, tuple[_UserId]) or ("",)
    found = await deps.directory.staff(after, limit)
    return page([_view(person) for person in found], limit, lambda view: (view.id,))


@post(
    "/admin/staff", access=staff("staff.manage"), summary="Give somebody a staff account", raises=[Invalid, EmailTaken]
)
async def add_staff(data: schemas.AddStaff, deps: Edge) -> schemas.StaffView:
    """With a first password, told to them by other means."""
    email = people.normal_email(data.email)
    wanted = roles.known(data.roles)
    password_hash = await deps.passwords.hash(passwords.check(data.password, email=email))
    async with deps.works() as work:
        person = await handlers.employ(work, email, password_hash, data.name, wanted)
    return _view(person)


def _view(person: Person) -> schemas.StaffView:
    return schemas.StaffView(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=sorted(person.roles),
        permissions=sorted(roles.permissions(person.roles)),
        since=person.created_at,
    )


ROUTES: list[HTTPRouteHandler] = [list_staff, add_staff]

"""Roles that staff compose of permissions."""

from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain import roles
from bdcommerce.accounts.domain.roles import Role
from bdcommerce.accounts.errors import (
    BuiltInRole,
    CannotGrant,
    LastKeeper,
    NotStaff,
    RoleInUse,
    RoleTaken,
    UnknownRole,
)
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import staff as schemas
from bdcommerce.infra.http import delete, get, post, put
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid, Stale

Name = Annotated[str, PathParameter(description="the role's name")]
_manager = staff("staff.manage")


@get("/admin/permissions", access=_manager, summary="Everything that staff can be allowed", raises=[Invalid])
async def list_permissions(deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[schemas.PermissionView]:
    """In the order of their names, with the roles that hold each."""
    (after,) = decode(cursor, tuple[str]) or ("",)
    book = (await deps.directory.role_book()).all()
    found = [
        schemas.PermissionView(
            name=name, description=description, roles=[role.name for role in book if name in role.permissions]
        )
        for name, description in sorted(roles.DESCRIPTIONS.items())
        if name > after
    ]
    return page(found[: limit + 1], limit, lambda view: (view.name,))


@get("/admin/roles", access=_manager, summary="All roles", raises=[Invalid])
async def list_roles(deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[schemas.RoleView]:
    """In the order of their names; the built-in ones cannot be changed."""
    (after,) = decode(cursor, tuple[str]) or ("",)
    found = [role for role in (await deps.directory.role_book()).all() if role.name > after]
    return page([schemas.RoleView.of(role) for role in found[: limit + 1]], limit, lambda view: (view.name,))


@post("/admin/roles", access=_manager, summary="Compose a role", raises=[Invalid, NotStaff, CannotGrant, RoleTaken])
async def compose_role(data: schemas.ComposeRole, caller: Caller, deps: Edge) -> schemas.RoleView:
    """Of permissions that you hold yourself."""
    role = Role.of(data.name, data.description, data.permissions, second_factor=data.second_factor)
    async with deps.works() as work:
        await handlers.compose_role(work, caller.user_id, role)
    return schemas.RoleView.of(role)


@put(
    "/admin/roles/{role_name:str}",
    access=_manager,
    summary="Change a role",
    raises=[UnknownRole, BuiltInRole, Invalid, Stale, NotStaff, CannotGrant, LastKeeper],
)
async def change_role(role_name: Name, data: schemas.ChangeRole, caller: Caller, deps: Edge) -> schemas.RoleView:
    """Everybody in it may do the new things, and no longer the old ones, from their next token on. What is added you
    must hold yourself; somebody must remain who manages staff.
    """
    wanted = Role(
        name=role_name,
        description=data.description,
        permissions=roles.known_permissions(data.permissions),
        second_factor=data.second_factor,
    )
    async with deps.works() as work:
        role = await handlers.change_role(work, caller.user_id, role_name, data.version, wanted)
    return schemas.RoleView.of(role)


@delete(
    "/admin/roles/{role_name:str}",
    access=_manager,
    summary="Remove a role",
    raises=[UnknownRole, BuiltInRole, NotStaff, RoleInUse],
)
async def remove_role(role_name: Name, caller: Caller, deps: Edge) -> None:
    """One that nobody is in."""
    async with deps.works() as work:
        await handlers.remove_role(work, caller.user_id, role_name)


ROUTES: list[HTTPRouteHandler] = [list_permissions, list_roles, compose_role, change_role, remove_role]

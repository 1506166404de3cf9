"""Staff, and what they may do."""

from datetime import datetime
from typing import Annotated

import msgspec

from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.roles import LONGEST_DESCRIPTION, PERMISSIONS, Role, RoleBook
from bdcommerce.accounts.schemas.fields import Email, Password, Short

RoleNames = Annotated[
    list[Annotated[str, msgspec.Meta(max_length=40)]],
    msgspec.Meta(max_length=20, description="built-in roles, and composed ones", examples=[["support"]]),
]


class AddStaff(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new account for somebody who works for the operator."""

    email: Email
    name: Short
    password: Password
    roles: RoleNames


class AssignRoles(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Roles in place of the present ones."""

    roles: RoleNames


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for the operator."""

    id: str
    name: str
    email: str
    active: Annotated[bool, msgspec.Meta(description="whether they may enter the admin")]
    roles: list[str]
    permissions: Annotated[list[str], msgspec.Meta(description="what the roles add up to")]
    since: datetime

    @classmethod
    def of(cls, person: Person, book: RoleBook) -> "StaffView":
        """With what the roles of this moment allow."""
        return cls(
            id=person.id,
            name=person.name,
            email=person.email,
            active=person.active,
            roles=sorted(person.roles),
            permissions=sorted(book.permissions(person.roles)),
            since=person.created_at,
        )


class PermissionView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an endpoint may ask for."""

    name: str
    description: str
    roles: Annotated[list[str], msgspec.Meta(description="the roles that hold it now")]


class RoleContent(msgspec.Struct, kw_only=True):
    """What a role is made of."""

    description: Annotated[str, msgspec.Meta(max_length=LONGEST_DESCRIPTION)] = ""
    permissions: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=60)]],
        msgspec.Meta(max_length=2 * len(PERMISSIONS), examples=[["orders.read", "messages.read"]]),
    ]
    second_factor: Annotated[
        bool, msgspec.Meta(description="nobody in it does anything in the admin without a second factor")
    ] = False


class ComposeRole(RoleContent, forbid_unknown_fields=True, kw_only=True):
    """A new role."""

    name: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{2,39}$", examples=["night_support"])]


class ChangeRole(RoleContent, forbid_unknown_fields=True, kw_only=True):
    """Another content in place of the present one."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000, description="of the role as you read it")]


class RoleView(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle of permissions."""

    name: str
    description: str
    permissions: list[str]
    second_factor: bool
    built_in: Annotated[bool, msgspec.Meta(description="built-in roles cannot be changed")]
    version: int
    changed_at: datetime | None

    @classmethod
    def of(cls, role: Role) -> "RoleView":
        """As it is."""
        return cls(
            name=role.name,
            description=role.description,
            permissions=sorted(role.permissions),
            second_factor=role.second_factor,
            built_in=role.built_in,
            version=role.version,
            changed_at=role.changed_at,
        )

"""Staff."""

from datetime import datetime
from typing import Annotated

import msgspec

from bdcommerce.accounts.schemas.fields import Email, Password, Short


class AddStaff(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new account for somebody who works for the operator."""

    email: Email
    name: Short
    password: Password
    roles: Annotated[list[Short], msgspec.Meta(max_length=20)]


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for the operator."""

    id: str
    name: str
    email: str
    roles: list[str]
    permissions: list[str]
    since: datetime

"""A person with an account, and the words that identify one."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self

from bdcommerce.kernel import clock, ids, phone
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Language, nfc

Kind = Literal["customer", "staff"]

_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")
_LONGEST_EMAIL = 254
LONGEST_NAME = 80


def normal_email(text: str) -> str:
    """An e-mail address as we compare it: lower case. Raises Invalid naming `email`."""
    email = nfc(text).casefold()
    well_formed = len(email) <= _LONGEST_EMAIL and _EMAIL.fullmatch(email)
    ensure(well_formed, Invalid.field("email", "is not an e-mail address"))
    return email


def normal_name(text: str) -> str:
    """A person's name, white space tidied. May be empty. Raises Invalid naming `name`."""
    name = " ".join(nfc(text).split())
    ensure(len(name) <= LONGEST_NAME, Invalid.field("name", f"must have at most {LONGEST_NAME} characters"))
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account. A phone identifies its owner only once a code sent to it came back."""

    id: str
    kind: Kind
    created_at: datetime
    language: Language
    name: str = ""
    email: str = ""
    email_confirmed: bool = False
    phone: str = ""
    phone_confirmed: bool = False
    password_hash: str = ""
    roles: frozenset[str] = frozenset()
    deactivated_at: datetime | None = None
    """Since when somebody who works for the operator is kept out of the admin."""

    def __repr__(self) -> str:
        known = phone.masked(self.phone) if self.phone else "no phone"
        return f"Person(id={self.id!r}, kind={self.kind!r}, {known})"

    @classmethod
    def by_phone(cls, e164: str, language: Language) -> Self:
        """A customer who has just confirmed this phone."""
        return cls(
            id=ids.new_id("usr"),
            kind="customer",
            created_at=clock.now(),
            language=language,
            phone=e164,
            phone_confirmed=True,
        )

    @classmethod
    def by_email(cls, email: str, password_hash: str, name: str, number: str, language: Language) -> Self:
        """A customer who registers with an e-mail address; the phone, if one is given, is a way to reach them."""
        return cls(
            id=ids.new_id("usr"),
            kind="customer",
            created_at=clock.now(),
            language=language,
            name=normal_name(name),
            email=normal_email(email),
            phone=phone.normalise(number) if number else "",
            password_hash=password_hash,
        )

    @classmethod
    def employed(cls, email: str, password_hash: str, name: str, roles: frozenset[str]) -> Self:
        """Somebody who works for the operator, which vouches for the e-mail address."""
        return cls(
            id=ids.new_id("usr"),
            kind="staff",
            created_at=clock.now(),
            language="en",
            name=normal_name(name),
            email=normal_email(email),
            email_confirmed=True,
            password_hash=password_hash,
            roles=_some(roles),
        )

    def renamed(self, name: str) -> Self:
        """Under another name."""
        return replace(self, name=normal_name(name))

    def with_confirmed_email(self) -> Self:
        """With the e-mail address that is there, now that a code sent to it came back."""
        return replace(self, email_confirmed=True)

    def speaking(self, language: Language) -> Self:
        """In another language."""
        return replace(self, language=language)

    def with_confirmed(self, e164: str) -> Self:
        """With a phone that a code has confirmed."""
        return replace(self, phone=e164, phone_confirmed=True)

    def with_password(self, password_hash: str) -> Self:
        """With the password hashed anew."""
        return replace(self, password_hash=password_hash)

    def with_roles(self, roles: frozenset[str]) -> Self:
        """In these roles of staff."""
        return replace(self, roles=_some(roles))

    @property
    def active(self) -> bool:
        """Whether the admin is open to this member of staff."""
        return self.kind == "staff" and self.deactivated_at is None

    def deactivated(self) -> Self:
        """Kept out, from now on or since long."""
        return self if self.deactivated_at else replace(self, deactivated_at=clock.now())


def _some(roles: frozenset[str]) -> frozenset[str]:
    ensure(roles, Invalid.field("roles", "at least one role is needed"))
    return roles

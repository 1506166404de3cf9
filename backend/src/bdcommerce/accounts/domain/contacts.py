"""Changing the phone or e-mail address of an account: whoever does it proves both the new one and an old one."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Self

from bdcommerce.accounts.domain import codes, people
from bdcommerce.accounts.domain.people import Person
from bdcommerce.kernel import clock, ids, phone
from bdcommerce.kernel.errors import Invalid, ensure

ContactKind = Literal["email", "phone"]


def normal(kind: ContactKind, text: str, where: str) -> str:
    """The e-mail address or phone in its normal form. Raises Invalid naming the field `where`."""
    try:
        return people.normal_email(text) if kind == "email" else phone.normalise(text)
    except Invalid as error:
        [reason] = error.data["fields"].values()
        raise Invalid.field(where, reason) from error


def kind_of(contact: str) -> ContactKind:
    """What this is, in its normal form."""
    return "email" if "@" in contact else "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChange:
    """A change that waits for its codes."""

    id: str
    user_id: str
    kind: ContactKind
    to: str = field(repr=False)
    old: str = field(repr=False)
    """Where the second code was sent; empty: the password stood for it, or nothing had to be proven."""
    expires_at: datetime

    @classmethod
    def of(cls, person: Person, kind: ContactKind, to: str) -> Self:
        """Asked for now. Raises Invalid if it would change nothing."""
        present, confirmed = _present(person, kind)
        ensure(not (confirmed and present == to), Invalid.field("to", "is yours already, and confirmed"))
        return cls(
            id=ids.new_id("chg"),
            user_id=person.id,
            kind=kind,
            to=to,
            old="" if present == to else to_prove(person, kind),
            expires_at=clock.now() + codes.LIFE,
        )

    @property
    def alive(self) -> bool:
        """Whether its codes can still be right."""
        return clock.now() < self.expires_at

    def applied(self, person: Person) -> Person:
        """The person with it."""
        if self.kind == "phone":
            return person.with_confirmed(self.to)
        return replace(person, email=self.to, email_confirmed=True)


def to_prove(person: Person, kind: ContactKind) -> str:
    """The confirmed contact that an account's owner must still have: of the same kind, or else the other one."""
    other: ContactKind = "phone" if kind == "email" else "email"
    found = (_present(person, each) for each in (kind, other))
    return next((contact for contact, confirmed in found if confirmed), "")


def needs_password(person: Person, kind: ContactKind, to: str) -> bool:
    """Whether nothing but the password can tell that it is the owner. To confirm what is there already takes none."""
    present, _ = _present(person, kind)
    return present != to and not to_prove(person, kind)


def _present(person: Person, kind: ContactKind) -> tuple[str, bool]:
    return (person.email, person.email_confirmed) if kind == "email" else (person.phone, person.phone_confirmed)

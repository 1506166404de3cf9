"""Where people and their addresses are kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.consents import Consent
from bdcommerce.accounts.domain.contacts import ContactChange
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.roles import Role, RoleBook
from bdcommerce.contracts.accounts import ConsentPurpose


class People(Protocol):
    """Everybody with an account. What identifies a person is unique, though it is stored sealed."""

    async def get(self, user_id: str) -> Person:
        """Raises NotFound."""

    async def by_phone(self, e164: str) -> Person | None:
        """Who has confirmed this phone."""

    async def by_email(self, email: str) -> Person | None:
        """Who has this e-mail address (in its normal form)."""

    async def add(self, person: Person) -> None:
        """Raises EmailTaken, PhoneTaken."""

    async def save(self, person: Person) -> None:
        """Raises EmailTaken, PhoneTaken."""

    async def all_staff_locked(self) -> Sequence[Person]:
        """Everybody who works for the operator; nobody else changes any of them until the unit ends."""

    async def locked(self, user_id: str) -> Person:
        """The same, and nobody else changes this person or their addresses until the unit ends. Raises NotFound."""


class Roles(Protocol):
    """Roles that staff composed, beside the built-in ones."""

    async def book(self) -> RoleBook:
        """All roles of this moment."""

    async def save(self, role: Role) -> None:
        """A new one, or what became of it."""

    async def remove(self, role: Role) -> None:
        """It is gone."""


class Addresses(Protocol):
    """Address books."""

    async def of(self, user_id: str) -> Sequence[SavedAddress]:
        """A person's addresses, the newest first."""

    async def get(self, user_id: str, address_id: str) -> SavedAddress:
        """Raises UnknownAddress, also for somebody else's."""

    async def save(self, address: SavedAddress) -> None:
        """A new entry, or a changed one. A default one takes over from the previous default."""

    async def remove(self, address: SavedAddress) -> None:
        """The entry is gone."""


class ContactChanges(Protocol):
    """Changes of contact that wait for their codes: one per person and kind."""

    async def get(self, user_id: str, change_id: str) -> ContactChange:
        """Locked. Raises UnknownContactChange, also for somebody else's."""

    async def save(self, change: ContactChange) -> None:
        """In place of an earlier one of the same person and kind."""

    async def remove(self, change: ContactChange) -> None:
        """It was made."""

    async def forget(self, before: datetime) -> None:
        """Drop what ran out before an instant."""


class Consents(Protocol):
    """What people said about their data: a log that only grows."""

    async def latest(self, user_id: str) -> Mapping[ConsentPurpose, Consent]:
        """A person's last word on every purpose they said one about."""

    async def add(self, consent: Consent) -> None:
        """One more word."""

"""Accounts: people, credentials, sessions, roles, addresses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import NotFound, Unauthenticated
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.text import Language, Localized


@integration_event(key="user_id")
class UserRegistered:
    """Somebody has an account now."""

    user_id: str
    kind: str
    """`customer` or `staff`."""


ConsentPurpose = Literal["marketing_sms", "marketing_email", "marketing_push", "profiling"]


@integration_event(key="user_id")
class ConsentChanged:
    """Somebody allowed a use of their data, or withdrew it; what holds without a word is "not allowed" (PD-LB-01)."""

    user_id: str
    purpose: ConsentPurpose
    granted: bool
    policy_version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach a person. Personal data: held for the moment of sending, not stored by the asker."""

    user_id: str
    name: str
    phone: str
    email: str
    language: Language

    def __repr__(self) -> str:
        return f"Contact(user_id={self.user_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressInput:
    """An address as somebody typed it: place ids are checked, the phone is normalised."""

    recipient_name: str
    phone: str
    line1: str
    upazila_id: str
    union_id: str = ""
    area: str = ""
    postcode: str = ""
    landmark: str = ""
    alt_phone: str = ""

    def __repr__(self) -> str:
        return f"AddressInput(upazila_id={self.upazila_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedAccess:
    """What an API key is worth: a short-lived access token that says whose key it is and what it may do."""

    token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"KeyedAccess(expires_at={self.expires_at!r})"


class BadApiKey(Unauthenticated):
    """There is no such API key, or it was withdrawn or has expired."""

    code = "bad_api_key"


class UnknownAddress(NotFound):
    """There is no such address of this person."""

    code = "unknown_address"


class BadPhoneProof(Unauthenticated):
    """The proof that a phone was confirmed is wrong, too old, or for another phone."""

    code = "bad_phone_proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedArea:
    """A district, or an upazila or metropolitan thana, with the names it goes by."""

    id: str
    level: Literal["district", "upazila"]
    name: Localized
    parent: str
    """The district of an upazila, the division of a district."""
    aliases: list[str]


class AccountsFace(Protocol):
    """Who is this, and where do they live."""

    @idempotent
    async def jwks(self) -> dict[str, Any]:
        """The public keys that verify access tokens, as a JSON Web Key Set (RFC 7517)."""

    @idempotent
    async def contact(self, user_id: str) -> Contact:
        """How to reach a person. Raises NotFound."""

    @idempotent
    async def address(self, user_id: str, address_id: str) -> Address:
        """A stored address of that person. Raises UnknownAddress."""

    @idempotent
    async def check_address(self, address: AddressInput) -> Address:
        """A typed address, checked and completed over the hierarchy. Raises Invalid naming `address.<field>`."""

    @idempotent
    async def place(self, upazila_id: str) -> Place:
        """The place of an upazila or thana. Raises Invalid."""

    @idempotent
    async def areas(self) -> list[NamedArea]:
        """All districts, and all upazilas and metropolitan thanas."""

    @idempotent
    async def confirmed_phone(self, proof: str) -> str:
        """The phone (E.164) that a proof from `/auth/otp/verify` with purpose `checkout` vouches for, at most
        15 minutes old. Raises BadPhoneProof.
        """

    @idempotent
    async def user_by_login(self, login: str) -> str:
        """The id of the person with that e-mail or phone. Raises NotFound."""

    @idempotent
    async def access_of_key(self, api_key: str) -> KeyedAccess:
        """An access token in exchange for an API key. Raises BadApiKey."""

    @idempotent
    async def ensure_staff(self, email: str, name: str, password: str, roles: list[str]) -> str:
        """A staff account with that e-mail and these roles; made if there is none. The user id."""

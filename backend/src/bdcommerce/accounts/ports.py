"""What accounts needs of the world: places to keep things, and the three cryptographic crafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.api_keys import ApiKey
from bdcommerce.accounts.domain.codes import Blind, Challenge, Purpose, Sendings
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.sessions import Session, SigningKey
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel.work import Recorder, Works


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

    async def locked(self, user_id: str) -> Person:
        """The same, and nobody else changes this person or their addresses until the unit ends. Raises NotFound."""


class Codes(Protocol):
    """One-time codes on their way, at most one per phone and purpose, and how often each phone was sent one."""

    async def sendings(self, e164: str) -> Sendings:
        """Locked until the unit ends: two requests for one phone are counted one after the other."""

    async def save_sendings(self, e164: str, sendings: Sendings) -> None:
        """What counts from now on."""

    async def challenge(self, e164: str, purpose: Purpose) -> Challenge | None:
        """Locked until the unit ends: of two answers one waits for the other."""

    async def save(self, challenge: Challenge) -> None:
        """In place of an earlier one of the same phone and purpose."""

    async def remove(self, challenge: Challenge) -> None:
        """It is used."""

    async def forget(self, before: datetime) -> None:
        """Drop what ran out before an instant."""


class Sessions(Protocol):
    """Sign-ins and the refresh tokens that descend from each."""

    async def add(self, session: Session) -> None:
        """A new sign-in."""

    async def add_token(self, digest: str, session: Session) -> None:
        """A refresh token of this session, not used yet."""

    async def of_token(self, digest: str) -> Session | None:
        """The session a refresh token belongs to, whether the token has been used or not."""

    async def spend(self, digest: str) -> bool:
        """Use a refresh token; False if it has been used. Of two callers one waits for the other."""

    async def revoke(self, session_id: str) -> None:
        """End a session with all its refresh tokens."""

    async def forget(self, before: datetime) -> None:
        """Drop sessions that were over before an instant."""


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


class Keys(Protocol):
    """Signing keys."""

    async def signing(self) -> SigningKey | None:
        """The key that signs at this moment."""

    async def newest(self) -> SigningKey | None:
        """The key that is not retired, locked until the unit ends."""

    async def add(self, key: SigningKey) -> None:
        """Nothing happens if another unit has added one meanwhile."""

    async def retire(self, key: SigningKey) -> None:
        """Store from when on it signs no more."""

    async def forget(self, before: datetime) -> None:
        """Drop keys retired before an instant."""


class ApiKeys(Protocol):
    """Keys of programs, by their digest."""

    async def held_by(self, vendor_id: str) -> int:
        """How many keys of this vendor (or, if empty, of partners) hold now."""

    async def get(self, key_id: str, vendor_id: str) -> ApiKey:
        """A key of this vendor's (or, if empty, of a partner's), locked. Raises UnknownApiKey."""

    async def by_digest(self, digest: str) -> ApiKey | None:
        """The key that this is the digest of."""

    async def add(self, key: ApiKey) -> None:
        """A new key."""

    async def save(self, key: ApiKey) -> None:
        """What became of it."""


class Work(Protocol):
    """An open unit of work of accounts."""

    @property
    def log(self) -> Recorder: ...
    @property
    def people(self) -> People: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def addresses(self) -> Addresses: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def api_keys(self) -> ApiKeys: ...


class Passwords(Protocol):
    """Slow on purpose; never called inside a unit of work."""

    async def hash(self, password: str) -> str:
        """A salted hash that carries its own parameters."""

    async def verify(self, password_hash: str, password: str) -> bool:
        """Whether it is the password. Takes as long for an empty hash (no such person) as for a wrong password."""

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than today's."""


class Tokens(Protocol):
    """Access tokens: JSON Web Tokens signed with Ed25519."""

    def new_key(self, signs_from: datetime) -> SigningKey:
        """A new random key."""

    def sign(self, claims: dict[str, Any], key: SigningKey) -> str:
        """The claims as a token, the issuer added."""


class Proofs(Protocol):
    """Sealed notes to ourselves that a phone was confirmed."""

    def of(self, e164: str, life: timedelta) -> str:
        """A note that holds that long."""

    def phone(self, proof: str) -> str:
        """The phone it speaks of. Raises BadPhoneProof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """All of it."""

    works: Works[Work]
    passwords: Passwords
    tokens: Tokens
    proofs: Proofs
    blind: Blind
    geography: Geography
    notifications: NotificationsFace
    vendors: VendorsFace
    key_period: timedelta
    """How long a signing key signs."""

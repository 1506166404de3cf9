"""Where keys are kept: those that sign, and those of programs."""

from datetime import datetime
from typing import Protocol

from bdcommerce.accounts.domain.api_keys import ApiKey
from bdcommerce.accounts.domain.sessions import SigningKey


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

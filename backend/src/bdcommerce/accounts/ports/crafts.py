"""The cryptographic crafts."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from bdcommerce.accounts.domain.sessions import SigningKey


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


class DeviceNotes(Protocol):
    """Sealed notes that a client keeps and shows again, so that we know the device."""

    def of(self, device: str) -> str:
        """A note that names this device."""

    def device(self, note: str) -> str:
        """The device that a note names; empty if the note is not ours or too old."""


class Authenticator(Protocol):
    """What an authenticator app computes."""

    def new_secret(self) -> str:
        """A new random secret."""

    def uri(self, secret: str, account: str) -> str:
        """The `otpauth://` address that the app reads from a QR code."""

    def step(self, secret: str, code: str) -> int | None:
        """Of which 30 seconds, now or just before or after, this is the code; None: of none."""

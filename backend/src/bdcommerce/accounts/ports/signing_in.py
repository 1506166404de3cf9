"""Where codes and sessions are kept."""

from datetime import datetime
from typing import Protocol

from bdcommerce.accounts.domain.codes import Challenge, Purpose, Sendings
from bdcommerce.accounts.domain.sessions import Session


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

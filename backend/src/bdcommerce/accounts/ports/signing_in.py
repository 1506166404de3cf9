"""Where codes and sessions are kept."""

from datetime import datetime
from typing import Protocol

from bdcommerce.accounts.domain.codes import Challenge, Purpose, Sendings
from bdcommerce.accounts.domain.messages import OwedMessage
from bdcommerce.accounts.domain.second_factors import SecondFactor
from bdcommerce.accounts.domain.sessions import Session
from bdcommerce.accounts.domain.throttles import Level
from bdcommerce.kernel.actor import Audience


class Codes(Protocol):
    """One-time codes on their way, one per target, purpose and source, and how often each place was sent one."""

    async def sendings(self, key: str) -> Sendings:
        """Locked until the unit ends: two requests for one place are counted one after the other."""

    async def save_sendings(self, key: str, sendings: Sendings) -> None:
        """What counts from now on."""

    async def challenge(self, target: str, purpose: Purpose, source: str) -> Challenge | None:
        """Locked until the unit ends: of two answers one waits for the other."""

    async def save(self, challenge: Challenge) -> None:
        """In place of an earlier one of the same target, purpose and source."""

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

    async def use(self, session: Session) -> None:
        """It went on now."""

    async def revoke(self, session_id: str) -> None:
        """End a session with all its refresh tokens."""

    async def revoke_of(self, user_id: str, session_id: str) -> bool:
        """End a session of this person's, if it goes on; False if they have no such one."""

    async def revoke_others(self, user_id: str, keep: str = "", *, audience: Audience | None = None) -> int:
        """End all of this person's sessions (in an audience) but one; how many those were."""

    async def prove(self, session_id: str) -> None:
        """Its second step is proven."""

    async def forget(self, before: datetime) -> None:
        """Drop sessions that were over before an instant."""


class Devices(Protocol):
    """On which devices a person has signed in."""

    async def knows(self, user_id: str, device: str) -> bool:
        """Whether this person has on this one."""

    async def remember(self, user_id: str, device: str) -> None:
        """This person has now."""

    async def forget_all(self, user_id: str) -> None:
        """No device of this person's is known any more."""

    async def forget(self, before: datetime) -> None:
        """Drop what was last seen before an instant."""


class Throttles(Protocol):
    """How much was tried, by what, whose and from where."""

    async def level(self, key: str) -> Level:
        """Locked until the unit ends: tries at one moment are counted one after the other."""

    async def save(self, key: str, level: Level) -> None:
        """What counts from now on."""

    async def drop(self, key: str) -> None:
        """Nothing was tried."""

    async def forget(self, before: datetime) -> None:
        """Drop what was last tried before an instant."""


class SecondFactors(Protocol):
    """What people's authenticator apps and we both know, sealed."""

    async def locked(self, user_id: str) -> SecondFactor | None:
        """This person's; nobody else uses a code of it until the unit ends."""

    async def save(self, factor: SecondFactor) -> None:
        """A new one, or what became of it."""

    async def remove(self, user_id: str) -> None:
        """There is none any more."""


class Messages(Protocol):
    """Messages that are still to be sent, sealed."""

    async def add(self, message: OwedMessage) -> None:
        """One more."""

    async def remove(self, message_id: str) -> None:
        """It was sent."""

"""People as the ways out know them: their devices, what they allow, what they bought last; and campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bdcommerce.contracts.accounts import ConsentPurpose
from bdcommerce.notifications.domain.campaigns import Campaign

DeviceKind = Literal["fcm", "webpush"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device that is pushed to. `address` is a token of FCM, or a subscription of Web Push as JSON."""

    id: str
    owner_id: str
    kind: DeviceKind
    label: str
    address: str
    registered_at: datetime

    def __repr__(self) -> str:
        return f"Device(id={self.id!r}, kind={self.kind!r})"


class Devices(Protocol):
    """Devices that are pushed to."""

    async def register(self, device: Device) -> Device:
        """Keep it; an address that is known changes hands and keeps its id. The device as it is kept."""

    async def of(self, owner_id: str) -> Sequence[Device]:
        """Somebody's, the newest first."""

    async def get(self, device_id: str) -> Device | None:
        """One of them, if it is still there."""

    async def drop(self, device_id: str, owner_id: str | None = None) -> bool:
        """Forget it, if it is that person's; whether it was there."""


class OwnKeys(Protocol):
    """Keys by which others know us."""

    async def vapid(self) -> Any:
        """The private key of our pushes to browsers (`EllipticCurvePrivateKey` on P-256)."""

    async def web_key(self) -> str:
        """Its public part as browsers want it, base64url."""


class Consents(Protocol):
    """What people allow, as accounts told it."""

    async def heard(self, owner_id: str, purpose: ConsentPurpose, *, granted: bool, at: datetime) -> None:
        """From then on; what is older than what is known changes nothing."""

    async def holds(self, owner_id: str, purpose: ConsentPurpose) -> bool:
        """Whether it is allowed now."""

    async def unsubscribe(self, owner_id: str, purpose: ConsentPurpose, at: datetime) -> None:
        """They said so to us; it holds until they allow it again."""

    async def bought(self, owner_id: str, district: str, at: datetime) -> None:
        """A customer bought something, for that district."""


class Campaigns(Protocol):
    """Campaigns, and whom they are for."""

    async def add(self, campaign: Campaign) -> None:
        """A new one."""

    async def get(self, campaign_id: str) -> Campaign:
        """One, locked. Raises NoSuchCampaign."""

    async def save(self, campaign: Campaign) -> None:
        """Keep it."""

    async def due(self, now: datetime) -> Sequence[str]:
        """Those that go on now."""

    async def next(self, campaign: Campaign, most: int) -> Sequence[str]:
        """The people after whom it has reached, who allow it and are meant."""

    async def count(self, campaign: Campaign) -> int:
        """How many allow it and are meant."""

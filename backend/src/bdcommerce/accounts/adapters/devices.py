"""A device as a sealed note that its client carries about: genuine or not at all, and the same for every account."""

from datetime import datetime

import msgspec

from bdcommerce.accounts.domain.devices import LIFE
from bdcommerce.infra.security import Sealer, Unreadable
from bdcommerce.kernel import clock

_CONTEXT = "accounts.device"


class _Note(msgspec.Struct, frozen=True):
    device: str
    until: datetime


class SealedDeviceNotes:
    """See ports.DeviceNotes."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def of(self, device: str) -> str:
        """See ports.DeviceNotes."""
        return self._sealer.seal(msgspec.json.encode(_Note(device, clock.now() + LIFE)).decode(), _CONTEXT)

    def device(self, note: str) -> str:
        """See ports.DeviceNotes."""
        try:
            read = msgspec.json.decode(self._sealer.open(note, _CONTEXT), type=_Note)
        except (Unreadable, ValueError):
            return ""
        return read.device if clock.now() < read.until else ""

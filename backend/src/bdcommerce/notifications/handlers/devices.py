"""Devices that people want to be told on."""

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.notifications.errors import NoSuchDevice, TooManyDevices
from bdcommerce.notifications.ports import Device, DeviceKind, Work

MOST_DEVICES = 10
"""Of one person."""


async def register(work: Work, owner_id: str, kind: DeviceKind, address: str, label: str) -> Device:
    """From now on this device is told too; whoever it belonged to before is not told on it any more. Raises
    TooManyDevices.
    """
    device = Device(
        id=ids.new_id("dev"), owner_id=owner_id, kind=kind, label=label, address=address, registered_at=clock.now()
    )
    kept = await work.devices.register(device)
    full = len(await work.devices.of(owner_id)) > MOST_DEVICES
    ensure(not full, TooManyDevices(f"there are {MOST_DEVICES} already; remove one first"))
    return kept


async def drop(work: Work, owner_id: str, device_id: str) -> None:
    """It is told nothing more. Raises NoSuchDevice."""
    if not await work.devices.drop(device_id, owner_id):
        raise NoSuchDevice(f"There is no device {device_id}.", id=device_id)

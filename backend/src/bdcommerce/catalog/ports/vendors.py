"""What was heard of vendors, as handlers need it kept."""

from typing import Protocol

from bdcommerce.catalog.events import (
    VendorResumed,
    VendorSeen,
    VendorStopped,
)

VendorEvent = VendorSeen | VendorStopped | VendorResumed


class Vendors(Protocol):
    """What was heard of vendors."""

    async def hold(self, vendor_id: str) -> None:
        """Let nothing change a vendor's status until the transaction ends."""

    async def save(self, event: VendorEvent) -> None:
        """Append to the vendor's stream."""

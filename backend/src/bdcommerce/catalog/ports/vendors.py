"""What was heard of vendors, as handlers need it kept."""

from typing import Protocol

from bdcommerce.catalog.events import (
    VendorResumed,
    VendorSeen,
    VendorStopped,
    VendorTierSeen,
)
from bdcommerce.contracts.vendors import VendorTier

VendorEvent = VendorSeen | VendorStopped | VendorResumed | VendorTierSeen


class Vendors(Protocol):
    """What was heard of vendors."""

    async def hold(self, vendor_id: str) -> None:
        """Let nothing change a vendor's status until the transaction ends."""

    async def tier(self, vendor_id: str) -> VendorTier:
        """How far a vendor is trusted; the middle if nobody has said."""

    async def save(self, event: VendorEvent) -> None:
        """Append to the vendor's stream."""

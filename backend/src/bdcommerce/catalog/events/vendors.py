"""What was heard of vendors."""

from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.text import Localized


@domain_event()
class VendorSeen:
    """Vendors said that this vendor may sell, and what it is called."""

    vendor_id: str
    name: Localized
    slug: str


@domain_event()
class VendorStopped:
    """Vendors said that nothing of this vendor sells."""

    vendor_id: str


@domain_event()
class VendorResumed:
    """Vendors said that this vendor sells again."""

    vendor_id: str


@domain_event()
class VendorTierSeen:
    """Vendors said how far this vendor is trusted."""

    vendor_id: str
    tier: VendorTier

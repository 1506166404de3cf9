"""What vendors settle for their stock."""

from bdcommerce.inventory.errors import UnknownStock
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel.errors import ensure


async def set_low_at(work: Work, vendor_id: str, units: int) -> None:
    """Every offer of the vendor that has no threshold of its own runs low when fewer units than that are available."""
    await work.settings.set_low_at(vendor_id, units)


async def set_own_low_at(work: Work, vendor_id: str, offer_id: str, units: int | None) -> None:
    """The threshold of one offer; None: the vendor's. Raises UnknownStock."""
    ensure(await work.settings.set_own_low_at(vendor_id, offer_id, units), UnknownStock.of(offer_id))

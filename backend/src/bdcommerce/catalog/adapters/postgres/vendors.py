"""What was heard of vendors, in an open transaction."""

from sqlalchemy import select

from bdcommerce.catalog.ports import VendorEvent
from bdcommerce.catalog.tables import vendor
from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder


class PostgresVendors:
    """See ports.Vendors."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def hold(self, vendor_id: str) -> None:
        """See ports.Vendors."""
        known = select(vendor.c.vendor_id).where(vendor.c.vendor_id == vendor_id)
        await self._tx.execute(known.with_for_update(read=True))

    async def tier(self, vendor_id: str) -> VendorTier:
        """See ports.Vendors."""
        found: VendorTier | None = await self._tx.scalar(select(vendor.c.tier).where(vendor.c.vendor_id == vendor_id))
        return found or "standard"

    async def save(self, event: VendorEvent) -> None:
        """See ports.Vendors."""
        known = select(vendor.c.version).where(vendor.c.vendor_id == event.vendor_id).with_for_update()
        version = await self._tx.scalar(known) or 0
        await self._log.append(f"vendor-{event.vendor_id}", [event], expected=version)

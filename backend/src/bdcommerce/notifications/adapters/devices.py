"""Devices that are pushed to, on PostgreSQL; their addresses are sealed."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.notifications.ports import Device
from bdcommerce.notifications.tables import ADDRESS, device


class PostgresDevices:
    """See ports.Devices."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def register(self, new: Device) -> Device:
        """See ports.Devices."""
        row = {
            "id": new.id,
            "owner_id": new.owner_id,
            "kind": new.kind,
            "label": new.label,
            "address_sealed": self._sealer.seal(new.address, ADDRESS),
            "address_index": self._sealer.blind(new.address, ADDRESS),
            "registered_at": new.registered_at,
        }
        kept = insert(device).values(row)
        moved = {name: kept.excluded[name] for name in ("owner_id", "label", "registered_at")}
        saved = await self._tx.row(
            kept.on_conflict_do_update(index_elements=["address_index"], set_=moved).returning(device)
        )
        return self._opened(saved) if saved else new

    async def of(self, owner_id: str) -> Sequence[Device]:
        """See ports.Devices."""
        theirs = select(device).where(device.c.owner_id == owner_id).order_by(device.c.id.desc())
        return [self._opened(row) for row in await self._tx.rows(theirs)]

    async def get(self, device_id: str) -> Device | None:
        """See ports.Devices."""
        row = await self._tx.row(select(device).where(device.c.id == device_id))
        return self._opened(row) if row else None

    async def drop(self, device_id: str, owner_id: str | None = None) -> bool:
        """See ports.Devices."""
        it = device.c.id == device_id
        if owner_id is not None:
            it &= device.c.owner_id == owner_id
        return (await self._tx.execute(delete(device).where(it))).rowcount == 1

    def _opened(self, row: RowMapping) -> Device:
        return Device(
            id=row["id"],
            owner_id=row["owner_id"],
            kind=row["kind"],
            label=row["label"],
            address=self._sealer.open(row["address_sealed"], ADDRESS),
            registered_at=row["registered_at"],
        )

"""A vendor's transfers."""

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.schemas import TransferView

_TRANSFER = """
    SELECT id, from_id, to_id, status, note, lines, cargo, drafted_at, sent_at, ended_at FROM transfer
"""

TRANSFERS = Query(
    "inventory.transfers", f"{_TRANSFER} WHERE vendor_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", TransferView
)

TRANSFERS_OF_STATUS = Query(
    "inventory.transfers_of_status",
    f"{_TRANSFER} WHERE vendor_id = $1 AND status = $2 AND id < $3 ORDER BY id DESC LIMIT $4",
    TransferView,
)

TRANSFER = Query("inventory.transfer", f"{_TRANSFER} WHERE vendor_id = $1 AND id = $2", TransferView)


async def transfers(reads: Reads, vendor_id: str, status: str, before: str, limit: int) -> list[TransferView]:
    """A vendor's transfers, of one status or of all, latest first, before one of them."""
    if status:
        return await reads.all(TRANSFERS_OF_STATUS, vendor_id, status, before, limit)
    return await reads.all(TRANSFERS, vendor_id, before, limit)


async def transfer(reads: Reads, vendor_id: str, transfer_id: str) -> TransferView | None:
    """One of a vendor's transfers."""
    return await reads.one(TRANSFER, vendor_id, transfer_id)

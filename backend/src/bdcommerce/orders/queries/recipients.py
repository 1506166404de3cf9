"""To whom orders go."""

import msgspec

from bdcommerce.contracts.orders import Recipient
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.text import Language
from bdcommerce.orders.domain.contacts import CONTEXT, from_text
from bdcommerce.orders.ports import Seals


class _RecipientRow(msgspec.Struct, frozen=True):
    vendor_order_id: str
    order_id: str
    number: str
    customer_id: str
    guest_hash: str
    language: Language
    sealed: str


_RECIPIENT_OF_ORDER = Query(
    "orders.recipient_of_order",
    """
    SELECT '' AS vendor_order_id, order_id, number, customer_id, guest_hash, state ->> 'language' AS language, sealed
    FROM order_view JOIN order_contact USING (order_id) WHERE order_id = $1
    """,
    _RecipientRow,
)
_RECIPIENT = Query(
    "orders.recipient",
    """
    SELECT vendor_order_id, order_id, o.number, customer_id, guest_hash, state ->> 'language' AS language, sealed
    FROM vendor_order_view JOIN order_view o USING (order_id) JOIN order_contact USING (order_id)
    WHERE vendor_order_id = $1
    """,
    _RecipientRow,
)


async def recipient_of_order(reads: Reads, seals: Seals, order_id: str) -> Recipient | None:
    """To whom an order goes."""
    row = await reads.one(_RECIPIENT_OF_ORDER, order_id)
    return _recipient(row, seals) if row else None


async def recipient(reads: Reads, seals: Seals, vendor_order_id: str) -> Recipient | None:
    """To whom a vendor order goes."""
    row = await reads.one(_RECIPIENT, vendor_order_id)
    return _recipient(row, seals) if row else None


def _recipient(row: _RecipientRow, seals: Seals) -> Recipient:
    contact = from_text(seals.open(row.sealed, CONTEXT))
    return Recipient(
        vendor_order_id=row.vendor_order_id,
        order_id=row.order_id,
        number=row.number,
        customer_id=row.customer_id,
        address=contact.address,
        language=row.language,
        guest_hash=row.guest_hash,
        delivery_note=contact.delivery_note,
    )

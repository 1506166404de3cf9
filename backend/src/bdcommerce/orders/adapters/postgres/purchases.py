"""What is unique about purchases, and what is kept beside their events, in an open transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import text

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.orders.errors import CartClosed
from bdcommerce.orders.ports import Note

_CLAIM = text("""
    WITH claimed AS (
        INSERT INTO cart_order (cart_id, order_id) VALUES (:cart_id, :order_id) ON CONFLICT DO NOTHING
        RETURNING cart_id, order_id
    ), kept AS (
        INSERT INTO order_contact (order_id, sealed) SELECT order_id, :sealed FROM claimed ON CONFLICT DO NOTHING
    ), found AS (
        INSERT INTO order_phone (blind, order_id)
        SELECT unnest(CAST(:phones AS text[])), order_id FROM claimed ON CONFLICT DO NOTHING
    )
    UPDATE cart SET status = 'ordered', version = version + 1, changed_at = :now FROM claimed
    WHERE cart.id = claimed.cart_id AND cart.order_id = claimed.order_id AND cart.status = 'checking_out'
    RETURNING cart.id
""")
_IS_ORDERED = text("SELECT 1 FROM cart WHERE id = :cart_id AND order_id = :order_id AND status = 'ordered'")
_DISCLAIM = text("""
    WITH disclaimed AS (
        DELETE FROM cart_order WHERE cart_id = :cart_id AND order_id = :order_id RETURNING cart_id
    )
    UPDATE cart SET status = 'checking_out', version = version + 1, changed_at = :now FROM disclaimed
    WHERE cart.id = disclaimed.cart_id
""")
_READDRESS = text("""
    WITH gone AS (
        DELETE FROM order_phone WHERE order_id = :order_id AND NOT blind = ANY(CAST(:phones AS text[]))
    ), found AS (
        INSERT INTO order_phone (blind, order_id)
        SELECT unnest(CAST(:phones AS text[])), CAST(:order_id AS text) ON CONFLICT DO NOTHING
    )
    UPDATE order_contact SET sealed = :sealed WHERE order_id = :order_id
""")
_ADD_NOTE = text("""
    INSERT INTO order_note (id, order_id, author_id, sealed, at) VALUES (:note_id, :order_id, :author_id, :sealed, :at)
""")
_ORDER_OF = text("SELECT order_id FROM vendor_order_view WHERE vendor_order_id = :vendor_order_id")
_NEXT_NUMBER = text("""
    INSERT INTO order_number AS number (day, last) VALUES (:day, 1)
    ON CONFLICT (day) DO UPDATE SET last = number.last + 1 RETURNING last
""")


class PostgresPurchases:
    """See ports.PurchaseRegister."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def claim(self, cart_id: str, order_id: str, sealed_contact: str, phones: Sequence[str]) -> bool:
        """See the port."""
        about = {"cart_id": cart_id, "order_id": order_id, "sealed": sealed_contact, "phones": list(phones)}
        named = about | {"now": clock.now()}
        if await self._tx.scalar(_CLAIM, named):
            return True
        if not await self._tx.scalar(_IS_ORDERED, {"cart_id": cart_id, "order_id": order_id}):
            raise CartClosed.of(cart_id, "ordered")
        return False

    async def disclaim(self, cart_id: str, order_id: str) -> None:
        """See the port."""
        await self._tx.execute(_DISCLAIM, {"cart_id": cart_id, "order_id": order_id, "now": clock.now()})

    async def next_number(self, day: date) -> int:
        """See the port."""
        return int(await self._tx.scalar(_NEXT_NUMBER, {"day": day}))

    async def readdress(self, order_id: str, sealed_contact: str, phones: Sequence[str]) -> None:
        """See the port."""
        named = {"order_id": order_id, "sealed": sealed_contact, "phones": list(phones)}
        await self._tx.execute(_READDRESS, named)

    async def note(self, note: Note) -> None:
        """See the port."""
        await self._tx.execute(_ADD_NOTE, asdict(note))

    async def order_of(self, vendor_order_id: str) -> str:
        """See the port."""
        order_id: str | None = await self._tx.scalar(_ORDER_OF, {"vendor_order_id": vendor_order_id})
        if order_id is None:
            raise UnknownOrder("There is no such order.", vendor_order_id=vendor_order_id)
        return order_id

"""Carts in an open transaction."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import RowMapping, text

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.errors import UnknownCart

_CART = """
    SELECT id, customer_id, guest_hash, status, order_id, coupon_id, coupon_code, version, merged_into, (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'line_id', id, 'offer_id', offer_id, 'quantity', quantity, 'price_seen', price_seen) ORDER BY id), '[]')
        FROM cart_line WHERE cart_id = cart.id) AS lines
    FROM cart
"""
_LOCK_CART = text(f"{_CART} WHERE id = :id FOR NO KEY UPDATE")
_LOCK_OPEN_CART = text(f"""
    {_CART} WHERE customer_id = :customer_id AND customer_id <> '' AND status = 'open'
    ORDER BY id DESC LIMIT 1 FOR NO KEY UPDATE
""")
_EXPIRE_CARTS = text("""
    DELETE FROM cart WHERE id IN (
        SELECT id FROM cart WHERE customer_id = '' AND status IN ('open', 'merged') AND changed_at < :before
        ORDER BY changed_at LIMIT :limit FOR UPDATE SKIP LOCKED)
""")
_ADD_CART = text("""
    INSERT INTO cart (id, customer_id, guest_hash, status, order_id, coupon_id, coupon_code, merged_into, version,
                      created_at, changed_at)
    VALUES (:id, :customer_id, :guest_hash, :status, :order_id, :coupon_id, :coupon_code, :merged_into, :version,
            :now, :now)
""")
_SAVE_CART = text("""
    UPDATE cart SET status = :status, order_id = :order_id, coupon_id = :coupon_id, coupon_code = :coupon_code,
                    merged_into = :merged_into, version = :version, changed_at = :now
    WHERE id = :id AND version = :version - 1
""")
_KEEP_LINES = text("""
    WITH line AS (
        SELECT * FROM jsonb_to_recordset(CAST(:lines AS jsonb))
            AS line (id text, offer_id text, quantity integer, price_seen bigint)
    ), gone AS (
        DELETE FROM cart_line WHERE cart_id = :cart_id AND id NOT IN (SELECT id FROM line)
    )
    INSERT INTO cart_line (cart_id, id, offer_id, quantity, price_seen)
    SELECT :cart_id, id, offer_id, quantity, price_seen FROM line
    ON CONFLICT (cart_id, id) DO UPDATE SET quantity = excluded.quantity, price_seen = excluded.price_seen
    WHERE (cart_line.quantity, cart_line.price_seen) IS DISTINCT FROM (excluded.quantity, excluded.price_seen)
""")
_REOPEN_CART = text("""
    UPDATE cart SET status = 'open', order_id = '', version = version + 1, changed_at = :now
    WHERE id = :id AND order_id = :order_id AND status = 'checking_out'
""")


class PostgresCarts:
    """See ports.CartRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, cart: Cart) -> None:
        """See the port."""
        await self._tx.execute(_ADD_CART, _columns(cart))

    async def lock(self, cart_id: str) -> Cart:
        """See the port."""
        row = await self._tx.row(_LOCK_CART, {"id": cart_id})
        if row is None:
            raise UnknownCart.of(cart_id)
        return _cart(row)

    async def lock_open(self, customer_id: str) -> Cart | None:
        """See the port."""
        row = await self._tx.row(_LOCK_OPEN_CART, {"customer_id": customer_id})
        return _cart(row) if row else None

    async def expire(self, before: datetime, limit: int) -> int:
        """See the port."""
        return (await self._tx.execute(_EXPIRE_CARTS, {"before": before, "limit": limit})).rowcount

    async def save(self, cart: Cart) -> None:
        """See the port."""
        await self.close(cart)
        lines = [
            {
                "id": line.line_id,
                "offer_id": line.offer_id,
                "quantity": line.quantity,
                "price_seen": line.price_seen.amount,
            }
            for line in cart.lines
        ]
        encoded = msgspec.json.encode(lines).decode()
        await self._tx.execute(_KEEP_LINES, {"cart_id": cart.cart_id, "lines": encoded})

    async def close(self, cart: Cart) -> None:
        """See the port."""
        if (await self._tx.execute(_SAVE_CART, _columns(cart))).rowcount == 0:
            raise Stale("The cart has changed in the meantime.", cart_id=cart.cart_id)

    async def reopen(self, cart_id: str, order_id: str) -> None:
        """See the port."""
        await self._tx.execute(_REOPEN_CART, {"id": cart_id, "order_id": order_id, "now": clock.now()})


def _columns(cart: Cart) -> dict[str, Any]:
    return {
        "id": cart.cart_id,
        "customer_id": cart.customer_id,
        "guest_hash": cart.guest_hash,
        "status": cart.status,
        "order_id": cart.order_id,
        "coupon_id": cart.coupon_id,
        "coupon_code": cart.coupon_code,
        "merged_into": cart.merged_into,
        "version": cart.version,
        "now": clock.now(),
    }


def _cart(row: RowMapping) -> Cart:
    columns = dict(row)
    lines = tuple(CartLine(**{**line, "price_seen": Money(line["price_seen"])}) for line in columns.pop("lines"))
    return Cart(cart_id=columns.pop("id"), lines=lines, **columns)

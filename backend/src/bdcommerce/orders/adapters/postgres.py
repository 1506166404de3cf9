"""Carts, coupons and purchases in an open transaction."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import RowMapping, text
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.coupons import Coupon
from bdcommerce.orders.errors import CartClosed, CouponCodeTaken, CouponExhausted, UnknownCart, UnknownCoupon

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
_CLAIM = text("""
    WITH claimed AS (
        INSERT INTO cart_order (cart_id, order_id) VALUES (:cart_id, :order_id) ON CONFLICT DO NOTHING
        RETURNING cart_id, order_id
    ), kept AS (
        INSERT INTO order_contact (order_id, sealed) SELECT order_id, :sealed FROM claimed ON CONFLICT DO NOTHING
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
_ORDER_OF = text("SELECT order_id FROM vendor_order_view WHERE vendor_order_id = :vendor_order_id")
_NEXT_NUMBER = text("""
    INSERT INTO order_number AS number (day, last) VALUES (:day, 1)
    ON CONFLICT (day) DO UPDATE SET last = number.last + 1 RETURNING last
""")
_ADD_COUPON = text("""
    INSERT INTO coupon (id, code, percent, vendor_id, starts_at, ends_at, total_limit, per_customer_limit, min_goods,
                        used)
    VALUES (:coupon_id, :code, :percent, :vendor_id, :starts_at, :ends_at, :total_limit, :per_customer_limit,
            :min_goods, :used)
""")
_COUPON = """
    SELECT id AS coupon_id, code, percent, vendor_id, starts_at, ends_at, total_limit, per_customer_limit, min_goods,
           used
    FROM coupon
"""
_GET_COUPON = text(f"{_COUPON} WHERE id = :coupon_id")
_COUPON_BY_CODE = text(f"{_COUPON} WHERE code = :code")
_END_COUPON = text("UPDATE coupon SET ends_at = :at WHERE id = :coupon_id")
_USE = text("""
    UPDATE coupon SET used = used + 1 WHERE id = :coupon_id AND used < total_limit RETURNING code
""")
_USE_FOR = text("""
    INSERT INTO coupon_use (order_id, coupon_id, customer, used_at)
    SELECT :order_id, coupon.id, :customer, :at FROM coupon
    WHERE coupon.id = :coupon_id AND (coupon.per_customer_limit IS NULL OR coupon.per_customer_limit > (
        SELECT count(*) FROM coupon_use WHERE coupon_id = :coupon_id AND customer = :customer))
    RETURNING order_id
""")
_GIVE_UP = text("""
    WITH unused AS (DELETE FROM coupon_use WHERE order_id = :order_id RETURNING coupon_id)
    UPDATE coupon SET used = used - 1 FROM unused WHERE coupon.id = unused.coupon_id
""")


class PostgresWork:
    """A unit of work of orders."""

    def __init__(self, unit: Unit, sagas: Sagas) -> None:
        self.log = unit.log
        self.carts = PostgresCarts(unit.tx)
        self.coupons = PostgresCoupons(unit.tx)
        self.purchases = PostgresPurchases(unit.tx)
        self.sagas = StartedSagas(unit, sagas)


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


class PostgresCoupons:
    """See ports.CouponRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, coupon: Coupon) -> None:
        """See the port."""
        try:
            await self._tx.execute(_ADD_COUPON, asdict(coupon) | {"min_goods": coupon.min_goods.amount})
        except IntegrityError as error:
            raise CouponCodeTaken.of(coupon.code) from error

    async def get(self, coupon_id: str) -> Coupon:
        """See the port."""
        return _coupon(coupon_id, await self._tx.row(_GET_COUPON, {"coupon_id": coupon_id}))

    async def by_code(self, code: str) -> Coupon:
        """See the port."""
        return _coupon(code, await self._tx.row(_COUPON_BY_CODE, {"code": code}))

    async def end(self, coupon_id: str, at: datetime) -> None:
        """See the port."""
        await self._tx.execute(_END_COUPON, {"coupon_id": coupon_id, "at": at})

    async def redeem(self, coupon_id: str, customer: str, order_id: str, at: datetime) -> None:
        """See the port. The first statement locks the coupon, so the second one's count sees every earlier use."""
        code = await self._tx.scalar(_USE, {"coupon_id": coupon_id})
        use = {"coupon_id": coupon_id, "customer": customer, "order_id": order_id, "at": at}
        if code is None or not await self._tx.scalar(_USE_FOR, use):
            raise CouponExhausted.of(code or (await self.get(coupon_id)).code)

    async def give_up(self, order_id: str) -> None:
        """See the port."""
        await self._tx.execute(_GIVE_UP, {"order_id": order_id})


class PostgresPurchases:
    """See ports.PurchaseRegister."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def claim(self, cart_id: str, order_id: str, sealed_contact: str) -> bool:
        """See the port."""
        named = {"cart_id": cart_id, "order_id": order_id, "sealed": sealed_contact, "now": clock.now()}
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

    async def order_of(self, vendor_order_id: str) -> str:
        """See the port."""
        order_id: str | None = await self._tx.scalar(_ORDER_OF, {"vendor_order_id": vendor_order_id})
        if order_id is None:
            raise UnknownOrder("There is no such order.", vendor_order_id=vendor_order_id)
        return order_id


class StartedSagas:
    """See ports.StartedSagas."""

    def __init__(self, unit: Unit, sagas: Sagas) -> None:
        self._unit, self._sagas = unit, sagas

    async def start(self, kind: str, saga_id: str, state: Checkout) -> None:
        """See the port."""
        await self._sagas.start(self._unit, kind, saga_id, state)


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


def _coupon(sought: str, row: RowMapping | None) -> Coupon:
    if row is None:
        raise UnknownCoupon.of(sought)
    return Coupon(**{**row, "min_goods": Money(row["min_goods"])})

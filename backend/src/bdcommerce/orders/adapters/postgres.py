"""Carts, coupons and purchases in an open transaction."""

from dataclasses import asdict
from datetime import date, datetime

import msgspec
from sqlalchemy import RowMapping, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.carts import Cart, CartLine, CartStatus
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.coupons import Coupon
from bdcommerce.orders.errors import CartClosed, CouponCodeTaken, CouponExhausted, UnknownCart, UnknownCoupon
from bdcommerce.orders.tables import (
    cart,
    cart_order,
    coupon,
    coupon_use,
    order_contact,
    order_number,
    vendor_order_view,
)

_LOCK_CART = text("""
    SELECT id, customer_id, guest_hash, status, order_id, coupon_id, coupon_code, version, (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'line_id', id, 'offer_id', offer_id, 'quantity', quantity, 'price_seen', price_seen) ORDER BY id), '[]')
        FROM cart_line WHERE cart_id = cart.id) AS lines
    FROM cart WHERE id = :id FOR NO KEY UPDATE
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
_USE_FOR = text("""
    INSERT INTO coupon_use (order_id, coupon_id, customer, used_at)
    SELECT :order_id, coupon.id, :customer, :at FROM coupon
    WHERE coupon.id = :coupon_id AND (coupon.per_customer_limit IS NULL OR coupon.per_customer_limit > (
        SELECT count(*) FROM coupon_use WHERE coupon_id = :coupon_id AND customer = :customer))
    RETURNING order_id
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

    async def add(self, made: Cart) -> None:
        """See the port."""
        now = clock.now()
        await self._tx.execute(
            insert(cart).values(**_cart_columns(made), id=made.cart_id, created_at=now, changed_at=now)
        )

    async def lock(self, cart_id: str) -> Cart:
        """See the port."""
        return _cart(cart_id, await self._tx.row(_LOCK_CART, {"id": cart_id}))

    async def save(self, changed: Cart) -> None:
        """See the port."""
        found = await self._tx.execute(
            update(cart)
            .where(cart.c.id == changed.cart_id, cart.c.version == changed.version - 1)
            .values(**_cart_columns(changed), changed_at=clock.now())
        )
        if found.rowcount == 0:
            raise Stale("The cart has changed in the meantime.", cart_id=changed.cart_id)
        lines = [
            {
                "id": line.line_id,
                "offer_id": line.offer_id,
                "quantity": line.quantity,
                "price_seen": line.price_seen.amount,
            }
            for line in changed.lines
        ]
        encoded = msgspec.json.encode(lines).decode()
        await self._tx.execute(_KEEP_LINES, {"cart_id": changed.cart_id, "lines": encoded})

    async def move(self, cart_id: str, order_id: str, before: CartStatus, after: CartStatus) -> bool:
        """See the port."""
        kept = "" if after == "open" else order_id
        found = await self._tx.execute(
            update(cart)
            .where(cart.c.id == cart_id, cart.c.order_id == order_id, cart.c.status == before)
            .values(status=after, order_id=kept, version=cart.c.version + 1, changed_at=clock.now())
        )
        return found.rowcount == 1


class PostgresCoupons:
    """See ports.CouponRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, made: Coupon) -> None:
        """See the port."""
        columns = asdict(made) | {"min_goods": made.min_goods.amount}
        try:
            await self._tx.execute(insert(coupon).values(id=columns.pop("coupon_id"), **columns))
        except IntegrityError as error:
            raise CouponCodeTaken.of(made.code) from error

    async def get(self, coupon_id: str) -> Coupon:
        """See the port."""
        return _coupon(coupon_id, await self._tx.row(select(coupon).where(coupon.c.id == coupon_id)))

    async def by_code(self, code: str) -> Coupon:
        """See the port."""
        return _coupon(code, await self._tx.row(select(coupon).where(coupon.c.code == code)))

    async def end(self, coupon_id: str, at: datetime) -> None:
        """See the port."""
        await self._tx.execute(update(coupon).where(coupon.c.id == coupon_id).values(ends_at=at))

    async def redeem(self, coupon_id: str, customer: str, order_id: str, at: datetime) -> None:
        """See the port. The first statement locks the coupon, so the second one's count sees every earlier use."""
        code = await self._tx.scalar(
            update(coupon)
            .where(coupon.c.id == coupon_id, coupon.c.used < coupon.c.total_limit)
            .values(used=coupon.c.used + 1)
            .returning(coupon.c.code)
        )
        use = {"coupon_id": coupon_id, "customer": customer, "order_id": order_id, "at": at}
        if code is None or not await self._tx.scalar(_USE_FOR, use):
            raise CouponExhausted.of(code or (await self.get(coupon_id)).code)

    async def give_up(self, order_id: str) -> None:
        """See the port."""
        coupon_id = await self._tx.scalar(
            delete(coupon_use).where(coupon_use.c.order_id == order_id).returning(coupon_use.c.coupon_id)
        )
        if coupon_id:
            await self._tx.execute(update(coupon).where(coupon.c.id == coupon_id).values(used=coupon.c.used - 1))


class PostgresPurchases:
    """See ports.PurchaseRegister."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def claim(self, cart_id: str, order_id: str) -> bool:
        """See the port."""
        new = upsert(cart_order).values(cart_id=cart_id, order_id=order_id).on_conflict_do_nothing()
        if await self._tx.scalar(new.returning(cart_order.c.order_id)):
            return True
        made = await self._tx.scalar(select(cart_order.c.order_id).where(cart_order.c.cart_id == cart_id))
        if made != order_id:
            raise CartClosed.of(cart_id, "ordered")
        return False

    async def disclaim(self, order_id: str) -> None:
        """See the port."""
        await self._tx.execute(delete(cart_order).where(cart_order.c.order_id == order_id))

    async def next_number(self, day: date) -> int:
        """See the port."""
        counted = upsert(order_number).values(day=day, last=1)
        counted = counted.on_conflict_do_update(index_elements=["day"], set_={"last": order_number.c.last + 1})
        return int(await self._tx.scalar(counted.returning(order_number.c.last)))

    async def keep_contact(self, order_id: str, sealed: str) -> None:
        """See the port."""
        await self._tx.execute(insert(order_contact).values(order_id=order_id, sealed=sealed))

    async def order_of(self, vendor_order_id: str) -> str:
        """See the port."""
        found = select(vendor_order_view.c.order_id).where(vendor_order_view.c.vendor_order_id == vendor_order_id)
        order_id: str | None = await self._tx.scalar(found)
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


def _cart_columns(of: Cart) -> dict[str, str | int]:
    return {
        "customer_id": of.customer_id,
        "guest_hash": of.guest_hash,
        "status": of.status,
        "order_id": of.order_id,
        "coupon_id": of.coupon_id,
        "coupon_code": of.coupon_code,
        "version": of.version,
    }


def _cart(cart_id: str, row: RowMapping | None) -> Cart:
    if row is None:
        raise UnknownCart.of(cart_id)
    columns = dict(row)
    lines = tuple(CartLine(**{**line, "price_seen": Money(line["price_seen"])}) for line in columns.pop("lines"))
    return Cart(cart_id=columns.pop("id"), lines=lines, **columns)


def _coupon(sought: str, row: RowMapping | None) -> Coupon:
    if row is None:
        raise UnknownCoupon.of(sought)
    columns = dict(row) | {"min_goods": Money(row["min_goods"])}
    return Coupon(coupon_id=columns.pop("id"), **columns)

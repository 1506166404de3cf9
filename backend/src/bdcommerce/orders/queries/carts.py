"""Reads of carts."""

from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.carts import Cart, CartLine, CartStatus, Shopper
from bdcommerce.orders.errors import UnknownCart


class _CartLineRow(msgspec.Struct, frozen=True):
    line_id: str
    offer_id: str
    quantity: int
    price_seen: int


class _CartRow(msgspec.Struct, frozen=True):
    customer_id: str
    guest_hash: str
    status: CartStatus
    order_id: str
    coupon_id: str
    coupon_code: str
    version: int
    merged_into: str
    lines: list[_CartLineRow]


_CART = Query(
    "orders.cart",
    """
    SELECT customer_id, guest_hash, status, order_id, coupon_id, coupon_code, version, merged_into, (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'line_id', id, 'offer_id', offer_id, 'quantity', quantity, 'price_seen', price_seen) ORDER BY id), '[]')
        FROM cart_line WHERE cart_id = cart.id) AS lines
    FROM cart WHERE id = $1
    """,
    _CartRow,
)
_OPEN_CART = Query(
    "orders.open_cart",
    """
    SELECT id FROM cart WHERE customer_id = $1 AND customer_id <> '' AND status = 'open' ORDER BY id DESC LIMIT 1
    """,
    dict[str, str],
)
_STALLED = Query(
    "orders.stalled_checkouts",
    """
    SELECT id AS cart_id, order_id FROM cart WHERE status = 'checking_out' AND changed_at < $1
    ORDER BY changed_at LIMIT 100
    """,
    dict[str, str],
)


async def cart(reads: Reads, cart_id: str, shopper: Shopper) -> Cart:
    """A cart of theirs. Raises UnknownCart."""
    row = await reads.one(_CART, cart_id)
    if row is None:
        raise UnknownCart.of(cart_id)
    columns = msgspec.structs.asdict(row)
    lines = [
        CartLine(
            line_id=line.line_id, offer_id=line.offer_id, quantity=line.quantity, price_seen=Money(line.price_seen)
        )
        for line in columns.pop("lines")
    ]
    return Cart(cart_id=cart_id, lines=tuple(lines), **columns).of(shopper)


async def open_cart(reads: Reads, shopper: Shopper) -> Cart:
    """The newest open cart of a customer, whichever device it was filled on. Raises UnknownCart."""
    found = await reads.one(_OPEN_CART, shopper.customer_id)
    if found is None:
        raise UnknownCart.of("mine")
    return await cart(reads, found["id"], shopper)


async def stalled_checkouts(reads: Reads, before: datetime) -> list[tuple[str, str]]:
    """Carts that were closed for an order before an instant and have not become it, with the id of that order."""
    return [(row["cart_id"], row["order_id"]) for row in await reads.all(_STALLED, before)]

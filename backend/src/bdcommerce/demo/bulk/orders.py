"""Orders by the hundred thousand: some are placed by the handlers, all others are copies under numbers of their own.

Only what lists and searches of orders read is there; copies have no events, so nothing can be done with them.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.demo.folk import customers
from bdcommerce.demo.inside import Marketplace, deps_of
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.orders.domain.carts import Shopper
from bdcommerce.orders.handlers import carts, checkout, quoting
from bdcommerce.orders.sagas import finish

_PLACED, _AT_ONCE, _LIMIT = 20, 20_000, 99
_SPAN = timedelta(days=180)
_CUSTOMERS = 50_000
_CHEAP = text("""
    SELECT offer_id FROM offer WHERE available > 50 AND price < 500000 ORDER BY offer_id LIMIT :limit
""")
# Copy n is of the order k, has an id that is n, and was placed n steps after the first one.
_COPY = text("""
WITH template AS (
    SELECT row_number() OVER (ORDER BY order_id) - 1 AS k, order_view.* FROM order_view
    WHERE order_id = ANY(CAST(:templates AS text[]))
), part AS (
    SELECT * FROM vendor_order_view WHERE order_id = ANY(CAST(:templates AS text[]))
), step AS (
    SELECT * FROM timeline WHERE order_id = ANY(CAST(:templates AS text[]))
), copy AS (
    SELECT template.*, 'ord_' || lpad(n::text, 26, '0') AS new_id, 'vor_' || lpad(n::text, 26, '0') AS new_part,
           'B' || n AS new_number, 'usr_' || lpad((n * 7919 % :customers)::text, 26, '0') AS new_customer,
           CAST(:begun AS timestamptz) + n * CAST(:step AS interval) AS new_at
    FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) n
    JOIN template ON template.k = n % cardinality(CAST(:templates AS text[]))
), parts AS (
    INSERT INTO vendor_order_view (vendor_order_id, order_id, vendor_id, status, view, number, placed_at)
    SELECT new_part, new_id, part.vendor_id, part.status,
           replace(replace(part.view::text, copy.order_id, new_id), part.vendor_order_id, new_part)::jsonb, new_number,
           new_at
    FROM copy JOIN part USING (order_id)
), steps AS (
    INSERT INTO timeline (order_id, version, vendor_order_id, kind, actor_kind, actor_id, code, reason, at, changes)
    SELECT new_id, step.version, CASE WHEN step.vendor_order_id = '' THEN '' ELSE new_part END, kind, actor_kind,
           actor_id, code, reason, new_at, changes
    FROM copy JOIN step USING (order_id)
)
INSERT INTO order_view (order_id, number, customer_id, guest_hash, status, confirmed, view, state, placed_at)
SELECT new_id, new_number, new_customer, '', copy.status, confirmed,
       replace(replace(copy.view::text, copy.order_id, new_id), part.vendor_order_id, new_part)::jsonb,
       replace(replace(copy.state::text, copy.order_id, new_id), part.vendor_order_id, new_part)::jsonb, new_at
FROM copy JOIN part USING (order_id)
""")


async def order_much(market: Marketplace, count: int, progress: Callable[[str, int, int], None]) -> None:
    """So many orders of half a year, on top of those that are there."""
    templates = [await _place(market, offer_id) for offer_id in await _offers(market)]
    begun, step = clock.now() - _SPAN, _SPAN / count
    orders, done = market.postgres.database("orders"), 0
    while done < count:
        last = min(done + _AT_ONCE, count)
        span = {"first": done, "last": last - 1, "begun": begun, "step": step, "customers": _CUSTOMERS}
        async with orders.transaction() as tx:
            await _copy(tx, span | {"templates": templates})
        done = last
        progress("orders", done, count)


async def _copy(tx: Transaction, wanted: dict[str, Any]) -> None:
    await tx.execute(_COPY, wanted)


async def _offers(market: Marketplace) -> list[str]:
    async with market.postgres.database("catalog").transaction() as tx:
        return [row["offer_id"] for row in await tx.rows(_CHEAP, {"limit": _PLACED})]


async def _place(market: Marketplace, offer_id: str) -> str:
    """One real order of one thing."""
    deps, who = deps_of(market, "orders"), customers(1, random.Random(offer_id))[0]  # noqa: S311 - nothing secret
    user_id = ids.new_id("usr")
    shopper = Shopper(customer_id=user_id)
    address = AddressInput(recipient_name=who.name, phone=who.phone, line1=who.line1, upazila_id=who.upazila_id)
    (offer,) = await deps.catalog.offers([offer_id])
    async with deps.works() as work:
        cart, _ = await carts.open_cart(work, user_id)
        cart = await carts.add_line(work, cart.cart_id, shopper, offer=offer, quantity=1, limit=_LIMIT)
    place = await deps.accounts.place(who.upazila_id)
    priced = await quoting.price_cart(deps, cart, place, customer_id=user_id)
    frozen = await checkout.prepare(
        deps, cart, shopper=shopper, by=Actor(id=user_id, kind="customer"), language=who.language, name=who.name,
        email="", address=address, address_id=None, phone_proof="", delivery_note="", gift_message="",
        payment_method="cod", channel="web", expected_total=priced.quote.total,
    )  # fmt: skip
    async with deps.works() as work:
        await checkout.begin(work, cart, frozen)
    await finish(deps, cart.cart_id, frozen.order_id)
    return frozen.order_id

"""The one call: so many products, so many orders."""

from collections.abc import Callable

import asyncpg

from bdcommerce.demo.bulk.orders import order_much
from bdcommerce.demo.bulk.products import fill
from bdcommerce.demo.bulk.vendors import open_shops
from bdcommerce.demo.inside import Marketplace, deps_of

Progress = Callable[[str, int, int], None]
"""Told of what is being made, how many there are of it, and how many there will be."""
VENDORS = 50


def _silent(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


async def generate(
    market: Marketplace,
    *,
    products: int = 100_000,
    orders: int = 0,
    vendors: int = VENDORS,
    progress: Progress = _silent,
) -> None:
    """Let a migrated marketplace, empty or filled by this before, have so many products. They have one to five variants
    with an offer each, most of them in stock. Orders come on top of those that are there.
    """
    shops = await open_shops(market, vendors)
    await fill(market, shops, products, progress)
    if orders:
        await order_much(market, orders, progress)
    async with deps_of(market, "catalog").works() as work:
        await work.searches.recount()
    connection = await asyncpg.connect(market.postgres.url)
    try:
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()

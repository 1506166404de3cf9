"""Events to the register: what was sold, and how popular that makes a product."""

from sqlalchemy import text

from bdcommerce.catalog.events.popularity import PopularityCounted, ProductsSold
from bdcommerce.catalog.projections.shop import reshelve
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock

_SELL = text("""
    INSERT INTO sale (product_id, day, units) VALUES (:product_id, :day, :units)
    ON CONFLICT (product_id, day) DO UPDATE SET units = sale.units + excluded.units
""")
_COUNT = text("""
    UPDATE product SET popularity = counted.score
    FROM unnest(CAST(:ids AS text[]), CAST(:scores AS bigint[])) AS counted (product_id, score)
    WHERE product.product_id = counted.product_id
""")
_FORGET = text("DELETE FROM sale WHERE day <= :since AND product_id = ANY(CAST(:ids AS text[]))")


async def sell(event: ProductsSold, _: EventMeta, tx: Transaction) -> None:
    day = clock.dhaka_date(event.at)
    for product_id, units in sorted(event.units.items()):
        await tx.execute(_SELL, {"product_id": product_id, "day": day, "units": units})


async def count(event: PopularityCounted, _: EventMeta, tx: Transaction) -> None:
    ids = sorted(event.scores)
    await tx.execute(_COUNT, {"ids": ids, "scores": [event.scores[each] for each in ids]})
    await tx.execute(_FORGET, {"since": event.since, "ids": ids})
    await reshelve(ids, tx)

"""What couriers have said, once each: the key that their words make keeps what is heard twice out."""

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.fulfilment.domain.news import News
from bdcommerce.fulfilment.tables import courier_news
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import NotFound
from bdcommerce.kernel.money import BDT, Money


class PostgresNews:
    """See ports.NewsShelf."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, courier: str, news: News, source: str) -> str | None:
        """See ports.NewsShelf."""
        row = {
            "id": ids.new_id("cnw"),
            "courier": courier,
            "source": source,
            **{name: getattr(news, name) for name in ("key", "status", "said", "tracking_no", "reference", "reason")},
            "told_at": news.at,
            "collected": news.collected.amount if news.collected is not None else None,
            "charge": news.charge.amount if news.charge is not None else None,
            "currency": BDT,
            "heard_at": clock.now(),
            "outcome": "",
            "shipment_id": "",
        }
        once = upsert(courier_news).values(row).on_conflict_do_nothing().returning(courier_news.c.id)
        found: str | None = await self._tx.scalar(once)
        return found

    async def get(self, news_id: str) -> tuple[str, News]:
        """See ports.NewsShelf."""
        row = await self._tx.row(select(courier_news).where(courier_news.c.id == news_id).with_for_update())
        if row is None:
            raise NotFound(f"there is no news {news_id}")
        told = News(
            **{name: row[name] for name in ("status", "said", "key", "tracking_no", "reference", "reason")},
            at=row["told_at"],
            collected=None if row["collected"] is None else Money(row["collected"]),
            charge=None if row["charge"] is None else Money(row["charge"]),
        )
        return row["courier"], told

    async def close(self, news_id: str, outcome: str, shipment_id: str) -> None:
        """See ports.NewsShelf."""
        values = {"outcome": outcome, "shipment_id": shipment_id}
        await self._tx.execute(update(courier_news).where(courier_news.c.id == news_id).values(values))

"""Promotions in an open transaction."""

import msgspec
from sqlalchemy import select, text

from bdcommerce.catalog.domain.promotions import Known
from bdcommerce.catalog.events.promotions import Promotion
from bdcommerce.catalog.ports.promotions import PromotionEvent
from bdcommerce.catalog.tables.promotions import promotion
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder

# Whoever shows products holds the same lock for sharing: once it is had, whatever is shown by what held before is
# committed and found by what follows, and whatever is shown later sees what holds from now on.
_SETTLE = text("SELECT pg_advisory_xact_lock(hashtextextended('catalog promotions', 0))")


class PostgresPromotions:
    """See ports.Promotions."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def find(self, promotion_id: str) -> Known | None:
        """See ports.Promotions."""
        row = await self._tx.row(select(promotion).where(promotion.c.promotion_id == promotion_id).with_for_update())
        if row is None:
            return None
        return Known(
            promotion=msgspec.convert(row["promotion"], Promotion, strict=False),
            revision=row["revision"],
            is_open=row["is_open"],
            is_over=row["is_over"],
            version=row["version"],
        )

    async def save(self, promotion_id: str, event: PromotionEvent, *, expected: int) -> None:
        """See ports.Promotions."""
        await self._tx.execute(_SETTLE)
        await self._log.append(f"promotion-{promotion_id}", [event], expected=expected)

"""What is kept about risk beside the events of orders, in an open transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import text

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.confirmation import Confirmation
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.domain.risk.listings import Listing
from bdcommerce.orders.errors import CodExposureExceeded, UnknownListing

# In order, so that two purchases never wait for each other; and apart from the sums, which have to see what the one
# that was waited for has added.
_LOCK = text("""
    SELECT pg_advisory_xact_lock(hashtextextended('orders.exposure:' || key, 0))
    FROM unnest(CAST(:keys AS text[])) WITH ORDINALITY AS locked (key, at) ORDER BY at
""")
_OF_CUSTOMER = text("""
    SELECT coalesce(sum(open_cash), 0) FROM (
        SELECT order_id, open_cash FROM order_phone JOIN order_view USING (order_id)
        WHERE blind = ANY(CAST(:phones AS text[])) AND open_cash > 0 AND order_id <> :order_id
        UNION
        SELECT order_id, open_cash FROM order_view
        WHERE customer_id = :customer_id AND customer_id <> '' AND open_cash > 0 AND order_id <> :order_id
    ) theirs
""")
_IN_AREA = text("""
    SELECT coalesce(sum(open_cash), 0) FROM order_view
    WHERE district = :district AND open_cash > 0 AND order_id <> :order_id
""")
_TRACE = text("""
    INSERT INTO order_trace (blind, order_id, placed_at) SELECT unnest(CAST(:blinds AS text[])), :order_id, :at
    ON CONFLICT DO NOTHING
""")
_LIST = text("""
    WITH before AS (DELETE FROM listed_phone WHERE blind = :blind)
    INSERT INTO listed_phone (id, blind, sealed, verdict, reason, listed_by, at, expires_at)
    VALUES (:listing_id, :blind, :sealed, :verdict, :reason, :listed_by, :at, :expires_at)
""")
_UNLIST = text("DELETE FROM listed_phone WHERE id = :listing_id RETURNING id")
_BEGIN = text("""
    INSERT INTO order_confirmation (order_id, digest, sent, sent_at, missed) VALUES (:order_id, '', 0, NULL, 0)
    ON CONFLICT DO NOTHING
""")
_CONFIRMATION = text("SELECT * FROM order_confirmation WHERE order_id = :order_id FOR UPDATE")
_TO_PHONE = text("""
    SELECT coalesce(sum(sent), 0) FROM order_confirmation WHERE sent_at > :since AND order_id IN (
        SELECT other.order_id FROM order_phone mine JOIN order_phone other USING (blind)
        WHERE mine.order_id = :order_id)
""")
_KEPT = ("order_id", "digest", "sent", "sent_at", "missed")
_KEEP = text("""
    UPDATE order_confirmation SET digest = :digest, sent = :sent, sent_at = :sent_at, missed = :missed
    WHERE order_id = :order_id
""")


class PostgresRisk:
    """See ports.RiskRegister."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def claim(self, exposure: Exposure) -> None:
        """See the port."""
        if not exposure.locks:
            return
        await self._tx.execute(_LOCK, {"keys": exposure.locks})
        but_for = {"order_id": exposure.order_id}
        theirs = {"phones": list(exposure.phones), "customer_id": exposure.customer_id, **but_for}
        if exposure.of_customer is not None:
            open_cash = Money(int(await self._tx.scalar(_OF_CUSTOMER, theirs)))
            if open_cash + exposure.amount > exposure.of_customer:
                raise CodExposureExceeded.of_customer(exposure.of_customer)
        if exposure.in_area is not None:
            open_cash = Money(int(await self._tx.scalar(_IN_AREA, {"district": exposure.district, **but_for})))
            if open_cash + exposure.amount > exposure.in_area:
                raise CodExposureExceeded.in_area(exposure.in_area)

    async def trace(self, order_id: str, blinds: Sequence[str], at: datetime) -> None:
        """See the port."""
        if blinds:
            await self._tx.execute(_TRACE, {"blinds": list(blinds), "order_id": order_id, "at": at})

    async def list_phone(self, listing: Listing) -> None:
        """See the port."""
        await self._tx.execute(_LIST, asdict(listing))

    async def unlist(self, listing_id: str) -> None:
        """See the port."""
        if await self._tx.scalar(_UNLIST, {"listing_id": listing_id}) is None:
            raise UnknownListing.of(listing_id)

    async def confirmation(self, order_id: str, since: datetime) -> Confirmation:
        """See the port."""
        named = {"order_id": order_id}
        await self._tx.execute(_BEGIN, named)
        row = await self._tx.row(_CONFIRMATION, named)
        to_phone = int(await self._tx.scalar(_TO_PHONE, named | {"since": since}))
        return Confirmation(**row or named, to_phone=to_phone)

    async def keep(self, confirmation: Confirmation) -> None:
        """See the port."""
        await self._tx.execute(_KEEP, {name: getattr(confirmation, name) for name in _KEPT})

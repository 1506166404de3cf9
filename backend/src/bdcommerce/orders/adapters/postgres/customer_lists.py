"""Lists of customers in an open transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from bdcommerce.infra.postgres import Transaction

_PUT = text("""
    INSERT INTO customer_list (id, name, changed_at) VALUES (:id, :name, :at)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, changed_at = excluded.changed_at
""")
_REMOVE = text("DELETE FROM customer_list_member WHERE list_id = :id AND NOT customer_id = ANY(:customer_ids)")
_ADD = text("""
    INSERT INTO customer_list_member (list_id, customer_id) SELECT :id, unnest(CAST(:customer_ids AS text[]))
    ON CONFLICT DO NOTHING
""")
_EXISTS = text("SELECT 1 FROM customer_list WHERE id = :id")


class PostgresCustomerLists:
    """See ports.CustomerLists."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def put(self, list_id: str, name: str, customer_ids: Sequence[str], at: datetime) -> None:
        """See the port."""
        await self._tx.execute(_PUT, {"id": list_id, "name": name, "at": at})
        members = {"id": list_id, "customer_ids": list(customer_ids)}
        await self._tx.execute(_REMOVE, members)
        await self._tx.execute(_ADD, members)

    async def exists(self, list_id: str) -> bool:
        """See the port."""
        return await self._tx.scalar(_EXISTS, {"id": list_id}) is not None

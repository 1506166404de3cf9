"""Edits that wait for their customers, in an open transaction."""

import msgspec
from sqlalchemy import text

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.errors import UnknownEdit

_KEEP = text("""
    INSERT INTO order_edit (id, order_id, edition, at) VALUES (:id, :order_id, CAST(:edition AS jsonb), :now)
""")
_GET = text("SELECT edition FROM order_edit WHERE id = :id")


class PostgresEditions:
    """See ports.EditionRegister."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def keep(self, edition: Edition) -> None:
        """See the port."""
        encoded = msgspec.json.encode(edition).decode()
        named = {"id": edition.edit_id, "order_id": edition.order_id, "edition": encoded, "now": clock.now()}
        await self._tx.execute(_KEEP, named)

    async def get(self, edit_id: str) -> Edition:
        """See the port."""
        found = await self._tx.scalar(_GET, {"id": edit_id})
        if found is None:
            raise UnknownEdit.of(edit_id)
        return msgspec.convert(found, Edition, strict=False)

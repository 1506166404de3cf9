"""The memory of imports in an open transaction."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.ports import KnownImport
from bdcommerce.catalog.tables import imported_product
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.errors import Stale


class PostgresImports:
    """See ports.Imports."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def known(self, vendor_id: str, handle: str) -> KnownImport | None:
        """See ports.Imports."""
        keyed = (imported_product.c.vendor_id == vendor_id) & (imported_product.c.handle == handle)
        columns = select(imported_product.c.product_id, imported_product.c.digest)
        row = await self._tx.row(columns.where(keyed).with_for_update())
        return KnownImport(**row) if row else None

    async def remember(self, vendor_id: str, handle: str, known: KnownImport) -> None:
        """See ports.Imports."""
        row = {"vendor_id": vendor_id, "handle": handle, "product_id": known.product_id, "digest": known.digest}
        add = upsert(imported_product).values(row)
        kept = add.on_conflict_do_update(
            index_elements=["vendor_id", "handle"],
            set_={"digest": add.excluded.digest},
            where=imported_product.c.product_id == add.excluded.product_id,
        )
        if (await self._tx.execute(kept)).rowcount == 0:
            raise Stale(f"another import has just brought in {handle}")

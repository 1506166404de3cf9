"""Inventory on PostgreSQL."""

from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.inventory.adapters.postgres.audits import PostgresAudits
from bdcommerce.inventory.adapters.postgres.paperwork import PostgresPaperwork
from bdcommerce.inventory.adapters.postgres.settings import PostgresSettings
from bdcommerce.inventory.adapters.postgres.stockroom import PostgresStockroom
from bdcommerce.inventory.adapters.postgres.waiting import PostgresWaiting
from bdcommerce.inventory.adapters.postgres.warehouses import PostgresWarehouses


class PostgresWork:
    """Inventory's unit of work."""

    def __init__(self, unit: Unit) -> None:
        self.log = unit.log
        self.stockroom = PostgresStockroom(unit.tx, unit.log)
        self.audits = PostgresAudits(unit.tx, unit.log)
        self.warehouses = PostgresWarehouses(unit.tx)
        self.paperwork = PostgresPaperwork(unit.tx)
        self.settings = PostgresSettings(unit.tx)
        self.waiting = PostgresWaiting(unit.tx)


__all__ = ["PostgresAudits", "PostgresWork"]

"""What a chunk of a file of stock must know beforehand, and what an export of stock reads."""

from collections.abc import AsyncIterator, Sequence

from bdcommerce.infra.imports import Run, RunQueries, runs
from bdcommerce.infra.imports.views import ImportRow, ImportView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.queries.warehouses import WAREHOUSES
from bdcommerce.inventory.schemas import WarehouseView
from bdcommerce.inventory.schemas.stock import ExportedLot

PAGE = 500
RUN = Query("inventory.import_run", runs.RUN, Run)
ACTIVE = Query("inventory.active_imports", runs.ACTIVE, Run)
ONE = Query("inventory.import", runs.ONE, ImportView)
ANYBODYS = Query("inventory.anybodys_import", runs.ANYBODYS, ImportView)
OF_VENDOR = Query("inventory.imports_of_vendor", runs.OF_VENDOR, ImportView)
ROWS = Query("inventory.import_rows", runs.ROWS, ImportRow)
ROWS_OF_RESULT = Query("inventory.import_rows_of_result", runs.ROWS_OF_RESULT, ImportRow)
RUNS = RunQueries(
    run=RUN,
    active=ACTIVE,
    one=ONE,
    anybodys=ANYBODYS,
    of_vendor=OF_VENDOR,
    rows=ROWS,
    rows_of_result=ROWS_OF_RESULT,
)
STOCK_WITH_LOTS = Query(
    "inventory.stock_with_lots",
    """
    SELECT s.offer_id, coalesce(l.warehouse_id, 'whs_' || regexp_replace(s.vendor_id, '^ven_', '')) AS warehouse_id,
           coalesce(l.batch_no, '') AS batch_no, nullif(l.expires_on, 'infinity') AS expires_on,
           CAST(coalesce(sum(l.on_hand), 0) AS bigint) AS on_hand
    FROM stock s LEFT JOIN lot l ON l.offer_id = s.offer_id
    WHERE s.offer_id = ANY($1) AND s.vendor_id = $2 AND s.version > 0
    GROUP BY s.offer_id, 2, 3, 4
    """,
    ExportedLot,
)
EXPORT_STOCK = Query(
    "inventory.export_stock",
    """
    SELECT s.offer_id, coalesce(l.warehouse_id, 'whs_' || regexp_replace(s.vendor_id, '^ven_', '')) AS warehouse_id,
           coalesce(l.batch_no, '') AS batch_no, nullif(l.expires_on, 'infinity') AS expires_on,
           CAST(coalesce(sum(l.on_hand), 0) AS bigint) AS on_hand
    FROM (SELECT offer_id, vendor_id FROM stock WHERE vendor_id = $1 AND offer_id > $2 AND version > 0
          ORDER BY offer_id LIMIT $3) s
    LEFT JOIN lot l ON l.offer_id = s.offer_id
    GROUP BY s.offer_id, 2, 3, 4 ORDER BY s.offer_id, 2, 3, 4
    """,
    ExportedLot,
)


async def stock_with_lots(reads: Reads, vendor_id: str, offer_ids: Sequence[str]) -> dict[str, list[ExportedLot]]:
    """Where the units of these offers lie, of those whose stock has begun."""
    found: dict[str, list[ExportedLot]] = {}
    for each in await reads.all(STOCK_WITH_LOTS, list(offer_ids), vendor_id):
        found.setdefault(each.offer_id, []).append(each)
    return found


async def exported_stock(reads: Reads, vendor_id: str) -> AsyncIterator[list[ExportedLot]]:
    """All stock of a vendor, some offers at a time."""
    after = ""
    while rows := await reads.all(EXPORT_STOCK, vendor_id, after, PAGE):
        yield rows
        after = rows[-1].offer_id


async def all_warehouses(reads: Reads, vendor_id: str) -> list[WarehouseView]:
    """Every warehouse of a vendor, closed ones too."""
    found: list[WarehouseView] = []
    while rows := await reads.all(WAREHOUSES, vendor_id, found[-1].id if found else "", PAGE):
        found += rows
    return found

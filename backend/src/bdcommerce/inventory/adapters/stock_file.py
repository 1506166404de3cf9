"""Files of stock: their columns, what a row says, and a row as it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bdcommerce.infra.imports import Row, cells
from bdcommerce.infra.imports.cells import Unclear, Wrong
from bdcommerce.infra.imports.columns import Column, check, names
from bdcommerce.infra.sheets import undefused
from bdcommerce.inventory.schemas.fields import MOST_UNITS
from bdcommerce.inventory.schemas.stock import ExportedLot
from bdcommerce.kernel.text import nfc

_MOST = 64
COLUMNS: tuple[Column, ...] = (
    Column("sku", "your own name of the offer", "up to 100 characters", "PJ-42-L", required=True),
    Column("on_hand", "units that are there, those set aside for orders included", f"0 to {MOST_UNITS}", "12", True),
    Column(
        "warehouse",
        "id or name of your warehouse; empty: the only one that has units of the offer",
        "see /vendor/warehouses",
        "whs_01kdqk5v2ke8rbm3p5cdkz9q0x",
    ),
    Column(
        "batch_no",
        "the batch, as printed on the goods; empty: units without one. A file without this column counts all batches",
        f"up to {_MOST} characters",
        "L2611-07",
    ),
    Column("expires_on", "when a batch that is new here expires", "a day, as 2027-03-31", "2027-03-31"),
    Column("warehouse_name", "written by the export, not read", "any text", "Main warehouse"),
)
NAMES = names(COLUMNS)
FIELDS: Mapping[str, str] = {"warehouse_id": "warehouse", "quantity": "on_hand"}
"""Columns by the fields that refusals name, where they are not called the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """So many units are in a warehouse, says a row."""

    row: int
    sku: str
    on_hand: int
    warehouse: str
    batch_no: str | None
    """Empty: those without a batch. None: whatever they are."""
    expires_on: date | None


@dataclass(slots=True)
class StockLayout:
    """Every row stands for itself."""

    old: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    batches: bool = False
    """Whether the file speaks of batches at all."""

    def check(self, found: Sequence[str]) -> None:
        """See Layout."""
        check(COLUMNS, found)
        self.batches = "batch_no" in found

    def key(self, number: int, _: Mapping[str, str]) -> str:
        """See Layout."""
        return f"{number}{'+' * self.batches}"

    def identity(self, row: Mapping[str, str]) -> str:
        """See Layout."""
        return "\n".join(row.get(name, "") for name in ("sku", "warehouse", "batch_no"))


def line(row: Row, *, batches: bool) -> StockLine:
    """What a row says. Raises Wrong."""
    said = {name: nfc(undefused(cell)) for name, cell in row.cells.items()}

    def wrong(column: str, reason: str, code: str = "invalid") -> Wrong:
        return Wrong(row.number, column, reason, code)

    for column in ("sku", "on_hand"):
        if not said.get(column):
            raise wrong(column, "is missing")
    if row.twin:
        raise wrong("sku", f"row {row.twin} counts the same units", "sku_twice")
    try:
        column = "on_hand"
        on_hand = cells.whole(said[column])
        column = "expires_on"
        expires_on = cells.day(said[column]) if said.get(column) else None
    except Unclear as error:
        raise wrong(column, str(error)) from error
    if not 0 <= on_hand <= MOST_UNITS:
        raise wrong("on_hand", f"must be 0 to {MOST_UNITS}")
    batch_no = said.get("batch_no", "")
    if len(batch_no) > _MOST or not batch_no.isprintable():
        raise wrong("batch_no", f"must be up to {_MOST} characters")
    if expires_on and not batch_no:
        raise wrong("batch_no", "is needed with a day of expiry")
    return StockLine(
        row=row.number,
        sku=said["sku"],
        on_hand=on_hand,
        warehouse=said.get("warehouse", ""),
        batch_no=batch_no if batches else None,
        expires_on=expires_on,
    )


def written(lot: ExportedLot, sku: str, warehouses: Mapping[str, str]) -> list[object]:
    """A row of the export. `warehouses` are their names by id."""
    where = lot.warehouse_id
    return [sku, lot.on_hand, where, lot.batch_no, lot.expires_on, warehouses.get(where, "")]

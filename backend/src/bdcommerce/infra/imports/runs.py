"""Where an import stands, and what became of its rows: two tables that every service with imports has in its schema.

import_run (import_id, vendor_id, kind, format, status, dry_run, options, file, rows, done, position,
created, updated, unchanged, refused, noted, begun_at, ended_at, problem)
import_row (import_id, row, number, result, reference, sku, field, code, reason, product_id, offer_id, quantity)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import text

from bdcommerce.infra.imports.views import ImportRow, ImportView
from bdcommerce.infra.postgres import Query, Reads, Transaction
from bdcommerce.infra.sheets import Kind
from bdcommerce.kernel import clock

Status = Literal["waiting", "running", "done", "cancelled", "failed"]
Result = Literal["created", "updated", "unchanged", "refused", "noted"]

_VIEW = """
    SELECT import_id AS id, vendor_id, kind, format, status, dry_run, rows, done, created, updated, unchanged, refused,
           noted, begun_at, ended_at, problem
    FROM import_run
"""
_RUN = "SELECT import_id, vendor_id, kind, dry_run, options, file, position, status FROM import_run"
_ROW = """
    SELECT row, number, result, reference, sku, field, code, reason, product_id, offer_id, quantity FROM import_row
"""
RUN = f"{_RUN} WHERE import_id = $1"
ACTIVE = f"{_RUN} WHERE vendor_id = $1 AND status IN ('waiting', 'running') LIMIT 10"
ONE = f"{_VIEW} WHERE import_id = $1 AND vendor_id = $2"
ANYBODYS = f"{_VIEW} WHERE import_id = $1"
OF_VENDOR = f"{_VIEW} WHERE vendor_id = $1 AND import_id < $2 ORDER BY import_id DESC LIMIT $3"
ROWS = f"{_ROW} WHERE import_id = $1 AND (row, number) > ($2, $3) ORDER BY row, number LIMIT $4"
ROWS_OF_RESULT = f"""
    {_ROW} WHERE import_id = $1 AND result = $2 AND (row, number) > ($3, $4) ORDER BY row, number LIMIT $5
"""
_BEGIN = text("""
    INSERT INTO import_run (import_id, vendor_id, kind, format, status, dry_run, options, file, rows, begun_at)
    VALUES (:import_id, :vendor_id, :kind, :format, 'waiting', :dry_run, CAST(:options AS jsonb), :file, :rows, :now)
""")
_LOCK = text("SELECT status, position FROM import_run WHERE import_id = :import_id FOR UPDATE")
_MOVE = text("""
    UPDATE import_run SET status = :status, position = :position, done = done + :done, created = created + :created,
        updated = updated + :updated, unchanged = unchanged + :unchanged, refused = refused + :refused,
        noted = noted + :noted, ended_at = :ended_at
    WHERE import_id = :import_id
""")
_END = text("""
    UPDATE import_run SET status = :status, ended_at = :now, problem = :problem
    WHERE import_id = :import_id AND status IN ('waiting', 'running') RETURNING file
""")
_REPORT = text("""
    INSERT INTO import_row (import_id, row, number, result, reference, sku, field, code, reason, product_id, offer_id,
        quantity)
    SELECT CAST(:import_id AS text), r.* FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS r(
        row integer, number integer, result text, reference text, sku text, field text, code text, reason text,
        product_id text, offer_id text, quantity bigint)
""")
_FORGET = text("""
    DELETE FROM import_run WHERE import_id IN (
        SELECT import_id FROM import_run WHERE ended_at < :before ORDER BY ended_at LIMIT :limit
    ) RETURNING import_id, file
""")
_FORGET_ROWS = text("DELETE FROM import_row WHERE import_id = ANY(CAST(:ids AS text[]))")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a row, or what is to be said of it beside that."""

    row: int
    result: Result
    reference: str = ""
    """What the file calls the thing."""
    sku: str = ""
    field: str = ""
    """The column that is wrong."""
    code: str = ""
    reason: str = ""
    product_id: str = ""
    offer_id: str = ""
    quantity: int | None = None
    """Units that the file speaks of, if the import itself sets no stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks to have brought in."""

    vendor_id: str
    kind: str
    format: Kind
    dry_run: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """An import as its worker sees it."""

    import_id: str
    vendor_id: str
    kind: str
    dry_run: bool
    options: dict[str, Any]
    file: str
    position: int
    status: Status

    @property
    def active(self) -> bool:
        """Whether there is more to do."""
        return self.status in {"waiting", "running"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunQueries:
    """The named reads of a service's imports, each over the SQL that stands beside its name."""

    run: Query[Run]
    """RUN"""
    active: Query[Run]
    """ACTIVE"""
    one: Query[ImportView]
    """ONE"""
    anybodys: Query[ImportView]
    """ANYBODYS"""
    of_vendor: Query[ImportView]
    """OF_VENDOR"""
    rows: Query[ImportRow]
    """ROWS"""
    rows_of_result: Query[ImportRow]
    """ROWS_OF_RESULT"""


async def rows_of(
    reads: Reads, queries: RunQueries, import_id: str, result: str, after: tuple[int, int], *, limit: int
) -> list[ImportRow]:
    """What became of an import's rows, after one of them; all of it, or what became this."""
    if result:
        return await reads.all(queries.rows_of_result, import_id, result, *after, limit)
    return await reads.all(queries.rows, import_id, *after, limit)


class Ledger:
    """The two tables in an open transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def begin(self, import_id: str, wanted: Wanted, file: str, rows: int) -> None:
        """A new import."""
        named = {
            "import_id": import_id,
            "vendor_id": wanted.vendor_id,
            "kind": wanted.kind,
            "format": wanted.format,
            "dry_run": wanted.dry_run,
            "options": msgspec.json.encode(wanted.options).decode(),
        }
        await self._tx.execute(_BEGIN, {**named, "file": file, "rows": rows, "now": clock.now()})

    async def stands_at(self, import_id: str, position: int) -> bool:
        """Whether an import still goes on from there; it is locked until the transaction ends."""
        row = await self._tx.row(_LOCK, {"import_id": import_id})
        return row is not None and row["status"] in {"waiting", "running"} and row["position"] == position

    async def move(self, import_id: str, position: int, done: int, entries: Sequence[Entry], *, last: bool) -> None:
        """These rows are done; with the last of them, so is the import."""
        counts = dict.fromkeys(("created", "updated", "unchanged", "refused", "noted"), 0)
        numbers: dict[int, int] = {}
        numbered = []
        for entry in entries:
            number = numbers[entry.row] = numbers.get(entry.row, 0) + 1
            # A row that is wrong in several ways is one refused row.
            counts[entry.result] += entry.result == "noted" or number == 1
            numbered.append({**msgspec.structs.asdict(entry), "number": number})
        if numbered:
            report = {"import_id": import_id, "entries": msgspec.json.encode(numbered).decode()}
            await self._tx.execute(_REPORT, report)
        named = {"import_id": import_id, "status": "done" if last else "running", "position": position, "done": done}
        await self._tx.execute(_MOVE, {**named, **counts, "ended_at": clock.now() if last else None})

    async def end(self, import_id: str, status: Status, problem: str = "") -> str | None:
        """It goes no further; its file, if it was going on until now."""
        named = {"import_id": import_id, "status": status, "problem": problem, "now": clock.now()}
        file: str | None = await self._tx.scalar(_END, named)
        return file

    async def forget(self, before: datetime, limit: int) -> list[str]:
        """Forget imports that ended before an instant, with their reports; the files they had."""
        rows = await self._tx.rows(_FORGET, {"before": before, "limit": limit})
        if rows:
            await self._tx.execute(_FORGET_ROWS, {"ids": [row["import_id"] for row in rows]})
        return [row["file"] for row in rows]

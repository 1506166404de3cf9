"""Settlement files: looked at first, then imported, and what became of every line."""

import asyncio
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain, islice
from typing import Annotated, Any, BinaryIO

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.params import QueryParameter

from bdcommerce.infra import sheets
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.documented import takes_file
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.infra.imports.arriving import received
from bdcommerce.infra.imports.routes import FileFormat
from bdcommerce.infra.sheets import Unreadable
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.api.settlements.mappings import as_body
from bdcommerce.payments.api.settlements.parameters import (
    CLERK,
    READER,
    Kind,
    OnlyKind,
    OnlySource,
    Source,
    one_source,
)
from bdcommerce.payments.domain.settlement import columns, couriers
from bdcommerce.payments.domain.settlement.columns import Reading
from bdcommerce.payments.domain.settlement.matching import by_reference
from bdcommerce.payments.errors import NoMapping, UnknownStatement
from bdcommerce.payments.events import ColumnMapping, ReadLine, SourceKind
from bdcommerce.payments.handlers.settlement import matching
from bdcommerce.payments.handlers.settlement import statements as cases
from bdcommerce.payments.queries import settlements as queries
from bdcommerce.payments.schemas import Id
from bdcommerce.payments.schemas.settlements import (
    PreviewView,
    ReadLineView,
    SettlementDetail,
    SettlementLineView,
    SettlementView,
    UnreadRow,
)

MAX_BYTES = 10_000_000
SAMPLE = 20
UNREAD = 100
PIECE = 65_536
TAKES: dict[str, Any] = {
    "streamed": True,
    "request_max_body_size": MAX_BYTES + 10_000,
    "operation_class": takes_file(*sheets.TYPES.values(), at_most=MAX_BYTES),
}
StatementName = Annotated[
    str,
    QueryParameter(
        name="reference",
        max_length=100,
        pattern=r"^[^\x00-\x1f]*$",
        description="what the source calls its statement, or the name of the file",
    ),
]
Row = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


@post(
    "/admin/settlements/preview",
    access=CLERK,
    summary="See what a settlement file says, and what would become of its lines",
    raises=[Unreadable, Invalid],
    status_code=200,
    **TAKES,
)
async def preview(
    *, request: Request[Any, Any, State], deps: ApiDeps, kind: Kind, source: Source, file_format: FileFormat = "csv"
) -> PreviewView:
    """Nothing is kept of it. At most 10 MB and 20,000 lines. Read by the saved mapping of the source, or by a proposal
    that is guessed from the headers: save it, mended, before you import.
    """
    async with deps.works() as work:
        saved = await cases.mapping_or_none(work, kind, source)
    async with received(request) as file:
        names, mapping, reading = await asyncio.to_thread(_looked_at, file, file_format, saved)
    async with deps.works() as work:
        new = await cases.new_lines(work, kind, source, reading.lines)
    return PreviewView(
        columns=names,
        mapping=as_body(mapping),
        saved=saved is not None,
        missing=columns.missing(mapping, names),
        sample=[_shown(line) for line in reading.lines[:SAMPLE]],
        lines=len(reading.lines),
        known=len(reading.lines) - len(new),
        skipped=reading.skipped,
        unread=[UnreadRow(row=row.row, column=row.column, reason=row.reason) for row in reading.unread[:UNREAD]],
        gross=cases.total(line.gross for line in reading.lines),
        charge=cases.total(line.charge for line in reading.lines),
        net=cases.total(line.net for line in reading.lines),
        outcomes=queries.counted(await _rehearsed(deps, kind, source, new)),
    )


@post(
    "/admin/settlements/statements",
    access=CLERK,
    summary="Import a settlement file",
    raises=[Unreadable, Invalid, NoMapping],
    **TAKES,
)
async def import_statement(
    *,
    request: Request[Any, Any, State],
    caller: Caller,
    deps: ApiDeps,
    kind: Kind,
    source: Source,
    reference: StatementName = "",
    file_format: FileFormat = "csv",
) -> SettlementDetail:
    """All of its lines, or none: a row that cannot be read refuses the file. At most 10 MB and 20,000 lines. The same
    file again is the statement it was; a line that stood in another file is left out. Lines are matched in the
    background, and what they bring is posted.
    """
    async with deps.works() as work:
        mapping = await work.settlements.mapping(kind, source)
    statement_id = new_id("stm")
    async with received(request) as file:
        digest, reading = await asyncio.to_thread(_read, file, file_format, mapping, statement_id)
    async with deps.works() as work:
        statement_id = await cases.import_statement(
            work,
            reading,
            statement_id=statement_id,
            kind=kind,
            source=source,
            reference=reference,
            digest=digest,
            by=caller.user_id,
        )
    return await queries.statement(deps.reads, statement_id)


@get("/admin/settlements/statements", access=READER, summary="Settlement statements, the newest first")
async def list_statements(
    deps: ApiDeps, kind: OnlyKind = None, source: OnlySource = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[SettlementView]:
    """All of them, or those of one source."""
    position = decode(cursor, tuple[Id])
    before = position[0] if position else ""
    rows = await queries.statements(deps.reads, source=one_source(kind, source), before=before, limit=limit + 1)
    return page(rows, limit, lambda statement: (statement.statement_id,))


@get(
    "/admin/settlements/statements/{statement_id:str}",
    access=READER,
    summary="A settlement statement",
    raises=[UnknownStatement],
)
async def get_statement(statement_id: PathId, deps: ApiDeps) -> SettlementDetail:
    """And what has become of its lines so far."""
    return await queries.statement(deps.reads, statement_id)


@get(
    "/admin/settlements/statements/{statement_id:str}/lines",
    access=READER,
    summary="The lines of a settlement statement",
    raises=[UnknownStatement],
)
async def list_lines(
    statement_id: PathId, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[SettlementLineView]:
    """In the order of its rows."""
    await queries.statement(deps.reads, statement_id)
    (after,) = decode(cursor, tuple[Row]) or (0,)
    rows = await queries.lines(deps.reads, statement_id, after=after, limit=limit + 1)
    return page(rows, limit, lambda line: (line.row,))


def _looked_at(
    file: BinaryIO, kind: sheets.Kind, saved: ColumnMapping | None
) -> tuple[list[str], ColumnMapping, Reading]:
    _ensure_small(file)
    table = sheets.table(file, kind, old=True)
    first = [*islice(table.rows, SAMPLE)]
    mapping = saved or _guessed(table.columns, first)
    lacks = columns.missing(mapping, table.columns) or not (mapping.reference and (mapping.gross or mapping.net))
    if lacks:
        return table.columns, mapping, Reading(lines=[], unread=[], skipped=0)
    return table.columns, mapping, columns.read(mapping, chain(first, table.rows), "stm_preview")


def _guessed(names: list[str], first: list[tuple[int, dict[str, str]]]) -> ColumnMapping:
    """With the statuses of the first rows, once the column of them is known."""
    guessed = columns.guess(names)
    return columns.guess(names, [cells.get(guessed.status, "") for _, cells in first])


def _read(file: BinaryIO, kind: sheets.Kind, mapping: ColumnMapping, statement_id: str) -> tuple[str, Reading]:
    _ensure_small(file)
    digest = sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    file.seek(0)
    table = sheets.table(file, kind, old=True)
    lacks = columns.missing(mapping, table.columns)
    ensure(not lacks, Invalid.field("file", f"has no column '{lacks[0] if lacks else ''}'"))
    rows: Iterator[tuple[int, dict[str, str]]] = table.rows
    return digest.hexdigest(), columns.read(mapping, rows, statement_id)


def _ensure_small(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    ensure(size <= MAX_BYTES, Invalid.field("file", f"is longer than {MAX_BYTES} bytes"))


async def _rehearsed(deps: ApiDeps, kind: SourceKind, source: str, lines: list[ReadLine]) -> list[tuple[str, int]]:
    names = {line.line_id: [line.reference, line.other_reference] for line in lines}
    called = [each for line in lines for each in names[line.line_id]]
    if kind == "courier":
        planned = couriers.plan(lines, names, await matching.ask_standing(deps, source, called), "")
        return [(each.match.outcome, each.line.gross.amount) for each in planned]
    async with deps.works() as work:
        items = await matching.items_called(work, kind, source, called)
    matches = by_reference([matching.wanted(line) for line in lines], items)
    return [(match.outcome, line.gross.amount) for match, line in zip(matches, lines, strict=True)]


def _shown(line: ReadLine) -> ReadLineView:
    return ReadLineView(
        row=line.row,
        reference=line.reference,
        other_reference=line.other_reference,
        gross=line.gross,
        charge=line.charge,
        net=line.net,
        on=line.on,
    )


ROUTES = (preview, import_statement, list_statements, get_statement, list_lines)

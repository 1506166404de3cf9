"""Tables in files: CSV and XLSX, read and written row by row in bounded memory."""

import asyncio
import codecs
import csv
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO, Any, BinaryIO, Literal

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from bdcommerce.kernel.errors import Invalid

Kind = Literal["csv", "xlsx"]
TYPES: dict[Kind, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PIECE_BYTES = 65_536
_LINES = 200
_LONGEST_CELL = 131_072
_UNPACKED_BYTES = 1_000_000_000
_TEXTS_BYTES = 150_000_000
"""Texts that cells share stand in a part of their own, which is held in memory while a workbook is read."""
_MOST_COLUMNS = 1_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a workbook writes characters that XML cannot hold, and what looks like that."""
_NO_BOOK = (KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, OSError, SyntaxError)
"""What its reader raises over a workbook that is none; the last is the parent of errors of XML."""


class Unreadable(Invalid):
    """The file is not a table that can be read; the reason says where it stops being one."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is being read: its columns are known, its rows come one by one. What breaks later raises then."""

    columns: list[str]
    """By their names; an empty one has no name, and no cells below it are read."""
    rows: Iterator[tuple[int, dict[str, str]]]


def rows(file: BinaryIO, kind: Kind) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row after the header, by column name, with its number as a person sees it (the header is 1).

    Names and cells are stripped; empty rows are left out, missing cells are empty. Raises Unreadable.
    """
    yield from table(file, kind).rows


def table(file: BinaryIO, kind: Kind, *, old: bool = False) -> Table:
    """The same with its header read. An `old` CSV may also be UTF-16, or of the Windows code page that spreadsheets
    save by default. Raises Unreadable.
    """
    lines = _csv_lines(file, _encoding(file) if old else "utf-8-sig") if kind == "csv" else _xlsx_lines(file)
    _, header = next(lines, (1, []))
    names = [cell.strip() for cell in header]
    if not any(names):
        raise Unreadable.field("file", "has no header row")
    if len(names) > _MOST_COLUMNS:
        raise Unreadable.field("file", f"has more than {_MOST_COLUMNS} columns")
    if doubled := sorted({name for name in names if name and names.count(name) > 1}):
        raise Unreadable.field("file", f"has the column '{doubled[0]}' twice")
    return Table(names, _rows(names, lines))


def undefused(cell: str) -> str:
    """A cell as it was before `write` defused it; also what a person has defused in the same way."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _rows(names: Sequence[str], lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            raise Unreadable.field("file", f"has {len(cells)} cells in row {number}, and {len(names)} columns")
        if any("\0" in cell for cell in cells):
            raise Unreadable.field("file", f"is not text: row {number} has a character NUL")
        padded = [*cells, *[""] * (len(names) - len(cells))]
        yield number, {name: cell.strip() for name, cell in zip(names, padded, strict=False) if name}


def write(kind: Kind, columns: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file, piece by piece. Texts that a spreadsheet would take for a formula are defused with an apostrophe."""
    return _csv(columns, lines) if kind == "csv" else _xlsx(columns, lines)


async def stream(
    kind: Kind, columns: Sequence[str], pages: AsyncIterator[Sequence[Sequence[object]]]
) -> AsyncIterator[bytes]:
    """The same for lines that are still being looked up, a page at a time. A workbook grows on disk."""
    if kind == "csv":
        first: Sequence[str] | None = columns
        async for lines in pages:
            yield _csv_piece(first, lines)
            first = None
        if first is not None:
            yield _csv_piece(first, ())
        return
    with tempfile.TemporaryFile() as packed:
        book = _Book(packed, columns)
        async for lines in pages:
            book.add(lines)
        await asyncio.to_thread(book.close)
        while piece := await asyncio.to_thread(packed.read, _PIECE_BYTES):
            yield piece


def _encoding(file: BinaryIO) -> str:
    """UTF-16 by its mark; UTF-8 if all of it is; else Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8-sig"


def _csv_lines(file: BinaryIO, encoding: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    reader = csv.reader(text, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number += 1
    except UnicodeError as error:
        named = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, "Windows-1252")
        raise Unreadable.field("file", f"is not {named} (near row {number})") from error
    except csv.Error as error:
        raise Unreadable.field("file", f"is not CSV from row {number} on: {error}") from error
    finally:
        with suppress(ValueError):  # the caller may have closed the file before it had all rows
            text.detach()


def _xlsx_lines(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
        if sum(part.file_size for part in parts) > _UNPACKED_BYTES:
            raise Unreadable.field("file", f"unpacks to more than {_UNPACKED_BYTES} bytes")
        if any(part.file_size > _TEXTS_BYTES for part in parts if part.filename.endswith("sharedStrings.xml")):
            raise Unreadable.field("file", "has too many long texts for a workbook: send it as CSV")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
    except (zipfile.BadZipFile, InvalidFileException, *_NO_BOOK) as error:
        raise Unreadable.field("file", "is not an XLSX workbook") from error
    number = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_text(cell) for cell in cells]
    except (zipfile.BadZipFile, zlib.error, *_NO_BOOK) as error:
        raise Unreadable.field("file", f"is broken after row {number}") from error
    finally:
        book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    if isinstance(cell, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    if isinstance(cell, int):
        return str(cell)
    return str(int(cell)) if float(cell).is_integer() else repr(float(cell))


def _csv(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    first: Sequence[str] | None = columns
    remaining = iter(lines)
    while some := list(islice(remaining, _LINES)):
        yield _csv_piece(first, some)
        first = None
    if first is not None:
        yield _csv_piece(first, ())


def _csv_piece(columns: Sequence[str] | None, lines: Iterable[Sequence[object]]) -> bytes:
    """Some lines; before the first of them the mark that spreadsheets know UTF-8 by, and the columns."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if columns is not None:
        buffer.write(_BOM)
        writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    return buffer.getvalue().encode()


def _xlsx(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as packed:
        book = _Book(packed, columns)
        book.add(lines)
        book.close()
        while piece := packed.read(_PIECE_BYTES):
            yield piece


class _Book:
    """A workbook that grows row by row, on disk."""

    def __init__(self, packed: IO[bytes], columns: Sequence[str]) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._packed, self._book, self._next = packed, xlsxwriter.Workbook(packed, options), 1
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, columns, self._book.add_format({"bold": True}))

    def add(self, lines: Iterable[Sequence[object]]) -> None:
        """Some lines more."""
        for line in lines:
            cells = [cell if isinstance(cell, (int, bool)) else _quoted(_shown(cell)) for cell in line]
            self._sheet.write_row(self._next, 0, cells)
            self._next += 1

    def close(self) -> None:
        """Pack it, and go back to its beginning."""
        self._book.close()
        self._packed.seek(0)


def _safe(cell: object) -> str:
    text = _shown(cell)
    number = text.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not number else _quoted(text)


def _quoted(text: str) -> str:
    """A text that looks as if it had been defused is told from one that was."""
    return f"'{text}" if undefused(text) != text else text


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, (date, datetime)) else str(cell)

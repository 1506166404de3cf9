"""Tables in files: CSV and XLSX, read and written row by row in bounded memory."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, BinaryIO, Literal

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
_LONGEST_CELL = 131_072
_UNPACKED_BYTES = 1_000_000_000


class Unreadable(Invalid):
    """The file is not a table that can be read; the reason says where it stops being one."""

    code = "unreadable_file"


def rows(file: BinaryIO, kind: Kind) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row after the header, by column name, with its number as a person sees it (the header is 1).

    Names and cells are stripped; empty rows are left out, missing cells are empty. Raises Unreadable.
    """
    lines = _csv_lines(file) if kind == "csv" else _xlsx_lines(file)
    _, header = next(lines, (1, []))
    names = [cell.strip() for cell in header]
    if not any(names):
        raise Unreadable.field("file", "has no header row")
    if doubled := sorted({name for name in names if name and names.count(name) > 1}):
        raise Unreadable.field("file", f"has the column '{doubled[0]}' twice")
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * (len(names) - len(cells))]
            yield number, {name: cell.strip() for name, cell in zip(names, padded, strict=False) if name}


def write(kind: Kind, columns: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file, piece by piece. Texts that a spreadsheet would take for a formula are defused with an apostrophe."""
    return _csv(columns, lines) if kind == "csv" else _xlsx(columns, lines)


def _csv_lines(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise Unreadable.field("file", f"is not UTF-8 (near row {number})") from error
    except csv.Error as error:
        raise Unreadable.field("file", f"is not CSV from row {number} on: {error}") from error
    finally:
        with suppress(ValueError):  # the caller may have closed the file before it had all rows
            text.detach()


def _xlsx_lines(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED_BYTES:
                raise Unreadable.field("file", f"unpacks to more than {_UNPACKED_BYTES} bytes")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise Unreadable.field("file", "is not an XLSX workbook") from error
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_text(cell) for cell in cells]
    finally:
        book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    if isinstance(cell, (int, str)):
        return str(cell)
    return str(int(cell)) if float(cell).is_integer() else repr(float(cell))


def _csv(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(_BOM)
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_safe(cell) for cell in line])
        if buffer.tell() >= _PIECE_BYTES:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece


def _xlsx(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    packed = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(packed, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns, bold)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, [cell if isinstance(cell, (int, bool)) else _shown(cell) for cell in line])
    packed.seek(0)
    while piece := packed.read(_PIECE_BYTES):
        yield piece


def _safe(cell: object) -> str:
    text = _shown(cell)
    number = text.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not number else text


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, (date, datetime)) else str(cell)

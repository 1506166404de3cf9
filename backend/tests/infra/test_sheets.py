"""Tables in files."""

import io
import tracemalloc
from collections.abc import AsyncIterator, Iterator

import openpyxl
import pytest

from bdcommerce.infra import sheets
from bdcommerce.infra.sheets import Kind, Unreadable

KINDS: tuple[Kind, ...] = ("csv", "xlsx")


def file_of(kind: Kind, columns: list[str], lines: list[list[object]]) -> io.BytesIO:
    return io.BytesIO(b"".join(sheets.write(kind, columns, lines)))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_again(kind: Kind) -> None:
    made = file_of(kind, ["sku", "name", "quantity"], [["A-1", "চাল, ৫ কেজি", 12], ["A-2", 'say "hi"\nnow', 0]])
    assert list(sheets.rows(made, kind)) == [
        (2, {"sku": "A-1", "name": "চাল, ৫ কেজি", "quantity": "12"}),
        (3, {"sku": "A-2", "name": 'say "hi"\nnow', "quantity": "0"}),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(kind: Kind, cell: str) -> None:
    made = file_of(kind, ["text"], [[cell]])
    if kind == "csv":
        assert made.getvalue().decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    else:
        sheet = openpyxl.load_workbook(made).worksheets[0]
        assert sheet.cell(2, 1).data_type == "s"


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    lines = io.BytesIO(b'a,b\n"two\nlines",1\n\nx,2\n')
    assert [number for number, _ in sheets.rows(lines, "csv")] == [2, 4]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "''-5", "'", "'plain", "-5", "_x000D_", "a\x1bb", "@x"])
def test_what_is_defused_is_read_as_it_was(kind: Kind, cell: str) -> None:
    made = file_of(kind, ["text", "n"], [[cell, 1]])
    ((_, found),) = sheets.rows(made, kind)
    assert sheets.undefused(found["text"]) == cell


async def test_pages_are_written_as_they_come() -> None:
    async def pages() -> AsyncIterator[list[list[object]]]:
        for number in range(3):
            yield [[number, f"=page {number}"], [number, "চাল"]]

    for kind in KINDS:
        data = b"".join([piece async for piece in sheets.stream(kind, ["n", "text"], pages())])
        found = [cells for _, cells in sheets.rows(io.BytesIO(data), kind)]
        assert [each["n"] for each in found] == ["0", "0", "1", "1", "2", "2"]
        assert sheets.undefused(found[4]["text"]) == "=page 2"
    empty = b"".join([piece async for piece in sheets.stream("csv", ["n"], _none())])
    assert empty == "\ufeffn\r\n".encode()


async def _none() -> AsyncIterator[list[list[object]]]:
    for page in list[list[list[object]]]():
        yield page


def test_a_negative_number_is_left_alone() -> None:
    assert b"\r\n-12.50\r\n" in b"".join(sheets.write("csv", ["amount"], [["-12.50"]]))


@pytest.mark.parametrize("kind", KINDS)
def test_empty_rows_are_left_out_and_short_rows_filled(kind: Kind) -> None:
    made = file_of(kind, ["a", "b"], [["1"], ["", ""], [" 2 ", "x"]])
    assert [row for _, row in sheets.rows(made, kind)] == [{"a": "1", "b": ""}, {"a": "2", "b": "x"}]


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "no header"),
        (b"a,a\n1,2\n", "'a' twice"),
        (b"a,b\n\xff\xfe,1\n", "not UTF-8"),
        (b'a,b\n"1,2\n', "not CSV"),
    ],
)
def test_a_broken_csv_says_where_it_breaks(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(sheets.rows(io.BytesIO(content), "csv"))
    assert reason in refused.value.data["fields"]["file"]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        list(sheets.rows(io.BytesIO(content), "xlsx"))


def test_a_long_csv_is_written_and_read_in_bounded_memory() -> None:
    def lines() -> Iterator[list[object]]:
        for number in range(60_000):
            yield [f"SKU-{number}", "x" * 50, number]

    tracemalloc.start()
    written = sum(len(piece) for piece in sheets.write("csv", ["sku", "text", "n"], lines()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written > 3_000_000
    assert peak < 1_000_000

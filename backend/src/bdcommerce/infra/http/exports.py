"""The same answer as a file: endpoints that list things offer CSV and XLSX beside JSON."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Annotated, Any, Literal

from litestar import Response
from litestar.params import QueryParameter
from litestar.response import Stream

from bdcommerce.infra import sheets

Format = Annotated[
    Literal["json", "csv", "xlsx"],
    QueryParameter(
        name="format", description="`csv` (UTF-8 with a byte order mark) and `xlsx` download the same rows as a file"
    ),
]


def sheet_reply(
    name: str, columns: Sequence[str], lines: Iterable[Sequence[object]], kind: sheets.Kind
) -> Response[Any]:
    """A file to download, called `name` and the kind's suffix. `lines` are cells in the order of `columns`.

    Its endpoint says so with `operation_class=AlsoAsSheet`, and names the type of its JSON.
    """
    return Stream(
        sheets.write(kind, columns, lines),
        media_type=sheets.TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def streamed_reply(
    name: str, columns: Sequence[str], pages: AsyncIterator[Sequence[Sequence[object]]], kind: sheets.Kind
) -> Response[Any]:
    """The same for lines that are looked up a page at a time, however many there are."""
    return Stream(
        sheets.stream(kind, columns, pages),
        media_type=sheets.TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )

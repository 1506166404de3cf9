"""What can be asked of imports, the same in every service: the list, one of them, its report, and to stop it."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Annotated, Any, Literal, Protocol

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter

from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import Access
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, streamed_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.infra.imports.engine import ImportEnded, Imports, UnknownImport
from bdcommerce.infra.imports.runs import rows_of
from bdcommerce.infra.imports.views import REPORT, ImportRow, ImportView, report_line
from bdcommerce.infra.sheets import Kind
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import is_id

VendorId = Annotated[
    str, QueryParameter(name="vendor_id", max_length=60, pattern=r"^ven_[0-9a-z]+$", description="whose imports")
]
DryRun = Annotated[bool, QueryParameter(description="say what would happen, row by row, and do nothing")]
FileFormat = Annotated[Literal["csv", "xlsx"], QueryParameter(name="format", description="what the file is")]
SheetFormat = Annotated[
    Literal["csv", "xlsx"], QueryParameter(name="format", description="as CSV (UTF-8 with its mark) or as a workbook")
]
_Id = Annotated[str, PathParameter(max_length=60, pattern=r"^[0-9a-z_]+$", description="of the import")]
_Result = Annotated[
    Literal["", "created", "updated", "unchanged", "refused", "noted"],
    QueryParameter(name="result", description="only rows of which this became; `noted`: only remarks"),
]
_LINES = 1_000


class HasImports(Protocol):
    """The deps of a service with imports."""

    @property
    def imports(self) -> Imports[Any]:
        """Its imports."""


def vendors_routes(path: str, reading: Access, writing: Access) -> list[HTTPRouteHandler]:
    """For a vendor, of its own imports."""

    @get(path, access=reading, summary="Your imports, the newest first")
    async def list_imports(caller: Caller, deps: Any, limit: Limit = PAGE, cursor: Cursor = "") -> Page[ImportView]:
        """They are kept for 90 days after they have ended."""
        return await _listed(deps, caller.vendor_id, limit, cursor)

    return [list_imports, *_of_one(path, reading, writing, lambda caller: caller.vendor_id)]


def staffs_routes(path: str, access: Access) -> list[HTTPRouteHandler]:
    """For the operator's staff, of any vendor's imports."""

    @get(path, access=access, summary="A vendor's imports, the newest first")
    async def list_vendors_imports(
        vendor_id: VendorId, deps: Any, limit: Limit = PAGE, cursor: Cursor = ""
    ) -> Page[ImportView]:
        """They are kept for 90 days after they have ended."""
        return await _listed(deps, vendor_id, limit, cursor)

    return [list_vendors_imports, *_of_one(path, access, access, lambda _: None)]


def _of_one(
    path: str, reading: Access, writing: Access, whose: Callable[[Caller], str | None]
) -> Sequence[HTTPRouteHandler]:
    @get(f"{path}/{{import_id:str}}", access=reading, summary="How far an import is", raises=[UnknownImport])
    async def show_import(import_id: _Id, caller: Caller, deps: Any) -> ImportView:
        """Ask again while it is `waiting` or `running`."""
        return await _imports(deps).shown(import_id, whose(caller))

    @get(
        f"{path}/{{import_id:str}}/rows",
        access=reading,
        summary="What became of the rows of a file",
        raises=[UnknownImport],
        operation_class=AlsoAsSheet,
    )
    async def list_import_rows(
        *,
        import_id: _Id,
        caller: Caller,
        deps: Any,
        result: _Result = "",
        format: Format = "json",  # noqa: A002 - the parameter's name
        limit: Limit = PAGE,
        cursor: Cursor = "",
    ) -> Response[Page[ImportRow]]:
        """In the order of their numbers; as a file, all of them at once. While the import goes on, the report grows."""
        imports = _imports(deps)
        await imports.shown(import_id, whose(caller))
        after = paging.decode(cursor, tuple[int, int]) or (0, 0)
        ensure(max(after) < 2**31, Invalid.field("cursor", "is not a cursor of this list"))
        if format == "json":
            rows = await rows_of(imports.reads, imports.queries, import_id, result, after, limit=limit + 1)
            return Response(paging.page(rows, limit, lambda row: (row.row, row.number)))
        return _report(imports, import_id, result, format)

    @post(
        f"{path}/{{import_id:str}}/cancel",
        access=writing,
        summary="Stop an import",
        raises=[UnknownImport, ImportEnded],
        status_code=200,
    )
    async def cancel_import(import_id: _Id, caller: Caller, deps: Any) -> ImportView:
        """What it has done so far stays; the report says what that is."""
        return await _imports(deps).cancel(import_id, whose(caller))

    return [show_import, list_import_rows, cancel_import]


def _imports(deps: HasImports) -> Imports[Any]:
    return deps.imports


async def _listed(deps: HasImports, vendor_id: str, limit: int, cursor: str) -> Page[ImportView]:
    (before,) = paging.decode(cursor, tuple[str]) or ("",)
    ensure(not before or is_id(before, "imp"), Invalid.field("cursor", "is not a cursor of this list"))
    imports = deps.imports
    rows = await imports.reads.all(imports.queries.of_vendor, vendor_id, before or "~", limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


def _report(imports: Imports[Any], import_id: str, result: str, kind: Kind) -> Response[Any]:
    async def pages() -> AsyncIterator[list[list[object]]]:
        after = (0, 0)
        while rows := await rows_of(imports.reads, imports.queries, import_id, result, after, limit=_LINES):
            yield [report_line(each) for each in rows]
            after = (rows[-1].row, rows[-1].number)

    return streamed_reply(f"import-{import_id}", REPORT, pages(), kind)

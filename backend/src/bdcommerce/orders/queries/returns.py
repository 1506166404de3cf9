"""Reads of returns."""

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.orders.schemas.returns import ReturnView


class ReturnRow(msgspec.Struct, frozen=True):
    """A return."""

    view: ReturnView


LONGEST = 200
_ONE = Query("orders.return", "SELECT view FROM return_view WHERE return_id = $1", ReturnRow)
_OF_ORDER = Query(
    "orders.returns_of_order",
    "SELECT view FROM return_view WHERE order_id = $1 ORDER BY return_id LIMIT $2",
    ReturnRow,
)
_ALL = Query(
    "orders.returns",
    "SELECT view FROM return_view WHERE return_id < $1 ORDER BY return_id DESC LIMIT $2",
    ReturnRow,
)
_BY_STATUS = Query(
    "orders.returns_by_status",
    """
    SELECT view FROM return_view WHERE status = $3 AND return_id < $1
    ORDER BY return_id DESC LIMIT $2
    """,
    ReturnRow,
)
_OF_VENDOR = Query(
    "orders.returns_of_vendor",
    """
    SELECT view FROM return_view WHERE vendor_id = $3 AND return_id < $1
    ORDER BY return_id DESC LIMIT $2
    """,
    ReturnRow,
)
_OF_VENDOR_BY_STATUS = Query(
    "orders.returns_of_vendor_by_status",
    """
    SELECT view FROM return_view WHERE vendor_id = $3 AND status = $4 AND return_id < $1
    ORDER BY return_id DESC LIMIT $2
    """,
    ReturnRow,
)


async def one(reads: Reads, return_id: str) -> ReturnView | None:
    """A return."""
    found = await reads.one(_ONE, return_id)
    return found.view if found else None


async def of_order(reads: Reads, order_id: str) -> list[ReturnView]:
    """The returns of an order, the first one first."""
    return [row.view for row in await reads.all(_OF_ORDER, order_id, LONGEST)]


async def page(reads: Reads, *, vendor_id: str, status: str, before: str, limit: int) -> list[ReturnView]:
    """Returns, the latest first; of a vendor, or in a status, where one is given."""
    queries = {
        (False, False): _ALL,
        (False, True): _BY_STATUS,
        (True, False): _OF_VENDOR,
        (True, True): _OF_VENDOR_BY_STATUS,
    }
    given = [each for each in (vendor_id, status) if each]
    rows = await reads.all(queries[bool(vendor_id), bool(status)], before, limit, *given)
    return [row.view for row in rows]

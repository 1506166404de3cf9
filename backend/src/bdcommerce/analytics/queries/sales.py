"""Sales figures, and why sales came to nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from bdcommerce.analytics.schemas import Dimension, Reason, Sales, SalesDay, SalesOfKey, SalesReport
from bdcommerce.analytics.tables import AMOUNTS, COUNTS
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money

_SUMS = ", ".join(
    [
        *(f"coalesce(sum({name}), 0)::bigint AS {name}" for name in COUNTS),
        *(f"jsonb_build_object('amount', coalesce(sum({name}), 0)) AS {name}" for name in AMOUNTS),
    ]
)
_DAYS = Query(
    "analytics.sales",
    f"""
    SELECT each.day::date AS day, {_SUMS}
    FROM generate_series($1::date, $2::date, interval '1 day') AS each (day)
    LEFT JOIN sales_by_day AS sales ON sales.day = each.day::date AND sales.by = $3 AND sales.key = $4
    GROUP BY each.day ORDER BY each.day
    """,  # noqa: S608 - only our own names are put together
    SalesDay,
)
_BY = Query(
    "analytics.sales_by",
    f"""
    SELECT key, {_SUMS} FROM sales_by_day WHERE by = $1 AND day BETWEEN $2 AND $3
    GROUP BY key ORDER BY sum(sales_by_day.goods) DESC, key LIMIT $4
    """,  # noqa: S608 - only our own names are put together
    SalesOfKey,
)
_REASON = """
    SELECT reason, by, sum(orders)::bigint AS orders FROM reason_by_day WHERE kind = $1 AND day BETWEEN $2 AND $3
"""
_MOST_FIRST = "GROUP BY reason, by ORDER BY sum(orders) DESC, reason, by"
_REASONS = Query("analytics.reasons", f"{_REASON} {_MOST_FIRST}", Reason)
_REASONS_OF_VENDOR = Query("analytics.reasons_of_vendor", f"{_REASON} AND vendor_id = $4 {_MOST_FIRST}", Reason)
MOST_KEYS = 1_000


async def sales(reads: Reads, *, first: date, last: date, vendor_id: str = "") -> SalesReport:
    """Every day from the first to the last, of one vendor or (empty) of all."""
    days = await reads.all(_DAYS, first, last, "vendor" if vendor_id else "all", vendor_id)
    counts: dict[str, Any] = {name: sum(getattr(day, name) for day in days) for name in COUNTS}
    amounts: dict[str, Any] = {name: sum((getattr(day, name) for day in days), Money(0)) for name in AMOUNTS}
    return SalesReport(total=Sales(**counts, **amounts), days=days)


async def sales_by(reads: Reads, by: Dimension, *, first: date, last: date) -> list[SalesOfKey]:
    """The figures of a span by vendor, category, district or channel, the thousand with the most goods; or by day."""
    if by == "day":
        return [_of_day(day) for day in (await sales(reads, first=first, last=last)).days]
    return await reads.all(_BY, by, first, last, MOST_KEYS)


async def reasons(
    reads: Reads, kind: Literal["cancelled", "returned", "given_back"], *, first: date, last: date, vendor_id: str = ""
) -> list[Reason]:
    """Why vendor orders came to nothing, of one vendor or (empty) of all."""
    if vendor_id:
        return await reads.all(_REASONS_OF_VENDOR, kind, first, last, vendor_id)
    return await reads.all(_REASONS, kind, first, last)


def _of_day(day: SalesDay) -> SalesOfKey:
    return SalesOfKey(key=day.day.isoformat(), **{name: getattr(day, name) for name in COLUMNS})


COLUMNS = tuple(Sales.__struct_fields__)


def lines(rows: Sequence[SalesDay] | Sequence[SalesOfKey]) -> Iterator[list[str]]:
    """Rows of a file: the day or the key, then the figures, amounts in taka with two decimals."""
    for row in rows:
        head = row.day.isoformat() if isinstance(row, SalesDay) else row.key
        yield [head, *(_cell(getattr(row, name)) for name in COLUMNS)]


def _cell(figure: int | Money) -> str:
    return f"{Decimal(figure.amount).scaleb(-2):f}" if isinstance(figure, Money) else str(figure)

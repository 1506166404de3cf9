"""Sales figures on the read pool, and as a file for a spreadsheet."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

from bdcommerce.analytics.schemas import Sales, SalesDay, SalesReport
from bdcommerce.analytics.tables import AMOUNTS, COUNTS
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money

_SUMS = ", ".join(
    [
        *(f"coalesce(sum({name}), 0)::bigint AS {name}" for name in COUNTS),
        *(f"jsonb_build_object('amount', coalesce(sum({name}), 0)) AS {name}" for name in AMOUNTS),
    ]
)
_ALL = Query(
    "analytics.sales",
    f"""
    SELECT each.day::date AS day, {_SUMS}
    FROM generate_series($1::date, $2::date, interval '1 day') AS each (day)
    LEFT JOIN sales_by_day_vendor AS sales ON sales.day = each.day::date
    GROUP BY each.day ORDER BY each.day
    """,  # noqa: S608 - only our own names are put together
    SalesDay,
)
_OF_VENDOR = Query(
    "analytics.sales_of_vendor",
    f"""
    SELECT each.day::date AS day, {_SUMS}
    FROM generate_series($1::date, $2::date, interval '1 day') AS each (day)
    LEFT JOIN sales_by_day_vendor AS sales ON sales.day = each.day::date AND sales.vendor_id = $3
    GROUP BY each.day ORDER BY each.day
    """,  # noqa: S608 - only our own names are put together
    SalesDay,
)


async def sales(reads: Reads, *, first: date, last: date, vendor_id: str) -> SalesReport:
    """Every day from the first to the last, of one vendor or (empty) of all."""
    if vendor_id:
        days = await reads.all(_OF_VENDOR, first, last, vendor_id)
    else:
        days = await reads.all(_ALL, first, last)
    counts: dict[str, Any] = {name: sum(getattr(day, name) for day in days) for name in COUNTS}
    amounts: dict[str, Any] = {name: sum((getattr(day, name) for day in days), Money(0)) for name in AMOUNTS}
    return SalesReport(total=Sales(**counts, **amounts), days=days)


def as_csv(report: SalesReport) -> str:
    """The days as a table: a header, a row per day, amounts in taka with two decimals."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["day", *Sales.__struct_fields__])
    for day in report.days:
        writer.writerow([day.day.isoformat(), *(_cell(getattr(day, name)) for name in Sales.__struct_fields__)])
    return out.getvalue()


def _cell(figure: int | Money) -> str:
    return f"{Decimal(figure.amount).scaleb(-2):f}" if isinstance(figure, Money) else str(figure)

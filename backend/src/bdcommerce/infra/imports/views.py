"""Imports as they are shown."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """An import: how far it is, and what has become of the rows so far."""

    id: Annotated[str, Meta(examples=["imp_01kdqk5v2ke8rbm3p5cdkz9q0x"])]
    vendor_id: str
    kind: Annotated[str, Meta(description="what the file holds, as it was sent", examples=["products"])]
    format: Literal["csv", "xlsx"]
    status: Annotated[
        Literal["waiting", "running", "done", "cancelled", "failed"],
        Meta(description="it ends as `done`, `cancelled` by somebody, or `failed` for what `problem` says"),
    ]
    dry_run: bool
    """Whether it only says what would happen."""
    rows: Annotated[int, Meta(description="rows of the file, its header not counted", examples=[1200])]
    done: Annotated[int, Meta(description="rows that have been worked through", examples=[500])]
    created: Annotated[int, Meta(description="rows that made something new", examples=[300])]
    updated: Annotated[int, Meta(description="rows that changed something", examples=[150])]
    unchanged: Annotated[int, Meta(description="rows that say what is so already", examples=[40])]
    refused: Annotated[int, Meta(description="rows of which nothing came; the report says why", examples=[10])]
    noted: Annotated[int, Meta(description="remarks in the report, beside what became of the rows", examples=[3])]
    begun_at: datetime
    ended_at: datetime | None
    problem: str
    """Why it failed, or empty."""


class ImportRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one row of a file, or a remark about it."""

    row: Annotated[int, Meta(description="as a person counts them: the header is row 1", examples=[2])]
    number: Annotated[int, Meta(description="counts what is said of one row, from 1", examples=[1])]
    result: Literal["created", "updated", "unchanged", "refused", "noted"]
    reference: Annotated[str, Meta(description="what the file calls the thing", examples=["white-panjabi"])]
    sku: str
    field: Annotated[str, Meta(description="the column that is wrong, if it is one", examples=["price_taka"])]
    code: Annotated[str, Meta(description="a stable name of the reason", examples=["price_above_mrp"])]
    reason: str
    """Why it was refused, or the remark."""
    product_id: str
    offer_id: str
    """Empty if there is none, and of a dry run."""
    quantity: Annotated[
        int | None,
        Meta(description="units that a file of products speaks of; they are set by a file of stock", examples=[12]),
    ]


REPORT = ("row", "result", "reference", "sku", "field", "code", "reason", "product_id", "offer_id", "quantity")
"""The columns of the report as a file."""


def report_line(row: ImportRow) -> list[object]:
    """A line of it."""
    return [getattr(row, name) for name in REPORT]

"""What became of a file."""

from datetime import datetime

import msgspec

from bdcommerce.catalog.domain import Result, RowReport


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file, row by row. `id` is null when it was only rehearsed."""

    id: str | None
    imported_at: datetime
    totals: dict[Result, int]
    """How many rows came to what."""
    rows: list[RowReport]

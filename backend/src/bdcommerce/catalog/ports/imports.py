"""The memory of imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.catalog.domain import RowReport


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownImport:
    """A product that once came from a file, and what the file said then."""

    product_id: str
    digest: str


class Imports(Protocol):
    """The memory of imports."""

    async def known(self, vendor_id: str, handle: str) -> KnownImport | None:
        """What came under this handle before, locked until the transaction ends."""

    async def remember(self, vendor_id: str, handle: str, known: KnownImport) -> None:
        """What came under this handle now. Raises Stale if another import was faster."""

    async def save_report(
        self, import_id: str, vendor_id: str, at: datetime, sha256: str, rows: Sequence[RowReport]
    ) -> None:
        """Keep what became of a file."""

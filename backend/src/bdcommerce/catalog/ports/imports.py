"""The memory of imports."""

from dataclasses import dataclass
from typing import Protocol


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

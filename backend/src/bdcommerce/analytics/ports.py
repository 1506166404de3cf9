"""What analytics needs of the world: its own log, and whom to ask about a delivery."""

from dataclasses import dataclass
from typing import Protocol

from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel.work import Work, Works


class Sealer(Protocol):
    """Makes a text unreadable to whoever reads the database, or unguessable to whoever reads a link."""

    def seal(self, plaintext: str, context: str) -> str:
        """The text, sealed for one use."""

    def open(self, sealed: str, context: str) -> str:
        """The text again."""

    def blind(self, value: str, purpose: str) -> str:
        """What nobody without our key could have made of it; the same each time."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What consumers and endpoints work with."""

    works: Works[Work]
    catalog: CatalogFace
    orders: OrdersFace
    vendors: VendorsFace
    notifications: NotificationsFace
    compliance: ComplianceFace
    sealer: Sealer
    shop_url: str
    """Where the shop is, for links in messages; without a slash at its end."""

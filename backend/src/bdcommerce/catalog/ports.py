"""What the catalog needs of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.catalog.domain import Category, Offer, Product, RowReport
from bdcommerce.catalog.events import (
    CategoryAdded,
    CategoryRevised,
    OfferMade,
    OfferRevised,
    ProductDrafted,
    ProductPutOnSale,
    ProductRevised,
    ProductTakenOffSale,
    VendorResumed,
    VendorSeen,
    VendorStopped,
)
from bdcommerce.kernel.text import Localized
from bdcommerce.kernel.work import Work as KernelWork
from bdcommerce.kernel.work import Works

CategoryEvent = CategoryAdded | CategoryRevised
ProductEvent = ProductDrafted | ProductRevised | ProductPutOnSale | ProductTakenOffSale
OfferEvent = OfferMade | OfferRevised
VendorEvent = VendorSeen | VendorStopped | VendorResumed


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSeen:
    """What was last heard of an offer's stock."""

    product_id: str
    available: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownImport:
    """A product that once came from a file, and what the file said then."""

    product_id: str
    digest: str


class Categories(Protocol):
    """The category tree."""

    async def path(self, category_id: str) -> Sequence[Category]:
        """A category with all above it, root first, unchanged until the transaction ends. Raises UnknownCategory."""

    async def height(self, category_id: str) -> int:
        """How many levels the subtree of a category has; 1 for a leaf."""

    async def save(self, event: CategoryEvent, *, expected: int) -> None:
        """Append to the category's stream. Raises Stale, SlugTaken."""


class Products(Protocol):
    """Products, folded from their streams."""

    async def get(self, product_id: str) -> Product:
        """A product, locked until the transaction ends. Raises UnknownProduct."""

    async def of_variant(self, variant_id: str) -> Product:
        """The product of a variant, locked likewise. Raises UnknownVariant."""

    async def save(self, event: ProductEvent, *, expected: int) -> None:
        """Append to the product's stream. Raises Stale, SlugTaken."""

    async def free_slug(self, title: Localized, product_id: str) -> str:
        """A path that no other product has."""


class Offers(Protocol):
    """Vendors' offers."""

    async def get(self, offer_id: str) -> Offer:
        """An offer. Raises UnknownOffer."""

    async def of_product(self, product_id: str) -> Sequence[Offer]:
        """All offers of a product's variants."""

    async def save(self, event: OfferEvent, *, expected: int) -> None:
        """Append to the offer's stream. Raises Stale, OfferExists, SkuTaken."""

    async def stock(self, offer_id: str) -> StockSeen:
        """What was last heard of its stock; its product is locked until the transaction ends. Raises UnknownOffer."""


class Vendors(Protocol):
    """What was heard of vendors."""

    async def hold(self, vendor_id: str) -> None:
        """Let nothing change a vendor's status until the transaction ends."""

    async def save(self, event: VendorEvent) -> None:
        """Append to the vendor's stream."""


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


class Work(KernelWork, Protocol):
    """A unit of work of the catalog."""

    @property
    def categories(self) -> Categories:
        """The category tree."""

    @property
    def products(self) -> Products:
        """Products."""

    @property
    def offers(self) -> Offers:
        """Offers."""

    @property
    def vendors(self) -> Vendors:
        """What was heard of vendors."""

    @property
    def imports(self) -> Imports:
        """The memory of imports."""


@dataclass(frozen=True)
class Deps:
    """What the edges of the catalog work with."""

    works: Works[Work]

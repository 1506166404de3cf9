"""All of them in one unit of work."""

from dataclasses import dataclass
from typing import Protocol

from bdcommerce.catalog.ports.approvals import Approvals
from bdcommerce.catalog.ports.brands import Brands
from bdcommerce.catalog.ports.categories import Categories
from bdcommerce.catalog.ports.imports import Imports
from bdcommerce.catalog.ports.lists import Lists
from bdcommerce.catalog.ports.media import Darkroom, Files, MediaStore
from bdcommerce.catalog.ports.offers import Offers
from bdcommerce.catalog.ports.popularity import Sales
from bdcommerce.catalog.ports.prices import PriceChanges
from bdcommerce.catalog.ports.products import Products
from bdcommerce.catalog.ports.promotions import Promotions
from bdcommerce.catalog.ports.questions import Questions
from bdcommerce.catalog.ports.reviews import Purchases, Reviews
from bdcommerce.catalog.ports.search import SearchDesk, SearchIndex, SearchTally
from bdcommerce.catalog.ports.shelves import Shelves
from bdcommerce.catalog.ports.vendors import Vendors
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.kernel.work import Work as KernelWork
from bdcommerce.kernel.work import Works


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
    def approvals(self) -> Approvals:
        """What waits for staff."""

    @property
    def brands(self) -> Brands:
        """Brands."""

    @property
    def media(self) -> MediaStore:
        """What is known of pictures."""

    @property
    def prices(self) -> PriceChanges:
        """Prices that change at an instant."""

    @property
    def promotions(self) -> Promotions:
        """What was heard of promotions."""

    @property
    def sales(self) -> Sales:
        """Units sold."""

    @property
    def purchases(self) -> Purchases:
        """Who has received what."""

    @property
    def reviews(self) -> Reviews:
        """Reviews."""

    @property
    def questions(self) -> Questions:
        """Questions and answers."""

    @property
    def lists(self) -> Lists:
        """What customers keep for themselves."""

    @property
    def searches(self) -> SearchDesk:
        """What staff keep of search, and what it remembers."""

    @property
    def shelves(self) -> Shelves:
        """Products by what they show."""

    @property
    def imports(self) -> Imports:
        """The memory of imports."""


@dataclass(frozen=True)
class Deps:
    """What the edges of the catalog work with."""

    works: Works[Work]
    compliance: ComplianceFace
    files: Files
    darkroom: Darkroom
    search: SearchIndex
    tally: SearchTally

"""What the catalog needs of the world."""

from bdcommerce.catalog.ports.categories import Categories, CategoryEvent
from bdcommerce.catalog.ports.imports import Imports, KnownImport
from bdcommerce.catalog.ports.offers import OfferEvent, Offers, StockSeen
from bdcommerce.catalog.ports.products import ProductEvent, Products
from bdcommerce.catalog.ports.vendors import VendorEvent, Vendors
from bdcommerce.catalog.ports.work import Deps, Work

__all__ = [
    "Categories",
    "CategoryEvent",
    "Deps",
    "Imports",
    "KnownImport",
    "OfferEvent",
    "Offers",
    "ProductEvent",
    "Products",
    "StockSeen",
    "VendorEvent",
    "Vendors",
    "Work",
]

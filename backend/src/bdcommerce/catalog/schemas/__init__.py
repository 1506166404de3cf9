"""What the catalog takes in and gives out over HTTP."""

from bdcommerce.catalog.schemas.categories import AddCategory, CategoryNode, CategoryView, ChangeCategory
from bdcommerce.catalog.schemas.fields import Id, Name, Position, Slug, Text, Version
from bdcommerce.catalog.schemas.imports import ImportView
from bdcommerce.catalog.schemas.offers import ChangeOffer, ListedOffer, MakeOffer, OfferView
from bdcommerce.catalog.schemas.products import (
    ChangeProduct,
    Checklist,
    CheckView,
    DraftProduct,
    FactsInput,
    ProductSummary,
    ProductView,
    VariantInput,
    VariantView,
)
from bdcommerce.catalog.schemas.shop import Card, Crumb, ProductPage, ShownOffer, ShownVariant, Sort, VendorRef

__all__ = [
    "AddCategory",
    "Card",
    "CategoryNode",
    "CategoryView",
    "ChangeCategory",
    "ChangeOffer",
    "ChangeProduct",
    "CheckView",
    "Checklist",
    "Crumb",
    "DraftProduct",
    "FactsInput",
    "Id",
    "ImportView",
    "ListedOffer",
    "MakeOffer",
    "Name",
    "OfferView",
    "Position",
    "ProductPage",
    "ProductSummary",
    "ProductView",
    "ShownOffer",
    "ShownVariant",
    "Slug",
    "Sort",
    "Text",
    "VariantInput",
    "VariantView",
    "VendorRef",
    "Version",
]

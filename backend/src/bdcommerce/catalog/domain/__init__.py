"""What the catalog decides: pure, frozen, without a database."""

from bdcommerce.catalog.domain.categories import Category, CategoryRules, add_category, revise_category, rules_of
from bdcommerce.catalog.domain.gate import Check, checklist
from bdcommerce.catalog.domain.intake import (
    Imported,
    ImportTerms,
    Note,
    PlannedProduct,
    PlannedVariant,
    option_key,
    planned_sheet,
)
from bdcommerce.catalog.domain.offers import Offer, Standing, buy_box, make_offer, revise_offer, why_not_sellable
from bdcommerce.catalog.domain.products import (
    Product,
    Status,
    draft,
    evolve_product,
    expire,
    publish,
    revise,
    unpublish,
)
from bdcommerce.catalog.domain.sheets import is_picture, slugs, variant_title

__all__ = [
    "Category",
    "CategoryRules",
    "Check",
    "ImportTerms",
    "Imported",
    "Note",
    "Offer",
    "PlannedProduct",
    "PlannedVariant",
    "Product",
    "Standing",
    "Status",
    "add_category",
    "buy_box",
    "checklist",
    "draft",
    "evolve_product",
    "expire",
    "is_picture",
    "make_offer",
    "option_key",
    "planned_sheet",
    "publish",
    "revise",
    "revise_category",
    "revise_offer",
    "rules_of",
    "slugs",
    "unpublish",
    "variant_title",
    "why_not_sellable",
]

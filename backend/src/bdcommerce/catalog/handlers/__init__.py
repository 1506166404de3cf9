"""What can be done in the catalog. Every function gets an open unit of work: load, decide, save, tell."""

from bdcommerce.catalog.handlers.approvals import approve, refuse, reinstate, set_policy, take_down, withdraw
from bdcommerce.catalog.handlers.brands import add_brand, change_brand, decide_brand, merge_brand
from bdcommerce.catalog.handlers.categories import (
    change_category,
    define_attribute,
    drop_attribute,
    ensure_category,
    permitted_substitutes,
    start_category,
)
from bdcommerce.catalog.handlers.heard import see_stock, see_vendor
from bdcommerce.catalog.handlers.imports import OfferTerms, import_offer, import_product
from bdcommerce.catalog.handlers.media import add_media, digest, drop_unused, known_upload
from bdcommerce.catalog.handlers.offers import change_offer, end_offers, offer_variant
from bdcommerce.catalog.handlers.popularity import count_popularity, note_sale
from bdcommerce.catalog.handlers.prices import cancel_price, price_due, schedule_price
from bdcommerce.catalog.handlers.products import (
    adopt_brands,
    change_product,
    draft_product,
    end_shelf_life,
    end_shelf_lives,
    publish_product,
    unpublish_product,
)
from bdcommerce.catalog.handlers.promotions import note_promotion, promotion_due, withdraw_promotion
from bdcommerce.catalog.handlers.shelf_life import expiry_margin
from bdcommerce.catalog.handlers.shelves import rearrange_some

__all__ = [
    "OfferTerms",
    "add_brand",
    "add_media",
    "adopt_brands",
    "approve",
    "cancel_price",
    "change_brand",
    "change_category",
    "change_offer",
    "change_product",
    "count_popularity",
    "decide_brand",
    "define_attribute",
    "digest",
    "draft_product",
    "drop_attribute",
    "drop_unused",
    "end_offers",
    "end_shelf_life",
    "end_shelf_lives",
    "ensure_category",
    "expiry_margin",
    "import_offer",
    "import_product",
    "known_upload",
    "merge_brand",
    "note_promotion",
    "note_sale",
    "offer_variant",
    "permitted_substitutes",
    "price_due",
    "promotion_due",
    "publish_product",
    "rearrange_some",
    "refuse",
    "reinstate",
    "schedule_price",
    "see_stock",
    "see_vendor",
    "set_policy",
    "start_category",
    "take_down",
    "unpublish_product",
    "withdraw",
    "withdraw_promotion",
]

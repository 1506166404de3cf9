"""Read tables of the catalog. One projection fills them all, because a card in the shop is made of what stands in the
register: category, vendor, product and offers as they are at that moment.
"""

from bdcommerce.catalog.events import (
    ApprovalPolicySet,
    CategoryAdded,
    CategoryRevised,
    OfferMade,
    OfferRevised,
    OfferStockSeen,
    ProductBranded,
    ProductDrafted,
    ProductPutOnSale,
    ProductReinstated,
    ProductRevised,
    ProductSentBack,
    ProductSubmitted,
    ProductTakenDown,
    ProductTakenOffSale,
    RevisionApproved,
    RevisionRefused,
    RevisionSubmitted,
    RevisionWithdrawn,
    VendorResumed,
    VendorSeen,
    VendorStopped,
    VendorTierSeen,
)
from bdcommerce.catalog.events.brands import BrandAdded, BrandDecided, BrandMerged, BrandRevised
from bdcommerce.catalog.events.media import MediaAdded, MediaDropped
from bdcommerce.catalog.events.popularity import PopularityCounted, ProductsSold
from bdcommerce.catalog.events.prices import PriceChangeBegan, PriceChangeEnded, PriceChangeScheduled
from bdcommerce.catalog.events.promotions import PromotionClosed, PromotionNoted, PromotionOpened
from bdcommerce.catalog.events.reviews import ProductRated, ReviewEdited, ReviewWithdrawn, ReviewWritten
from bdcommerce.catalog.events.shelves import ShelvesRearranged
from bdcommerce.catalog.projections import (
    approvals,
    brands,
    kept,
    media,
    popularity,
    prices,
    promotions,
    questions,
    register,
    reviews,
)
from bdcommerce.infra.cache.announcing import announcing
from bdcommerce.infra.projections import Projection

SHOP = Projection(
    name="catalog.shop",
    tables=(
        "category",
        "vendor",
        "brand",
        "brand_name",
        "media",
        "media_use",
        "product",
        "variant",
        "offer",
        "promotion",
        "price_change",
        "price_history",
        "approval",
        "approval_policy",
        "listing",
        "shelf",
        "listed_variant",
        "sale",
        "product_page",
        "search_entry",
        "search_document",
    ),
    on={
        CategoryAdded: register.add_category,
        CategoryRevised: register.revise_category,
        VendorSeen: register.see_vendor,
        VendorStopped: register.stop_vendor,
        VendorResumed: register.resume_vendor,
        VendorTierSeen: register.see_tier,
        BrandAdded: brands.add_brand,
        BrandRevised: brands.revise_brand,
        BrandDecided: brands.decide_brand,
        BrandMerged: brands.merge_brand,
        MediaAdded: media.add_media,
        MediaDropped: media.drop_media,
        ProductsSold: popularity.sell,
        PopularityCounted: popularity.count,
        ProductRated: reviews.rate_product,
        ReviewWritten: reviews.show_pictures,
        ReviewEdited: reviews.show_pictures,
        ReviewWithdrawn: reviews.drop_pictures,
        PriceChangeScheduled: prices.schedule,
        PriceChangeBegan: prices.begin,
        PriceChangeEnded: prices.end,
        PromotionNoted: promotions.note,
        PromotionOpened: promotions.begin,
        PromotionClosed: promotions.end,
        ShelvesRearranged: register.rearrange,
        ProductBranded: register.brand_product,
        ProductDrafted: register.draft_product,
        ProductRevised: register.revise_product,
        ProductPutOnSale: approvals.put_on_sale,
        ProductTakenOffSale: register.take_off_sale,
        ProductTakenDown: register.take_down,
        ProductReinstated: register.reinstate,
        ProductSubmitted: approvals.submit_product,
        ProductSentBack: approvals.send_back,
        RevisionSubmitted: approvals.submit_revision,
        RevisionApproved: approvals.approve_revision,
        RevisionRefused: approvals.refuse_revision,
        RevisionWithdrawn: approvals.withdraw_revision,
        ApprovalPolicySet: approvals.set_policy,
        OfferMade: prices.make_offer,
        OfferRevised: prices.revise_offer,
        OfferStockSeen: register.see_stock,
    },
)

PROJECTIONS = (announcing(SHOP, kept.TAGS), reviews.REVIEWS, questions.QUESTIONS)

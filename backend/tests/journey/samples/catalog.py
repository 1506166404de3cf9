"""Samples of catalog."""

from datetime import timedelta

from bdcommerce.kernel import clock
from journey.samples.words import NOTHING, SEEN, SHOP_WINDOW, Sample, about, bdt, own, public, staff, theirs

FACTS = {
    "title": {"en": "A sample", "bn": "নমুনা"},
    "description": {"en": "<p>A sample</p>"},
    "images": [{"url": "https://images.example/sample.jpg", "alt": "A sample"}],
    "expires_on": "2099-01-01",
    "delivery_time": {"en": "5 days", "bn": "৫ দিন"},
    "health_hazard_warning": {"en": "none", "bn": "নেই"},
    "return_terms": {"en": "7 days", "bn": "৭ দিন"},
    "warranty": {"en": "none", "bn": "নেই"},
}
FILE = (
    "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Grams,Image Src\n"
    "sample-{n},Sample shirt,<p>A sample</p>,Sample,Size,M,S-{n},500.00,300,https://images.example/s.jpg\n"
)

SAMPLES: dict[str, Sample] = {
    "GET /categories": public(SHOP_WINDOW),
    "GET /products": public(SHOP_WINDOW, in_stock="true", sort="price_asc", limit="1"),
    "GET /products/{product_slug}": public(SHOP_WINDOW),
    "POST /admin/categories": staff({"slug": "samples-{n}", "name": {"en": "Samples"}, "parent_id": "{category_id}"}),
    "PATCH /admin/categories/{category_id}": staff({"version": 1, "name": {"en": "Sample"}, "parent_id": None}),
    "POST /vendor/products": own(
        {
            "category_id": "{category_id}",
            "options": ["Size"],
            "variants": [{"options": ["M"], "weight_grams": 1, "mrp": bdt(100)}],
            "facts": FACTS,
        }
    ),
    "GET /vendor/products": own(status="published", limit="1"),
    "GET /vendor/products/{product_id}": theirs(),
    "PATCH /vendor/products/{product_id}": theirs(
        {
            "version": 1,
            "category_id": "{category_id}",
            "variants": [{"id": "{variant_id}", "weight_grams": 1, "mrp": bdt(900_000)}],
            "facts": FACTS,
        }
    ),
    "POST /vendor/products/{product_id}/unpublish": theirs(),
    "POST /vendor/products/{product_id}/publish": theirs(),
    "GET /vendor/products/{product_id}/checklist": theirs(),
    "POST /vendor/offers": theirs({"variant_id": "{draft_variant_id}", "sku": "SAMPLE-{n}", "price": bdt(100)}),
    "GET /vendor/offers": own(product="{product_id}", limit="1"),
    "PATCH /vendor/offers/{offer_id}": theirs({"version": 1, "price": bdt(100), "active": True}),
    "POST /vendor/imports": Sample(whose="the caller's", file=FILE, query={"category_id": "{category_id}"}),
    "GET /vendor/imports": own(limit="1"),
    "GET /vendor/imports/{import_id}": theirs(),
    "GET /vendor/imports/{import_id}/rows": theirs(result="created", limit="1"),
    "POST /vendor/imports/{import_id}/cancel": theirs(),
    "GET /vendor/import-columns": own(kind="offers"),
    "GET /vendor/exports/products": own(format="csv"),
    "GET /vendor/exports/offers": own(format="xlsx"),
    "POST /admin/imports": Sample(
        whose="staff's",
        file=FILE,
        query={"vendor_id": "{vendor_id}", "kind": "shopify", "category_id": "{category_id}"},
    ),
    "GET /admin/imports": staff(vendor_id="{vendor_id}", limit="1"),
    "GET /admin/imports/{import_id}": staff(),
    "GET /admin/imports/{import_id}/rows": staff(limit="1"),
    "POST /admin/imports/{import_id}/cancel": staff(),
    "GET /admin/exports/products": staff(vendor_id="{vendor_id}"),
    "GET /admin/exports/offers": staff(vendor_id="{vendor_id}", format="xlsx"),
    "POST /admin/brands": staff({"name": {"en": "Aarong", "bn": "আড়ং"}}),
    "GET /brands": public(SHOP_WINDOW, limit="1"),
    "GET /brands/{brand_slug}": public(SHOP_WINDOW),
    "GET /categories/{category_id}/attributes": public(SHOP_WINDOW),
    "GET /media/{media_name}": public("pictures are part of the shop window"),
    "GET /search": public(SHOP_WINDOW, q="rice", limit="1"),
    "GET /search/suggest": public(SHOP_WINDOW, q="ri"),
    "GET /products/{product_id}/reviews": public(SHOP_WINDOW, sort="helpful", rating="5", photos="true", limit="1"),
    "GET /products/{product_id}/rating": public(SHOP_WINDOW),
    "GET /products/{product_id}/questions": public(SHOP_WINDOW, limit="1"),
    "GET /questions/{question_id}/answers": public(SHOP_WINDOW, limit="1"),
    "GET /wishlists/{share_token}": public("whoever was given the token of a shared list", limit="1"),
    "POST /me/media": Sample(whose="the caller's", picture=True),
    "POST /products/{product_id}/reviews": about(
        SEEN, {"rating": 5, "title": "Good", "body": "As described", "media_ids": [], "display_name": "A buyer"}
    ),  # 403 not_received for whoever has not received it
    "GET /me/reviews": own(limit="1"),
    "PATCH /me/reviews/{review_id}": theirs({"rating": 4, "body": "Good"}),
    "DELETE /me/reviews/{review_id}": theirs(),
    "PUT /reviews/{review_id}/helpful": about(SEEN, {"helpful": True}),
    "POST /reviews/{review_id}/report": about(SEEN, {"code": "fake", "note": ""}),
    "GET /vendor/reviews": own(show="unanswered", limit="1"),
    "PUT /vendor/reviews/{review_id}/reply": theirs({"text": "Thanks"}),
    "POST /products/{product_id}/questions": about(SEEN, {"body": "Does it shrink?"}),
    "POST /questions/{question_id}/answers": about(SEEN, {"body": "No"}),
    "GET /me/questions": own(limit="1"),
    "DELETE /me/questions/{post_id}": theirs(),
    "GET /vendor/questions": own(show="all", limit="1"),
    "POST /vendor/questions/{question_id}/answers": theirs({"body": "No"}),
    "GET /admin/reviews": staff(status="held", limit="1"),
    "GET /admin/reviews/{review_id}": staff(),
    "POST /admin/reviews/{review_id}/publish": staff(),
    "POST /admin/reviews/{review_id}/reject": staff({"code": "fake", "note": ""}),
    "GET /admin/questions": staff(status="held", limit="1"),
    "POST /admin/questions/{post_id}/publish": staff(),
    "POST /admin/questions/{post_id}/reject": staff({"code": "fake", "note": ""}),
    "GET /admin/held-words": staff(),
    "PUT /admin/held-words": staff({"version": 0, "words": ["haramjada"]}),
    "GET /me/wishlists": own(),
    "POST /me/wishlists": own({"name": "Sample {n}"}),
    "PATCH /me/wishlists/{wishlist_id}": theirs({"name": "Sample", "shared": True}),
    "DELETE /me/wishlists/{wishlist_id}": theirs(),
    "GET /me/wishlists/{wishlist_id}/items": theirs(limit="1"),
    "POST /me/wishlists/{wishlist_id}/items": theirs({"product_id": "{product_id}"}),
    "DELETE /me/wishlists/{wishlist_id}/items/{wish_id}": theirs(),
    "POST /me/wishlists/{wishlist_id}/items/{wish_id}/move": theirs({"wishlist_id": "default"}),
    "GET /me/recently-viewed": own(),
    "PUT /me/recently-viewed/{product_id}": about(SEEN),
    "DELETE /me/recently-viewed": own(),
    "POST /vendor/offers/{offer_id}/price-changes": theirs(
        {"price": bdt(100), "starts_at": (clock.now() + timedelta(days=7)).isoformat()}
    ),
    "GET /vendor/offers/{offer_id}/price-changes": about(NOTHING, limit="1"),
    "GET /vendor/offers/{offer_id}/price-history": about(NOTHING, limit="1"),
    "PATCH /admin/approval-policy": staff({"version": 0, "first_of": ["new"], "fields": ["facts.title"]}),
}

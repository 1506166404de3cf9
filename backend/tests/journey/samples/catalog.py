"""Samples of catalog."""

from journey.samples.words import SHOP_WINDOW, Sample, bdt, own, public, staff, theirs

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
    "GET /products": public(SHOP_WINDOW, q="rice", in_stock="true", sort="price_asc", limit="1"),
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
    "GET /vendor/imports/{import_id}": theirs(),
    "GET /brands": public(SHOP_WINDOW, limit="1"),
    "GET /brands/{brand_slug}": public(SHOP_WINDOW),
    "GET /categories/{category_id}/attributes": public(SHOP_WINDOW),
    "GET /media/{media_name}": public("pictures are part of the shop window"),
    "GET /search": public(SHOP_WINDOW, q="rice", limit="1"),
    "GET /search/suggest": public(SHOP_WINDOW, q="ri"),
}

"""Samples of orders."""

from datetime import timedelta

from bdcommerce.kernel import clock
from journey.samples.words import ADDRESS, REASON, Sample, bdt, own, public, staff, theirs

COUPON = {
    "code": "SAMPLE{n}", "percent": "10", "funder": {"kind": "vendor", "vendor_id": "{vendor_id}"},
    "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z",
    "total_limit": 10, "per_customer_limit": 1, "min_goods": bdt(100),
}  # fmt: skip
CHECKOUT = {
    "cart_id": "{cart_id}", "payment_method": "cod", "expected_total": bdt(100), "address": ADDRESS,
    "contact": {"name": "A Sample", "email": "sample@test.example"}, "phone_proof": "none",
}  # fmt: skip
PROMOTION = {
    "name": {"en": "A sample", "bn": "একটি নমুনা"}, "level": "cart",
    "benefit": {"kind": "buy_x_get_y", "buy": 2, "get": 1, "percent": "100"},
    "scope": {"offer_ids": ["{offer_id}"]}, "conditions": {"min_goods": bdt(100), "districts": ["dhaka"]},
    "stacking": {"exclusive": False, "priority": 0, "group": "samples"},
    "limits": {"total": 10, "per_customer": 1, "budget": bdt(100000)},
    "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z", "unique_codes": True,
}  # fmt: skip
LISTED = {
    "phone": "01999000111", "verdict": "allowed", "reason": "a regular", "expires_at": "2099-01-01T00:00:00Z",
}  # fmt: skip
PREVIEW = {"lines": [{"offer_id": "{offer_id}", "quantity": 3}], "upazila_id": "dhaka/dhanmondi"}
EDIT = {
    "reason": "asked for by phone", "lines": [{"line_id": "{order_line_id}", "quantity": 2}],
    "fees": [{"vendor_order_id": "{vendor_order_id}", "fee": bdt(6000)}], "delivery_note": "Ring twice",
    "preview": True,
}  # fmt: skip
RETURN = {
    "vendor_order_id": "{paid_vendor_order_id}", "code": "damaged", "reason": "the seam is open",
    "lines": [{"line_id": "{paid_line_id}", "quantity": 1}],
}  # fmt: skip
INSPECTED = {"lines": [{"line_id": "{paid_line_id}", "as_described": 1, "damaged": 0, "missing": 0}], "note": "ok"}
KEPT = {"lines": [{"line_id": "{order_line_id}", "kept": 1, "damaged": 0}], "note": "one was kept"}

SAMPLES: dict[str, Sample] = {
    "GET /return-reasons": public("everybody may know why goods can be given back"),
    "POST /orders/{shipped_order_id}/returns": theirs(RETURN),
    "GET /orders/{shipped_order_id}/returns": theirs(),
    "GET /orders/{shipped_order_id}/returns/{return_id}": theirs(),
    "POST /orders/{shipped_order_id}/returns/{return_id}/photos": Sample(whose="somebody's", picture=True),
    "GET /orders/{shipped_order_id}/returns/{return_id}/photos/{photo_name}": theirs(),
    "POST /orders/{shipped_order_id}/returns/{return_id}/withdraw": theirs(),
    "POST /orders/{shipped_order_id}/returns/{return_id}/refund-instead": theirs(),
    "POST /orders/{shipped_order_id}/returns/{return_id}/escalate": theirs({"reason": "it was never worn"}),
    "GET /vendor/returns": own(status="requested", limit="1"),
    "GET /vendor/returns/{return_id}": theirs(),
    "GET /vendor/returns/{return_id}/photos/{photo_name}": theirs(),
    "POST /vendor/returns/{return_id}/approve": theirs({"note": "send it back"}),
    "POST /vendor/returns/{return_id}/refuse": theirs({"reason": "it was worn"}),
    "POST /vendor/returns/{return_id}/received": theirs(INSPECTED),
    "GET /admin/returns": staff(status="requested", limit="1"),
    "GET /admin/returns/{return_id}": staff(),
    "GET /admin/returns/{return_id}/photos/{photo_name}": staff(),
    "POST /admin/orders/{shipped_order_id}/returns": staff(RETURN),
    "POST /admin/returns/{return_id}/received": staff(INSPECTED),
    "POST /vendor/orders/{vendor_order_id}/kept": theirs(KEPT),
    "POST /admin/orders/{order_id}/kept": staff({**KEPT, "vendor_order_id": "{vendor_order_id}"}),
    "POST /carts": own(),
    "GET /carts/mine": own(),
    "GET /carts/{cart_id}": theirs(),
    "POST /carts/{cart_id}/merge": theirs(),
    "POST /carts/{cart_id}/lines": theirs({"offer_id": "{offer_id}", "quantity": 1}),
    "PATCH /carts/{cart_id}/lines/{cart_line_id}": theirs({"quantity": 2}),
    "DELETE /carts/{cart_id}/lines/{cart_line_id}": theirs(),
    "POST /carts/{cart_id}/coupon": theirs({"code": "{coupon_code}"}),
    "DELETE /carts/{cart_id}/coupon": theirs(),
    "POST /carts/{cart_id}/quote": theirs({"address": ADDRESS}),
    "POST /checkout": theirs(CHECKOUT),
    "GET /orders": own(limit="1"),
    "GET /orders/{order_id}": theirs(),
    "GET /orders/{order_id}/events": theirs(),
    "POST /orders/{order_id}/cancel": theirs(
        {**REASON, "vendor_order_id": "{vendor_order_id}", "line_id": "{order_line_id}"}
    ),
    "POST /orders/{order_id}/reorder": theirs(),
    "POST /orders/{order_id}/edits/{edit_id}/confirm": theirs(),
    "POST /orders/{order_id}/edits/{edit_id}/decline": theirs(),
    "POST /orders/{order_id}/confirmation": theirs({"code": "123456"}),
    "POST /orders/{order_id}/confirmation/code": theirs(),
    "POST /orders/{order_id}/accept": theirs({"vendor_order_id": "{vendor_order_id}"}),
    "GET /vendor/orders": own(status="placed", limit="1"),
    "GET /vendor/orders/{vendor_order_id}": theirs(),
    "GET /vendor/orders/{vendor_order_id}/packing-slip": theirs(),
    "POST /vendor/orders/{vendor_order_id}/accept": theirs(),
    "POST /vendor/orders/{vendor_order_id}/pack": theirs(),
    "POST /vendor/orders/{vendor_order_id}/dispatch": theirs({"weight_grams": 500}),
    "POST /vendor/orders/{vendor_order_id}/cancel": theirs({**REASON, "line_id": "{order_line_id}"}),
    "GET /admin/orders": staff(status="placed", q="BD", limit="1"),
    "GET /admin/orders/{order_id}": staff(),
    "POST /admin/orders/{order_id}/confirmation": staff({"note": "Spoke to the customer"}),
    "GET /admin/orders/{order_id}/risk": staff(),
    "POST /admin/orders/{order_id}/risk/override": staff({"reason": "A known customer"}),
    "GET /admin/risk/phones": staff(limit="1"),
    "POST /admin/risk/phones": staff(LISTED),
    "DELETE /admin/risk/phones/{listing_id}": staff(),
    "POST /admin/risk/preview": staff({"rules": [{"key": "cod.points_refused", "value": "30"}], "orders": 10}),
    "POST /admin/orders/{order_id}/cancel": staff({**REASON, "vendor_order_id": "{vendor_order_id}"}),
    "POST /admin/orders/search": staff({"phone": "01711000222", "status": "confirmed", "limit": 1}),
    "POST /admin/orders/{order_id}/notes": staff({"text": "Called: wants it after Friday"}),
    "GET /admin/orders/{order_id}/notes": staff(limit="1"),
    "POST /admin/orders/{order_id}/edits": staff(EDIT),
    "POST /admin/orders/{order_id}/edits/{edit_id}/withdraw": staff(),
    "POST /vendor/promotions": own(PROMOTION),
    "GET /vendor/promotions": own(limit="1"),
    "GET /vendor/promotions/{promotion_id}": theirs(),
    "PUT /vendor/promotions/{promotion_id}": theirs(PROMOTION),
    "POST /vendor/promotions/{promotion_id}/start": theirs(),
    "POST /vendor/promotions/{promotion_id}/pause": theirs(),
    "POST /vendor/promotions/{promotion_id}/end": theirs(),
    "POST /vendor/promotions/{promotion_id}/preview": theirs(PREVIEW),
    "POST /vendor/promotions/{promotion_id}/codes": theirs({"how_many": 2, "prefix": "S-"}),
    "GET /vendor/promotions/{promotion_id}/codes": theirs(limit="1"),
    "POST /admin/promotions": staff({**PROMOTION, "funder": {"kind": "operator"}}),
    "GET /admin/promotions": staff(limit="1"),
    "GET /admin/promotions/{promotion_id}": staff(),
    "PUT /admin/promotions/{promotion_id}": staff({**PROMOTION, "funder": {"kind": "operator"}}),
    "POST /admin/promotions/{promotion_id}/start": staff(),
    "POST /admin/promotions/{promotion_id}/pause": staff(),
    "POST /admin/promotions/{promotion_id}/end": staff(),
    "POST /admin/promotions/{promotion_id}/preview": staff({**PREVIEW, "customer_id": ""}),
    "POST /admin/promotions/{promotion_id}/codes": staff({"how_many": 2, "prefix": "S-"}),
    "GET /admin/promotions/{promotion_id}/codes": staff(limit="1"),
    "PUT /admin/customer-lists/{list_id}": staff({"name": "Samples", "customer_ids": []}),
    "GET /admin/customer-lists/{list_id}": staff(),
    "POST /admin/coupons": staff(COUPON),
    "GET /admin/coupons": staff(limit="1"),
    "PATCH /admin/coupons/{coupon_id}": staff({"ends_at": (clock.now() + timedelta(days=30)).isoformat()}),
    "GET /cancellation-reasons": public("what one may choose from"),
}

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

SAMPLES: dict[str, Sample] = {
    "POST /carts": own(),
    "GET /carts/{cart_id}": theirs(),
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
    "POST /orders/{order_id}/accept": theirs({"vendor_order_id": "{vendor_order_id}"}),
    "GET /vendor/orders": own(status="placed", limit="1"),
    "GET /vendor/orders/{vendor_order_id}": theirs(),
    "POST /vendor/orders/{vendor_order_id}/accept": theirs(),
    "POST /vendor/orders/{vendor_order_id}/pack": theirs(),
    "POST /vendor/orders/{vendor_order_id}/dispatch": theirs({"weight_grams": 500}),
    "POST /vendor/orders/{vendor_order_id}/cancel": theirs({**REASON, "line_id": "{order_line_id}"}),
    "GET /admin/orders": staff(status="placed", q="BD", limit="1"),
    "GET /admin/orders/{order_id}": staff(),
    "POST /admin/orders/{order_id}/cancel": staff({**REASON, "vendor_order_id": "{vendor_order_id}"}),
    "POST /admin/coupons": staff(COUPON),
    "GET /admin/coupons": staff(limit="1"),
    "PATCH /admin/coupons/{coupon_id}": staff({"ends_at": (clock.now() + timedelta(days=30)).isoformat()}),
    "GET /cancellation-reasons": public("what one may choose from"),
}

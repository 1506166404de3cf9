"""Samples of compliance."""

from journey.samples.words import Sample, own, staff, theirs

DAYS = {"from": "2026-11-01", "to": "2026-11-22"}
COMPLAINT = {
    "category": "late_delivery", "order_number": "{order_number}", "vendor_order_id": "{delivered_vendor_order_id}",
    "text": "The parcel came open.",
}  # fmt: skip

SAMPLES: dict[str, Sample] = {
    "GET /admin/rules": staff(limit="1"),
    "GET /admin/audit": staff(actor="usr_sample", action="POST", to="2099-01-01", limit="1", **{"from": "2026-01-01"}),
    "GET /admin/audit/verify": staff(),
    "GET /admin/sales-register": staff(**DAYS),
    "GET /vendor/sales-register": own(**DAYS),
    "POST /complaints": own(COMPLAINT),
    "GET /orders/{order_id}/tax-notes": theirs(),
    "GET /vendor/tax-notes": own(limit="1"),
    "GET /tax-notes/{note_id}/pdf": theirs(),
    "GET /vendor/tax-notes/{note_id}": theirs(),
    "GET /vendor/tax-notes/{note_id}/pdf": theirs(),
    "GET /admin/tax-notes/{note_id}/pdf": staff(),
    "GET /admin/tax-notes": staff(vendor="{vendor_id}", limit="1"),
    "GET /admin/tax-notes/{note_id}": staff(),
    "POST /admin/invoices/{invoice_id}/tax-notes": staff(
        {"kind": "credit", "lines": [{"line_id": "{paid_line_id}", "total": 100}], "explanation": "a lower price"}
    ),
    "POST /disputes": own(
        {**{key: COMPLAINT[key] for key in COMPLAINT if key != "category"}, "asked": 100, "reason": "not_received"}
    ),
    "POST /vendor/disputes": own(
        {"vendor_order_id": "{vendor_order_id}", "reason": "not_received", "text": "A sample."}
    ),
}

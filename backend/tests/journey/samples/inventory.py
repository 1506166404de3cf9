"""Samples of inventory."""

from journey.samples.words import Sample, about, own, staff, theirs

OFFERS = "offers are for everybody to see"

SAMPLES: dict[str, Sample] = {
    "GET /vendor/stock": own(limit="1"),
    "PUT /vendor/stock/{offer_id}": theirs({"on_hand": 20, "reason": "a sample count"}),
    "POST /vendor/stock/{offer_id}/adjust": theirs({"delta": 1, "reason": "a sample"}),
    "GET /vendor/stock/{offer_id}/movements": theirs(limit="1"),
    "PUT /vendor/stock/{offer_id}/low-at": theirs({"low_at": 3}),
    "POST /vendor/stock/{offer_id}/receive": theirs(
        {"quantity": 1, "reason": "a sample", "batch_no": "S{n}", "expires_on": "2099-01-01"}
    ),
    "POST /vendor/stock-imports": Sample(
        whose="the caller's", file="sku,on_hand\nsample-{n},1\n", query={"dry_run": "true"}
    ),
    "GET /vendor/stock-imports": own(limit="1"),
    "GET /vendor/stock-imports/{stock_import_id}": theirs(),
    "GET /vendor/stock-imports/{stock_import_id}/rows": theirs(limit="1"),
    "POST /vendor/stock-imports/{stock_import_id}/cancel": theirs(),
    "GET /vendor/stock-import-columns": own(format="csv"),
    "GET /vendor/exports/stock": own(),
    "POST /admin/stock-imports": Sample(
        whose="staff's", file="sku,on_hand\nsample-{n},1\n", query={"vendor_id": "{vendor_id}", "dry_run": "true"}
    ),
    "GET /admin/stock-imports": staff(vendor_id="{vendor_id}", limit="1"),
    "GET /admin/stock-imports/{stock_import_id}": staff(),
    "GET /admin/stock-imports/{stock_import_id}/rows": staff(limit="1"),
    "POST /admin/stock-imports/{stock_import_id}/cancel": staff(),
    "GET /admin/exports/stock": staff(vendor_id="{vendor_id}"),
    "GET /vendor/picks": own(reference="{order_id}", limit="1"),
    "POST /vendor/warehouses": own({"name": "A sample {n}", "upazila_id": "dhaka/savar"}),
    "POST /vendor/transfers": theirs(
        {
            "from_id": "{own_warehouse_id}",
            "to_id": "{warehouse_id}",
            "lines": [{"offer_id": "{offer_id}", "quantity": 1}],
        }
    ),
    "POST /vendor/counts": theirs({"warehouse_id": "{warehouse_id}"}),
    "PUT /vendor/counts/{count_id}/lines": theirs({"lines": [{"offer_id": "{offer_id}", "counted": 20}]}),
    "POST /offers/{offer_id}/back-in-stock": about(OFFERS),
    "DELETE /offers/{offer_id}/back-in-stock": about(OFFERS),
}

"""Samples of inventory."""

from journey.samples.words import Sample, about, own, theirs

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

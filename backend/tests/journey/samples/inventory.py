"""Samples of inventory."""

from journey.samples.words import Sample, about, own, theirs

OFFERS = "offers are for everybody to see"

SAMPLES: dict[str, Sample] = {
    "GET /vendor/stock": own(limit="1"),
    "PUT /vendor/stock/{offer_id}": theirs({"on_hand": 20, "reason": "a sample count"}),
    "POST /vendor/stock/{offer_id}/adjust": theirs({"delta": 1, "reason": "a sample"}),
    "GET /vendor/stock/{offer_id}/movements": theirs(limit="1"),
    "GET /vendor/picks": theirs(reference="{order_id}"),
    "POST /offers/{offer_id}/back-in-stock": about(OFFERS),
    "DELETE /offers/{offer_id}/back-in-stock": about(OFFERS),
    "POST /vendor/transfers": own(
        {
            "from_id": "{warehouse_id}",
            "to_id": "{other_warehouse_id}",
            "lines": [{"offer_id": "{offer_id}", "quantity": 1}],
        }
    ),
}

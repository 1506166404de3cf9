"""Samples of inventory."""

from journey.samples.words import Sample, own, theirs

SAMPLES: dict[str, Sample] = {
    "GET /vendor/stock": own(limit="1"),
    "PUT /vendor/stock/{offer_id}": theirs({"on_hand": 20, "reason": "a sample count"}),
    "POST /vendor/stock/{offer_id}/adjust": theirs({"delta": 1, "reason": "a sample"}),
    "GET /vendor/stock/{offer_id}/movements": theirs(limit="1"),
}

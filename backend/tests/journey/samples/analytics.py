"""Samples of analytics."""

from journey.samples.words import Sample, own, staff

SAMPLES: dict[str, Sample] = {
    "GET /admin/analytics/sales": staff(vendor="{vendor_id}", format="csv"),
    "GET /vendor/performance/sales": own(format="csv"),
}

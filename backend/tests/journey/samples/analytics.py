"""Samples of analytics."""

from journey.samples.words import Sample, own, public, staff

SAMPLES: dict[str, Sample] = {
    "GET /admin/analytics/sales": staff(vendor="{vendor_id}", format="csv"),
    "GET /vendor/performance/sales": own(format="csv"),
    "POST /visits": public("it says nothing of anybody", {"session": "a-random-name-{n}", "steps": ["view"]}),
    "POST /surveys/look": public("the token is the proof", {"token": "vor_1.none"}),
    "POST /surveys/answer": public("the token is the proof", {"token": "vor_1.none", "score": 5, "comment": "Fine."}),
}

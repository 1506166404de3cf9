"""Samples of compliance."""

from journey.samples.words import Sample, staff

SAMPLES: dict[str, Sample] = {
    "GET /admin/rules": staff(limit="1"),
    "POST /admin/rules": staff(
        {"key": "vat.delivery", "value": "15", "effective_from": "2099-01-01", "source": "a sample"}
    ),
    "GET /admin/audit": staff(actor="usr_sample", action="POST", to="2099-01-01", limit="1", **{"from": "2026-01-01"}),
    "GET /admin/audit/verify": staff(),
}

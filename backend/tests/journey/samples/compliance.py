"""Samples of compliance."""

from journey.samples.words import Sample, staff

SAMPLES: dict[str, Sample] = {
    "GET /admin/rules": staff(limit="1"),
    "GET /admin/audit": staff(actor="usr_sample", action="POST", to="2099-01-01", limit="1", **{"from": "2026-01-01"}),
    "GET /admin/audit/verify": staff(),
}

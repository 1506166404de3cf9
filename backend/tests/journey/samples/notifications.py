"""Samples of notifications."""

from journey.samples.words import Sample, staff

SAMPLES: dict[str, Sample] = {
    "GET /admin/messages": staff(to="01711000222", template="otp", limit="1"),
}

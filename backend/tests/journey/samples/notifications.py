"""Samples of notifications."""

from journey.samples.words import Sample, public, staff

SAMPLES: dict[str, Sample] = {
    "GET /admin/messages": staff(to="01711000222", template="otp", limit="1"),
    "PUT /admin/templates/{template_name}": staff(
        {"en": "{{title}} is here", "bn": "{{title}}", "version": 0, "note": "a sample"}
    ),
    "POST /admin/templates/{template_name}/preview": staff({"en": "{{title}} is here"}),
    "POST /admin/templates/{template_name}/test": staff({"to": "01711000222"}),
    "GET /push/web-key": public("the public half of a key"),
    "POST /unsubscribe/{token}": public("the token is the proof"),
    "POST /hooks/sms/{gateway}": public("the token of the gateway is the proof", {"id": "none", "status": "DELIVRD"}),
}

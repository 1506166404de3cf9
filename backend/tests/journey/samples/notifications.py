"""Samples of notifications."""

from journey.samples.words import Sample, own, public, staff

BROWSER = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/sample",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}
"""The keys are those of the example in RFC 8291."""

SAMPLES: dict[str, Sample] = {
    "GET /admin/messages": staff(to="01711000222", template="otp", limit="1"),
    "PUT /admin/templates/{template_name}": staff(
        {"en": "{{title}} is here", "bn": "{{title}}", "version": 0, "note": "a sample"}
    ),
    "POST /admin/templates/{template_name}/preview": staff({"en": "{{title}} is here"}),
    "POST /admin/templates/{template_name}/test": staff({"to": "01711000222"}),
    "POST /me/devices/push": own({"kind": "webpush", "subscription": BROWSER, "label": "A browser"}),
    "GET /push/web-key": public("the public half of a key"),
    "POST /unsubscribe/{token}": public("the token is the proof"),
    "POST /hooks/sms/{gateway}": public("the token of the gateway is the proof", {"id": "none", "status": "DELIVRD"}),
}

"""Samples of the gateway's own calls."""

from typing import Any

from journey.samples.words import Sample, own, public, staff, theirs

_HERE = "http://127.0.0.1:9/hooks"
_WEBHOOK: dict[str, Any] = {"url": _HERE, "events": ["order.confirmed"], "description": "a sample {n}"}
_CHANGE: dict[str, Any] = {"version": 1, "description": "another sample"}

SAMPLES: dict[str, Sample] = {
    "GET /webhook-types": public("what anybody can be told of"),
    "GET /vendor/webhooks": own(),
    "POST /vendor/webhooks": own(_WEBHOOK),
    "GET /vendor/webhooks/{webhook_id}": theirs(),
    "PATCH /vendor/webhooks/{webhook_id}": theirs(_CHANGE),
    "POST /vendor/webhooks/{webhook_id}/secret": theirs(),
    "POST /vendor/webhooks/{webhook_id}/ping": theirs(),
    "GET /vendor/webhooks/{webhook_id}/deliveries": theirs(),
    "GET /vendor/webhooks/{webhook_id}/deliveries/{delivery_id}": theirs(),
    "POST /vendor/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": theirs(),
    "GET /admin/webhooks": staff(),
    "POST /admin/webhooks": staff({**_WEBHOOK, "events": ["refund.completed"]}),
    "GET /admin/webhooks/{partner_webhook_id}": staff(),
    "PATCH /admin/webhooks/{partner_webhook_id}": staff(_CHANGE),
    "POST /admin/webhooks/{partner_webhook_id}/secret": staff(),
    "POST /admin/webhooks/{partner_webhook_id}/ping": staff(),
    "GET /admin/webhooks/{partner_webhook_id}/deliveries": staff(),
    "GET /admin/webhooks/{partner_webhook_id}/deliveries/{partner_delivery_id}": staff(),
    "POST /admin/webhooks/{partner_webhook_id}/deliveries/{partner_delivery_id}/redeliver": staff(),
    "DELETE /vendor/webhooks/{webhook_id}": theirs(),
    "DELETE /admin/webhooks/{partner_webhook_id}": staff(),
}

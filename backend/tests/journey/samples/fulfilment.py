"""Samples of fulfilment."""

from datetime import timedelta

from bdcommerce.kernel import clock
from journey.samples.words import REASON, Sample, bdt, own, public, staff, theirs

REMITTANCE = {
    "courier": "own_riders", "reference": "sample-{n}",
    "parcels": [{"shipment_id": "{shipment_id}", "arrived": bdt(0), "charge": bdt(0)}],
}  # fmt: skip

FEES = {
    "effective_from": (clock.today() + timedelta(days=40)).isoformat(), "extra_per_kg": bdt(2000),
    "steps": [{"up_to_grams": 1000, "fee": bdt(15000)}],
}  # fmt: skip
ZONE = {
    "name": {"en": "Hills", "bn": "পাহাড়"}, "transit_min": 2, "transit_max": 6, "rest_days": [5], "coverage": [],
}  # fmt: skip
HOURS = {"cut_off": "14:00", "rest_days": [5], "handling_days": 1}
CLAIM = {"shipment_id": "{shipment_id}", "kind": "damaged", "amount": bdt(1000), "description": "the box is torn"}
COUNT = {
    "day": clock.today().isoformat(), "pieces": [{"taka": 500, "pieces": 1}], "handed_to": "usr_cashier", **REASON,
}  # fmt: skip

RATES = {"destination_upazila_id": "dhaka/dhanmondi", "weight_grams": 500, "cod": bdt(100000)}
TARIFF = {"reach": "anywhere", **FEES}
AREA = {"level": "upazila", "our_id": "{our_area}"}
POLICY = {"failure_cost": bdt(15000), "prior_success_pct": 85, "prior_weight": 20, "book_at_once": True}
HOOK = "the secret of the courier, sent in its own way, is the proof"
PATHAO = {
    "event": "order.picked", "consignment_id": "DD1", "merchant_order_id": "vor_1", "updated_at": "2026-11-22 12:00:00",
}  # fmt: skip
STEADFAST = {
    "notification_type": "delivery_status", "consignment_id": 1, "invoice": "vor_1", "status": "Delivered",
    "updated_at": "2026-11-22 12:00:00",
}  # fmt: skip
REDX = {
    "tracking_number": "21A1", "timestamp": "2026-11-22T06:00:00Z", "status": "delivered", "invoice_number": "vor_1",
}  # fmt: skip

SAMPLES: dict[str, Sample] = {
    "POST /hooks/pathao": public(HOOK, PATHAO),
    "POST /hooks/steadfast": public(HOOK, STEADFAST),
    "POST /hooks/redx": public(HOOK, REDX),
    "GET /admin/couriers": staff(),
    "PUT /admin/couriers/{courier}": staff({"enabled": True}),
    "POST /admin/couriers/{courier}/check": staff(),
    "GET /admin/courier-policy": staff(),
    "PUT /admin/courier-policy": staff(POLICY),
    "GET /admin/couriers/{courier}/tariffs": staff(),
    "POST /admin/couriers/{courier}/tariffs": staff(TARIFF),
    "POST /admin/courier-rates": staff({**RATES, "origin_upazila_id": "dhaka/dhanmondi"}),
    "POST /vendor/courier-rates": own(RATES),
    "POST /admin/couriers/{courier}/areas/fetch": staff(),
    "GET /admin/couriers/{courier}/areas": staff(limit="1"),
    "GET /admin/couriers/{courier}/their-areas": staff(limit="1"),
    "GET /admin/couriers/{courier}/unmapped": staff(limit="1"),
    "POST /admin/couriers/{courier}/areas/map": staff({**AREA, "their_id": "{their_area}"}),
    "POST /admin/couriers/{courier}/areas/confirm": staff({"least": 100}),
    "POST /admin/couriers/{courier}/areas/unmap": staff(AREA),
    "GET /admin/bookings": staff(limit="1"),
    "GET /admin/bookings/{shipment_id}": staff(),
    "POST /admin/bookings/{shipment_id}/book": staff({}),
    "POST /admin/bookings/{shipment_id}/resolve": staff({"tracking_no": ""}),
    "POST /admin/shipments/{shipment_id}/cod": staff({"cod": bdt(100), **REASON}),
    "GET /admin/courier-news": staff(limit="1"),
    "POST /admin/bulk-bookings": staff({"shipment_ids": ["{shipment_id}"]}),
    "GET /admin/bulk-bookings/{bulk_id}": staff(),
    "GET /admin/bulk-bookings/{bulk_id}/rows": staff(limit="1"),
    "GET /vendor/shipments/{shipment_id}/label": theirs(),
    "POST /vendor/labels": theirs({"shipment_ids": ["{shipment_id}"]}),
    "POST /admin/labels": staff({"shipment_ids": ["{shipment_id}"]}),
    "GET /admin/shipments": staff(status="booked", limit="1"),
    "POST /admin/shipments/{shipment_id}/pick-up": staff(),
    "POST /admin/shipments/{shipment_id}/out-for-delivery": staff(),
    "POST /admin/shipments/{shipment_id}/reattempt": staff(),
    "POST /admin/shipments/{shipment_id}/deliver": staff({"code": "1234", "collected": bdt(100)}),
    "POST /admin/shipments/{shipment_id}/attempt-failed": staff(REASON),
    "POST /admin/shipments/{shipment_id}/refuse": staff(REASON),
    "POST /admin/shipments/{shipment_id}/returned": staff(),
    "POST /admin/remittances": staff(REMITTANCE),
    "GET /admin/shortages": staff(status="open", limit="1"),
    "POST /admin/shortages/{shortage_id}/settle": staff({"how": "paid", **REASON}),
    "GET /admin/couriers/{courier}/cash": staff(limit="1"),
    "POST /admin/delivery/zones": staff({"code": "hills_{n}", **ZONE, "fees": FEES}),
    "PUT /admin/delivery/zones/{zone_code}": staff(ZONE),
    "POST /admin/delivery/zones/{zone_code}/fees": staff(FEES),
    "GET /admin/delivery/holidays": staff(year="2026"),
    "PUT /admin/delivery/holidays/{day}": staff({"closed": True, "name": {"en": "Election"}}),
    "DELETE /admin/delivery/holidays/{day}": staff(),
    "PUT /vendor/dispatch-hours": own(HOURS),
    "POST /vendor/claims": theirs(CLAIM),
    "POST /admin/claims": staff(CLAIM),
    "POST /admin/rider/closings": staff(COUNT),
    "POST /admin/cash-closings": staff({**COUNT, "rider_id": "usr_rider"}),
}

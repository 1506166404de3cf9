"""Samples of fulfilment."""

from datetime import timedelta

from bdcommerce.kernel import clock
from journey.samples.words import REASON, Sample, bdt, own, staff, theirs

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

SAMPLES: dict[str, Sample] = {
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

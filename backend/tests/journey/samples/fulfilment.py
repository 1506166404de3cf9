"""Samples of fulfilment."""

from journey.samples.words import REASON, Sample, bdt, staff

REMITTANCE = {
    "courier": "own_riders", "reference": "sample-{n}",
    "parcels": [{"shipment_id": "{shipment_id}", "arrived": bdt(0), "charge": bdt(0)}],
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
}

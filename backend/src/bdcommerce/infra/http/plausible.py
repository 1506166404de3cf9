"""What a field may plausibly hold, by its name: people, shops and goods that nobody has to take for real ones."""

from collections.abc import Iterator
from typing import Any

from bdcommerce.infra.http.kinds import identifier

_HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_TOKEN = "q7Zk2vXn0bT5rWcY1mHs8dLf4gJp6aEu"  # noqa: S105 - it opens nothing
_PERSON, _VENDOR, _WAREHOUSE = (identifier(f"{each}_id") for each in ("user", "vendor", "warehouse"))
_VALUES: dict[str, Any] = {
    # people and places
    "city": "Dhaka", "city_key": "dhaka", "district": "Dhaka", "division": "Dhaka", "upazila": "Dhanmondi",
    "upazila_id": "dhaka/dhanmondi", "union": "Ashulia", "union_id": "dhaka/savar/ashulia", "area": "Dhanmondi",
    "line1": "House 12, Road 5", "landmark": "opposite the mosque", "postcode": "1209", "post_office": "Jigatala",
    "address": "House 12, Road 5, Dhanmondi, Dhaka 1209", "label": "Home", "aliase": "Dacca", "language": "bn",
    "by": _PERSON, "recipient_name": "Rahima Khatun", "handed_to": "Rahima Khatun",
    "email": "rahima@example.com", "login": "rahima@example.com", "to": "rahima@example.com",
    "phone": "+8801711000111", "destination": "Dhaka", "password": "correct horse battery staple",
    "recovery_code": "7kq2-m4xw", "hint": "x4kq",
    # shops and their papers
    "name": "Rahima Traders", "account_name": "Rahima Traders", "registered_name": "Rahima Traders",
    "issuer_name": "Rahima Traders", "officer": "Rahima Khatun", "designation": "Proprietor",
    "account_no": "1234567890123", "previous_account_no": "••••0987", "routing_no": "001234567",
    "bank": "Example Bank", "branch": "Dhanmondi", "trade_licence_no": "TRAD/DSCC/012345/2026", "bin": "001234567-0101",
    "tin": "123456789012", "nid": "1234567890", "rjsc_no": "C-123456",
    "dbid": "123456789", "dbid_application_tracking_no": "DBID-123456", "dgda_licence": "DA-123-456",
    # goods
    "en": "Miniket rice 5 kg", "bn": "মিনিকেট চাল ৫ কেজি", "title": "Good rice", "sku": "RICE-MIN-5", "option": "5 kg",
    "slug": "miniket-rice-5-kg", "handle": "miniket-rice", "unit": "piece", "brand": "Rupsha", "model": "MIN-5",
    "material": "cotton", "measurement": "5 kg", "ingredients": "rice", "country_of_origin": "BD", "colour": "red",
    "swatch": "#c0392b", "key": "grain", "value": "long", "batch_no": "L2611", "word": "chal", "mean": "rice",
    "query": "chal", "corrected": "chal", "url": "https://example.com/picture.webp", "photo": f"{_HEX}.webp",
    "webp": f"/api/v1/media/{_HEX}.webp", "avif": f"/api/v1/media/{_HEX}.avif", "alt": "A bag of rice",
    # trade
    "number": "BD-261122-000123", "code": "EID-2026", "currency": "BDT", "percent": "7.5", "group": "eid",
    "list_id": "eid_guests", "courier": "own_riders", "tracking_no": "BDC-261122-000123", "hub": "Dhaka",
    "reference": "BD-261122-000123", "external_reference": "CCMS-2026-0123", "account": "asset:bank:main",
    "cut_off": "14:00", "fee_rule": "delivery.fee_same_city", "vat_rule": "vat.standard", "rule": "DC-INF-03",
    "source": "Digital Commerce Policy 2021", "zone": "same_city", "gift_message": "Happy birthday!",
    "logo": identifier("media_id"), "category_path": identifier("category_id"), "parent_id": identifier("category_id"),
    "merged_into": identifier("brand_id"), "buy_box": identifier("offer_id"), "owner": _VENDOR, "from_id": _WAREHOUSE,
    "to_id": _WAREHOUSE, "warehouse": "Dhanmondi", "reverses": identifier("entry_id"), "target": "miniket-rice-5-kg",
    "photo_id": identifier("evidence_id"), "subject_id": identifier("order_id"), "outcome": "done", "kind": "placed",
    # what people say
    "reason": "asked for by phone", "note": "Please call first", "delivery_note": "Ring the second bell",
    "text": "Thank you, we have looked into it.", "body": "It cooks well and smells fresh.", "reply": "Thank you!",
    "answer": "The parcel was closed when we took it.", "decision": "Count it again", "comment": "On time.",
    "description": "For the team that packs", "detail": "inactive", "problem": "a balance differs",
    # programs
    "cursor": "WyJvcmRfMDEiXQ", "token": _TOKEN, "proof": _TOKEN, "sha256": _HEX, "hash": _HEX, "hmac": _HEX,
    "method": "GET", "route": "/api/v1/products", "action": "POST /api/v1/admin/coupons", "service": "orders",
    "audience": "admin", "template": "order_placed", "event": "order.placed", "type": "order.placed",
    "scope": "orders:read", "secret": "JBSWY3DPEHPK3PXP",
    "permission": "orders.read", "role": "support", "parameter": "number", "field": "title", "version": "2026-11-01",
    # numbers
    "amount": 129900, "available": 38, "error_pct": 0.02, "expires_in": 600, "height": 800, "held": 2, "lat": 23.75,
    "limit": 20, "lon": 90.38, "mean_ms": 3.2, "milliseconds": 84, "on_hand": 40, "p50_ms": 2.4, "p95_ms": 9.8,
    "p99_ms": 14.1, "quantity": 2, "rating": 5, "resend_in": 60, "status_code": 200, "taka": 500, "transit_max": 3,
    "weight_grams": 5000, "width": 800,
}  # fmt: skip
_WHO, _WHY = ("_by", "assigned_to"), "_because"
_ANY = ("Miniket rice", "rice", "RICE-5", "7.5", "1", "")


def texts(name: str) -> Iterator[str]:
    """Texts for a field of that name, the likeliest first."""
    last = name.rpartition("_")[2]
    words = [identifier(name), _VALUES.get(name), _PERSON if name.endswith(_WHO) else None, _VALUES.get(last)]
    words += [_VALUES["reason"]] if name.endswith(_WHY) else []
    for word in words:
        if isinstance(word, str):
            yield word
            yield word.lower()
    yield from _ANY


def number(name: str) -> float | None:
    """A number for a field of that name, if there is a usual one."""
    found = _VALUES.get(name, 1 if name == "version" else None)
    return found if isinstance(found, (int, float)) else None

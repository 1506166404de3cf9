"""One valid call of every endpoint, with `{names}` where it speaks of something that was made; and whose that is.

`things.py` says what the names stand for; `{n}` is another number each time. A new endpoint needs a line here: its
tests fail until it has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from bdcommerce.cli.services import SERVICES
from bdcommerce.demo.people import Person
from bdcommerce.demo.shops import Shop, application_of
from bdcommerce.gateway.bootstrap import route_table
from bdcommerce.gateway.domain import Route
from bdcommerce.kernel import clock

Whose = Literal["somebody's", "the caller's", "nobody's", "staff's"]
"""Somebody's: the call names a thing of one customer, guest or vendor. The caller's: it shows or changes what belongs
to whoever calls and names nothing. Nobody's: everybody may see it, for the reason given. Staff's: of the operator.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What to send beside the path, and whose thing the call is about."""

    whose: Whose
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    """A body of text/csv instead of JSON."""
    reason: str = ""
    """Why a thing is nobody's."""


def theirs(body: Any = None, **query: str) -> Sample:
    """A call that names a thing of one customer, guest or vendor."""
    return Sample(whose="somebody's", body=body, query=query)


def own(body: Any = None, **query: str) -> Sample:
    """A call about what belongs to the caller."""
    return Sample(whose="the caller's", body=body, query=query)


def public(reason: str, body: Any = None, **query: str) -> Sample:
    """A call about what everybody may see."""
    return Sample(whose="nobody's", reason=reason, body=body, query=query)


def staff(body: Any = None, **query: str) -> Sample:
    """A call of the operator's staff."""
    return Sample(whose="staff's", body=body, query=query)


def bdt(amount: int) -> dict[str, Any]:
    """So many poisha."""
    return {"amount": amount, "currency": "BDT"}


SIGN_IN = "this is how strangers become known"
PLACES = "the places of Bangladesh"
SHOP_WINDOW = "the shop window"
REASON = {"reason": "a sample of a reason"}
PASSWORD = "a-long-sample-passphrase"
ADDRESS = {
    "recipient_name": "A Sample",
    "phone": "01711000222",
    "line1": "House 1, Road 2",
    "upazila_id": "dhaka/dhanmondi",
}
APPLICATION = application_of(
    Shop(
        owner=Person("A sample", "sample@test.example", "vendor"),
        name_en="Sample Stores",
        name_bn="নমুনা স্টোর্স",
        upazila_id="dhaka/mirpur",
        commission_percent="10",
    )
)
PROFILE = {"dispatch_address": APPLICATION["dispatch_address"], "bank_account": APPLICATION["bank_account"]}
FACTS = {
    "title": {"en": "A sample", "bn": "নমুনা"},
    "description": {"en": "<p>A sample</p>"},
    "images": [{"url": "https://images.example/sample.jpg", "alt": "A sample"}],
    "expires_on": "2099-01-01",
    "delivery_time": {"en": "5 days", "bn": "৫ দিন"},
    "health_hazard_warning": {"en": "none", "bn": "নেই"},
    "return_terms": {"en": "7 days", "bn": "৭ দিন"},
    "warranty": {"en": "none", "bn": "নেই"},
}
COUPON = {
    "code": "SAMPLE{n}", "percent": "10", "funder": {"kind": "vendor", "vendor_id": "{vendor_id}"},
    "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z",
    "total_limit": 10, "per_customer_limit": 1, "min_goods": bdt(100),
}  # fmt: skip
COMMISSION = {
    "default_percent": "10", "by_category": {"{category_id}": "12.5"},
    "effective_from": (clock.today() + timedelta(days=40)).isoformat(),
}  # fmt: skip
CHECKOUT = {
    "cart_id": "{cart_id}", "payment_method": "cod", "expected_total": bdt(100), "address": ADDRESS,
    "contact": {"name": "A Sample", "email": "sample@test.example"}, "phone_proof": "none",
}  # fmt: skip
REMITTANCE = {
    "courier": "own_riders", "reference": "sample-{n}",
    "parcels": [{"shipment_id": "{shipment_id}", "arrived": bdt(0), "charge": bdt(0)}],
}  # fmt: skip
FILE = (
    "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Grams,Image Src\n"
    "sample-{n},Sample shirt,<p>A sample</p>,Sample,Size,M,S-{n},500.00,300,https://images.example/s.jpg\n"
)

SAMPLES: dict[str, Sample] = {
    # accounts
    "POST /auth/otp/request": public(SIGN_IN, {"phone": "01711000222", "purpose": "login"}),
    "POST /auth/otp/verify": public(SIGN_IN, {"phone": "01711000222", "code": "123456", "purpose": "login"}),
    "POST /auth/register": public(SIGN_IN, {"email": "new{n}@test.example", "password": PASSWORD, "name": "A Sample"}),
    "POST /auth/login": public(SIGN_IN, {"email": "new@test.example", "password": PASSWORD, "audience": "shop"}),
    "POST /auth/refresh": public("the token is the proof", {"refresh_token": "none"}),
    "POST /auth/logout": public("the token is the proof", {"refresh_token": "none"}),
    "GET /me": own(),
    "PATCH /me": own({"name": "A Sample", "language": "bn"}),
    "GET /me/addresses": own(),
    "POST /me/addresses": own({**ADDRESS, "label": "Home"}),
    "PATCH /me/addresses/{address_id}": theirs({"line1": "House 3, Road 4"}),
    "DELETE /me/addresses/{address_id}": theirs(),
    "GET /geo/divisions": public(PLACES),
    "GET /geo/districts": public(PLACES, division="dhaka"),
    "GET /geo/upazilas": public(PLACES, district="dhaka"),
    "GET /geo/unions": public(PLACES, upazila="dhaka/savar"),
    "GET /admin/staff": staff(limit="1"),
    "POST /admin/staff": staff(
        {"email": "hand{n}@test.example", "name": "A hand", "password": PASSWORD, "roles": ["rider"]}
    ),
    # vendors
    "POST /vendor-applications": own(APPLICATION),
    "GET /vendor-applications/mine": own(),
    "GET /vendors/{vendor_slug}": public(SHOP_WINDOW),
    "GET /admin/vendors": staff(status="active", limit="1"),
    "GET /admin/vendors/{vendor_id}": staff(),
    "POST /admin/vendors/{vendor_id}/approve": staff(),
    "POST /admin/vendors/{vendor_id}/refuse": staff(REASON),
    "POST /admin/vendors/{vendor_id}/suspend": staff(REASON),
    "POST /admin/vendors/{vendor_id}/reinstate": staff(),
    "PUT /admin/vendors/{vendor_id}/commission": staff(COMMISSION),
    "PUT /admin/commission": staff(COMMISSION),
    "GET /admin/commission": staff(limit="1"),
    "GET /vendor/staff": own(),
    "POST /vendor/staff": own({"login": "{login}", "role": "packer"}),
    "DELETE /vendor/staff/{staff_id}": theirs(),
    "GET /vendor/profile": own(),
    "PATCH /vendor/profile": own(PROFILE),
    # catalog
    "GET /categories": public(SHOP_WINDOW),
    "GET /products": public(SHOP_WINDOW, q="rice", in_stock="true", sort="price_asc", limit="1"),
    "GET /products/{product_slug}": public(SHOP_WINDOW),
    "POST /admin/categories": staff({"slug": "samples-{n}", "name": {"en": "Samples"}, "parent_id": "{category_id}"}),
    "PATCH /admin/categories/{category_id}": staff({"version": 1, "name": {"en": "Sample"}, "parent_id": None}),
    "POST /vendor/products": own(
        {
            "category_id": "{category_id}",
            "options": ["Size"],
            "variants": [{"options": ["M"], "weight_grams": 1, "mrp": bdt(100)}],
            "facts": FACTS,
        }
    ),
    "GET /vendor/products": own(status="published", limit="1"),
    "GET /vendor/products/{product_id}": theirs(),
    "PATCH /vendor/products/{product_id}": theirs(
        {
            "version": 1,
            "category_id": "{category_id}",
            "variants": [{"id": "{variant_id}", "weight_grams": 1, "mrp": bdt(900_000)}],
            "facts": FACTS,
        }
    ),
    "POST /vendor/products/{product_id}/unpublish": theirs(),
    "POST /vendor/products/{product_id}/publish": theirs(),
    "GET /vendor/products/{product_id}/checklist": theirs(),
    "POST /vendor/offers": theirs({"variant_id": "{draft_variant_id}", "sku": "SAMPLE-{n}", "price": bdt(100)}),
    "GET /vendor/offers": own(product="{product_id}", limit="1"),
    "PATCH /vendor/offers/{offer_id}": theirs({"version": 1, "price": bdt(100), "active": True}),
    "POST /vendor/imports": Sample(whose="the caller's", file=FILE, query={"category_id": "{category_id}"}),
    "GET /vendor/imports/{import_id}": theirs(),
    # inventory
    "GET /vendor/stock": own(limit="1"),
    "PUT /vendor/stock/{offer_id}": theirs({"on_hand": 20, "reason": "a sample count"}),
    "POST /vendor/stock/{offer_id}/adjust": theirs({"delta": 1, "reason": "a sample"}),
    "GET /vendor/stock/{offer_id}/movements": theirs(limit="1"),
    # orders
    "POST /carts": own(),
    "GET /carts/{cart_id}": theirs(),
    "POST /carts/{cart_id}/lines": theirs({"offer_id": "{offer_id}", "quantity": 1}),
    "PATCH /carts/{cart_id}/lines/{cart_line_id}": theirs({"quantity": 2}),
    "DELETE /carts/{cart_id}/lines/{cart_line_id}": theirs(),
    "POST /carts/{cart_id}/coupon": theirs({"code": "{coupon_code}"}),
    "DELETE /carts/{cart_id}/coupon": theirs(),
    "POST /carts/{cart_id}/quote": theirs({"address": ADDRESS}),
    "POST /checkout": theirs(CHECKOUT),
    "GET /orders": own(limit="1"),
    "GET /orders/{order_id}": theirs(),
    "GET /orders/{order_id}/events": theirs(),
    "POST /orders/{order_id}/cancel": theirs(
        {**REASON, "vendor_order_id": "{vendor_order_id}", "line_id": "{order_line_id}"}
    ),
    "POST /orders/{order_id}/accept": theirs({"vendor_order_id": "{vendor_order_id}"}),
    "GET /vendor/orders": own(status="placed", limit="1"),
    "GET /vendor/orders/{vendor_order_id}": theirs(),
    "POST /vendor/orders/{vendor_order_id}/accept": theirs(),
    "POST /vendor/orders/{vendor_order_id}/pack": theirs(),
    "POST /vendor/orders/{vendor_order_id}/dispatch": theirs({"weight_grams": 500}),
    "POST /vendor/orders/{vendor_order_id}/cancel": theirs({**REASON, "line_id": "{order_line_id}"}),
    "GET /admin/orders": staff(status="placed", q="BD", limit="1"),
    "GET /admin/orders/{order_id}": staff(),
    "POST /admin/orders/{order_id}/cancel": staff({**REASON, "vendor_order_id": "{vendor_order_id}"}),
    "POST /admin/coupons": staff(COUPON),
    "GET /admin/coupons": staff(limit="1"),
    "PATCH /admin/coupons/{coupon_id}": staff({"ends_at": (clock.now() + timedelta(days=30)).isoformat()}),
    # fulfilment
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
    # payments
    "GET /vendor/balance": own(),
    "GET /vendor/statements": own(limit="1"),
    "GET /vendor/payouts": own(limit="1"),
    "GET /admin/ledger/trial-balance": staff(as_of="2026-11-22"),
    "GET /admin/ledger/entries": staff(account="asset:bank:main", reference="{order_id}", limit="1"),
    "GET /admin/ledger/verify": staff(),
    "GET /admin/cod": staff(courier="own_riders", limit="1"),
    "GET /admin/escrows/{vendor_order_id}": staff(),
    "POST /admin/escrows/{vendor_order_id}/freeze": staff(REASON),
    "POST /admin/escrows/{vendor_order_id}/thaw": staff(),
    "POST /admin/payouts": staff({"vendor_ids": ["{vendor_id}"], "up_to": "2026-11-22"}),
    "GET /admin/payouts": staff(limit="1"),
    "GET /admin/payouts/{batch_id}": staff(),
    "POST /admin/payouts/{batch_id}/discard": staff(),
    "POST /admin/payouts/{batch_id}/approve": staff(),
    "GET /admin/payouts/{batch_id}/bank-file": staff(),
    "POST /admin/payouts/{batch_id}/sent": staff(),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/paid": staff({"bank_charge": bdt(100)}),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/failed": staff(REASON),
    "POST /admin/refunds": staff(
        {"vendor_order_id": "{paid_vendor_order_id}", "line_id": "{paid_line_id}", "quantity": 1, **REASON}
    ),
    "GET /admin/refunds": staff(status="owed", limit="1"),
    "POST /admin/refunds/{refund_id}/paid": staff(),
    # notifications, analytics, compliance
    "GET /admin/messages": staff(to="01711000222", template="otp", limit="1"),
    "GET /admin/analytics/sales": staff(vendor="{vendor_id}", format="csv"),
    "GET /vendor/performance/sales": own(format="csv"),
    "GET /admin/rules": staff(limit="1"),
    "POST /admin/rules": staff(
        {"key": "vat.delivery", "value": "15", "effective_from": "2099-01-01", "source": "a sample"}
    ),
    "GET /admin/audit": staff(actor="usr_sample", action="POST", to="2099-01-01", limit="1", **{"from": "2026-01-01"}),
    "GET /admin/audit/verify": staff(),
}


def name_of(route: Route) -> str:
    """A call as the table of samples names it; where a path says `{slug}` or `{line_id}`, whose it is decides."""
    path = route.path.removeprefix("/api/v1")
    for plain, full in _RENAMED.items():
        path = path.replace(plain, full)
    return f"{route.method} {path}"


_RENAMED = {
    "/vendors/{slug}": "/vendors/{vendor_slug}",
    "/products/{slug}": "/products/{product_slug}",
    "/carts/{cart_id}/lines/{line_id}": "/carts/{cart_id}/lines/{cart_line_id}",
}
TABLE = {name_of(route): route for route in route_table(SERVICES)}
"""Every call there is."""

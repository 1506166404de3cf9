"""Samples of vendors."""

from datetime import timedelta

from bdcommerce.demo.people import Person
from bdcommerce.demo.shops import Shop, application_of
from bdcommerce.kernel import clock
from journey.samples.words import REASON, SHOP_WINDOW, Sample, own, public, staff, theirs

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
COMMISSION = {
    "default_percent": "10", "by_category": {"{category_id}": "12.5"},
    "effective_from": (clock.today() + timedelta(days=40)).isoformat(),
}  # fmt: skip

SAMPLES: dict[str, Sample] = {
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
}

"""Vendors of the demo: how one applies, is approved, and fills a shop. Identities are made up and belong to nobody."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bdcommerce.demo.client import Api, Refused
from bdcommerce.demo.people import PASSWORD, Person
from bdcommerce.kernel import clock

_DIGITS = "0123456789"
_BANK_ROUTING_NO = "225261732"
_ALREADY = {"email_taken", "already_applied", "already_staff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A vendor to be."""

    owner: Person
    name_en: str
    name_bn: str
    upazila_id: str
    commission_percent: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A vendor that sells, and the API as its owner sees it."""

    shop: Shop
    vendor_id: str
    api: Api


def digits(count: int) -> str:
    """That many random digits, the first of them not zero."""
    return secrets.choice(_DIGITS[1:]) + "".join(secrets.choice(_DIGITS) for _ in range(count - 1))


def phone() -> str:
    """A mobile number in a form people write."""
    return f"017{digits(8)}"


async def open_shop(api: Api, admin: Api, shop: Shop) -> Opened:
    """From a person with an e-mail to a vendor that may sell. Doing it again finds what is there."""
    person = await register(api, shop.owner)
    try:
        await person.post("/vendor-applications", application_of(shop))
    except Refused as refused:
        if refused.code not in _ALREADY:
            raise
    application = await person.get("/vendor-applications/mine")
    if application["status"] == "submitted":
        await admin.post(f"/admin/vendors/{application['vendor_id']}/approve")
        await _set_commission(admin, application["vendor_id"], shop.commission_percent)
    owner = await api.signed_in(shop.owner.email, PASSWORD, "vendor")
    return Opened(shop, application["vendor_id"], owner)


async def register(api: Api, person: Person) -> Api:
    """The API as a customer of that e-mail sees it."""
    try:
        await api.post("/auth/register", {"email": person.email, "password": person.password, "name": person.what})
    except Refused as refused:
        if refused.code not in _ALREADY:
            raise
    return await api.signed_in(person.email, person.password, "shop")


async def _set_commission(admin: Api, vendor_id: str, percent: str) -> None:
    plan = {"default_percent": percent, "effective_from": clock.today().isoformat()}
    await admin.put(f"/admin/vendors/{vendor_id}/commission", plan)


def application_of(shop: Shop) -> dict[str, Any]:
    """The body of POST /vendor-applications."""
    mobile = phone()
    return {
        "name": {"en": shop.name_en, "bn": shop.name_bn},
        "legal": {
            "trade_licence_no": f"TRAD/DNCC/{digits(6)}/2026",
            "trade_licence_expires": (clock.today() + timedelta(days=200)).isoformat(),
            "tin": digits(12),
            "dbid": digits(9),
            "nid": digits(10),
        },
        "contact": {"email": shop.owner.email, "phone": mobile},
        "dispatch_address": {
            "recipient_name": shop.name_en,
            "phone": mobile,
            "line1": "House 12, Road 5",
            "upazila_id": shop.upazila_id,
        },
        "bank_account": {
            "account_name": shop.name_en,
            "account_no": digits(13),
            "routing_no": _BANK_ROUTING_NO,
        },
        "agreement_accepted": True,
    }

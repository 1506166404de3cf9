"""An application as somebody types it, and the short way to a vendor that sells."""

from datetime import timedelta
from typing import Any

from bdcommerce.kernel import clock, ids
from support.harness import Harness
from support.tokens import customer, staff


def decider() -> str:
    """Somebody who decides on applications."""
    return staff("vendors.approve", user_id="usr_staff")


def application(number: int = 1, **changed: Any) -> dict[str, Any]:
    """A complete application; another number is another seller."""
    return {
        "name": {"en": f"Rahim Stores {number}", "bn": "রহিম স্টোর্স"},
        "legal": {
            "trade_licence_no": "TRAD/DNCC/012345/2026",
            "trade_licence_expires": (clock.today() + timedelta(days=200)).isoformat(),
            "tin": f"{123456780000 + number}",
            "nid": f"{1990000000 + number}",
            "dbid": "123456789",
            "bin": "0017457070402",
        },
        "contact": {"email": "rahim@example.com", "phone": "01712345678"},
        "dispatch_address": {
            "recipient_name": "Abdur Rahim",
            "phone": "01812345678",
            "line1": "House 7, Road 4",
            "upazila_id": "dhaka/dhanmondi",
            "postcode": "1205",
        },
        "bank_account": {"account_name": "Rahim Stores", "account_no": "0012345678901", "routing_no": "225261732"},
        "agreement_accepted": True,
        **changed,
    }


def with_legal(number: int = 1, **changed: Any) -> dict[str, Any]:
    """An application with other papers."""
    body = application(number)
    return {**body, "legal": {**body["legal"], **changed}}


async def applied(service: Harness, user_id: str = "", number: int = 1) -> str:
    """Somebody has applied; the vendor's id."""
    reply = await service.post("/vendor-applications", application(number), as_=customer(user_id or ids.new_id("usr")))
    assert reply.status_code == 201, reply.text
    return str(reply.json()["vendor_id"])


async def approved(service: Harness, user_id: str = "", number: int = 1) -> str:
    """A vendor that sells; its id."""
    vendor_id = await applied(service, user_id, number)
    reply = await service.post(f"/admin/vendors/{vendor_id}/approve", as_=decider())
    assert reply.status_code == 200, reply.text
    return vendor_id

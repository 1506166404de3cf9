"""The vendors of the demo: 25 shops in 15 districts, and what each of them sells. All of it is made up."""

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.demo.goods import Goods

_WEIGHTS = (5, 7, 1) * 3


@dataclass(frozen=True, slots=True)
class Seller:
    """A shop."""

    key: str
    en: str
    bn: str
    upazila_id: str
    aisles: Sequence[str]
    tier: VendorTier = "standard"
    owner: str = ""
    """An e-mail to sign in with; empty: the phone."""
    commission: str = ""
    vat_registered: bool = True
    diligence: float = 1.0
    """How long it takes to hand over, beside the others."""


_NAMES = (
    "Abdur Rahim",
    "Selina Parvin",
    "Md. Jashim Uddin",
    "Nasima Akhter",
    "Subrata Paul",
    "Kazi Mahbub",
    "Hasina Banu",
)


@cache
def sellers() -> tuple[Seller, ...]:
    """All of them."""
    lines = (resources.files("bdcommerce.demo") / "sellers.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(
        Seller(
            key=row["key"],
            en=row["name_en"],
            bn=row["name_bn"],
            upazila_id=row["upazila"],
            aisles=row["aisles"].split(","),
            tier=row["tier"],  # type: ignore[arg-type]
            owner=row["owner"],
            commission=row["commission"],
            vat_registered=row["vat"] == "yes",
            diligence=float(row["diligence"]),
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def shares(some: Sequence[Seller], goods: Sequence[Goods], chance: random.Random) -> Mapping[str, list[Goods]]:
    """Who sells what, by the key of the seller: each thing by one of those that have its aisle."""
    by_aisle = {
        aisle: [each.key for each in some if aisle in each.aisles] for aisle in sorted({one.aisle for one in goods})
    }
    found: dict[str, list[Goods]] = {each.key: [] for each in some}
    for one in goods:
        found[chance.choice(by_aisle[one.aisle])].append(one)
    return found


def application_of(seller: Seller, number: int, today: date, chance: random.Random) -> dict[str, Any]:
    """The body of POST /vendor-applications: every number has the right form, and is nobody's."""
    mobile = phone_of(number)
    name = chance.choice(_NAMES)
    district, upazila = seller.upazila_id.split("/")
    legal = {
        "trade_licence_no": f"TRAD/{district.upper()[:4]}/{chance.randint(10**5, 10**6 - 1)}/2026",
        "trade_licence_expires": (today + timedelta(days=chance.randint(220, 640))).isoformat(),
        "tin": str(chance.randint(10**11, 10**12 - 1)),
        "bin": f"{chance.randint(10**8, 10**9 - 1)}-{chance.randint(1, 9999):04d}" if seller.vat_registered else "",
        "dbid": str(chance.randint(10**8, 10**9 - 1)),
        "nid": str(chance.randint(10**9, 10**10 - 1)),
    }
    return {
        "name": {"en": seller.en, "bn": seller.bn},
        "legal": legal,
        "contact": {"email": seller.owner or f"{seller.key}@demo.example", "phone": mobile},
        "dispatch_address": {
            "recipient_name": name,
            "phone": mobile,
            "line1": f"House {chance.randint(2, 80)}, Road {chance.randint(1, 20)}",
            "upazila_id": seller.upazila_id,
        },
        "bank_account": {
            "account_name": seller.en,
            "account_no": str(chance.randint(10**12, 10**13 - 1)),
            "routing_no": _routing(chance),
        },
        "issuer": {
            "registered_name": f"{seller.en} Limited" if seller.tier == "trusted" else seller.en,
            "address": f"House {chance.randint(2, 80)}, {upazila.replace('-', ' ').title()}",
            "officer": name,
            "designation": "Proprietor",
        },
        "agreement_accepted": True,
    }


def phone_of(number: int) -> str:
    """The mobile number of the n-th shop."""
    return f"0171{5_500_000 + number * 137:07d}"


def _routing(chance: random.Random) -> str:
    """A routing number of one of the banks in Dhaka, with its check digit."""
    first = f"{chance.choice(('225', '060', '085', '120', '175', '245'))}26{chance.randint(100, 999)}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first, strict=False))
    return f"{first}{-total % 10}"

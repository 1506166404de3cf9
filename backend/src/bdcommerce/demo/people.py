"""The people of the demo marketplace. Their password is public: never load them where strangers can sign in."""

from dataclasses import dataclass
from typing import Literal

PASSWORD = "bdcommerce-demo"  # noqa: S105 - printed at every start


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one can be."""

    what: str
    email: str
    audience: Literal["shop", "vendor", "admin"]
    roles: tuple[str, ...] = ()
    password: str = PASSWORD


ADMIN = Person("Administrator", "admin@demo.example", "admin", ("admin",))
FINANCE = Person("Finance, drafts payouts", "finance@demo.example", "admin", ("finance",))
APPROVER = Person("Finance, approves payouts", "approver@demo.example", "admin", ("finance_approver",))
RIDER = Person("Rider", "rider@demo.example", "admin", ("rider",))
STAFF = (ADMIN, FINANCE, APPROVER, RIDER)
RIDERS = (
    RIDER,
    *(Person(f"Rider {number}", f"rider{number}@demo.example", "admin", ("rider",)) for number in (2, 3, 4)),
)

GROCER = Person("Vendor, groceries in Dhaka", "grocer@demo.example", "vendor")
CRAFTS = Person("Vendor, crafts in Chattogram", "crafts@demo.example", "vendor")
TAILOR = Person("Vendor, apparel in Dhaka", "tailor@demo.example", "vendor")
VENDORS = (GROCER, CRAFTS, TAILOR)
CUSTOMER = Person("Customer", "customer@demo.example", "shop")

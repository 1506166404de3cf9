"""What accounts needs of the world: places to keep things, and cryptographic crafts."""

from bdcommerce.accounts.ports.crafts import DeviceNotes, Passwords, Proofs, Tokens
from bdcommerce.accounts.ports.keys import ApiKeys, Keys
from bdcommerce.accounts.ports.people import Addresses, People
from bdcommerce.accounts.ports.signing_in import Codes, Devices, Sessions, Throttles
from bdcommerce.accounts.ports.work import Deps, Work

__all__ = [
    "Addresses",
    "ApiKeys",
    "Codes",
    "Deps",
    "DeviceNotes",
    "Devices",
    "Keys",
    "Passwords",
    "People",
    "Proofs",
    "Sessions",
    "Throttles",
    "Tokens",
    "Work",
]

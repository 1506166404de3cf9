"""What accounts needs of the world: places to keep things, and cryptographic crafts."""

from bdcommerce.accounts.ports.crafts import Authenticator, DeviceNotes, Passwords, Proofs, Tokens
from bdcommerce.accounts.ports.keys import ApiKeys, Keys
from bdcommerce.accounts.ports.people import Addresses, Consents, ContactChanges, People, Roles
from bdcommerce.accounts.ports.signing_in import Codes, Devices, Messages, SecondFactors, Sessions, Throttles
from bdcommerce.accounts.ports.work import Deps, Work

__all__ = [
    "Addresses",
    "ApiKeys",
    "Authenticator",
    "Codes",
    "Consents",
    "ContactChanges",
    "Deps",
    "DeviceNotes",
    "Devices",
    "Keys",
    "Messages",
    "Passwords",
    "People",
    "Proofs",
    "Roles",
    "SecondFactors",
    "Sessions",
    "Throttles",
    "Tokens",
    "Work",
]

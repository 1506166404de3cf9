"""What must not be readable in the database: who gets a parcel, and delivery codes."""

import secrets

import msgspec

from bdcommerce.fulfilment.ports import Contacts
from bdcommerce.infra.security import Sealer

_CONTACTS = "fulfilment.parcel.contacts"
_CODE = "fulfilment.delivery_code"


class SealedContacts:
    """See ports.ContactsSeal."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def seal(self, contacts: Contacts) -> str:
        """See ports.ContactsSeal."""
        return self._sealer.seal(msgspec.json.encode(contacts).decode(), _CONTACTS)

    def open(self, sealed: str) -> Contacts:
        """See ports.ContactsSeal."""
        return msgspec.json.decode(self._sealer.open(sealed, _CONTACTS), type=Contacts)


class SealedCodes:
    """See ports.Codes."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def new(self) -> str:
        """See ports.Codes."""
        return f"{secrets.randbelow(10_000):04d}"

    def digest(self, shipment_id: str, code: str) -> str:
        """See ports.Codes."""
        return self._sealer.blind(f"{shipment_id}:{code}", _CODE)

    def seal(self, code: str) -> str:
        """See ports.Codes."""
        return self._sealer.seal(code, _CODE)

    def open(self, sealed: str) -> str:
        """See ports.Codes."""
        return self._sealer.open(sealed, _CODE)

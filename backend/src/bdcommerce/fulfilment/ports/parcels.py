"""What of a parcel others must know: from whom and to whom, and whose it is."""

from dataclasses import dataclass

from bdcommerce.kernel.address import Address
from bdcommerce.kernel.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """From whom a parcel is fetched, and to whom it goes. Personal data: stored sealed."""

    recipient: Address
    language: Language
    """The recipient's."""
    pickup: Address
    note: str = ""
    """What the recipient asks of whoever brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose order a parcel belongs to: a customer's, or a guest's by the hash of the token that proves it."""

    customer_id: str
    guest_hash: str

    def is_(self, caller: "Owner") -> bool:
        """Whether the caller is the same person."""
        customer = bool(self.customer_id) and self.customer_id == caller.customer_id
        return customer or (bool(self.guest_hash) and self.guest_hash == caller.guest_hash)
